"""The first line of a file that `init` wrote, by which the next `init` knows whether somebody edited it."""

from __future__ import annotations

import hashlib

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.setup.source import Source

_LINE = lazy_pattern(r"\A# incident-actions init ([0-9a-f]{16})[^\n]*\n")
_OURS = r"(?:actions/incident-actions|workflows/(?:respond|clock|sweep|postmortem)\.yml)"
_PIN = lazy_pattern(rf"(uses: )[\w.-]+/[\w.-]+(/\.github/{_OURS})@[0-9a-f]{{40}}(?: # v\S+)?")
WORDS = "wrote this; edit it freely, the next init keeps your edits"


def add_stamp(text: str) -> str:
    """Return a text with its stamp, a digest of everything but the commit that the tool is pinned to.

    The pin is left out because others move it, too: Dependabot's updates are not edits to keep.
    """
    return f"# incident-actions init {_digest(text)} {WORDS}\n{text}"


def is_stamped(text: str) -> bool:
    """Whether `init` wrote a file, edited since or not."""
    return _LINE.match(text) is not None


def is_pristine(text: str) -> bool:
    """Whether a file is exactly as `init` wrote it."""
    found = _LINE.match(text)
    return found is not None and found[1] == _digest(text[found.end() :])


def pin_to_source(text: str, source: Source) -> str:
    """Return a text with everything that it uses of the tool pinned to a source's commit."""
    return _PIN.sub(lambda found: found[1] + source.pin(found[2].removeprefix("/")), text)


def _digest(text: str) -> str:
    return hashlib.sha256(_PIN.sub(r"\1\2", text).encode()).hexdigest()[:16]
