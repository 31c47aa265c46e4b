"""Settle an issue: decide what it needs, carry that out, and check again until nothing is left to do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from incident_actions.contract import card_comment
from incident_actions.contract.decision import decide
from incident_actions.contract.effects import Creation, Effect, OpenIssue, PaintLabel, Plan, ReportCheck, WriteCard
from incident_actions.contract.issue import Issue
from incident_actions.contract.labels import label_meanings
from incident_actions.contract.questions import AnyQuestion
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.engine import projection
from incident_actions.engine.reactions.merge_freeze import must_judge_pulls
from incident_actions.engine.reconcile import reconcile
from incident_actions.model.fast_dataclass import replace
from incident_actions.runs import plan_log
from incident_actions.runs.context import RunContext
from incident_actions.runs.identity import check_author
from incident_actions.runs.site_build import note_public_change
from incident_actions.text import issue_form

log = logging.getLogger("incident_actions")

MOST_LOOKS = 5
"""How often a run checks again at most after it wrote, because another run wrote too, or because comments wait."""

MOST_CREATIONS = 50
"""How many branches, issues and the like commands can create in one turn, before the card is written."""


def answer_issue(
    run: RunContext, snapshot: Snapshot, ended_pull: int = 0, meanwhile: Callable[[Snapshot], None] = lambda _: None
) -> Plan:
    """Settle what an issue needs and carry it out, then check again until there is nothing left to do.

    Two runs may answer one issue at the same moment, and the later write of its card hides what the other wrote. So a
    run that wrote is over only when a second check finds everything as it should be. If more comments wait than one
    turn answers, the run continues with them as long as its budget lasts. The returned plan has everything that was
    done.

    Once the card is written, the next look starts, and `meanwhile` is called with the issue as it is now.
    """
    first = snapshot
    plan, snapshot = settle(run, snapshot, ended_pull)
    if run.process.overview:
        run.snapshots_before.setdefault(snapshot.issue.number, snapshot)
    whole = plan
    carry_out(run, plan, partial(_look_ahead, run, plan, snapshot, meanwhile))
    compared: Issue | None = None
    for _ in range(MOST_LOOKS):
        if run.dry_run:
            break
        if not (plan.may_conflict or plan.unfinished):
            changed = _change_over_comments(run, first, snapshot)
            if changed is None or changed is compared:
                break
            compared = changed
        if plan.unfinished and run.budget.is_spent(run.request_count):
            break
        plan, snapshot = settle(run, run.reader.refresh(snapshot, run.writer.write_cache), ended_pull)
        carry_out(run, plan, partial(_look_ahead, run, plan, snapshot))
        whole = whole.and_then(plan)
    run.reader.drop_comments_ahead(snapshot.issue.number)
    run.snapshots_after[snapshot.issue.number] = snapshot
    if must_judge_pulls(whole, first.issue, run.process):
        run.judges_pulls = True
    note_public_change(run, whole, first, snapshot)
    paints = paint_new_labels(run)
    return replace(whole, effects=(*whole.effects, *paints))


def _change_over_comments(run: RunContext, first: Snapshot, last: Snapshot) -> Issue | None:
    """Return the issue as this run changed it, if it had comments then that the run's last look doesn't show.

    That look goes out together with the change, so GitHub may have answered it before. A run that answered such a
    comment in between set labels, which this run's change has overwritten.
    """
    changed = run.writer.write_cache.issues.get(first.issue.number)
    newest = max((each.id for each in first.comments), default=0)
    shown = first.issue.comment_count + sum(each.id > newest for each in last.comments)
    return changed if changed and changed.comment_count > shown else None


def _look_ahead(
    run: RunContext, plan: Plan, snapshot: Snapshot, meanwhile: Callable[[Snapshot], None] = lambda _: None
) -> None:
    """Start to read what the next look needs, as soon as this run's card is written."""
    if plan.may_conflict:
        run.reader.read_comments_ahead(snapshot)
    meanwhile(run.reader.with_writes(snapshot, run.writer.write_cache))


def paint_new_labels(run: RunContext) -> tuple[PaintLabel, ...]:
    """Give our labels that this run made their colours, once everything else is done."""
    meanings = label_meanings(run.process)
    paints = tuple(PaintLabel(name, *meanings[name]) for name in sorted(run.writer.new_labels & meanings.keys()))
    carry_out(run, Plan(effects=paints))
    return paints


def settle(run: RunContext, snapshot: Snapshot, ended_pull: int = 0) -> tuple[Plan, Snapshot]:
    """Return what an issue needs, and the snapshot that the decision was based on.

    Questions are answered and creations carried out. Creating takes time, so afterwards the issue is read and decided
    once more. The plan lists the creations; its effects are left to carry out.
    """
    check_author(run, snapshot)
    issue = run.writer.write_cache.with_painted_labels(snapshot.issue)
    snapshot = replace(snapshot, issue=issue, can_notify=bool(run.addresses))
    form_fields = run.answered_fields(snapshot.issue.body) if _needs_form(run, snapshot) else ()
    made: list[Creation] = []

    def make(creation: Creation) -> CreationResult:
        made.append(creation)
        return create(run, creation, partial(run.reader.read_comments_ahead, snapshot))

    def plan_of(snapshot: Snapshot) -> Plan:
        return reconcile(run.decision_context(snapshot, makes=_may_create(run, made)), form_fields, ended_pull)

    while True:
        before = len(made)
        plan, snapshot = decide(plan_of, snapshot, question_answerer(run), make)
        if len(made) == before or run.dry_run:
            return replace(plan, creations=tuple(made)), snapshot
        snapshot = run.reader.refresh(snapshot, run.writer.write_cache)


def _needs_form(run: RunContext, snapshot: Snapshot) -> bool:
    """Return whether a form's answers are still to be read or to be tidied."""
    is_fresh = projection.is_just_filed(run.decision_context(snapshot)) and issue_form.may_fold(snapshot.issue.body)
    return is_fresh or card_comment.find_card(snapshot) is None


def question_answerer(run: RunContext) -> Callable[[AnyQuestion], Mapping[AnyQuestion, object]]:
    """Return a function that answers the questions of a run's decisions."""
    return lambda question: run.answer_finder.answers((question,))


def _may_create(run: RunContext, made: Sequence[Creation]) -> bool:
    """Return whether commands may create more in this turn. The first creation is always allowed."""
    return not made or (len(made) < MOST_CREATIONS and not run.budget.is_spent(run.request_count))


def create(run: RunContext, creation: Creation, meanwhile: Callable[[], None] = lambda: None) -> CreationResult:
    """Carry out a creation, unless this is a dry run; `meanwhile` may start the next look."""
    if run.dry_run:
        assigned = creation.assignees if isinstance(creation, OpenIssue) else ()
        return CreationResult(name="(dry run)", assignees=assigned)
    log.info("%s", plan_log.describe(creation))
    return run.writer.create(creation, meanwhile)


def carry_out(run: RunContext, plan: Plan, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Carry out a plan's effects, unless this is a dry run.

    Once what must be in order is done, `meanwhile` is called, and the effects that don't need each other go out at the
    same time, but those of one kind one after another.
    """
    if run.dry_run:
        return
    in_order, at_once, tidying = plan.steps
    after = [each for effect in in_order for each in _carry_out_in_order(run, effect)]
    run.writer.finish()
    kinds: dict[type, list[Effect]] = {}
    for effect in (*after, *at_once):
        kinds.setdefault(type(effect), []).append(effect)
    meanwhile()
    run.connection.concurrency.do_all([partial(_carry_out_each, run, effects) for effects in kinds.values()])
    for report in (each for each in tidying if isinstance(each, ReportCheck)):
        run.connection.concurrency.begin(partial(_carry_out_one, run, report))
    _carry_out_each(run, (each for each in tidying if not isinstance(each, ReportCheck)))


def _carry_out_in_order(run: RunContext, effect: Effect) -> tuple[Effect, ...]:
    """Carry out an effect. The card comes after all that creations have left to be done: nobody does that again."""
    if isinstance(effect, WriteCard):
        run.writer.finish()
    return _carry_out_one(run, effect)


def _carry_out_each(run: RunContext, effects: Iterable[Effect]) -> None:
    for effect in effects:
        _carry_out_one(run, effect)


def _carry_out_one(run: RunContext, effect: Effect) -> tuple[Effect, ...]:
    log.info("%s", plan_log.describe(effect))
    return run.writer.carry_out(effect)
