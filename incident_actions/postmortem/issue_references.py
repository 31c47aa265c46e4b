"""Find the issue that an action item names as its own: `#41`, a link to it, or `(#41)` behind the text."""

from __future__ import annotations

import re

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

NAME = r"[\w.-]{1,39}/[\w.-]{1,100}"
ADDRESS = r"https?://[^\s/()<>]{1,100}/(?P<%s>" + NAME + r")/issues/(?P<%s>[1-9]\d{0,9})(?:[#?][^\s()<>]*)?"
REFERENCE = (
    rf"(?:\[(?P<title>[^\[\]]*)\]\({ADDRESS % ('linked', 'link_number')}\)"
    rf"|<?{ADDRESS % ('shown', 'shown_number')}>?"
    rf"|(?P<elsewhere>{NAME})?\[?\#(?P<number>[1-9]\d{{0,9}})(?!\w)\]?(?:\([^()]*\))?)"
)
"""`[Add an alert](https://…/issues/41)`, the address alone, `#41`, `acme/shop#41` and `[#41](…)`."""

FLAGS = re.ASCII | re.IGNORECASE
BEHIND = lazy_pattern(
    rf"(?<!\s)\s*(?<!\])\((?:(?:(?:tracked|filed|opened|reported)(?:\s+(?:in|as|by))?|issue|ticket)\s+)?{REFERENCE}\s*\)\s*\Z",
    FLAGS,
)
"""In parentheses at the end of a text, as the tool writes it itself and as people do."""

AFTER = lazy_pattern(rf"(?<!\s)(?::|\s+[—–-]{{1,2}})\s+{REFERENCE}\s*\Z", FLAGS)
"""Behind a colon or a dash, at the end of a text."""

BEFORE = lazy_pattern(rf"\A{REFERENCE}(?:\s*(?::|[—–-]{{1,2}}\s)\s*|\s+|\Z)", FLAGS)
"""At the beginning of a text, or all of it."""

CLOSES = lazy_pattern(r"(?:.*\s)?(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\Z", re.IGNORECASE | re.DOTALL)
"""Words before a colon that say what becomes of an issue, so it is not the item's own."""

FIRST = lazy_pattern(REFERENCE, FLAGS)
NUMBER = lazy_pattern(r"#?\d+\Z")


@dataclass(frozen=True)
class IssueReference:
    """An issue, with its repository where the text names it; the number 0 is no issue."""

    number: int = 0
    repository: str = ""


def find_issue(text: str) -> IssueReference:
    """Return the first issue that a text names."""
    found = FIRST.search(text)
    return _reference(found) if found else IssueReference()


def split_issue(text: str) -> tuple[str, IssueReference]:
    """Split the issue of an item off its text; a text that only mentions one (`as in #9`) keeps it."""
    for form in (BEHIND, AFTER):
        if (found := form.search(text)) and not CLOSES.match(text[: found.start()]):
            return text[: found.start()].rstrip(), _reference(found)
    found = BEFORE.match(text)
    if found is None:
        return text, IssueReference()
    title = found["title"] or ""
    rest = f"{'' if NUMBER.match(title) else title} {text[found.end() :]}".strip()
    return rest or f"#{_reference(found).number}", _reference(found)


def _reference(found: re.Match[str]) -> IssueReference:
    number = found["number"] or found["link_number"] or found["shown_number"]
    return IssueReference(int(number), found["elsewhere"] or found["linked"] or found["shown"] or "")
