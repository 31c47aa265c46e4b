"""The alerts of an incident: a value each, folded from what monitoring told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from incident_actions.model.incident import entry as e


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alert as its incident knows it: when it fired last, when that was over, how often it was told to fire."""

    alert: str
    source: str
    title: str
    fired: datetime
    url: str = ""
    over: datetime | None = None
    told: int = 1
    after: int = 0

    @property
    def firing(self) -> bool:
        """Whether it still fires, as far as monitoring told."""
        return self.over is None


def apply_entry(
    alarms: tuple[Alarm, ...], entry: e.AlertFired | e.AlertRepeated | e.AlertResolved
) -> tuple[Alarm, ...]:
    """Give the alerts as they are once one more entry is accepted; what is told of one that never fired is dropped."""
    if any(alarm.alert == entry.alert for alarm in alarms):
        return tuple(_told(alarm, entry) if alarm.alert == entry.alert else alarm for alarm in alarms)
    if isinstance(entry, e.AlertFired):
        return (*alarms, Alarm(entry.alert, entry.source, entry.title, entry.at, entry.url, after=entry.after))
    return alarms


def _told(alarm: Alarm, entry: e.AlertFired | e.AlertRepeated | e.AlertResolved) -> Alarm:
    match entry:
        case e.AlertFired():
            told, url = alarm.told + 1, entry.url or alarm.url
            return replace(alarm, title=entry.title, url=url, fired=entry.at, over=None, told=told)
        case e.AlertRepeated():
            return replace(alarm, told=alarm.told + 1)
        case e.AlertResolved():
            return replace(alarm, over=entry.at)
