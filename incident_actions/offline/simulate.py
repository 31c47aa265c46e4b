"""Answer an offline log without GitHub: the same commands, the same fold, the same timers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from incident_actions.contract.decision import CommandRequest, Context, decide
from incident_actions.contract.effects import Creation
from incident_actions.contract.issue import Comment, Issue
from incident_actions.contract.questions import AnyQuestion, RoleOf
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.engine.commands import replay
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.commands.replay import ReplayedLine
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.person import Person
from incident_actions.offline.contacts import ContactDetails, contact_details
from incident_actions.text.offline_log import Log, LogLine
from incident_actions.text.slash_grammar import commands_in
from incident_actions.timers.schedule import Series, running_series, stand_ins

if TYPE_CHECKING:
    from incident_actions.model.process.process import Process
    from incident_actions.text.wording import Wording

NUMBER = 0
"""The issue number of an incident that is not on GitHub yet."""

HERE = Person("incident-actions", bot=True)


@dataclass(frozen=True)
class SimulatedIncident:
    """The result of a log: the incident, its entries, and the lines that were refused or need GitHub."""

    log: Log
    incident: Incident
    entries: tuple[e.Entry, ...]
    refused: tuple[ReplayedLine, ...] = ()
    waiting: tuple[LogLine, ...] = ()


def simulate_log(log: Log, process: Process, wording: Wording) -> SimulatedIncident:
    """Answer every line of a log, in order."""
    context = _view(log, process, wording)
    begun = replay.declaration_in(log, context, _comment(log))
    entries: tuple[e.Entry, ...] = (begun,)
    refused: list[ReplayedLine] = []
    waiting: list[LogLine] = []
    for line in log.lines:
        answer = _simulate(line, entries, context)
        if answer is None:
            waiting.append(line)
        else:
            entries += answer.entries
            refused += [answer] if answer.refusals else []
    incident = fold(NUMBER, entries)
    assert incident is not None  # noqa: S101  a log always declares an incident
    return SimulatedIncident(log, incident, entries, tuple(refused), tuple(waiting))


def simulate_line(line: LogLine, before: SimulatedIncident, process: Process, wording: Wording) -> ReplayedLine | None:
    """Return the result of one more line; None where it needs GitHub."""
    return _simulate(line, before.entries, _view(before.log, process, wording))


def is_command(typed: str) -> bool:
    """Whether a text can be a line of a log: it starts with a command."""
    return typed.startswith("/") and bool(commands_in(typed))


def _simulate(line: LogLine, entries: tuple[e.Entry, ...], context: Context) -> ReplayedLine | None:
    def decision(snapshot: Snapshot) -> ReplayedLine:
        known = replace(context, snapshot=snapshot)
        request = CommandRequest(known, _comment_of(line), 0, fold(NUMBER, entries), entries)
        return replay.answer_line(line, entries, 0, request, Person(line.by), BY_WORD)

    try:
        return decide(decision, context.snapshot, _answer_offline, _make_nothing)[0]
    except NeedsGitHub:
        return None


class NeedsGitHub(Exception):
    """A line can't be answered before GitHub is back."""


def _answer_offline(question: AnyQuestion) -> dict[AnyQuestion, object]:
    if isinstance(question, RoleOf):
        return {question: "admin"}  # whoever can write into the file may; at the replay GitHub is asked about them
    raise NeedsGitHub


def _make_nothing(_: Creation) -> CreationResult:
    raise NeedsGitHub


def _view(log: Log, process: Process, wording: Wording) -> Context:
    issue = Issue(
        NUMBER, 0, log.title, "", open=True, author=Person(log.by), created=log.declared, updated=log.declared
    )
    return Context(Snapshot("", HERE, issue, ()), process, wording, log.declared)


def _comment(log: Log) -> Comment:
    return Comment(0, Person(log.by), "", log.declared, log.declared)


def _comment_of(line: LogLine) -> Comment:
    return Comment(0, Person(line.by), line.typed, line.at, line.at)


@dataclass(frozen=True)
class RunningTimer:
    """A timer that will be due, and whom to contact then."""

    what: str
    at: datetime
    names: tuple[str, ...]
    call: tuple[ContactDetails, ...]
    when: str
    """The condition of an escalation step; empty for a target."""
    also: tuple[str, ...]


def running_timers(incident: Incident, process: Process, now: datetime) -> tuple[RunningTimer, ...]:
    """Return the running timers, the next one first."""
    rest = incident.pace.snoozed_until
    found = [
        RunningTimer(
            each.what,
            max(each.due_at(each.rounds_fired(incident.pace.fired)), rest or each.first),
            tuple(process.contact_name(name) for name in each.page),
            _contacts(each, incident, process, now),
            each.rung.when if each.rung else "",
            each.rung.also if each.rung else (),
        )
        for each in running_series(incident, process)
    ]
    return tuple(sorted(found, key=lambda due: due.at))


def _contacts(each: Series, incident: Incident, process: Process, now: datetime) -> tuple[ContactDetails, ...]:
    """Return whom to contact for a timer: its own people, or else the first who stands in for them."""
    names = (each.page, *((name,) for name in stand_ins(each, process)))
    return next(filter(None, (contact_details(group, incident, process, now) for group in names)), ())
