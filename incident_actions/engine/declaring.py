"""Declare the incident that an issue with the label of incidents reports."""

from __future__ import annotations

from incident_actions.contract.decision import Context
from incident_actions.contract.issue import ManualAction
from incident_actions.contract.questions import COULD_NOT_CHECK, RoleOf
from incident_actions.engine import private_move
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.reactions import alerts
from incident_actions.engine.reactions.declaration import build_declaration
from incident_actions.engine.record_integrity import RecordState
from incident_actions.model.fast_dataclass import fields
from incident_actions.model.incident import entry as e
from incident_actions.model.process.permission import is_enough, needed_role
from incident_actions.text import issue_form
from incident_actions.text.messages import NotDeclared


def declare_incident(builder: PlanBuilder, form_fields: tuple[issue_form.FormField, ...], state: RecordState) -> bool:
    """Declare the incident if the issue has the label; return whether whoever added it lacks the permission.

    Somebody else can still `/declare` it. One that was declared before needs no permission again.
    """
    context = builder.context
    if state.must_rebuild:
        if context.incident(state.entries) is None:
            by_label = (restore_declaration(context, form_fields),) if is_declared_by_label(context) else ()
            builder.entries += alerts.declaring_entries(context) or by_label
        return False
    if context.process.labels.incident not in context.snapshot.issue.label_names:
        return False
    if opened := alerts.declaring_entries(context):
        builder.entries += opened
        return False
    begun = read_declaration(context, form_fields, labels_count=True)
    needed = needed_role("declare", context.process)
    if private_move.moved_here(context.snapshot.issue, context.snapshot.bot):
        builder.entries += (begun,)
        return False
    actual = context.ask(RoleOf(begun.by))
    if is_enough(actual, needed):
        builder.entries += (begun,)
        return False
    key = "not-declared" if actual != COULD_NOT_CHECK else "not-checked"
    builder.post((NotDeclared(begun.by, needed, actual),), key)
    return True


def is_declared_by_label(context: Context) -> bool:
    """Return whether a person's label declared the incident, not a command or an alert that the bot answered.

    The label on an issue that the tool opened for a private incident counts as well.
    """
    if private_move.moved_here(context.snapshot.issue, context.snapshot.bot):
        return True
    label = context.process.labels.incident
    put_on = [
        change for change in context.manual_changes() if change.action is ManualAction.LABELED and change.label == label
    ]
    return not put_on or not put_on[0].by.bot


def restore_declaration(context: Context, form_fields: tuple[issue_form.FormField, ...]) -> e.Declared:
    """Return the declaration of an incident whose record is lost. The label tells that it was a drill."""
    begun = read_declaration(context, form_fields)
    if context.process.labels.drill not in context.snapshot.issue.label_names:
        return begun
    return e.DrillBegun(**{slot.name: getattr(begun, slot.name) for slot in fields(begun)})


def read_declaration(
    context: Context, form_fields: tuple[issue_form.FormField, ...], *, labels_count: bool = False
) -> e.Declared:
    """Return the declaration as the issue's form has it. Its labels count where somebody set them on purpose."""
    issue = context.snapshot.issue
    answers = issue_form.read_answers(issue.body, form_fields)
    labels_count = labels_count or private_move.moved_here(issue, context.snapshot.bot)
    return build_declaration(context, answers, labels_count=labels_count)
