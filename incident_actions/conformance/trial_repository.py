"""The repository in which the assumptions are checked, with what its checks create most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any, TypeVar

from incident_actions.conformance.api_server import ApiServer, ServerAnswer
from incident_actions.gateway.client.api_address import GRAPHQL
from incident_actions.gateway.client.retry import RetryPolicy

T = TypeVar("T")

MARK = "conformance"
"""How the names of everything begin that the suite creates."""

LOOKS = 5
"""How often a list is read until it shows what was created; two seconds lie between two looks."""


class UnexpectedStatus(Exception):
    """A request that prepares or makes a check had another status than the one that GitHub documents."""


class TrialRepository:
    """A repository on a server, and the account that works in it. `prefix` makes the names of one trial unique."""

    def __init__(self, server: ApiServer, name: str, login: str, prefix: str, looks: int = LOOKS) -> None:
        self.server, self.name, self.login, self.prefix = server, name, login, prefix
        self._looks = looks
        self._numbers: Iterator[int] = count(1)
        self.default_branch = ""
        self.base_commit = ""

    @property
    def name_start(self) -> str:
        """How the names of everything begin that this trial creates."""
        return f"{MARK}-{self.prefix}-"

    def send(
        self,
        verb: str,
        path: str,
        body: object = None,
        *,
        parameters: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ServerAnswer:
        """Send a request below the repository, or below the root if the path starts with a slash."""
        below = f"/{path}" if path else ""
        whole = path if path.startswith("/") or path == GRAPHQL else f"/repos/{self.name}{below}"
        return self.server.send(verb, whole, body, parameters=parameters, headers=headers)

    def expect(self, status: int, verb: str, path: str, body: object = None, **parameters: str | int) -> Any:
        """Send a request that must have a status, and return its JSON, or None; raises UnexpectedStatus."""
        answer = self.send(verb, path, body, parameters=parameters)
        if answer.status != status:
            raise UnexpectedStatus(f"{verb} {path} returned {answer.status} ({answer.message}) instead of {status}")
        return answer.json if answer.text else None

    def get(self, path: str, **parameters: str | int) -> Any:
        """Read JSON; raises UnexpectedStatus."""
        return self.expect(200, "GET", path, **parameters)

    def wait_for(self, read: Callable[[], T], fits: Callable[[T], object]) -> T:
        """Read something until it fits, or often enough, and return what was read last: lists lag behind."""
        policy = RetryPolicy()
        for _ in range(self._looks):
            found = read()
            if fits(found):
                return found
            policy.wait_for_lists()
        return read()

    def new_name(self) -> str:
        """Return a name that nothing else in the repository has."""
        return f"{self.name_start}{next(self._numbers)}"

    def open_issue(self, **more: Any) -> Any:
        """Open an issue and return it."""
        return self.expect(201, "POST", "issues", {"title": self.new_name(), **more})

    def comment(self, number: int, body: str) -> Any:
        """Comment on an issue and return the comment."""
        return self.expect(201, "POST", f"issues/{number}/comments", {"body": body})

    def create_label(self) -> str:
        """Create a label and return its name."""
        name = self.new_name()
        self.expect(201, "POST", "labels", {"name": name, "color": "b60205"})
        return name

    def commit(self, files: Mapping[str, str | None], parent: str = "", message: str = "Change files") -> str:
        """Commit files onto a commit, by default the repository's first, and return the new commit."""
        parent = parent or self.base_commit
        entries = [
            {"path": path, "mode": "100644", "type": "blob", **({"sha": None} if text is None else {"content": text})}
            for path, text in files.items()
        ]
        tree = self.expect(201, "POST", "git/trees", {"base_tree": parent, "tree": entries})["sha"]
        body = {"message": message, "tree": tree, "parents": [parent]}
        return str(self.expect(201, "POST", "git/commits", body)["sha"])

    def create_branch(self, commit: str = "") -> str:
        """Create a branch at a commit, by default the repository's first, and return its name."""
        name = self.new_name()
        self.expect(201, "POST", "git/refs", {"ref": f"refs/heads/{name}", "sha": commit or self.base_commit})
        return name

    def open_pull(self, files: Mapping[str, str], base: str = "", **more: Any) -> Any:
        """Open a pull request that changes files on a branch of its own, into a new branch by default."""
        head = self.create_branch(self.commit(files))
        body = {"title": self.new_name(), "head": head, "base": base or self.create_branch(), **more}
        return self.expect(201, "POST", "pulls", body)
