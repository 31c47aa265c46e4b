"""Turn full-width characters, as East Asian keyboards type them, into the plain ones that commands are made of."""

from __future__ import annotations

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Fullwidth forms lie at a fixed distance from ASCII: https://www.unicode.org/charts/PDF/UFF00.pdf"""

_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), 0x2D)


def to_plain_width(text: str) -> str:
    """Return a text of the same length with full-width letters, digits, signs and blanks made plain."""
    return text if text.isascii() else text.translate(_PLAIN)


def to_plain_signs(text: str) -> str:
    """Return a text of the same length in plain width, whose dashes are hyphens: phones turn `-` into `–`."""
    return text if text.isascii() else text.translate(_PLAIN | _DASHES)
