"""Links in a post-mortem file, where GitHub makes none of `#12` and `@ada` by itself.

https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.safe_markdown import BREAK, code_spans, escape_cell, inline_code
from incident_actions.text.wording import LOGIN

REFERENCE = lazy_pattern(
    rf"""\\.                                       # escaped, so it is text
    |\[[^\[\]]*\]\([^()\s]*\)|https?://\S+         # a link already
    |<!--.*?-->
    |(?<![\w./&#-])(?P<repository>[A-Za-z0-9][A-Za-z0-9-]{{0,38}}/[A-Za-z0-9._-]{{1,100}})?\#(?P<number>[1-9]\d{{0,9}})(?!\w)
    |(?<![\w/])@{BREAK}?(?P<login>[A-Za-z0-9][A-Za-z0-9_-]{{0,38}})(?![\w/-])""",
    re.VERBOSE | re.ASCII,
)

FENCE = lazy_pattern("```+")
"""What opens or closes a code block; `escape_block` writes them at the margin."""


class FileLinks:
    """Writes the links of one incident's files.

    `logins` are the people and teams that the tool knows. `roles` has the words that stand for people, by their
    case-folded login.
    """

    def __init__(
        self, server: str, repository: str, logins: Iterable[str] = (), roles: Mapping[str, str] | None = None
    ) -> None:
        self._server = server
        self._repository = repository
        self._logins = {login.casefold(): login for login in logins if LOGIN.fullmatch(login)}
        self._roles = roles or {}

    def issue(self, number: int, repository: str = "") -> str:
        """Link to an issue or pull request; GitHub leads from one to the other."""
        return f"[{repository}#{number}]({self.issue_url(number, repository)})"

    def issue_url(self, number: int, repository: str = "") -> str:
        """Return the address of an issue or pull request."""
        return f"{self._server}/{repository or self._repository}/issues/{number}"

    def file_url(self, action: str, branch: str, path: str) -> str:
        """Return the address to view (`blob`) or `edit` a file on a branch."""
        return f"{self._server}/{self._repository}/{action}/{quote(branch)}/{quote(path)}"

    def person(self, login: str) -> str:
        """Link to a person or team, or name the role of a person; what has no page of its own is shown as code."""
        if role := self._roles.get(login.casefold()):
            return role
        if not LOGIN.fullmatch(login) or login.endswith("[bot]"):
            return escape_cell(inline_code(login)) if login else ""
        organization, _, team = login.partition("/")
        page = f"orgs/{organization}/teams/{team}" if team else login
        return f"[@{login}]({self._server}/{page})"

    def references(self, markdown: str) -> str:
        """Turn references into links in one line of Markdown that is ready for the file.

        They are `#12`, `owner/repository#12`, and known people, whether mentioned or shown as code.
        """
        written: list[str] = []
        position = 0
        for start, end in code_spans(markdown):
            shown = markdown[start:end]
            login = self._logins.get(shown.strip("`").casefold())
            written += self._in_text(markdown[position:start]), self.person(login) if login else shown
            position = end
        return "".join([*written, self._in_text(markdown[position:])])

    def references_in_block(self, markdown: str) -> str:
        """Turn references into links in several lines that are ready for the file, outside their fences."""
        written, fence = [], ""
        for line in markdown.split("\n"):
            mark = FENCE.match(line)
            if not fence:
                fence = mark[0] if mark else ""
                written.append(line if fence else self.references(line))
            else:
                written.append(line)
                fence = "" if mark and mark[0] == fence else fence
        return "\n".join(written)

    def _in_text(self, markdown: str) -> str:
        return REFERENCE.sub(self._reference, markdown) if "#" in markdown or "@" in markdown else markdown

    def _reference(self, found: re.Match[str]) -> str:
        if found["number"]:
            return self.issue(int(found["number"]), found["repository"] or "")
        login = self._logins.get((found["login"] or "").casefold())
        return self.person(login) if login else found[0]


@dataclass(frozen=True)
class LinkStyles:
    """The links of a file where it names people, and where it may show their roles instead."""

    people: FileLinks
    shown: FileLinks


def known_logins(entries: Iterable[e.Entry]) -> Iterator[str]:
    """Return the people and teams that a record names."""
    for entry in entries:
        yield entry.by
        match entry:
            case e.RoleTaken(person=person):
                yield person
            case e.ActionOpened(owner=owner):
                yield owner
            case e.PeoplePaged(to=people) | e.TimerFired(to=people) | e.Escalated(to=people):
                yield from people
