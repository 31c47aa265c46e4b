"""The team's addresses for notifications, from a secret in Apprise's text format: one per line, after its tags."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import field

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

ADDRESS_LINE = lazy_pattern(
    r"(?:(?P<tags>[A-Za-z0-9_-]+(?:[ \t,]+[A-Za-z0-9_-]+)*)[ \t]*=)?[ \t]*(?P<url>[A-Za-z0-9]{1,32}://.*)"
)
"""https://appriseit.com/config/text/, without its groups, priorities and inclusions."""

COMMENT_SIGNS = ("#", ";")


@dataclass(frozen=True)
class Address:
    """An address in one line of the secret. An invalid line has no `url`; an address without tags is for everybody."""

    line: int
    tags: frozenset[str]
    url: str = field(repr=False)

    def receives(self, audience: str, personal: Collection[str] = ()) -> bool:
        """Return whether notifications for an audience go to this address; the empty audience is everybody.

        What is for somebody's `personal` tag goes to addresses with that tag alone, and an address with no other tags
        gets nothing that is for everybody.
        """
        if audience in personal:
            return audience in self.tags
        if not audience:
            return not self.tags or not self.tags <= set(personal)
        return not self.tags or audience in self.tags


def parse_addresses(secret: str) -> tuple[Address, ...]:
    """Parse the secret's lines; invalid lines are kept, so that they can be reported."""
    lines = ((number, line.strip()) for number, line in enumerate(secret.splitlines(), 1))
    return tuple(_parse_line(number, line) for number, line in lines if line and not line.startswith(COMMENT_SIGNS))


def _parse_line(number: int, line: str) -> Address:
    found = ADDRESS_LINE.fullmatch(line)
    if found is None:
        return Address(number, frozenset(), "")
    return Address(number, frozenset(re.split(r"[ \t,]+", (found["tags"] or "").lower())) - {""}, found["url"])
