"""The first lines that connect a private incident with the issue where it began, each naming the other."""

from __future__ import annotations

import re
from collections.abc import Iterable

from incident_actions.model.lazy_pattern import lazy_pattern

_ISSUE = r"(?P<repository>[A-Za-z0-9][\w-]{0,38}/[\w.-]{1,100})#(?P<number>[1-9]\d{0,9})"
_FROM = lazy_pattern(rf"<!-- incident-actions:moved-from {_ISSUE} -->")
_TO = lazy_pattern(rf"<!-- incident-actions:moved-to {_ISSUE}(?: alerts(?P<alerts>(?: [0-9a-f]{{12}})+))? -->")


def moved_from_line(issue: str) -> str:
    """Return the first line of a private issue: where its incident began, `owner/name#7`."""
    return f"<!-- incident-actions:moved-from {issue} -->"


def moved_to_line(issue: str, alerts: Iterable[str] = ()) -> str:
    """Return the first line of what is left of an incident: where it is handled now, `owner/name#7`, and its alerts.

    Each alert is named by its hash, so that it is recognised when it fires again.
    """
    named = " ".join(alerts)
    return f"<!-- incident-actions:moved-to {issue}{f' alerts {named}' if named else ''} -->"


def began_elsewhere(body: str) -> bool:
    """Return whether an issue's first line names the issue where its incident began."""
    return _FROM.fullmatch(body.partition("\n")[0].strip()) is not None


def issue_in(body: str) -> tuple[str, int] | None:
    """Return the repository and the number that the first line of what is left of an incident names, or None."""
    found = _match(body)
    return (found["repository"], int(found["number"])) if found else None


def moved_alerts(body: str) -> tuple[str, ...]:
    """Return the alerts of the incident that was here, by their hashes; none where no alert opened it."""
    found = _match(body)
    return tuple((found["alerts"] or "").split()) if found else ()


def _match(body: str) -> re.Match[str] | None:
    return _TO.fullmatch(body.partition("\n")[0].strip())
