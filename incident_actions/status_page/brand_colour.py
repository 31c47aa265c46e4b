"""A team's colour, made dark or light enough to be read on the page."""

from __future__ import annotations

import colorsys

READABLE = 4.6
"""The least contrast of text, a little more than WCAG asks for: https://www.w3.org/TR/WCAG22/#contrast-minimum"""

LIGHT_PAGE, DARK_PAGE = "ffffff", "161b24"
"""The lightest and the darkest surface on which the colour is used, in light and in dark."""


def readable_on(colour: str, surface: str) -> str:
    """Return a colour, as six hexadecimal digits, that can be read on a surface and differs as little as possible."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    darken = luminance(surface) > 0.5
    for _ in range(101):
        made = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
        if contrast(made, surface) >= READABLE:
            return made
        lightness = max(0.0, lightness - 0.01) if darken else min(1.0, lightness + 0.01)
    return "000000" if darken else "ffffff"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    red, green, blue = (_linear(each) for each in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "".join(f"{round(255 * each):02x}" for each in parts)
