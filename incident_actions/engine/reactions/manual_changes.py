"""Treat manual changes on the issue's page as commands: closing, reopening, severity and status labels."""

from __future__ import annotations

from collections.abc import Iterator

from incident_actions.contract.decision import Context, Decision, EntryFields
from incident_actions.contract.issue import ManualAction, ManualChange
from incident_actions.contract.labels import is_severity_spelling
from incident_actions.contract.questions import RoleOf
from incident_actions.engine.reactions.unread_severities import comment_key, report_later
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, apply_entry
from incident_actions.model.incident.phase import RUNNING, LifecycleStep, Phase, is_allowed
from incident_actions.model.process.permission import is_enough, needed_role
from incident_actions.model.process.process import Process
from incident_actions.postmortem.policy import awaits_review, is_owed
from incident_actions.text.messages import ManualChangeReverted, StaysOpen
from incident_actions.timers.watch import watch_fields

CLOSED = "closed the issue"


@dataclass(frozen=True)
class ManualCommand:
    """A manual change that amounts to a command."""

    change: ManualChange
    word: str
    what: str
    """What the person did, for the reply."""
    entry: e.IncidentEntry


def accept_changes(
    before: Incident, incident: Incident, entries: tuple[e.Entry, ...], context: Context
) -> tuple[Decision, ...]:
    """Treat the newest permitted manual change of each kind that the record lacks as a command of whoever made it.

    The issue is compared with `before`, the incident as the record had it when the run began: the issue doesn't show
    what this run's own commands change yet.
    """
    unread = _report_unread_labels(incident, entries, context)
    if not _differs(before, context):
        return unread
    commands = _new_commands(incident, entries, context)
    accepted = (
        _accept_newest(word, commands, incident, context) for word in dict.fromkeys(each.word for each in commands)
    )
    return (*(decision for decisions in accepted for decision in decisions), *unread)


def restore_change(
    change: ManualChange, incident: Incident, entries: tuple[e.Entry, ...], context: Context
) -> Decision:
    """Restore a manual change that the record has lost, at the moment when it was made."""
    ours = change.by.bot or change.by.is_same_as(context.snapshot.bot)
    command = None if ours else _read_change(change, incident, context, remembered=True)
    if command is None or any(_covers(entry, command) for entry in entries) or not _is_news(command, incident):
        return Decision()
    return _accept(command, incident, context)


def _differs(incident: Incident, context: Context) -> bool:
    """Return whether the issue shows another severity, status or state than the record. If not, nobody is asked."""
    issue, process = context.snapshot.issue, context.process
    over = incident.phase in (Phase.CLOSED, Phase.DISMISSED)
    known = {each.label for each in process.severities}
    unset = not incident.severity
    severities = {name for name in issue.label_names if name in known or _names_severity(name, context, unset=unset)}
    statuses = {process.status_label(each.word) for each in process.statuses} & issue.label_names
    review = {process.labels.review} & issue.label_names
    shown = (issue.open, severities, statuses, review)
    wanted = (
        not over,
        {incident.severity} - {""},
        {process.status_label(incident.status)} if incident.phase in RUNNING else statuses,
        {process.labels.review} if awaits_review(incident, process) else review,
    )
    return shown != wanted


def _names_severity(label: str, context: Context, *, unset: bool) -> bool:
    """Return whether a label is a severity in other words.

    One that stays on the issue, such as `P1`, counts in the run of its own event, and while no severity is set.
    """
    if context.process.severity_on_label(label) is None:
        return False
    new = any(change.label == label for change in _labels_put_on(context))
    return new or unset or is_severity_spelling(label, context.process)


def _labels_put_on(context: Context) -> tuple[ManualChange, ...]:
    """Return the labels that people added according to this run's event, and that the issue shows."""
    made = (change for change in context.snapshot.changes if change.action is ManualAction.LABELED)
    return tuple(change for change in made if not change.by.bot and change.label in context.snapshot.issue.label_names)


def _report_unread_labels(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> tuple[Decision, ...]:
    """Report each label of this run's event that is meant as a severity, and names none of the process's."""
    process = context.process
    unread = (change.label for change in _labels_put_on(context) if process.severity_matcher.is_spelling(change.label))
    return tuple(
        Decision((), report_later("label", label, incident, entries, process), comment_key(label))
        for label in unread
        if process.severity_on_label(label) is None
    )


def _new_commands(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> tuple[ManualCommand, ...]:
    """Return the manual changes since the record's last entry of their kind: of those that are alike, the newest."""
    newest: dict[str, ManualCommand] = {}
    for change in sorted((*context.manual_changes(), *context.snapshot.changes), key=lambda change: change.at):
        command = (
            None
            if change.by.bot or change.by.is_same_as(context.snapshot.bot)
            else _read_change(change, incident, context)
        )
        if command and not any(_covers(entry, command) for entry in entries):
            newest.pop(command.what, None)
            newest[command.what] = command
        if change.action is ManualAction.REOPENED and not change.by.bot:
            newest.pop(CLOSED, None)  # closed and reopened: the person undid it
    return tuple(newest.values())


def _accept_newest(
    word: str, commands: tuple[ManualCommand, ...], incident: Incident, context: Context
) -> Iterator[Decision]:
    """Accept the newest change of a kind that its author may make, and undo those that came after it."""
    for command in reversed([each for each in commands if each.word == word]):
        if not _is_news(command, incident):
            return
        decision = _accept(command, incident, context)
        yield decision
        if command.entry in decision.entries:
            return


def _is_news(command: ManualCommand, incident: Incident) -> bool:
    """Return whether a change makes a difference; a label that repeats the severity doesn't, at any time."""
    entry = command.entry
    if isinstance(entry, e.SeveritySet):
        return entry.to != incident.severity
    return apply_entry(incident, entry) != incident


def _covers(entry: e.Entry, command: ManualCommand) -> bool:
    """Return whether an entry is about the same thing, at that moment or later."""
    kinds: dict[str, tuple[type[e.Entry], ...]] = {
        "sev": (e.SeveritySet, e.Declared),
        "status": (e.StatusSet, e.MilestoneSet, e.Resolved, e.Reopened, e.Declared),
        "resolve": (e.Resolved, e.Reopened, e.Dismissed, e.Closed),
        "reopen": (e.Reopened, e.Resolved, e.Dismissed, e.Closed),
        "reviewed": (e.IncidentReviewed, e.Resolved, e.Reopened),
    }
    undone = isinstance(entry, e.ManualChangeUndone) and entry.what == command.what
    return entry.at >= command.change.at and (undone or isinstance(entry, kinds[command.word]))


def _read_change(
    change: ManualChange, incident: Incident, context: Context, *, remembered: bool = False
) -> ManualCommand | None:
    process = context.process
    stamp = EntryFields(at=change.at, accepted=context.now, by=change.by.login, by_id=change.by.id, comment=0, index=0)
    match change.action:
        case ManualAction.CLOSED if is_allowed(LifecycleStep.RESOLVE, incident.phase):
            word = process.first_status(Phase.RESOLVED)
            entry = e.Resolved(**stamp, **watch_fields(incident, change.at, process), status=word)
            return ManualCommand(change, "resolve", CLOSED, entry)
        case ManualAction.REOPENED if is_allowed(LifecycleStep.REOPEN, incident.phase):
            word = process.first_status(Phase.ACTIVE)
            again = e.Reopened(**stamp, reason="reopened manually", status=word)
            return ManualCommand(change, "reopen", "reopened the issue", again)
        case ManualAction.LABELED if remembered or change.label in context.snapshot.issue.label_names:
            return _read_label(change, incident, process, stamp)
        case ManualAction.UNLABELED if change.label == process.labels.review and awaits_review(incident, process):
            return ManualCommand(change, "reviewed", f"removed the label {change.label}", e.IncidentReviewed(**stamp))
    return None


def _read_label(change: ManualChange, incident: Incident, process: Process, stamp: EntryFields) -> ManualCommand | None:
    if severity := process.severity_on_label(change.label):
        entry: e.IncidentEntry = e.SeveritySet(**stamp, to=severity.label)
        return ManualCommand(change, "sev", f"set the label {change.label}", entry)
    status = next((each for each in process.statuses if process.status_label(each.word) == change.label), None)
    if status is None or status.phase is Phase.RESOLVED or incident.phase not in RUNNING:
        return None
    entry = e.StatusSet(**stamp, to=status.word, phase=Phase(status.phase))
    return ManualCommand(change, "status", f"set the label {change.label}", entry)


def _accept(command: ManualCommand, incident: Incident, context: Context) -> Decision:
    """Accept a manual change with the same permission as the command; otherwise undo it, and post the reason once."""
    person = command.change.by.login
    key = f"hand:{command.word}.{int(command.change.at.timestamp())}"
    needed = needed_role(command.word, context.process)
    actual = context.ask(RoleOf(person))
    if not is_enough(actual, needed):
        undone = e.ManualChangeUndone(
            at=command.change.at, accepted=context.now, by=person, by_id=command.change.by.id, what=command.what
        )
        return Decision((undone,), (ManualChangeReverted(person, command.what, needed, actual),), key)
    stays = isinstance(command.entry, e.Resolved) and is_owed(apply_entry(incident, command.entry), context.process)
    return Decision((command.entry,), (StaysOpen(person),) if stays else (), key)
