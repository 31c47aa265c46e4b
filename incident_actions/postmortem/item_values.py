"""Read the owner and the type of an action item as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process import accounts
from incident_actions.model.process.process import Process

LOGIN = r"[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,8})?"
"""Managed users of an enterprise have a `_` in their login.

https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
"""

# Not the organization of a team (`@acme/shop`).
OWNER = lazy_pattern(rf"@({LOGIN})(?![A-Za-z0-9_/-])")
TEAM = lazy_pattern(rf"@({LOGIN}/[A-Za-z0-9][A-Za-z0-9_.-]{{0,99}})")
PROFILE = lazy_pattern(rf"\]\(https?://[^\s/()]+/({LOGIN})/?\)")
"""The page of a person behind a name: `[Linus](https://github.com/linus)`."""

LINK = lazy_pattern(r"\[([^\[\]]*)\]\([^()\s]*\)")
MARKS = lazy_pattern(r"[*`~\\]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""What makes a word bold, italic or code."""

ALIKE = 0.7
"""How alike two names must be, so that one is taken for a slip of the other; 1 is the same."""

TYPE_WORDS = {
    "prevent": ("prevent", "prevents", "prevention", "preventive", "preventative", "preventing"),
    "detect": (
        "detect",
        "detects",
        "detection",
        "detective",
        "detecting",
        "monitor",
        "monitoring",
        "alert",
        "alerting",
    ),
    "mitigate": ("mitigate", "mitigates", "mitigation", "mitigative", "mitigating"),
    "document": ("document", "documentation", "documenting", "docs", "runbook"),
}
"""The words that people use for the same type, by one of them."""

FAMILIES = {word: name for name, words in TYPE_WORDS.items() for word in words}
WORD = lazy_pattern(r"[a-z]+")


class KnownPeople:
    """The people whom a process names, by their logins, their names and the names of contacts that are one person."""

    def __init__(self, process: Process) -> None:
        logins = (*(login for _, login in accounts.logins(process)), *process.directory)
        contacts = [each for each in process.contacts.values() if len(each.people) == 1 and "/" not in each.people[0]]
        self._people = {each.name.casefold(): each.people[0] for each in contacts}
        self._people.update((name.casefold(), login) for name, login in accounts.people_by_name(process).items())
        self._people.update((login.casefold(), login) for login in logins)

    def find_person(self, name: str) -> str:
        """Return the login of somebody by login or name; empty where the process names nobody like that."""
        return self._people.get(visible_words(name).casefold(), "")

    def nearest(self, name: str, others: Iterable[str] = ()) -> str:
        """Return the login that a mistyped name is most like, among these people and others; empty for none."""
        known = {**{login.casefold(): login for login in others}, **self._people}
        typed = visible_words(name).removeprefix("@").casefold()
        return next((known[each] for each in get_close_matches(typed, known, 1, ALIKE)), "")


def read_owner(given: str, known: KnownPeople) -> str:
    """Return the login of the first person that a text names as `@login`, as a link, or by a known name."""
    found = OWNER.search(given) or PROFILE.search(given)
    return found[1] if found else known.find_person(given)


def read_team(given: str) -> str:
    """Return the team that a text names, as `organization/team`; empty without one."""
    found = TEAM.search(given)
    return found[1] if found else ""


def read_type(given: str, types: tuple[str, ...]) -> str:
    """Return the type that a text names: as the process has it, or by another word for the same."""
    typed = visible_words(given).casefold()
    exact = next((name for name in types if name.casefold() == typed), "")
    if exact:
        return exact
    meant = _families(typed)
    alike = [name for name in types if len(meant) == 1 and meant <= _families(name.casefold())]
    return alike[0] if len(alike) == 1 else ""


def visible_words(given: str) -> str:
    """Return a short text as a reader sees it, without links, emphasis and the spaces around it."""
    return " ".join(MARKS.sub("", LINK.sub(r"\1", given)).split())


def _families(text: str) -> set[str]:
    return {FAMILIES[word] for word in WORD.findall(text) if word in FAMILIES}
