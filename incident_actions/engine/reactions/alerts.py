"""Handle alerts: find the incident that one belongs to, open a new one, or add it to one that is running."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile

from incident_actions.contract.decision import Context, Decision, cut_text
from incident_actions.contract.effects import COMMENT_MARK, OpenIssue, PostPrivately
from incident_actions.contract.issue import Issue
from incident_actions.engine.reactions.alert_body import (
    entries_in_body,
    entry_fields,
    past_time,
    recorded_deliveries,
    repeated_entry,
    without_deliveries,
)
from incident_actions.engine.reactions.private_alerts import is_private_alert, neutral_alert
from incident_actions.engine.reactions.unread_severities import comment_key, report_later, unread_in_alert
from incident_actions.model.alerts.alert import Alert, AlertDelivery
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.alarm import Alarm, AlertEntry
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.person import Person
from incident_actions.model.process.process import Process
from incident_actions.text import alert_marker, private_marker, record
from incident_actions.text.messages import AlertFires, AlertsOver
from incident_actions.text.safe_markdown import plain_line
from incident_actions.text.seal import PLAIN, Seal
from incident_actions.text.wording import Wording

CLOCK_SKEW = timedelta(hours=1)
"""How far a sender's clock is expected to be ahead of GitHub's at most."""

STEPS = (e.StatusSet, e.MilestoneSet, e.Resolved)
"""The entries that move an incident to mitigated or resolved."""


# ── Finding the incident of an alert


@dataclass(frozen=True)
class MatchingIncidents:
    """The incidents that an alert may belong to."""

    open_match: Issue | None
    """The open incident whose first line names the alert."""
    others: tuple[Issue, ...]
    """Open incidents that other alerts opened, the newest first."""
    closed_match: Issue | None
    """The last incident that named the alert and is closed."""
    moved: tuple[str, int] | None = None
    """The private issue of the last incident that named the alert and moved there: repository and number."""


def find_incidents(alert: Alert, issues: Iterable[Issue], bot: Person) -> MatchingIncidents:
    """Sort the incidents by the alerts that their first lines name. Only those that the tool itself opened count.

    If two are open for the same alert, which a list that lags behind can lead to, the older one continues.
    """
    written = [issue for issue in sorted(issues, key=lambda each: -each.number) if issue.author.is_same_as(bot)]
    ours = [issue for issue in written if alert_marker.key_in(issue.body)]
    stubs = (issue.body for issue in written if alert.id in private_marker.moved_alerts(issue.body))
    naming = [issue for issue in ours if alert.id in alert_marker.alerts_in(issue.body)]
    return MatchingIncidents(
        open_match=next((issue for issue in reversed(naming) if issue.open), None),
        others=tuple(issue for issue in ours if issue.open and issue not in naming),
        closed_match=next((issue for issue in naming if not issue.open), None),
        moved=next(map(private_marker.issue_in, stubs), None),
    )


def is_part_of(incident: Incident, entries: Iterable[e.Entry], alert: Alert, process: Process, now: datetime) -> bool:
    """Return whether an alert belongs to an incident that other alerts opened.

    It does if the incident knows it, or if it is part of the same storm, which lasts as long as new alerts follow each
    other within the process's minutes.
    """
    if any(alarm.alert == alert.id for alarm in incident.alarms):
        return incident.phase not in (Phase.CLOSED, Phase.DISMISSED)
    times = [entry.accepted for entry in entries if isinstance(entry, e.AlertFired)]
    calm = timedelta(minutes=process.alerts.storm)
    return alert.status == "firing" and incident.phase in RUNNING and bool(times) and now - max(times) < calm


# ── Opening an incident


def first_entries(
    delivery: AlertDelivery, after: int, process: Process, wording: Wording, now: datetime
) -> tuple[e.Declared, e.AlertFired]:
    """Return the first entries of an incident that an alert opens; `after` is the same alert's earlier incident."""
    alert = delivery.alert
    services = {name.casefold(): name for name in process.service_names}
    strange = [name for name in alert.services if name.casefold() not in services]
    declared = e.Declared(
        at=now,
        accepted=now,
        by=delivery.by,
        severity=process.severity_of_alert(alert.severities),
        unread=unread_in_alert(alert.severities, process),
        status=process.first_status(Phase.ACTIVE),
        title=plain_line(alert.title)[:200].strip() or "Alert",
        summary=cut_text(wording.render("issues/alert_summary.md", {"summary": alert.summary, "services": strange})),
        services=tuple(services[name.casefold()] for name in alert.services if name.casefold() in services),
        detected_by=wording.render("issues/alert_source.md", {"source": alert.source})[:60],
        started=past_time(alert.started, now),
    )
    return declared, _fired_entry(delivery, now, after=after)


def incident_issue(
    declared: e.Declared, fired: e.AlertFired, process: Process, wording: Wording, seal: Seal = PLAIN
) -> OpenIssue:
    """Return the issue that an alert opens. Its body has the first entries, so every later run declares the same."""
    key = alert_marker.marker_key(fired.alert, fired.after)
    shown = wording.render("issues/alert.md", {"declared": declared, "fired": fired})
    body = f"{alert_marker.first_line(key)}\n{shown}\n\n{record.write_record((declared, fired), seal=seal)}"
    return OpenIssue(key=key, title=declared.title, body=body, labels=(process.labels.incident,))


def private_comment(alert: Alert, repository: str, number: int, wording: Wording, now: datetime) -> PostPrivately:
    """Return the comment on a private issue that one of its alerts fires again or ended, once for each firing."""
    fired = past_time(alert.started, now)
    begun = fired or now.replace(hour=0, minute=0, second=0, microsecond=0)
    key = COMMENT_MARK.format(key=f"alert:{alert.id}.{alert.status}.{begun:%Y%m%dT%H%M%SZ}")
    body = f"{key}\n{wording.render('issues/private_alert.md', {'alert': alert, 'fired': fired})}"
    return PostPrivately(key, repository, number, body, begun - CLOCK_SKEW)


def declaring_entries(context: Context) -> tuple[e.Entry, ...]:
    """Return the first entries of an issue that an alert opened, or none for any other issue."""
    found = entries_in_body(context.snapshot)
    return found if fold(context.snapshot.issue.number, found) else ()


def restore_alerts(entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Add the alerts that are in the issue's body but not in the record.

    Only their events announced them, so an alert is kept in the body as well, where no other run's card can hide it.
    """
    known = recorded_deliveries(entries)
    held = (each for each in entries_in_body(context.snapshot) if isinstance(each, AlertEntry))
    return Decision(tuple(new for each in held for new in without_deliveries(each, known)))


# ── Adding to a running incident


def take_in_alert(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> tuple[Decision, Decision]:
    """Add this run's alert, and report a severity of it that could not be read."""
    recorded = record_alert(incident, entries, context)
    now = context.incident((*entries, *recorded.entries)) or incident
    return recorded, report_severity(now, entries, context)


def record_alert(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Add this run's alert, once."""
    delivery = context.snapshot.delivery
    if delivery is None or delivery.key in recorded_deliveries(entries):
        return Decision()
    alert = delivery.alert
    alarm = next((each for each in incident.alarms if each.alert == alert.id), None)
    if alert.status == "resolved":
        return _record_end(alarm, incident, entries, delivery, context) if alarm else Decision()
    raised = _raise_severity(incident, entries, delivery, context)
    if alarm is not None and alarm.firing:
        return Decision((repeated_entry(alarm, delivery, context.now), *raised))
    if alarm is not None and (alert.started == alarm.fired or _is_late(delivery, alarm)):
        return Decision()  # it arrived late: this firing is over
    fired = _fired_entry(delivery, context.now, again=alarm is not None)
    if is_private_alert(alert, context.process, context.snapshot.repository):
        fired = neutral_alert(fired, context.wording)
    must_act = incident.phase in (Phase.MITIGATED, Phase.RESOLVED) and _is_first_since_step(entries)
    message = AlertFires(_commander(incident), fired.title, fired.again, incident.phase, incident.status)
    return Decision((fired, *raised), (message,) if must_act else (), f"alert:{delivery.key}")


def report_severity(incident: Incident, before: tuple[e.Entry, ...], context: Context) -> Decision:
    """Report a severity of this run's alert that could not be read; `before` are the entries without the alert."""
    delivery = context.snapshot.delivery
    if delivery is None or delivery.alert.status == "resolved" or delivery.key in recorded_deliveries(before):
        return Decision()
    word = unread_in_alert(delivery.alert.severities, context.process)
    return Decision((), report_later("alert", word, incident, before, context.process), comment_key(word))


def _record_end(
    alarm: Alarm, incident: Incident, entries: tuple[e.Entry, ...], delivery: AlertDelivery, context: Context
) -> Decision:
    """Record that an alert is over.

    That none is left is posted once, since only people know whether users are well.
    """
    ended = past_time(delivery.alert.ended, context.now)
    if not alarm.firing or (ended and ended < alarm.fired) or _is_late(delivery, alarm):
        return Decision()
    last = not any(each.firing for each in incident.alarms if each != alarm)
    over = e.AlertResolved(
        **entry_fields(delivery, context.now, ended),
        alert=alarm.alert,
        delivery=delivery.key,
        title=alarm.title,
        last=last,
        run=delivery.run,
    )
    reported = any(isinstance(entry, e.AlertResolved) and entry.last for entry in entries)
    must_act = last and not reported and incident.phase in RUNNING
    message = AlertsOver(_commander(incident), over.at, incident.phase)
    return Decision((over,), (message,) if must_act else (), "alerts-over")


def _raise_severity(
    incident: Incident, entries: tuple[e.Entry, ...], delivery: AlertDelivery, context: Context
) -> tuple[e.SeveritySet, ...]:
    """Raise the severity with a worse alert, until people have set it."""
    meant = context.process.severity_of_alert(delivery.alert.severities)
    by_people = any(isinstance(entry, e.SeveritySet) and not entry.alert for entry in entries)
    rank = context.process.rank(incident.severity)
    if not meant or by_people or (rank and context.process.rank(meant) >= rank):
        return ()
    return (e.SeveritySet(**entry_fields(delivery, context.now), to=meant, alert=delivery.alert.id),)


def _is_first_since_step(entries: tuple[e.Entry, ...]) -> bool:
    """Return whether no alert has fired since the incident's last step: one comment for each step is enough."""
    since = takewhile(lambda entry: not isinstance(entry, STEPS), reversed(entries))
    return not any(isinstance(entry, e.AlertFired) for entry in since)


def _fired_entry(delivery: AlertDelivery, now: datetime, *, again: bool = False, after: int = 0) -> e.AlertFired:
    alert = delivery.alert
    return e.AlertFired(
        **entry_fields(delivery, now, alert.started),
        alert=alert.id,
        delivery=delivery.key,
        source=alert.source,
        title=alert.title,
        url=alert.url,
        again=again,
        after=after,
        words=alert.words,
        run=delivery.run,
    )


def _is_late(delivery: AlertDelivery, alarm: Alarm) -> bool:
    """Return whether an alert was sent before what is known of it. Runs may start in another order than events."""
    return 0 < delivery.run < alarm.run


def _commander(incident: Incident) -> str:
    return incident.roles.get("commander", "")
