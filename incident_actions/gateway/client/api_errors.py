"""How a request to GitHub fails: it is refused, or no whole answer arrives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RATE_LIMIT_BEGINNINGS = ("api rate limit exceeded", "you have exceeded a secondary rate limit")
RATE_LIMIT_ENDS = ("please retry your request again later.", "please wait a few minutes before you try again.")
"""How messages about a limit begin or end, in lower case.

https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#rate-limit-errors
"""


class GithubError(Exception):
    """GitHub refused a request: the status, the JSON, and the headers with their names in lower case."""

    def __init__(self, status: int, data: Any = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, data)
        self.status, self.data = status, data
        self.headers: Mapping[str, str] = headers or {}

    @property
    def message(self) -> str:
        """GitHub's own message; empty if there is none."""
        return str(self.data.get("message") or "") if isinstance(self.data, dict) else ""

    @property
    def is_bad_token(self) -> bool:
        """Whether GitHub doesn't know the token."""
        return self.status == 401 and self.message.casefold() == "bad credentials"

    @property
    def names_rate_limit(self) -> bool:
        """Whether the message is about a limit that is used up."""
        words = self.message.casefold()
        return self.status == 403 and (words.startswith(RATE_LIMIT_BEGINNINGS) or words.endswith(RATE_LIMIT_ENDS))


class Unreachable(OSError):
    """No answer arrived."""


class IncompleteAnswer(Unreachable):
    """Only a part of an answer arrived."""


class UntrustedCertificate(Unreachable):
    """This machine cannot verify the server's certificate, which no retry changes."""


class NotGitHubApi(Exception):
    """The server at this address, which is the text, is not GitHub's API and has not been in this run."""
