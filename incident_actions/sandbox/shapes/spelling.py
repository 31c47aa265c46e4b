"""How GitHub spells times, node ids and titles in URLs."""

import base64
from datetime import datetime


def stamp(moment: datetime) -> str:
    """A UTC time in GitHub's spelling, `2026-08-22T14:05:00Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_or_none(moment: datetime | None) -> str | None:
    """The same, where there may be none."""
    return None if moment is None else stamp(moment)


def node_id(kind: str, number: object) -> str:
    """An opaque id of GitHub's GraphQL kind."""
    return f"{kind}_{base64.urlsafe_b64encode(str(number).encode()).decode().rstrip('=')}"
