"""The first lines that connect a private incident with the issue where it began, each naming the other."""

from __future__ import annotations

from incident_actions.model.lazy_pattern import lazy_pattern

_ISSUE = r"(?P<repository>[A-Za-z0-9][\w-]{0,38}/[\w.-]{1,100})#(?P<number>[1-9]\d{0,9})"
_FROM = lazy_pattern(rf"<!-- incident-actions:moved-from {_ISSUE} -->")
_TO = lazy_pattern(rf"<!-- incident-actions:moved-to {_ISSUE} -->")


def moved_from_line(issue: str) -> str:
    """Return the first line of a private issue: where its incident began, `owner/name#7`."""
    return f"<!-- incident-actions:moved-from {issue} -->"


def moved_to_line(issue: str) -> str:
    """Return the first line of what is left of an incident: where it is handled now, `owner/name#7`."""
    return f"<!-- incident-actions:moved-to {issue} -->"


def began_elsewhere(body: str) -> bool:
    """Return whether an issue's first line names the issue where its incident began."""
    return _FROM.fullmatch(body.partition("\n")[0].strip()) is not None


def issue_in(body: str) -> tuple[str, int] | None:
    """Return the repository and the number that the first line of what is left of an incident names, or None."""
    found = _TO.fullmatch(body.partition("\n")[0].strip())
    return (found["repository"], int(found["number"])) if found else None
