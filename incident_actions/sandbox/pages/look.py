"""What templates call: times, labels, avatars and Markdown."""

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from incident_actions.sandbox.pages.markdown import render_markdown, render_title

_HERE = Path(__file__).parent
_UNITS = ((86_400 * 365, "year"), (86_400 * 30, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"))
EMOJI: Mapping[str, str] = {
    "+1": "👍",
    "-1": "👎",
    "laugh": "😄",
    "hooray": "🎉",
    "confused": "😕",
    "heart": "❤️",
    "rocket": "🚀",
    "eyes": "👀",
}
"""GitHub's reactions, in its order."""


def environment(more: Path | None = None, **known: Any) -> Environment:
    """Return the templates of the pages; whatever they show is escaped, and `known` is known to all of them.

    A folder can have `more` of them, which extend these.
    """
    loaded = Environment(
        loader=FileSystemLoader([_HERE / "templates", *filter(None, [more])]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "ago": ago,
        "markdown": render_markdown,
        "title": render_title,
        "color": color,
        "is_light": is_light,
        "hue": hue,
        "moment": moment,
        "stamp": stamp,
    }
    loaded.filters |= filters
    loaded.globals |= {"EMOJI": EMOJI, **known}
    return loaded


def ago(at: datetime, now: datetime) -> Markup:
    """Return how long ago something was, with the exact time for whoever points at it."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(stamp(at), moment(at), _distance(at, now))


def _distance(at: datetime, now: datetime) -> str:
    seconds = int((now - at).total_seconds())
    for size, name in _UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "now"


def moment(at: datetime) -> str:
    """Return a time for people."""
    return f"{at:%a} {at.day} {at:%b %Y, %H:%M} UTC"


def stamp(at: datetime) -> str:
    """Return a time for programs."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def color(name: str) -> str:
    """Return the color of a label as CSS writes it; any other text becomes grey."""
    return f"#{name}" if re.fullmatch(r"[0-9a-fA-F]{6}", name) else "#ededed"


def is_light(name: str) -> bool:
    """Check that black text is readable on a color: https://www.w3.org/TR/AERT/#color-contrast."""
    red, green, blue = (int(color(name)[at : at + 2], 16) for at in (1, 3, 5))
    return (red * 299 + green * 587 + blue * 114) / 1000 > 140


def hue(login: str) -> int:
    """Return the hue of a person's avatar, in degrees; the same person always has the same."""
    return int.from_bytes(sha256(login.encode()).digest()[:2]) % 360
