"""The seal on a record: by it a change shows that the tool did not make.

Whoever may write to the repository can edit the bot's comments. Without a key the seal is a plain digest: it tells a
slip of the hand, and a text that was cut off, from a record that is whole. With a key, which only the repository's
secrets hold, nobody else can make one, whatever they may edit.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Trust(StrEnum):
    """How far a block can be believed, going by its seal alone."""

    SEALED = "sealed"
    """The seal is right; where there is a key, it was made with it."""
    UNSEALED = "unsealed"
    """There is none, or a plain one where a key is now in use: an older record, or a hand that took it away."""
    BROKEN = "broken"
    """The seal is wrong, or the text is cut off."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Makes seals and checks them; `place` binds a keyed one to its issue, so that none is good elsewhere."""

    key: bytes = field(default=b"", repr=False)
    place: str = ""

    def seal_lines(self, lines: Iterable[str]) -> str:
        """The seal over a block's lines."""
        if not self.key:
            return _digest(lines)
        return f"hmac:{hmac.new(self.key, _bytes([self.place, *lines]), hashlib.sha256).hexdigest()}"

    def check_lines(self, claimed: object, lines: Iterable[str]) -> Trust:
        """How far lines can be believed that bear this seal."""
        if not isinstance(claimed, str):
            return Trust.UNSEALED
        lines = list(lines)
        if hmac.compare_digest(_bytes([claimed]), _bytes([self.seal_lines(lines)])):
            return Trust.SEALED
        plain = claimed == _digest(lines)
        return Trust.UNSEALED if self.key and plain else Trust.BROKEN

    def accepts(self, trust: Trust) -> bool:
        """Whether a block is believed: with a key, only what was made with it, whoever seems to have written it.

        Whoever may push can let a workflow write as the tool's own account, so the account proves nothing.
        """
        return trust is Trust.SEALED or (trust is Trust.UNSEALED and not self.key)


PLAIN = Seal()
ITEM_PLACE = "action item"
"""The place of an action item's seal: its issue has no number yet when it is written first."""
ALERT_PLACE = "alert"
"""The place of the seal on what an alert leaves in the issue that it opens: as above."""


def _digest(lines: Iterable[str]) -> str:
    return f"sha256:{hashlib.sha256(_bytes(lines)).hexdigest()}"


def _bytes(lines: Iterable[str]) -> bytes:
    return "\n".join(lines).encode(errors="surrogatepass")
