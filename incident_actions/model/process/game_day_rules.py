"""Game days: when the team rehearses, who takes part, and which scenarios are played."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.business_time import Calendar, is_business_day
from incident_actions.model.process.configuration_part import ConfigurationPart, ValueLimits, field
from incident_actions.model.process.on_call import DAYS, Clock, Weekday
from incident_actions.model.process.value_types import Key, Login

Period = Literal["week", "month", "quarter"]

MOST_SCENARIOS = 20


@dataclass(frozen=True, kw_only=True)
class GameDayRules(ConfigurationPart):
    """When drills are opened on a schedule, for whom, and which scenarios they play."""

    every: Period | None = field(
        default=None,
        description="how often the sweep opens a drill: on the first such `day` of each week, month or quarter that is "
        "a business day; without it, the tool opens none",
    )
    day: Weekday = field(default="tuesday", description="the day of the week")
    at: Clock = field(default="10:00", description="the time, in the time zone of the calendar")
    people: tuple[Login, ...] = field(
        default=(), description="who takes part; nobody else is paged. Also whom the tool asks to run a drill"
    )
    scenarios: Annotated[tuple[Key, ...], ValueLimits(max_length=MOST_SCENARIOS)] = field(
        default=(), description="the scenarios that scheduled drills play, one after another; without any, all of them"
    )
    ask: bool = field(
        default=True, description="whether the tool asks the team once when there was no drill for a quarter"
    )
    ends_after: Annotated[int, ValueLimits(ge=1, le=24 * 14)] = field(
        default=24, description="the hours after which a drill ends by itself"
    )

    def __post_init__(self) -> None:
        if self.every and not self.people:
            msg = "`every` opens drills for `people`, which are missing"
            raise ValueError(msg)


def period_start(now: datetime, every: Period, zone: ZoneInfo) -> datetime:
    """Return when the week, month or quarter began that a moment is in; in the zone."""
    local = now.astimezone(zone)
    day = local.date()
    if every == "week":
        first = day - timedelta(days=day.weekday())
    else:
        first = day.replace(day=1, month=day.month if every == "month" else day.month - (day.month - 1) % 3)
    return datetime.combine(first, time(), zone)


def due_game_day(now: datetime, rules: GameDayRules, calendar: Calendar) -> datetime | None:
    """Return when the game day of this period began, if it is due by now; in UTC.

    It is the first such day of the period that is a business day. Where there is none, as in a week whose only such day
    is a holiday, the period has no game day.
    """
    if rules.every is None:
        return None
    zone = ZoneInfo(calendar.time_zone)
    start = period_start(now, rules.every, zone)
    day = start.date() + timedelta(days=(DAYS.index(rules.day) - start.weekday()) % 7)
    while (moment := datetime.combine(day, time.fromisoformat(rules.at), zone)) <= now:
        if period_start(moment, rules.every, zone) != start:
            return None
        if is_business_day(moment, calendar):
            return moment.astimezone(UTC)
        day += timedelta(days=7)
    return None
