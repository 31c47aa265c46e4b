"""Somebody who uses the pages over HTTP, as a browser without scripts does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from requests import Response, Session

from incident_actions.sandbox import Sandbox

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Visitor:
    """A visitor, who acts as an admin until they choose somebody else."""

    sandbox: Sandbox
    session: Session = field(default_factory=Session)

    def get(self, path: str, **headers: str) -> Response:
        """Open a page."""
        return self.session.get(self.sandbox.url + path, headers=HTML | headers, timeout=10)

    def page(self, path: str) -> str:
        """Open a page, and return what it has."""
        response = self.get(path)
        assert response.status_code == 200, response.text
        return response.text

    def text(self, path: str) -> str:
        """Open a page, and return the words that one reads."""
        return read(self.page(path))

    def post(self, path: str, fields: dict[str, str | list[str]] | None = None, **headers: str) -> Response:
        """Send a form, and return the answer before any redirect."""
        token = _TOKEN.search(self.page("/"))
        assert token
        data = {"token": token[1], **(fields or {})}
        url = self.sandbox.url + path
        return self.session.post(url, data=data, headers=HTML | headers, timeout=10, allow_redirects=False)

    def send(self, path: str, fields: dict[str, str | list[str]] | None = None) -> str:
        """Send a form, and return the address that it leads to."""
        response = self.post(path, fields)
        assert response.status_code == 303, read(response.text)
        return response.headers["Location"]

    def act_as(self, login: str) -> None:
        """Choose a person."""
        self.send("/_sandbox/act-as", {"act_as": login, "back": "/"})


def read(html: str) -> str:
    """Return the words of a page."""
    main = html.partition("<main")[2] or html
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())
