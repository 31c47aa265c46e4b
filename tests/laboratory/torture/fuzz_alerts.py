"""Alerts of every sender, with parts dropped, retyped or replaced, are read within their bounds or called none."""

from __future__ import annotations

from tests.laboratory.torture.row import Row
from tests.laboratory.torture.searching import Properties, searched
from tests.model.alerts.any_payloads import ANYTHING, alert_or_none

PROPERTIES: Properties = {"alerts": (alert_or_none, ANYTHING)}


def torture(seed: int, seconds: float) -> Row:
    """Search until the time is over."""
    return searched("alerts of every sender", PROPERTIES, seed, seconds)
