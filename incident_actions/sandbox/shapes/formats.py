"""GitHub's formats of times and node ids."""

import base64
from datetime import datetime


def stamp(moment: datetime) -> str:
    """Return a UTC time in GitHub's format, `2026-08-22T14:05:00Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_or_none(moment: datetime | None) -> str | None:
    """Return a time in GitHub's format; None for None."""
    return None if moment is None else stamp(moment)


def node_id(kind: str, number: object) -> str:
    """Return an opaque id like those of GitHub's GraphQL."""
    return f"{kind}_{base64.urlsafe_b64encode(str(number).encode()).decode().rstrip('=')}"
