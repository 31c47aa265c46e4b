"""Turn what an incident's issue, or an issue that may become one, shows into a plan."""

from __future__ import annotations

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import DeleteComment, Plan, WriteCard
from incident_actions.engine import card as cards
from incident_actions.engine import minimized_comments, private_move, private_stub, projection, record_sequence
from incident_actions.engine.commands import plain_issue
from incident_actions.engine.commands.answering import CommentAnswers, answer_comments
from incident_actions.engine.commands.plain_issue import explain_plain_issue
from incident_actions.engine.comment_replies import Replies, acknowledge_comments, name_outcome, refuse_others
from incident_actions.engine.declaring import declare_incident, restore_declaration
from incident_actions.engine.duplicate_comments import delete_duplicates
from incident_actions.engine.follow_ups import follow_up_incident
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.record_integrity import RecordPages, RecordState, inspect_record
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.text import issue_form, record
from incident_actions.text.messages import RecordNewer


def reconcile_incident(context: Context, form_fields: tuple[issue_form.FormField, ...], ended_pull: int) -> Plan:
    """Answer what waits, add what follows, and compare what the issue should show with what it shows."""
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
    builder.context = context.for_incident(before)
    not_declared = before is None and declare_incident(builder, form_fields, state)
    answered = _answer_comments(builder, form_fields, state, makes=makes)
    incident = builder.incident
    builder.context = context.for_incident(incident)
    if incident is not None and not incident.private:
        builder.add(private_move.move_by_rule(incident, builder.entries, context))
        incident = builder.incident
    if incident is not None and incident.private:
        return _plan_private(builder, incident, state, answered)
    if incident is not None:
        known = incident if state.must_rebuild else before or _as_declared(builder) or incident
        followed = follow_up_incident(builder, known, state, ended_pull)
        return _plan_incident(builder, followed, state, answered, form_fields)
    reactions = acknowledge_comments(context, builder.entries)
    spoken = answered.answers or answered.refusals.comments or not_declared
    if not spoken and (reply := explain_plain_issue(context)):
        builder.post((reply,), plain_issue.KEY, on_record=False)
    return Plan(
        effects=(*builder.pending(context.snapshot.comments), *reactions),
        outcome=name_outcome(answered, builder, state.card) if spoken else "not an incident",
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
    effects += delete_duplicates(context)
    reactions = acknowledge_comments(context, entries, answered.refusals)
    effects += private_stub.leave_stub(incident, entries, context, is_acknowledged=not reactions)
    effects += reactions
    return Plan(effects=tuple(effects), outcome=name_outcome(answered, builder, card), unfinished=answered.unfinished)


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
        from incident_actions.engine.rebuild import rebuild_incident  # noqa: PLC0415  records are seldom lost

        found = CommentAnswers(
            rebuild_incident(builder, state, lambda: restore_declaration(builder.context, form_fields))
        )
    else:
        found = answer_comments(replace(builder.context, may_create=makes), builder.entries)
        for answer in found.answers:
            builder.entries += answer.entries
            builder.post(answer.messages, answer.key)
    return refuse_others(builder, found)


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
    effects += [*delete_duplicates(context), *(DeleteComment(page) for page in state.pages if page not in pages.ids)]
    just_filed = not state.must_rebuild and (card is None or projection.is_just_filed(context))
    fields = form_fields if just_filed else ()
    effects += projection.update_incident(incident, builder.entries, context, fields)
    effects += projection.paint_labels(context)
    effects += acknowledge_comments(context, builder.entries, answered.refusals)
    effects += [each for each in builder.reports if each.is_open]
    if not state.must_rebuild:
        effects += minimized_comments.corrected_refusals(answered.answers, builder.entries, context)
    return Plan(effects=tuple(effects), outcome=name_outcome(answered, builder, card), unfinished=answered.unfinished)
