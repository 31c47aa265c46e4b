"""How often the sweep runs, and when a sweep counts as late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, TypeAlias

SweepInterval: TypeAlias = Literal["hourly", "four-hourly", "daily"]

CRON: Mapping[SweepInterval, str] = {"hourly": "23 * * * *", "four-hourly": "23 */4 * * *", "daily": "23 6 * * *"}
"""When the sweep runs, in UTC. Not on the hour or the quarters, when GitHub's load delays or drops scheduled runs."""

LATE: Mapping[SweepInterval, timedelta] = {
    "hourly": timedelta(hours=6),
    "four-hourly": timedelta(hours=10),
    "daily": timedelta(hours=30),
}
"""How old the last sweep may be. GitHub's cron has been four hours late."""

LOST: Mapping[SweepInterval, timedelta] = {
    "hourly": timedelta(hours=26),
    "four-hourly": timedelta(hours=30),
    "daily": timedelta(hours=50),
}
"""How old the last sweep may be until no more is expected: a day and two runs."""
