"""The alerts of an incident, each a value folded from the monitoring system's messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alert of an incident."""

    alert: str
    source: str
    title: str
    fired: datetime
    """When it fired last."""
    url: str = ""
    over: datetime | None = None
    """When it was resolved; None while it fires."""
    told: int = 1
    """How often it was reported as firing."""
    after: int = 0
    """The number of the earlier incident of the same alert, or 0."""

    @property
    def firing(self) -> bool:
        """Whether it still fires, as far as monitoring reported."""
        return self.over is None


def apply_entry(
    alarms: tuple[Alarm, ...], entry: e.AlertFired | e.AlertRepeated | e.AlertResolved
) -> tuple[Alarm, ...]:
    """Return the alerts with one more entry; news of an alert that never fired is dropped."""
    if any(alarm.alert == entry.alert for alarm in alarms):
        return tuple(_update(alarm, entry) if alarm.alert == entry.alert else alarm for alarm in alarms)
    if isinstance(entry, e.AlertFired):
        return (*alarms, Alarm(entry.alert, entry.source, entry.title, entry.at, entry.url, after=entry.after))
    return alarms


def _update(alarm: Alarm, entry: e.AlertFired | e.AlertRepeated | e.AlertResolved) -> Alarm:
    match entry:
        case e.AlertFired():
            count, url = alarm.told + 1, entry.url or alarm.url
            return replace(alarm, title=entry.title, url=url, fired=entry.at, over=None, told=count)
        case e.AlertRepeated():
            return replace(alarm, told=alarm.told + 1)
        case e.AlertResolved():
            return replace(alarm, over=entry.at)
