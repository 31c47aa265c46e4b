"""The root cause blames no person: systems fail people, and the next person would fail in the same way.

Only explicit blame of a person is found: a mention, the login of somebody who held a role, or a name that the process
knows, right beside words of blame. A first name alone must have its capital letter. That misses much, and bothers
nobody who writes "@ada saw that the deploy failed".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.accounts import people_by_name
from incident_actions.model.process.process import Process
from incident_actions.postmortem.checks.front_matter import role_holders
from incident_actions.postmortem.finding import Finding, PersonBlamed
from incident_actions.postmortem.outline import Outline

CAUSE = lazy_pattern(r"\bcauses?\b|\bcontributing factors?\b|\bfive whys\b|\b5 whys\b", re.IGNORECASE)
LOGIN = lazy_pattern(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}")
FAULTS = "faults?|mistakes?|errors?|blunders?|oversights?|carelessness|negligence|incompetence|sloppiness"
DID = (
    r"forgot|neglected|ignored|failed to|messed up|screwed up"
    r"|broke(?!\s+(?:\S+\s+){0,2}(?:into|down|up|out|off)\b)|should(?:n['’]?t| not)? have|ought to have"
    r"|did(?:n['’]t| not) (?:check|test|verify|review|notice|follow|read|ask|look|bother|pay)"
    r"|(?:is|was|were) (?:\w{1,20} )?"
    r"(?:to blame|at fault|careless|negligent|sloppy|incompetent|the culprit|responsible for)"
)
LINK = lazy_pattern(r"\[(@[A-Za-z0-9_-]{1,39})\]\([^()\s]*\)")
"""A person as the tool writes one: `[@ada](https://github.com/ada)`."""

MOST = 50
"""The most role holders that are searched for; no incident has more."""

MOST_NAMES = 400
"""The most forms of names that are searched for."""

SHORTEST_NAME = 3
"""The fewest letters of a first name, since shorter ones are words as well."""


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find people who are blamed, once a line each."""
    causes = (each for each in process.postmortem.sections if each.content == "cause" or CAUSE.search(each.title))
    parts = [part for each in causes for part in outline.parts(each.title)]
    if not parts:
        return
    blame = _pattern(role_holders(outline), people_by_name(process))
    for part in parts:
        for passage in part.passages:
            text = _flat(passage.visible_lines) if passage.kind != "code" else ""
            for found in blame.finditer(text):
                person = found["before"] or found["after"]
                yield PersonBlamed(passage.line + text.count("\n", 0, found.start()), person.lstrip("@").lower())


def _flat(text: str) -> str:
    """Remove code, bold and links around logins, and keep every line."""
    return re.sub("[`*]", "\x00", LINK.sub(r"\1", text))


def _spellings(name: str) -> Iterator[str]:
    """Return the forms of a whole name and of its first word, which must have its capital letter."""
    words = name.split()
    if len(words) > 1:
        yield r"\b" + r"[\s\x00]{1,5}".join(map(re.escape, words)) + r"\b"
    if words and words[0][:1].isupper() and len(words[0]) >= SHORTEST_NAME:
        yield rf"(?-i:\b{re.escape(words[0])}\b)"


def _pattern(holders: Iterable[str], names: Iterable[str]) -> re.Pattern[str]:
    logins = sorted({re.escape(each) for each in holders if LOGIN.fullmatch(each)})[:MOST]
    known = [each for name in names for each in _spellings(name)][:MOST_NAMES]
    person = "|".join(["@[A-Za-z0-9][A-Za-z0-9_-]{0,38}", *known, *(rf"\b{each}\b" for each in logins)])
    gap = r"[\s\x00]{1,5}"
    return re.compile(
        rf"(?P<before>{person})\x00{{0,2}}(?:['’]s?{gap}(?:own{gap})?(?:{FAULTS})\b|,?{gap}(?:\w{{1,20}}{gap})?(?:{DID})\b)"
        rf"|\b(?:(?:{FAULTS}){gap}(?:of|by)|blamed?(?:{gap}(?:on|for))?){gap}(?P<after>{person})",
        re.IGNORECASE,
    )
