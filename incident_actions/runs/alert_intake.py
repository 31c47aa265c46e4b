"""Where an alert goes: to the incident that knows it, to the one whose storm it is part of, or to a new one."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from incident_actions.contract.decision import NeedsAnswer
from incident_actions.contract.issue import Issue, Label
from incident_actions.contract.snapshot import Made, Snapshot
from incident_actions.engine.reactions import alerts
from incident_actions.engine.record_integrity import standing
from incident_actions.gateway.client.identity import Estranged
from incident_actions.gateway.issues.listing import newest
from incident_actions.model.alerts.alert import digest
from incident_actions.runs import plan_log
from incident_actions.runs.desk import Desk
from incident_actions.runs.routing import Target
from incident_actions.text import alert_marker
from incident_actions.text.seal import ALERT, Seal

if TYPE_CHECKING:
    from incident_actions.contract.effects import OpenIssue
    from incident_actions.model.alerts.alert import Delivery
    from incident_actions.model.incident.entry import Entry

log = logging.getLogger("incident_actions")

NEAR = 3
"""How many open incidents are asked whether an alert is part of their storm, the newest first."""


def aimed(desk: Desk, delivery: Delivery) -> Target | str:
    """Find or open the incident that takes an alert in; or say why none does.

    The list of issues is read, never the search index, which lags behind by minutes.
    """
    # One run is one delivery, however often it is run again; the same words in another run are a repeat.
    delivery = replace(delivery, key=digest(f"{delivery.key} {desk.here.run_url}"))
    issues = newest(desk.connection, desk.process.labels.incident)
    for issue in issues:
        with suppress(Estranged):  # an alert finds its incident, whoever wrote the others
            desk.recognise(desk.reader.of(issue, comments=False))
    known = alerts.known(delivery.alert, issues, desk.reader.bot)
    taking = _seen(desk, known.named) if known.named else _stormy(desk, known.others[:NEAR], delivery)
    if taking is None and delivery.alert.status == "resolved":
        return "an alert is over that no open incident knows"
    if taking is None and known.ended and delivery.key in alerts.deliveries(_entries(desk, known.ended)[1]):
        return f"#{known.ended.number} took this delivery in, and is closed since"
    if taking is None:
        after = known.ended.number if known.ended else 0
        begun = alerts.beginning(delivery, after, desk.process, desk.wording, desk.now)
        wanted = alerts.opening(*begun, desk.process, desk.wording, Seal(desk.here.signing_key, ALERT))
        opened = {alert_marker.key_in(each.body): Made(each.number, str(each.id)) for each in issues}
        desk.writer.knows(desk.process.labels.incident, opened)
        taking = _opened(desk, wanted)
    return Target(taking.issue.number, seen=replace(taking, delivery=delivery), alert=delivery.key)


def _seen(desk: Desk, issue: Issue) -> Snapshot:
    return desk.reader.of(issue)


def _stormy(desk: Desk, issues: tuple[Issue, ...], delivery: Delivery) -> Snapshot | None:
    """The newest incident that takes the alert in."""
    for issue in issues:
        snapshot, entries = _entries(desk, issue)
        incident = desk.memory.incidents(issue.number).after(entries)
        if incident and alerts.takes_in(incident, entries, delivery.alert, desk.process, desk.now):
            return snapshot
    return None


def _entries(desk: Desk, issue: Issue) -> tuple[Snapshot, tuple[Entry, ...]]:
    """An incident's whole record; of one that was not declared yet, what the alert left in its body."""
    snapshot = desk.reader.of(issue)
    while True:
        context = desk.context(snapshot)
        try:
            return snapshot, standing(context).entries or alerts.begun(context)
        except NeedsAnswer as wanted:
            snapshot = snapshot.knowing(desk.reader.answers((wanted.question,)))


def _opened(desk: Desk, wanted: OpenIssue) -> Snapshot:
    """Open the issue and look at it; a rehearsal looks at what it would be."""
    log.info("%s%s", "would " if desk.dry_run else "", plan_log.line(wanted))
    if not desk.dry_run:
        return desk.reader.snapshot(desk.writer.make(wanted).number)
    return desk.reader.of(_imagined(desk, wanted), comments=False)


def _imagined(desk: Desk, wanted: OpenIssue) -> Issue:
    return Issue(
        number=0,
        id=0,
        title=wanted.title,
        body=wanted.body,
        open=True,
        author=desk.reader.bot,
        created=desk.now,
        updated=desk.now,
        labels=tuple(map(Label, wanted.labels)),
    )
