"""What the issue should show, derived from the incident, and the least change that gets it there."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.action_items.item import item_title
from incident_actions.action_items.reminders import is_overdue
from incident_actions.action_items.week_issue import week_body
from incident_actions.contract import accounts
from incident_actions.contract.card_comment import find_card
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import Effect, PaintLabel, PinComment, SetIssue
from incident_actions.contract.issue import Comment, Issue
from incident_actions.contract.labels import (
    is_severity_spelling,
    item_labels,
    label_meanings,
    tool_labels,
    undescribed_labels,
)
from incident_actions.contract.questions import IsAssignable
from incident_actions.engine.reactions.alert_body import issue_body
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.entry import (
    ON_CALL_LABEL,
    Declared,
    Entry,
    ItemOpened,
    MergesFrozen,
    OwnerSet,
    PeoplePaged,
    RoleTaken,
    RowApplied,
)
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.person import Person
from incident_actions.model.process.process import Process
from incident_actions.postmortem.policy import awaits_review, is_owed
from incident_actions.text import issue_form
from incident_actions.text.issue_form import FormField

NOBODY = Person("")


JUST_FILED = timedelta(hours=1)
"""For how long an issue counts as just filed. A run that dies before it has tidied the body is made good until then."""


def is_just_filed(context: Context) -> bool:
    """Return whether an issue is so new that its form is tidied; an older one stays as people left it."""
    return context.now - context.snapshot.issue.created < JUST_FILED


def update_incident(
    incident: Incident, entries: tuple[Entry, ...], context: Context, form_fields: tuple[FormField, ...] = ()
) -> tuple[Effect, ...]:
    """Return the changes to an incident's issue: labels, title, assignees, state.

    `form_fields` are the form's if the issue was just filed with it: then what nobody answered is collapsed.
    """
    issue, process = context.snapshot.issue, context.process
    over = incident.phase in (Phase.CLOSED, Phase.DISMISSED)
    spellings = {name for name in issue.label_names if is_severity_spelling(name, process)}
    # A configuration that lost its freeze has a label of the tool's left. Another label of that name is the team's.
    frozen = {process.labels.freeze} if any(isinstance(each, MergesFrozen) for each in entries) else set[str]()
    labels = _labels(issue, tool_labels(process) | spellings | frozen, _wanted(incident, process))
    change = SetIssue(
        issue.number,
        title=_title(issue, entries),
        body=_body(incident, entries, context, form_fields),
        labels=labels,
        assignees=_assignees(_in_charge(incident, context), _former(incident, entries), context),
        open=None if issue.open != over else not over,
        state_reason=None if issue.open != over else _reason(incident),
        type=_type(context),
        duplicate_of=incident.duplicate_of if issue.open and incident.phase is Phase.DISMISSED else 0,
        declares=process.labels.incident not in issue.label_names,
    )
    return _if_any(change)


def _type(context: Context) -> str | None:
    """Return the issue type to set: only in the run that declares, and only if nobody has chosen one."""
    wanted, issue = context.process.issue_types.incident, context.snapshot.issue
    return wanted if issue.type == "" and find_card(context.snapshot) is None else None


def update_item(item: ActionItem, entries: tuple[Entry, ...], body: str, context: Context) -> tuple[Effect, ...]:
    """Return the changes to an action item's issue: title, body, labels, assignees, state."""
    issue, labels = context.snapshot.issue, context.process.labels
    is_open = item.state == "open"
    late = is_overdue(item, context.now.astimezone(context.process.zone).date())
    wanted = {labels.action_item}
    wanted |= set() if item.owner else {labels.owner_wanted}
    wanted |= {labels.overdue} if late else set()
    wanted |= {labels.without_evidence} if item.lacks_evidence else set()
    former = tuple(
        Person(entry.to, entry.to_id) if isinstance(entry, OwnerSet) else Person(entry.owner, entry.owner_id)
        for entry in entries
        if isinstance(entry, OwnerSet | ItemOpened)
    )
    change = SetIssue(
        issue.number,
        title=_item_title(item, entries, context),
        body=body if body != issue.body.replace("\r\n", "\n") else None,
        labels=_labels(issue, item_labels(context.process), wanted),
        assignees=_assignees(Person(item.owner, item.owner_id), former, context),
        open=None if issue.open == is_open else is_open,
        state_reason=None if issue.open == is_open else {"done": "completed", "dropped": "not_planned"}.get(item.state),
    )
    return _if_any(change)


def _item_title(item: ActionItem, entries: tuple[Entry, ...], context: Context) -> str | None:
    """Return the title after an edited row, unless people gave the issue another one."""
    texts = (each.text for each in entries if isinstance(each, ItemOpened | RowApplied) and each.text)
    wanted, former = item_title(item.text, item.incident), {item_title(text, item.incident) for text in texts}
    shown = context.snapshot.issue.title
    return wanted if shown != wanted and shown in former else None


def update_week(entries: tuple[Entry, ...], context: Context) -> tuple[Effect, ...]:
    """Return the changes to the issue of a week's action items: its body, and its label."""
    issue, label = context.snapshot.issue, context.process.labels.week
    shown = issue.body.replace("\r\n", "\n")
    body = week_body(entries, shown, context)
    labels = _labels(issue, {label}, {label})
    return _if_any(SetIssue(issue.number, body=body if body != shown else None, labels=labels))


def update_overview(context: Context) -> tuple[Effect, ...]:
    """Return the changes to the overview's labels: it keeps its own, and has none of an incident."""
    issue, label = context.snapshot.issue, context.process.labels.overview
    wanted = {label} if context.process.overview else {label} & issue.label_names
    labels = _labels(issue, tool_labels(context.process) | {label}, wanted)
    return _if_any(SetIssue(issue.number, labels=labels))


def pin_card(card: Comment | None, context: Context) -> tuple[Effect, ...]:
    """Pin the card if the run that posted it died before it could. A comment that people pinned stays pinned."""
    pinned = any(comment.pinned for comment in context.snapshot.comments)
    return (PinComment(card.id),) if card and card.pinned is False and not pinned else ()


def _if_any(change: SetIssue) -> tuple[Effect, ...]:
    return () if change == SetIssue(change.number) else (change,)


def _wanted(incident: Incident, process: Process) -> set[str]:
    labels = {process.labels.incident} | ({process.labels.drill} if incident.drill else set())
    if incident.severity:
        labels.add(incident.severity)
    if incident.phase in (Phase.ACTIVE, Phase.MITIGATED, Phase.RESOLVED):
        labels.add(process.status_label(incident.status))
    if is_owed(incident, process):
        labels.add(process.labels.postmortem_owed)
    if awaits_review(incident, process):
        labels.add(process.labels.review)
    if process.freeze and incident.freeze:
        labels.add(process.labels.freeze)
    return labels


def _labels(issue: Issue, tool_labels: set[str], wanted: set[str]) -> tuple[str, ...] | None:
    folded = {name.casefold() for name in tool_labels}
    kept = [label.name for label in issue.labels if label.name.casefold() not in folded or label.name in wanted]
    after = (*kept, *sorted(wanted - set(kept)))
    return None if set(after) == issue.label_names else after


def _title(issue: Issue, entries: tuple[Entry, ...]) -> str | None:
    declared = next((entry for entry in entries if isinstance(entry, Declared)), None)
    renamed = declared is not None and declared.renamed_from == issue.title != declared.title
    return declared.title if declared and renamed and declared.renamed_from else None


def _body(
    incident: Incident, entries: tuple[Entry, ...], context: Context, form_fields: tuple[FormField, ...]
) -> str | None:
    """Return the body of an issue that an alert opened, naming every alert that has joined since.

    In the body of a form the questions that nobody answered are collapsed. It is None if nothing changes.
    """
    issue = context.snapshot.issue
    if not issue.author.is_same_as(context.snapshot.bot):
        folded = issue_form.fold_blank_answers(issue.body, form_fields)
        return None if folded == issue.body else folded
    wanted = issue_body(incident, entries, context)
    return None if wanted == issue.body.replace("\r\n", "\n") else wanted


def _in_charge(incident: Incident, context: Context) -> Person:
    """Return the commander or, until there is one, the first of those paged who can be assigned. Teams can't be."""
    if "commander" in incident.roles:
        return Person(incident.roles["commander"], incident.role_ids.get("commander", 0))
    people = (each for each in incident.paged if "/" not in each) if incident.phase in RUNNING else ()
    called = (Person(each, incident.paged_ids.get(each.casefold(), 0)) for each in people)
    return next((each for each in called if _is_assigned(each, context) or _assignable(each, context)), NOBODY)


def _former(incident: Incident, entries: tuple[Entry, ...]) -> tuple[Person, ...]:
    """Return who was in charge before: earlier commanders, and people on call, unless they hold a role now."""
    taken = (each for each in entries if isinstance(each, RoleTaken) and each.role == "commander")
    commanders = tuple(Person(each.person, each.person_id) for each in taken)
    if "commander" not in incident.roles:
        return commanders
    active = {login.casefold() for login in incident.roles.values()}
    on_call = (
        login for each in entries if isinstance(each, PeoplePaged) and each.whom == ON_CALL_LABEL for login in each.to
    )
    return (*commanders, *(Person(login) for login in on_call if login.casefold() not in active))


def _assignees(person: Person, former: tuple[Person, ...], context: Context) -> tuple[str, ...] | None:
    """Return the assignees with one person added and former ones removed. People whom others assigned stay."""
    shown = context.snapshot.issue.assigned_people
    gone = [each for each in former if not each.is_same_as(person)]
    after = [each.login for each in shown if not any(each.is_same_as(one) for one in gone)]
    if person.login and not _is_assigned(person, context):
        after += [login] if (login := _assignable(person, context)) else []
    return None if set(after) == set(context.snapshot.issue.assignees) else tuple(after)


def _is_assigned(person: Person, context: Context) -> bool:
    return any(each.is_same_as(person) for each in context.snapshot.issue.assigned_people)


def _assignable(person: Person, context: Context) -> str:
    """Return the login by which somebody can be assigned.

    It is empty if they can't be, or if their login is another account's now.
    """
    if not context.ask(IsAssignable(person.login)):
        return ""
    now = accounts.confirmed_login(person.login, person.id, context)
    return now if now.casefold() == person.login.casefold() or (now and context.ask(IsAssignable(now))) else ""


def _reason(incident: Incident) -> str | None:
    if incident.phase is Phase.CLOSED:
        return "completed"
    if incident.phase is Phase.DISMISSED:
        return "duplicate" if incident.duplicate_of else "not_planned"
    return None


def paint_labels(context: Context) -> tuple[Effect, ...]:
    """Give our labels their colour and description if GitHub created them with its defaults.

    Other labels are never repainted. The run that makes a label paints it, after its answer. The sweep makes up for a
    run that died before.
    """
    if not context.snapshot.is_sweep:
        return ()
    meanings = label_meanings(context.process)
    plain = undescribed_labels(context.snapshot.issue)
    return tuple(PaintLabel(name, *meanings[name]) for name in plain if name in meanings)
