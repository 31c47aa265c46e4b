"""Turn what an issue shows into a plan: everything that the tool decides.

A run reads one issue and closes the gap between what it shows and what its record says, whatever the event was. A
decision is taken again from the start until it needs no more answers or creations (`NeedsAnswer`, `NeedsCreation`). It
is pure, so a crash between two attempts loses nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from incident_actions.action_items import item as items
from incident_actions.action_items import rebuild as restoring
from incident_actions.action_items import week_issue
from incident_actions.action_items.merged_evidence import offer_evidence
from incident_actions.action_items.reminders import remind
from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import AddReaction, DeleteComment, Effect, Plan, WriteCard, comment_keys
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import COULD_NOT_CHECK, RoleOf
from incident_actions.engine import card as cards
from incident_actions.engine import minimized_comments, private_move, private_stub, projection, record_sequence
from incident_actions.engine.commands import plain_issue
from incident_actions.engine.commands.answering import Answer, CommentAnswers, answer_comments
from incident_actions.engine.commands.plain_issue import explain_plain_issue
from incident_actions.engine.commands.strangers import NO_REFUSALS, Refusals, refuse_strangers
from incident_actions.engine.commands.waiting_comments import refused_comments
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.reactions import (
    action_digests,
    after_resolution,
    alerts,
    checklist_ticks,
    declared_words,
    evidence,
    follow_up,
    followed_links,
    later_items,
    merge_freeze,
    notifications,
    original_incident,
    paging,
    phase_checklists,
    postmortem_check,
    postmortem_gate,
    postmortem_refresh,
    postmortem_review,
    recent_changes,
    recurrences,
    source_changes,
    waiver,
)
from incident_actions.engine.reactions.declaration import build_declaration
from incident_actions.engine.reactions.edited_rows import apply_row
from incident_actions.engine.reactions.item_changes import accept_item_change
from incident_actions.engine.reactions.manual_changes import accept_changes
from incident_actions.engine.rebuild import rebuild_incident
from incident_actions.engine.record_integrity import RecordPages, RecordState, inspect_record, was_answered
from incident_actions.engine.week_commands import answer_week_comments
from incident_actions.model.fast_dataclass import dataclass
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

    `form_fields` are the incident form's, `ended_pull` is the pull request that ended according to this run's event.
    """
    if week_issue.is_week(context.snapshot.issue, context.snapshot.bot, context.process.labels.week):
        return _reconcile_week(context)
    if items.is_item(context.snapshot.issue, context.snapshot.bot, context.process.labels.action_item):
        return _reconcile_item(context)
    return _reconcile_incident(context, form_fields, ended_pull)


def _reconcile_incident(context: Context, form_fields: tuple[issue_form.FormField, ...], ended_pull: int) -> Plan:
    state = _without_rebuild_of_private(inspect_record(context), context)
    if state.must_rebuild:
        context = replace(context, snapshot=replace(context.snapshot, is_sweep=True))  # a rebuild reads everything
    if state.is_newer and context.incident(state.entries) is None:
        return _leave_newer_record(context)
    makes, context = (
        context.may_create,
        replace(context, may_create=True),
    )  # follow-ups of the record are always created
    builder = PlanBuilder(context, () if state.must_rebuild else state.entries)
    before = builder.incident
    not_declared = before is None and _declare(builder, form_fields, state)
    answered = _answer_comments(builder, form_fields, state, makes=makes)
    incident = builder.incident
    if incident is not None and not incident.private:
        builder.add(private_move.move_by_rule(incident, builder.entries, context))
        incident = builder.incident
    if incident is not None and incident.private:
        return _plan_private(builder, incident, state, answered)
    if incident is not None:
        known = incident if state.must_rebuild else before or _as_declared(builder) or incident
        followed = _follow_up(builder, known, state, ended_pull)
        return _plan_incident(builder, followed, state, answered, form_fields)
    reactions = _reactions(context, builder.entries)
    spoken = answered.answers or answered.refusals.comments or not_declared
    if not spoken and (reply := explain_plain_issue(context)):
        builder.post((reply,), plain_issue.KEY, on_record=False)
    return Plan(
        effects=(*builder.pending(context.snapshot.comments), *reactions),
        outcome=_outcome(answered, builder, state.card) if spoken else "not an incident",
        unfinished=answered.unfinished,
    )


def _without_rebuild_of_private(state: RecordState, context: Context) -> RecordState:
    """Return a record that was lost as the issue's body tells it, if the incident is private: nothing is replayed."""
    known = private_stub.known_move(context) if state.must_rebuild else ()
    return RecordState(state.card, known, proven=state.proven) if known else state


def _plan_private(builder: PlanBuilder, incident: Incident, state: RecordState, answered: Replies) -> Plan:
    """Compare what the issue of a private incident shows with what may stay there. The record keeps nothing else."""
    context, number, card, seal = builder.context, incident.number, state.card, builder.context.snapshot.seal
    builder.keep_messages(private_stub.neutral_messages)
    entries = e.entries_to_keep(builder.entries)
    new_card = cards.build_card(incident, entries, RecordPages(), context)
    place = state.sequence_of(entries) if seal.key else record.NONE
    effects = [*record_sequence.mark_comments(builder.pending(context.snapshot.comments), state.proven, seal)]
    if card is None or new_card.comment_text(state.written, seal, place) != card.body.replace("\r\n", "\n"):
        effects.append(WriteCard(number, card.id if card else 0, new_card.comment_text(context.now, seal, place)))
    effects += projection.pin_card(card, context)
    effects += _delete_duplicates(context)
    reactions = _reactions(context, entries, answered.refusals)
    effects += private_stub.leave_stub(incident, entries, context, is_acknowledged=not reactions)
    effects += reactions
    return Plan(effects=tuple(effects), outcome=_outcome(answered, builder, card), unfinished=answered.unfinished)


def _as_declared(builder: PlanBuilder) -> Incident | None:
    """Return the incident as this run declared it, before anything else that the run found."""
    number = builder.context.snapshot.issue.number
    return fold(number, (each for each in builder.entries if isinstance(each, e.Declared)))


def _leave_newer_record(context: Context) -> Plan:
    """Leave alone a record that a newer version began, since overwriting it would lose entries."""
    builder = PlanBuilder(context, ())
    builder.post((RecordNewer(),), "record-newer", on_record=False)
    return Plan(effects=builder.pending(context.snapshot.comments), outcome="a record by a newer version")


def _answer_comments(
    builder: PlanBuilder, form_fields: tuple[issue_form.FormField, ...], state: RecordState, *, makes: bool
) -> Replies:
    """Answer waiting comments: first those of responders, then those of people who may run no command."""
    if state.must_rebuild:
        found = CommentAnswers(rebuild_incident(builder, state, lambda: _declaration(builder.context, form_fields)))
    else:
        found = answer_comments(replace(builder.context, may_create=makes), builder.entries)
        for answer in found.answers:
            builder.entries += answer.entries
            builder.post(answer.messages, answer.key)
    return _refuse_strangers(builder, found)


def _refuse_strangers(builder: PlanBuilder, found: CommentAnswers) -> Replies:
    """Refuse people who may run no command, without leaving that on record."""
    refused = refuse_strangers(builder.context, builder.entries)
    builder.post(refused.messages, refused.key, on_record=False)
    return Replies(found.answers, refused, found.unfinished or refused.unfinished)


def _declaration(
    context: Context, form_fields: tuple[issue_form.FormField, ...], *, labels_count: bool = False
) -> e.Declared:
    issue = context.snapshot.issue
    answers = issue_form.read_answers(issue.body, form_fields)
    labels_count = labels_count or private_move.moved_here(issue, context.snapshot.bot)
    return build_declaration(context, answers, labels_count=labels_count)


def _declare(builder: PlanBuilder, form_fields: tuple[issue_form.FormField, ...], state: RecordState) -> bool:
    """Declare the incident if the issue has the label; return whether whoever added it lacks the permission.

    Somebody else can still `/declare` it. One that was declared before needs no permission again.
    """
    context = builder.context
    if state.must_rebuild:
        if context.incident(state.entries) is None:
            by_label = (_declaration(context, form_fields),) if evidence.declared_by_label(context) else ()
            builder.entries += alerts.declaring_entries(context) or by_label
        return False
    if context.process.labels.incident not in context.snapshot.issue.label_names:
        return False
    if opened := alerts.declaring_entries(context):
        builder.entries += opened
        return False
    begun = _declaration(context, form_fields, labels_count=True)
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


def _follow_up(builder: PlanBuilder, before: Incident, state: RecordState, ended_pull: int) -> Incident:
    """Apply manual changes, automatic follow-ups and due timers in that order, and return what the incident is then."""
    context, card = builder.context, state.card

    def now() -> Incident:
        incident = builder.incident
        assert incident is not None  # noqa: S101  it was declared, and no entry undoes that
        return incident

    if card or state.must_rebuild:
        for decision in accept_changes(before, now(), builder.entries, context):
            builder.add(decision)
    builder.add(alerts.restore_alerts(builder.entries, context))
    for decision in alerts.take_in_alert(now(), builder.entries, context):
        builder.add(decision)
    builder.add(merge_freeze.follow_freeze(now(), context))
    lists = phase_checklists.DueChecklists()
    if not state.must_rebuild:
        known = len(state.entries)
        lists = phase_checklists.due_checklists(known, builder.entries, context)
        for decision in paging.page_responders(known, builder.entries, context, lists_due=bool(lists.keys)):
            builder.add(decision)
        builder.add(declared_words.offer_completed(known, builder.entries, context))
    builder.add(after_resolution.follow_hotfixes(now(), ended_pull, context))
    builder.add(postmortem_gate.recheck_postmortem(now(), builder.entries, context))
    builder.add(postmortem_review.follow_postmortem(now(), context, builder.entries))
    if not state.must_rebuild:
        builder.add(later_items.open_later_rows(now(), context))
    builder.add(waiver.withdraw_postmortem(now(), builder.entries, context))
    builder.add(waiver.list_reason(now(), builder.entries, context))
    builder.add(after_resolution.open_postmortem(now(), builder.entries, context))
    builder.add(follow_up.open_follow_up(now(), builder.entries, context))
    builder.add(follow_up.offer_follow_up(now(), builder.entries, context))
    for decision in postmortem_refresh.refresh_postmortem(now(), builder.entries, context):
        builder.add(decision)
    if not builder.reports:
        builder.add(postmortem_check.report_unchecked(now(), context))
    unannounced = replace(now(), phase=Phase.ACTIVE) if state.must_rebuild else before
    builder.add(after_resolution.announce_resolution(unannounced, now(), context))
    builder.post_checklists(lists)
    builder.add(after_resolution.remind_of_postmortem(now(), context))
    builder.remind(firing.due_timers(now(), builder.entries, context))
    builder.add(after_resolution.close_incident(now(), context))
    builder.add(checklist_ticks.read_ticks(builder.entries, context))
    if (
        card
        and not state.damage
        and builder.entries == state.entries
        and not builder.pending(context.snapshot.comments)
    ):
        # Only if nothing is left to post here: nobody waits for a notification, or for what else the card can show.
        builder.add(notifications.send_notifications(state.entries, now(), context))
        builder.add(recent_changes.list_changes(now(), context))
        builder.add(source_changes.follow_sources(state.entries, context))
        builder.add(followed_links.follow_links(state.entries, now(), context))
        builder.add(original_incident.report_duplicate(state.entries, now(), context))
        for decision in recurrences.find_recurrence(state.entries, now(), context):
            builder.add(decision)
    builder.add(evidence.note_repair(state, builder.entries, context))
    return now()


def _plan_incident(
    builder: PlanBuilder,
    incident: Incident,
    state: RecordState,
    answered: Replies,
    form_fields: tuple[issue_form.FormField, ...],
) -> Plan:
    """Compare what the issue should show with what it shows."""
    context, number, card, seal = builder.context, incident.number, state.card, builder.context.snapshot.seal
    pages = state.pages_of(builder.entries)
    new_card = cards.build_card(incident, builder.entries, pages, context)
    place = state.sequence_of(builder.entries) if seal.key else record.NONE
    effects = [*record_sequence.mark_comments(builder.pending(context.snapshot.comments), state.proven, seal)]
    effects += [each for each in builder.reports if not each.is_open]
    if card is None or new_card.comment_text(state.written, seal, place) != card.body.replace("\r\n", "\n"):
        effects.append(WriteCard(number, card.id if card else 0, new_card.comment_text(context.now, seal, place)))
    effects += projection.pin_card(card, context)
    effects += [*_delete_duplicates(context), *(DeleteComment(page) for page in state.pages if page not in pages.ids)]
    just_filed = not state.must_rebuild and (card is None or projection.is_just_filed(context))
    fields = form_fields if just_filed else ()
    effects += projection.update_incident(incident, builder.entries, context, fields)
    effects += projection.paint_labels(context)
    effects += _reactions(context, builder.entries, answered.refusals)
    effects += [each for each in builder.reports if each.is_open]
    if not state.must_rebuild:
        effects += minimized_comments.corrected_refusals(answered.answers, builder.entries, context)
    return Plan(effects=tuple(effects), outcome=_outcome(answered, builder, card), unfinished=answered.unfinished)


def _delete_duplicates(context: Context) -> tuple[Effect, ...]:
    """Delete cards and comments that two runs posted at the same moment. The older one stays."""
    card = card_comment.find_card(context.snapshot)
    again = [each.id for each in card_comment.all_cards(context.snapshot) if card and each.id != card.id]
    ours = (each for each in context.snapshot.comments if card_comment.is_ours(each, context.snapshot, ""))
    keys_of = {comment.id: comment_keys(comment.body) for comment in ours}
    counts = Counter(key for keys in keys_of.values() for key in keys)
    for comment in sorted(keys_of, key=lambda each: (len(keys_of[each]), -each)):
        if keys_of[comment] and all(counts[key] > 1 for key in keys_of[comment]):
            again.append(comment)
            counts.subtract(keys_of[comment])
    return tuple(DeleteComment(comment) for comment in again)


def _reconcile_item(context: Context) -> Plan:
    """Return the plan for an action item's issue: its commands, manual changes and reminders."""
    known, harm = restoring.rebuild_record(context)
    if context.item(known) is None:
        return Plan(outcome="an action item without its record")
    builder = PlanBuilder(context, known)
    found = answer_comments(context, known)
    for answer in found.answers:
        builder.entries += answer.entries
        if not (harm and was_answered(answer.comment)):
            builder.post(answer.messages, answer.key)
    answered = _refuse_strangers(builder, found)
    if harm:
        builder.add(Decision((e.RecordRepaired(at=context.now, accepted=context.now, what=harm),)))
    builder.add(accept_item_change(_current_item(builder), builder.entries, context))
    builder.add(apply_row(_current_item(builder), builder.entries, context))
    builder.add(offer_evidence(_current_item(builder), context))
    builder.add(remind(_current_item(builder), context))
    item = _current_item(builder)
    comments = context.snapshot.comments
    if builder.comments and not comments:
        comments = context.comments_since(item.opened)
    effects: tuple[Effect, ...] = (*builder.pending(comments), *_delete_duplicates(context))
    effects += projection.update_item(item, builder.entries, items.item_body(builder.entries, context), context)
    effects += projection.paint_labels(context)
    effects += _reactions(context, builder.entries, answered.refusals)
    effects += minimized_comments.outdated_reminders(effects, comments, context)
    if not harm:
        effects += minimized_comments.corrected_refusals(found.answers, builder.entries, context)
    return Plan(
        effects=effects,
        outcome=_outcome(answered, builder, None),
        unfinished=answered.unfinished,
    )


def _reconcile_week(context: Context) -> Plan:
    """Return the plan for the issue of a week's action items: its commands, and the digests that a sweep posts."""
    builder = PlanBuilder(context, week_issue.trusted_entries(context.snapshot, context))
    answers = answer_week_comments(context, builder.entries)
    for answer in answers:
        builder.entries += answer.entries
        builder.post(answer.messages, answer.key)
    for digest in action_digests.due_digests(builder.entries, context):
        builder.post((action_digests.word_digest(digest, context),), digest.key)
    effects: tuple[Effect, ...] = (*builder.pending(context.snapshot.comments), *_delete_duplicates(context))
    effects += projection.update_week(builder.entries, context)
    effects += projection.paint_labels(context)
    effects += _reactions(context, builder.entries)
    return Plan(effects=effects, outcome="answered" if answers else "reconciled")


def _current_item(builder: PlanBuilder) -> ActionItem:
    item = builder.context.item(builder.entries)
    assert item is not None  # noqa: S101  it was opened, and no entry undoes that
    return item


def _reactions(context: Context, entries: tuple[e.Entry, ...], refused: Refusals = NO_REFUSALS) -> tuple[Effect, ...]:
    """Acknowledge, last of all, each comment that was answered and has no reaction yet.

    Of refused comments, which may be many, only some get one.
    """
    refused_words = {entry.comment for entry in entries if isinstance(entry, e.CommandRefused)}
    signs = {entry.comment: REFUSED_REACTION if entry.comment in refused_words else DONE_REACTION for entry in entries}
    strangers = refused_comments(context).union(each.id for each in refused.comments) if entries else frozenset()
    shown = _shown_comments(context)
    wanted = [
        AddReaction(each.id, signs[each.id])
        for each in shown
        if each.id in signs and not each.author.bot and _lacks_reaction(each, signs[each.id])
    ]
    lacking = [each.id for each in shown if each.id in strangers and _lacks_reaction(each, REFUSED_REACTION)]
    return (*wanted, *(AddReaction(number, REFUSED_REACTION) for number in lacking[:MOST_REACTIONS]))


def _lacks_reaction(comment: Comment, sign: str) -> bool:
    return comment.reactions is not None and sign not in comment.reactions


def _shown_comments(context: Context) -> tuple[Comment, ...]:
    """Return the issue's comments, and this run's own comment if the list doesn't show it yet."""
    event = context.snapshot.event_comment
    shown = {comment.id: comment for comment in ((event,) if event else ())}
    return tuple((shown | {comment.id: comment for comment in context.snapshot.comments}).values())


def _outcome(answered: Replies, builder: PlanBuilder, card: Comment | None) -> str:
    """Return the outcome for the step's outputs: the reason of the first refusal, or what happened."""
    refused_words = [
        entry.reason for answer in answered.answers for entry in answer.entries if isinstance(entry, e.CommandRefused)
    ]
    refused = [type(each).__name__ for each in answered.refusals.messages]
    if refused_words or refused:
        return (*refused_words, *refused)[0]
    if card is None and any(isinstance(entry, e.Declared) for entry in builder.entries):
        return "declared"
    return "answered" if answered.answers else "reconciled"
