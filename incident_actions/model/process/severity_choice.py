"""A severity as people choose it, for messages."""

from __future__ import annotations

from typing import NamedTuple


class SeverityChoice(NamedTuple):
    """The shortest text that `/sev` takes for a severity, its label, and what it means."""

    typed: str
    label: str
    meaning: str
