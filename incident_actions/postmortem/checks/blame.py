"""The root cause blames no person: systems fail people, and the next person would fail in the same way.

Only explicit blame of a person is found: a mention or the login of somebody who held a role, right beside words of
blame. That misses much, and bothers nobody who writes "@ada saw that the deploy failed".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from incident_actions.model.lazy_pattern import lazy_pattern
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


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find people who are blamed, once a line each."""
    causes = (each for each in process.postmortem.sections if each.content == "cause" or CAUSE.search(each.title))
    parts = [part for each in causes for part in outline.parts(each.title)]
    if not parts:
        return
    blame = _pattern(role_holders(outline))
    for part in parts:
        for passage in part.passages:
            text = _flat(passage.visible_lines) if passage.kind != "code" else ""
            for found in blame.finditer(text):
                person = found["before"] or found["after"]
                yield PersonBlamed(passage.line + text.count("\n", 0, found.start()), person.lstrip("@").lower())


def _flat(text: str) -> str:
    """Remove code, bold and links around logins, and keep every line."""
    return re.sub("[`*]", "\x00", LINK.sub(r"\1", text))


def _pattern(holders: Iterable[str]) -> re.Pattern[str]:
    logins = sorted({re.escape(each) for each in holders if LOGIN.fullmatch(each)})[:MOST]
    person = "|".join(["@[A-Za-z0-9][A-Za-z0-9_-]{0,38}", *(rf"\b{each}\b" for each in logins)])
    gap = r"[\s\x00]{1,5}"
    return re.compile(
        rf"(?P<before>{person})\x00{{0,2}}(?:['’]s?{gap}(?:own{gap})?(?:{FAULTS})\b|,?{gap}(?:\w{{1,20}}{gap})?(?:{DID})\b)"
        rf"|\b(?:(?:{FAULTS}){gap}(?:of|by)|blamed?(?:{gap}(?:on|for))?){gap}(?P<after>{person})",
        re.IGNORECASE,
    )
