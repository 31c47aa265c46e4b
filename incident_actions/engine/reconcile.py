"""Turn what an issue shows into a plan: everything that the tool decides.

A run reads one issue and closes the gap between what it shows and what its record says, whatever the event was. A
decision is taken again from the start until it needs no more answers or creations (`NeedsAnswer`, `NeedsCreation`). It
is pure, so a crash between two attempts loses nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from incident_actions.action_items import item as items
from incident_actions.action_items import rebuild as restoring
from incident_actions.action_items.reminders import remind
from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import AddReaction, DeleteComment, Effect, Plan, WriteCard, comment_keys
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import COULD_NOT_CHECK, RoleOf
from incident_actions.engine import card as cards
from incident_actions.engine import projection, record_sequence
from incident_actions.engine.commands.answering import Answer, CommentAnswers, answer_comments
from incident_actions.engine.commands.strangers import NO_REFUSALS, Refusals, refuse_strangers
from incident_actions.engine.commands.waiting_comments import refused_comments
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.reactions import after_resolution, alerts, evidence, notifications, paging
from incident_actions.engine.reactions.declaration import build_declaration
from incident_actions.engine.reactions.manual_changes import accept_changes, accept_item_change
from incident_actions.engine.rebuild import rebuild_incident
from incident_actions.engine.record_integrity import RecordState, inspect_record, was_answered
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.permission import is_enough, needed_role
from incident_actions.text import issue_form, record
from incident_actions.text.messages import NotDeclared, RecordNewer
from incident_actions.timers import firing

DONE_REACTION, REFUSED_REACTION = "+1", "confused"
MOST_REACTIONS = 10
"""How many comments of people without rights get a reaction in one turn. The reply names them all."""


@dataclass(frozen=True, slots=True)
class Replies:
    """The answers to waiting comments: to responders, and to people who may run no command."""

    answers: tuple[Answer, ...]
    refusals: Refusals
    unfinished: bool


def reconcile(context: Context, form_fields: tuple[issue_form.FormField, ...] = (), ended_pull: int = 0) -> Plan:
    """Return what one issue needs; raises NeedsAnswer and NeedsCreation until nothing is lacking.

    `form_fields` are the incident form's, `ended_pull` is the pull request that this run's event says has ended.
    """
    if items.is_item(context.snapshot.issue, context.snapshot.bot, context.process.labels.action_item):
        return _reconcile_item(context)
    return _reconcile_incident(context, form_fields, ended_pull)


def _reconcile_incident(context: Context, form_fields: tuple[issue_form.FormField, ...], ended_pull: int) -> Plan:
    stands = inspect_record(context)
    if stands.must_rebuild:
        context = replace(
            context, snapshot=replace(context.snapshot, is_sweep=True)
        )  # what is built again is looked at whole
    if stands.is_newer and context.incident(stands.entries) is None:
        return _leave_newer_record(context)
    makes, context = (
        context.may_create,
        replace(context, may_create=True),
    )  # what follows from the record is made in any case
    draft = PlanBuilder(context, () if stands.must_rebuild else stands.entries)
    before = draft.incident
    not_declared = before is None and _declare(draft, form_fields, stands)
    answered = _answer_comments(draft, form_fields, stands, makes=makes)
    incident = draft.incident
    if incident is not None:
        known = incident if stands.must_rebuild else before or _as_declared(draft) or incident
        return _plan_incident(draft, known, stands, answered, ended_pull)
    reactions = _reactions(context, draft.entries)
    spoken = answered.answers or answered.refusals.comments or not_declared
    return Plan(
        effects=(*draft.pending(context.snapshot.comments), *reactions),
        outcome=_outcome(answered, draft, stands.card) if spoken else "not an incident",
        unfinished=answered.unfinished,
    )


def _as_declared(draft: PlanBuilder) -> Incident | None:
    """Return the incident as this run declared it, before anything else that the run found."""
    number = draft.context.snapshot.issue.number
    return fold(number, (each for each in draft.entries if isinstance(each, e.Declared)))


def _leave_newer_record(context: Context) -> Plan:
    """Leave alone a record that a newer version began, since overwriting it would lose entries."""
    draft = PlanBuilder(context, ())
    draft.post((RecordNewer(),), "record-newer", on_record=False)
    return Plan(effects=draft.pending(context.snapshot.comments), outcome="a record by a newer version")


def _answer_comments(
    draft: PlanBuilder, form_fields: tuple[issue_form.FormField, ...], stands: RecordState, *, makes: bool
) -> Replies:
    """Answer waiting comments: first those of responders, then those of people who may run no command."""
    if stands.must_rebuild:
        found = CommentAnswers(rebuild_incident(draft, stands, lambda: _declaration(draft.context, form_fields)))
    else:
        found = answer_comments(replace(draft.context, may_create=makes), draft.entries)
        for answer in found.answers:
            draft.entries += answer.entries
            draft.post(answer.messages, answer.key)
    return _refuse_strangers(draft, found)


def _refuse_strangers(draft: PlanBuilder, found: CommentAnswers) -> Replies:
    """Refuse people who may run no command, without leaving that on record."""
    refused = refuse_strangers(draft.context, draft.entries)
    draft.post(refused.messages, refused.key, on_record=False)
    return Replies(found.answers, refused, found.unfinished or refused.unfinished)


def _declaration(context: Context, form_fields: tuple[issue_form.FormField, ...]) -> e.Declared:
    return build_declaration(context, issue_form.read_answers(context.snapshot.issue.body, form_fields))


def _declare(draft: PlanBuilder, form_fields: tuple[issue_form.FormField, ...], stands: RecordState) -> bool:
    """Declare the incident if the issue has the label; return whether whoever added it lacks the permission.

    Somebody else can still `/declare` it. One that was declared before needs no permission again.
    """
    context = draft.context
    if stands.must_rebuild:
        if context.incident(stands.entries) is None:
            by_label = (_declaration(context, form_fields),) if evidence.declared_by_label(context) else ()
            draft.entries += alerts.declaring_entries(context) or by_label
        return False
    if context.process.labels.incident not in context.snapshot.issue.label_names:
        return False
    if opened := alerts.declaring_entries(context):
        draft.entries += opened
        return False
    begun = _declaration(context, form_fields)
    needed = needed_role("declare", context.process)
    actual = context.ask(RoleOf(begun.by))
    if is_enough(actual, needed):
        draft.entries += (begun,)
        return False
    key = "not-declared" if actual != COULD_NOT_CHECK else "not-checked"
    draft.post((NotDeclared(begun.by, needed, actual),), key)
    return True


def _plan_incident(
    draft: PlanBuilder, before: Incident, stands: RecordState, answered: Replies, ended_pull: int
) -> Plan:
    """Apply manual changes, automatic follow-ups and due timers in that order, then diff against the issue."""
    context, number, card = draft.context, before.number, stands.card

    def now() -> Incident:
        incident = draft.incident
        assert incident is not None  # noqa: S101  it was declared, and no entry undoes that
        return incident

    for decision in accept_changes(before, now(), draft.entries, context) if card or stands.must_rebuild else ():
        draft.add(decision)
    draft.add(alerts.restore_alerts(draft.entries, context))
    draft.add(alerts.record_alert(now(), draft.entries, context))
    for decision in (
        paging.page_responders(len(stands.entries), draft.entries, context) if not stands.must_rebuild else ()
    ):
        draft.add(decision)
    draft.add(after_resolution.follow_hotfixes(now(), ended_pull, context))
    draft.add(after_resolution.follow_postmortem(now(), context))
    draft.add(after_resolution.open_postmortem(now(), draft.entries, context))
    unannounced = replace(now(), phase=Phase.ACTIVE) if stands.must_rebuild else before
    draft.add(after_resolution.announce_resolution(unannounced, now(), context))
    draft.add(after_resolution.remind_of_postmortem(now(), context))
    draft.remind(firing.due_timers(now(), draft.entries, context))
    draft.add(after_resolution.close_incident(now(), context))
    if card and not stands.damage and draft.entries == stands.entries and not draft.pending(context.snapshot.comments):
        # Only where nothing is left to say here: nobody waits for an answer from elsewhere.
        draft.add(notifications.send_notifications(stands.entries, now(), context))
    draft.add(evidence.note_repair(stands, draft.entries, context))
    incident, seal = now(), context.snapshot.seal
    pages, on_pages = stands.pages_of(draft.entries)
    drawn = cards.build_card(incident, draft.entries, pages, on_pages, context)
    place = stands.sequence_of(draft.entries) if seal.key else record.NONE
    effects = [*record_sequence.mark_comments(draft.pending(context.snapshot.comments), stands.proven, seal)]
    if card is None or drawn.comment_text(stands.written, seal, place) != card.body.replace("\r\n", "\n"):
        effects.append(WriteCard(number, card.id if card else 0, drawn.comment_text(context.now, seal, place)))
    effects += projection.pin_card(card, context)
    effects += [*_delete_duplicates(context), *(DeleteComment(page) for page in stands.pages if page not in pages)]
    effects += projection.update_incident(incident, draft.entries, context)
    effects += projection.paint_labels(context, effects)
    effects += _reactions(context, draft.entries, answered.refusals)
    return Plan(effects=tuple(effects), outcome=_outcome(answered, draft, card), unfinished=answered.unfinished)


def _delete_duplicates(context: Context) -> tuple[Effect, ...]:
    """Delete cards and comments that two runs posted at the same moment. The older one stays."""
    card = card_comment.find_card(context.snapshot)
    again = [each.id for each in card_comment.all_cards(context.snapshot) if card and each.id != card.id]
    ours = (each for each in context.snapshot.comments if card_comment.is_ours(each, context.snapshot, ""))
    said = {comment.id: comment_keys(comment.body) for comment in ours}
    heard = Counter(key for keys in said.values() for key in keys)
    for comment in sorted(said, key=lambda each: (len(said[each]), -each)):
        if said[comment] and all(heard[key] > 1 for key in said[comment]):
            again.append(comment)
            heard.subtract(said[comment])
    return tuple(DeleteComment(comment) for comment in again)


def _reconcile_item(context: Context) -> Plan:
    """Return the plan for an action item's issue: its commands, manual changes and reminders."""
    known, harm = restoring.rebuild_record(context)
    if context.item(known) is None:
        return Plan(outcome="an action item without its record")
    draft = PlanBuilder(context, known)
    found = answer_comments(context, known)
    for answer in found.answers:
        draft.entries += answer.entries
        if not (harm and was_answered(answer.comment)):
            draft.post(answer.messages, answer.key)
    answered = _refuse_strangers(draft, found)
    if harm:
        draft.add(Decision((e.RecordRepaired(at=context.now, accepted=context.now, what=harm),)))
    draft.add(accept_item_change(_current_item(draft), draft.entries, context))
    draft.add(remind(_current_item(draft), context))
    item = _current_item(draft)
    comments = context.snapshot.comments
    if draft.comments and not comments:
        comments = context.comments_since(item.opened)
    effects: tuple[Effect, ...] = draft.pending(comments)
    effects += projection.update_item(item, draft.entries, items.item_body(draft.entries, context), context)
    effects += projection.paint_labels(context, effects)
    return Plan(
        effects=(*effects, *_reactions(context, draft.entries, answered.refusals)),
        outcome=_outcome(answered, draft, None),
        unfinished=answered.unfinished,
    )


def _current_item(draft: PlanBuilder) -> ActionItem:
    item = draft.context.item(draft.entries)
    assert item is not None  # noqa: S101  it was opened, and no entry undoes that
    return item


def _reactions(context: Context, entries: tuple[e.Entry, ...], refused: Refusals = NO_REFUSALS) -> tuple[Effect, ...]:
    """Acknowledge, last of all, each comment that was answered and has no reaction yet.

    Of refused comments, which may be many, only some get one.
    """
    turned = {entry.comment for entry in entries if isinstance(entry, e.CommandRefused)}
    signs = {entry.comment: REFUSED_REACTION if entry.comment in turned else DONE_REACTION for entry in entries}
    strangers = refused_comments(context).union(each.id for each in refused.comments) if entries else frozenset()
    shown = _shown_comments(context)
    wanted = [
        AddReaction(each.id, signs[each.id])
        for each in shown
        if each.id in signs and _lacks_reaction(each, signs[each.id])
    ]
    lacking = [each.id for each in shown if each.id in strangers and _lacks_reaction(each, REFUSED_REACTION)]
    return (*wanted, *(AddReaction(number, REFUSED_REACTION) for number in lacking[:MOST_REACTIONS]))


def _lacks_reaction(comment: Comment, sign: str) -> bool:
    return comment.reactions is not None and not comment.reactions.get(sign)


def _shown_comments(context: Context) -> tuple[Comment, ...]:
    """Return the issue's comments, and this run's own comment if the list doesn't show it yet."""
    event = context.snapshot.event_comment
    shown = {comment.id: comment for comment in ((event,) if event else ())}
    return tuple((shown | {comment.id: comment for comment in context.snapshot.comments}).values())


def _outcome(answered: Replies, draft: PlanBuilder, card: Comment | None) -> str:
    """Return the outcome for the step's outputs: the reason of the first refusal, or what happened."""
    turned = [
        entry.reason for answer in answered.answers for entry in answer.entries if isinstance(entry, e.CommandRefused)
    ]
    refused = [type(each).__name__ for each in answered.refusals.messages]
    if turned or refused:
        return (*turned, *refused)[0]
    if card is None and any(isinstance(entry, e.Declared) for entry in draft.entries):
        return "declared"
    return "answered" if answered.answers else "reconciled"
