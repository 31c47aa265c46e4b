"""What the issue of a maintenance says for machines: its time, its services, and which of its text is public."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote, unquote

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

_MARK = lazy_pattern(
    r"<!-- incident-actions:maintenance (?P<key>\S+) (?P<start>\S+) (?P<end>\S+) "
    r"(?P<kind>quiet|open) (?P<services>\S*) -->"
)
TEXT, END = "<!-- incident-actions:public -->", "<!-- /incident-actions:public -->"
"""The lines around the public text, which people can edit in the issue."""


@dataclass(frozen=True)
class MaintenanceWindow:
    """A scheduled maintenance as its issue has it."""

    key: str
    """What makes its issue open once."""
    start: datetime
    end: datetime
    services: tuple[str, ...]
    text: str
    quiet: bool = False
    """Whether alerts of these services open no incident meanwhile."""


def first_line(window: MaintenanceWindow) -> str:
    """Return the marker line."""
    services = ",".join(quote(each, safe="") for each in window.services)
    kind = "quiet" if window.quiet else "open"
    return (
        f"<!-- incident-actions:maintenance {quote(window.key, safe='')} {window.start.isoformat()} "
        f"{window.end.isoformat()} {kind} {services} -->"
    )


def window_in(body: str) -> MaintenanceWindow | None:
    """Return the maintenance that an issue's text describes; None for any other issue, or a damaged line."""
    first, _, rest = body.replace("\r\n", "\n").partition("\n")
    found = _MARK.fullmatch(first.strip())
    if found is None:
        return None
    try:
        start, end = (datetime.fromisoformat(found[name]) for name in ("start", "end"))
    except ValueError:
        return None
    if start.tzinfo is None or end.tzinfo is None:
        return None
    services = tuple(unquote(each) for each in found["services"].split(",") if each)
    text = rest.partition(f"{TEXT}\n")[2].partition(f"\n{END}")[0].strip()
    return MaintenanceWindow(unquote(found["key"]), start, end, services, text, quiet=found["kind"] == "quiet")


def key_in(body: str) -> str:
    """Return the key of the maintenance in an issue's text; empty for any other issue."""
    window = window_in(body)
    return window.key if window else ""
