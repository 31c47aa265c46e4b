"""What the issue that an alert opened keeps in its own body: its alerts, and how often each was repeated.

The list of issues shows it, so a repeat is counted there without reading anything else. The next run that reads the
issue takes the count into the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import reduce
from itertools import accumulate

from incident_actions.contract.decision import Context, EntryFields
from incident_actions.contract.effects import Plan, SetIssue
from incident_actions.contract.labels import tool_labels
from incident_actions.contract.snapshot import Snapshot
from incident_actions.engine.record_integrity import inspect_record
from incident_actions.model.alerts.alert import AlertDelivery
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import alarm as alarms
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.alarm import Alarm, AlertEntry, deliveries_of
from incident_actions.model.incident.incident import Incident
from incident_actions.text import alert_marker, game_day_marker, record
from incident_actions.text.seal import Seal, Trust

LONGEST = 20_000
"""How many characters of alerts' entries the body holds at most. The newest are kept."""

LONGEST_COUNT = 15_000
"""How many characters of counted repeats fill the body. The alert that finds it full takes them into the record."""


def entries_in_body(snapshot: Snapshot) -> tuple[e.Entry, ...]:
    """Return the entries in the body of an issue that an alert opened, or a sweep for a game day.

    Anybody with write access can edit the issue too: if a key is in use, only what has its seal is trusted.
    """
    issue, seal = snapshot.issue, snapshot.alert_seal
    block = record.read_block(issue.body, seal)
    is_marked = alert_marker.key_in(issue.body) or game_day_marker.key_in(issue.body)
    if not issue.author.is_same_as(snapshot.bot) or not is_marked or block is None:
        return ()
    if seal.key and block.trust is not Trust.SEALED:
        return ()
    return tuple(each for each in block.entries if isinstance(each, e.Declared | AlertEntry))


def recorded_deliveries(entries: Iterable[e.Entry]) -> frozenset[str]:
    """Return the deliveries whose alerts a record has already."""
    ours = (entry for entry in entries if isinstance(entry, AlertEntry))
    return frozenset(delivery for entry in ours for delivery in deliveries_of(entry))


def without_deliveries(entry: AlertEntry, known: frozenset[str]) -> Iterator[AlertEntry]:
    """Yield an entry without the deliveries that are known, unless all of them are."""
    left = [each for each in deliveries_of(entry) if each not in known]
    if left and isinstance(entry, e.AlertRepeated):
        yield replace(entry, delivery=left[0], deliveries=tuple(left[1:]))
    elif left:
        yield entry


# ── Counting a repeat


def count_repeat(delivery: AlertDelivery, context: Context) -> Plan | None:
    """Return the plan that counts a repeat in the body, or None if the whole incident must be read.

    It is a repeat if the body shows that the alert fires, with the same words for its severity. The first run of an
    incident sets its labels last, so without them it died, and this run continues its work.
    """
    issue, seal = context.snapshot.issue, context.snapshot.alert_seal
    block = record.read_block(issue.body, seal)
    held = entries_in_body(context.snapshot)
    alarm = _alarm_in(held, delivery.alert.id)
    if delivery.alert.status != "firing" or alarm is None or not alarm.firing or alarm.words != delivery.alert.words:
        return None
    is_declared = tool_labels(context.process) - {context.process.labels.incident} & issue.label_names
    if block is None or block.trust is not Trust.SEALED or not is_declared or _is_full(held):
        return None
    if delivery.key in recorded_deliveries(filter(_is_count, held)):
        return Plan(outcome="an alert that was counted before")
    if delivery.key in recorded_deliveries(held):
        return None  # that run may have died
    if _was_just_counted(held, alarm, context):
        return Plan(outcome="a repeat right after one that was counted")
    counted = _with_repeat(held, repeated_entry(alarm, delivery, context.now))
    body = _write_body(record.visible_text(issue.body.replace("\r\n", "\n")), counted, seal)
    return Plan(effects=(SetIssue(issue.number, body=body),), outcome="counted a repeated alert")


def repeated_entry(alarm: Alarm, delivery: AlertDelivery, now: datetime) -> e.AlertRepeated:
    """Return the entry of a repeat; its words for the severity are kept only if they are new."""
    words = delivery.alert.words
    return e.AlertRepeated(
        **entry_fields(delivery, now),
        alert=alarm.alert,
        delivery=delivery.key,
        words=words if words != alarm.words else "",
        run=delivery.run,
    )


def entry_fields(delivery: AlertDelivery, now: datetime, at: datetime | None = None) -> EntryFields:
    """Return the fields that every entry of an alert has."""
    return EntryFields(at=past_time(at, now) or now, accepted=now, by=delivery.by, by_id=0, comment=0, index=0)


def past_time(at: datetime | None, now: datetime) -> datetime | None:
    """Return a sender's time, unless its clock is ahead of ours."""
    return at if at and at <= now else None


def _alarm_in(entries: tuple[e.Entry, ...], alert: str) -> Alarm | None:
    ours = (each for each in entries if isinstance(each, AlertEntry) and each.alert == alert)
    none: tuple[Alarm, ...] = ()
    found = reduce(alarms.apply_entry, ours, none)
    return found[0] if found else None


def _is_count(entry: e.Entry) -> bool:
    """Return whether an entry only counts repeats, so that the body need not keep it once the record has it."""
    return isinstance(entry, e.AlertRepeated) and not entry.words


def _was_just_counted(entries: tuple[e.Entry, ...], alarm: Alarm, context: Context) -> bool:
    """Return whether a repeat was counted so recently that another one needn't be, which saves a request.

    Once an alert has ended and fired again, each report counts: runs may start in another order than the events, and
    only the run of a later report shows that an end is out of date.
    """
    ours = [each for each in entries if isinstance(each, AlertEntry) and each.alert == alarm.alert]
    counted = max((each.accepted for each in ours if _is_count(each)), default=None)
    if counted is None or any(isinstance(each, e.AlertResolved) for each in ours):
        return False
    return context.now - counted < timedelta(minutes=context.process.alerts.debounce)


def _is_full(entries: Iterable[e.Entry]) -> bool:
    return len(record.write_record(filter(_is_count, entries))) > LONGEST_COUNT


def _with_repeat(entries: tuple[e.Entry, ...], repeat: e.AlertRepeated) -> tuple[e.Entry, ...]:
    """Return the entries with one more repeat, counted together with the others of the same alert."""
    for place in range(len(entries) - 1, -1, -1):
        known = entries[place]
        if isinstance(known, e.AlertRepeated) and _is_count(known) and known.alert == repeat.alert:
            together = replace(repeat, delivery=known.delivery, deliveries=(*known.deliveries, repeat.delivery))
            together = replace(together, run=max(known.run, repeat.run))
            return (*entries[:place], together, *entries[place + 1 :])
    return (*entries, repeat)


# ── The body as a whole


def issue_body(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> str:
    """Return the body that the incident's issue should have: its first line, what people see, and alert entries."""
    has = context.snapshot.issue.body.replace("\r\n", "\n")
    if not incident.alarms:
        return has
    first, *others = (each for each in entries if isinstance(each, AlertEntry) and not _is_count(each))
    declared = (each for each in entries if isinstance(each, e.Declared))
    lengths = accumulate(len(record.write_record((each,))) for each in reversed(others))
    newest = len(others) - sum(length <= LONGEST for length in lengths)
    shown = alert_marker.with_first_line(record.visible_text(has), _first_line(incident, has))
    kept_here = (*declared, first, *others[newest:], *_counts_to_keep(context))
    return _write_body(shown, kept_here, context.snapshot.alert_seal)


def _counts_to_keep(context: Context) -> list[e.Entry]:
    """Return the counted repeats in the body, without those that the record had already, once they fill their room.

    Only the run of an alert makes room, since the runs of alerts wait for each other.
    """
    held = entries_in_body(context.snapshot)
    known: frozenset[str] = frozenset()
    if context.snapshot.delivery is not None and _is_full(held):
        known = recorded_deliveries(inspect_record(context).entries)
    counts = (each for each in held if isinstance(each, e.AlertRepeated) and _is_count(each))
    return [left for each in counts for left in without_deliveries(each, known)]


def _write_body(shown: str, entries: Iterable[e.Entry], seal: Seal) -> str:
    text = shown.rstrip("\n")
    return f"{text}\n\n{record.write_record(entries, seal=seal)}"


def _first_line(incident: Incident, body: str) -> str:
    """Return the first line. It keeps the alerts that it names, even if the record that had them was lost."""
    opened, *joined = (alarm.alert for alarm in incident.alarms)
    forgotten = sorted(alert_marker.alerts_in(body) - {opened, *joined})
    return alert_marker.first_line(alert_marker.marker_key(opened, incident.alarms[0].after), (*joined, *forgotten))
