"""The alerts of an incident, each a value folded from the monitoring system's messages."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e


@dataclass(frozen=True)
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
    words: str = ""
    """A digest of the sender's latest words for the severity."""
    run: int = 0
    """The highest id of the runs that delivered it."""

    @property
    def firing(self) -> bool:
        """Whether it still fires, as far as monitoring reported."""
        return self.over is None


AlertEntry: TypeAlias = e.AlertFired | e.AlertRepeated | e.AlertResolved


def deliveries_of(entry: AlertEntry) -> tuple[str, ...]:
    """Return every delivery that an entry counts."""
    return (entry.delivery, *entry.deliveries) if isinstance(entry, e.AlertRepeated) else (entry.delivery,)


def apply_entry(alarms: tuple[Alarm, ...], entry: AlertEntry) -> tuple[Alarm, ...]:
    """Return the alerts with one more entry; news of an alert that never fired is dropped."""
    if any(alarm.alert == entry.alert for alarm in alarms):
        return tuple(_update(alarm, entry) if alarm.alert == entry.alert else alarm for alarm in alarms)
    if isinstance(entry, e.AlertFired):
        begun = Alarm(entry.alert, entry.source, entry.title, entry.at, entry.url, after=entry.after)
        return (*alarms, replace(begun, words=entry.words, run=entry.run))
    return alarms


def _update(alarm: Alarm, entry: AlertEntry) -> Alarm:
    run = max(alarm.run, entry.run)
    match entry:
        case e.AlertFired():
            again = replace(alarm, title=entry.title, url=entry.url or alarm.url, fired=entry.at, over=None)
            return replace(again, told=alarm.told + 1, words=entry.words, run=run)
        case e.AlertRepeated():
            # A repeat that was sent after the end was counted by a run that didn't know of the end yet.
            again = replace(alarm, fired=entry.at, over=None) if alarm.over and entry.run > alarm.run else alarm
            told = alarm.told + len(deliveries_of(entry))
            return replace(again, told=told, words=entry.words or alarm.words, run=run)
        case e.AlertResolved():
            return replace(alarm, over=entry.at, run=run)
