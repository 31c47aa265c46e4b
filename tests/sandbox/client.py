"""Plain requests to a sandbox as one person."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from requests import Response, Session

from incident_actions.sandbox import Sandbox

Json: TypeAlias = Any
"""Whatever came as JSON."""


class Link(str):
    """Where a symbolic link leads, in the place of a file's text."""

    __slots__ = ()


@dataclass
class Client:
    """Somebody with a token; paths are those within a repository, or whole ones with a leading slash."""

    sandbox: Sandbox
    token: str | None
    repository: str = "acme/shop"
    session: Session = field(default_factory=Session)

    def __call__(self, method: str, path: str, body: Json = None, **more: Json) -> Response:
        """Ask, and give back what came."""
        whole = path if path.startswith("/") else f"/repos/{self.repository}/{path}".rstrip("/")
        headers = {"Authorization": f"token {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        url = f"{self.sandbox.url}/api/graphql" if whole == "/graphql" else self.sandbox.api_url + whole
        return self.session.request(method, url, json=body, headers=headers, timeout=10, **more)

    def json(self, method: str, path: str, body: Json = None, **more: Json) -> Json:
        """Ask, and give back the JSON of a success."""
        response = self(method, path, body, **more)
        assert response.ok, response.text
        return response.json() if response.content else None

    def issue(self, title: str = "Checkout is down", **more: Json) -> Json:
        """Open an issue."""
        return self.json("POST", "issues", {"title": title, **more})

    def branch(self, name: str, files: dict[str, str | None], message: str = "Change") -> str:
        """Make a branch off main with one commit; the commit's sha."""
        base = self.json("GET", "git/ref/heads/main")["object"]["sha"]
        entries = [{"path": path, "mode": _mode(text), **_content(text)} for path, text in files.items()]
        tree = self.json("POST", "git/trees", {"base_tree": base, "tree": entries})["sha"]
        commit = self.json("POST", "git/commits", {"message": message, "tree": tree, "parents": [base]})["sha"]
        self.json("POST", "git/refs", {"ref": f"refs/heads/{name}", "sha": commit})
        return str(commit)

    def fork(self) -> Client:
        """Fork the repository, and give back the same person in the fork."""
        return replace(self, repository=self.json("POST", "forks")["full_name"])

    def pull(self, head: str, **more: Json) -> Json:
        """Open a pull request into main."""
        return self.json("POST", "pulls", {"title": f"Merge {head}", "head": head, "base": "main", **more})


def _mode(text: str | None) -> str:
    return "120000" if isinstance(text, Link) else "100644"


def _content(text: str | None) -> dict[str, str | None]:
    return {"sha": None} if text is None else {"content": text}
