"""The rota: who is on call at a moment, in turns that change weekly or daily, with hours, days and overrides."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import After, ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import Login, Zone

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EPOCH = date(2024, 1, 1)
"""The Monday from which shifts are counted if a layer has no first day."""


def _clock(text: str) -> str:
    msg = "expected a time such as `09:00`, in quotes"
    try:
        zone = time.fromisoformat(text).tzinfo
    except ValueError as wrong:
        raise ValueError(msg) from wrong
    if zone:
        raise ValueError(msg)
    return text


def _hours(text: str) -> str:
    start, dash, end = text.partition("-")
    if not dash:
        msg = "expected hours such as `09:00-17:00`, in quotes"
        raise ValueError(msg)
    return f"{_clock(start.strip())}-{'00:00' if end.strip() == '24:00' else _clock(end.strip())}"


Clock = Annotated[str, After(_clock)]
Hours = Annotated[str, After(_hours)]


@dataclass(frozen=True, kw_only=True)
class Layer(ConfigurationPart):
    """People who take turns. Without hours and days, the layer covers the whole week."""

    people: Annotated[tuple[Login, ...], ValueLimits(min_length=1)] = field(
        description="the people who take turns, in order"
    )
    hands_over: Literal["weekly", "daily"] = field(default="weekly", description="how often the shift changes")
    day: Weekday = field(default="monday", description="the day of a weekly handover")
    at: Clock = field(default="09:00", description="the time of the handover")
    since: date = field(default=EPOCH, description="the first day of the first person's first shift")
    hours: Hours | None = field(
        default=None, description="the hours, such as `08:00-20:00`; `20:00-08:00` ends on the next day"
    )
    days: tuple[Weekday, ...] = field(default=(), description="the days on which the hours begin")

    def covers(self, local: datetime) -> bool:
        """Whether a local time is within the layer's hours and days."""
        days = self.days or DAYS
        start, _, end = (self.hours or "00:00-00:00").partition("-")
        begins, ends, clock = time.fromisoformat(start), time.fromisoformat(end), local.time()
        today, yesterday = DAYS[local.weekday()], DAYS[local.weekday() - 1]
        if begins < ends:
            return today in days and begins <= clock < ends
        return (today in days and clock >= begins) or (yesterday in days and clock < ends)

    def person_at(self, local: datetime) -> str:
        """Return whose turn it is at a local time with its zone, also in the night in which an hour occurs twice."""
        handed_over = datetime.combine(local.date(), time.fromisoformat(self.at), local.tzinfo).astimezone(UTC)
        first = self.since
        if self.hands_over == "weekly":
            first -= timedelta(days=(first.weekday() - DAYS.index(self.day)) % 7)
        days = (local.date() - first).days - (local.astimezone(UTC) < handed_over)
        turn = days // (7 if self.hands_over == "weekly" else 1)
        return self.people[turn % len(self.people)]


@dataclass(frozen=True, kw_only=True)
class Override(ConfigurationPart):
    """A replacement for a period of time. Times without a zone are in the time zone of the schedule."""

    start: datetime = field(alias="from", description="the start")
    until: datetime = field(description="the end")
    who: Login = field(description="the person who is on call instead")
    instead_of: Literal["primary", "secondary"] = field(default="primary", description="the shift that is replaced")

    def __post_init__(self) -> None:
        if self.until.replace(tzinfo=self.until.tzinfo or UTC) <= self.start.replace(tzinfo=self.start.tzinfo or UTC):
            msg = "an override must end after it begins"
            raise ValueError(msg)


def first_gap(layers: tuple[Layer, ...]) -> str:
    """Return the first moment of a week that no layer covers, such as `saturday from 00:00`; empty for none."""
    monday = datetime.combine(EPOCH, time())
    edges = {time()}
    for layer in layers:
        edges |= {time.fromisoformat(part) for part in (layer.hours or "00:00").split("-")}
    for day, name in enumerate(DAYS):
        for clock in sorted(edges):
            moment = datetime.combine((monday + timedelta(days=day)).date(), clock)
            if not any(layer.covers(moment) for layer in layers):
                return f"{name} from {clock:%H:%M}"
    return ""


def _always_primary(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    return _without_gap(layers, "primary")


def _always_secondary(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    return _without_gap(layers, "secondary")


def _without_gap(layers: tuple[Layer, ...], place: str) -> tuple[Layer, ...]:
    if layers and (found := first_gap(layers)):
        msg = f"nobody is {place} on call on {found}; the layers must cover the whole week"
        raise ValueError(msg)
    return layers


@dataclass(frozen=True, kw_only=True)
class Rota(ConfigurationPart):
    """The on-call schedule. Its layers together must cover the whole week."""

    time_zone: Zone = field(default="UTC", description="the time zone of the days and hours")
    primary: Annotated[tuple[Layer, ...], ValueLimits(min_length=1), After(_always_primary)] = field(
        description="the layers of people who are paged as `on-call`"
    )
    secondary: Annotated[tuple[Layer, ...], After(_always_secondary)] = field(
        default=(), description="the layers of people who are paged as `secondary`"
    )
    overrides: tuple[Override, ...] = field(default=(), description="replacements for holidays and swapped shifts")

    def on_call(self, now: datetime, place: Literal["primary", "secondary"] = "primary") -> tuple[str, ...]:
        """Return who is on call at a moment; nobody where the rota has no such place."""
        zone = ZoneInfo(self.time_zone)
        for override in self.overrides:
            start, until = (
                each if each.tzinfo else each.replace(tzinfo=zone) for each in (override.start, override.until)
            )
            if override.instead_of == place and start <= now < until:
                return (override.who,)
        local = now.astimezone(zone)
        layers = self.primary if place == "primary" else self.secondary
        return tuple(dict.fromkeys(layer.person_at(local) for layer in layers if layer.covers(local)))[:1]
