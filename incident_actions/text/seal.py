"""The seal on a record, which reveals any change that the tool did not make.

Whoever may write to the repository can edit the bot's comments. Without a key the seal is a plain digest, which detects
accidental edits and truncated texts. With a key, which only the repository's secrets hold, nobody else can make a valid
seal, whatever they may edit.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from incident_actions.model.fast_dataclass import dataclass


class Trust(StrEnum):
    """How far a block can be trusted by its seal alone."""

    SEALED = "sealed"
    """The seal is valid; where there is a key, it was made with it."""
    UNSEALED = "unsealed"
    """There is no seal, or a plain one where a key is in use now: an older record, or somebody removed it."""
    BROKEN = "broken"
    """The seal is wrong, or the text is cut off."""


@dataclass(frozen=True)
class Seal:
    """Makes and checks seals; `place` binds a keyed one to its issue, so that it is valid nowhere else."""

    key: bytes = field(default=b"", repr=False)
    place: str = ""

    def seal_lines(self, lines: Iterable[str]) -> str:
        """Return the seal over a block's lines."""
        if not self.key:
            return _digest(lines)
        return f"hmac:{hmac.new(self.key, _bytes([self.place, *lines]), hashlib.sha256).hexdigest()}"

    def check_lines(self, claimed: object, lines: Iterable[str]) -> Trust:
        """Return how far lines with this seal can be trusted."""
        if not isinstance(claimed, str):
            return Trust.UNSEALED
        lines = list(lines)
        if hmac.compare_digest(_bytes([claimed]), _bytes([self.seal_lines(lines)])):
            return Trust.SEALED
        plain = claimed == _digest(lines)
        return Trust.UNSEALED if self.key and plain else Trust.BROKEN

    def accepts(self, trust: Trust) -> bool:
        """Whether a block is accepted: with a key, only if it was sealed with it, whoever seems to have written it.

        Whoever may push can make a workflow write as the tool's own account, so the account proves nothing.
        """
        return trust is Trust.SEALED or (trust is Trust.UNSEALED and not self.key)


PLAIN = Seal()
ITEM_PLACE = "action item"
"""The place of an action item's seal: its issue has no number yet when it is first written."""
WEEK_PLACE = "week"
"""The place of the seal of a week's action items, for the same reason."""
OVERVIEW_PLACE = "overview"
"""The place of the seal of the overview, for the same reason."""
ALERT_PLACE = "alert"
"""The place of the seal on what an alert writes into the issue that it opens, for the same reason."""


def _digest(lines: Iterable[str]) -> str:
    return f"sha256:{hashlib.sha256(_bytes(lines)).hexdigest()}"


def _bytes(lines: Iterable[str]) -> bytes:
    return "\n".join(lines).encode(errors="surrogatepass")
