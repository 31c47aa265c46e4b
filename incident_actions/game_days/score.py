"""Score the response to one incident against the targets of its process.

    score = score_response(record.issue.number, record.entries, process, now)

gives a `ResponseScore` with one `Judgement` for each `Measure`, and `score_json.as_json(score, url)` its JSON, in the
form of `docs/score.schema.json`. The record alone decides, so the same entries give the same score on every run. A
score can be taken at any time: `score.is_final` tells that nothing is left to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from incident_actions.game_days.response_score import FAILED, Judgement, Measure, ResponseScore, Verdict
from incident_actions.game_days.target_rounds import judge_targets
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold, fold_entry
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.incident.timer import Timer
from incident_actions.model.process.process import Process
from incident_actions.reports.collected_facts import review_facts
from incident_actions.timers.promises import PromisedUpdate, has_passed, promised_updates
from incident_actions.timers.schedule import UPDATE_TIMERS, Series, running_series


def score_response(number: int, entries: Sequence[e.Entry], process: Process, now: datetime) -> ResponseScore | None:
    """Return the score of an incident by the process's targets at a time; None before it was declared."""
    incident = fold(number, entries)
    if incident is None:
        return None
    updates = promised_updates(entries, process, now)
    judged = (
        *judge_targets(number, entries, process, now),
        *_judge_updates(updates, incident, process, now),
        *_judge_watch(number, entries, process),
        _judge_postmortem(incident, entries, process, now),
    )
    return ResponseScore(
        number=number,
        title=incident.title,
        severity=incident.severity,
        phase=incident.phase.value,
        made=now,
        judgements=tuple(_worst(what, judged) for what in Measure),
        updates=updates,
    )


def _worst(what: Measure, judged: Iterable[Judgement]) -> Judgement:
    """Return the judgement that counts of one measure: the worst, and of equal ones the last."""
    own = [each for each in judged if each.what is what]
    order = (*FAILED, Verdict.PENDING, Verdict.MET, Verdict.NOT_ASKED)
    return min(reversed(own), key=lambda each: order.index(each.verdict), default=Judgement(what, Verdict.NOT_ASKED))


def _judge_updates(
    updates: Iterable[PromisedUpdate], incident: Incident, process: Process, now: datetime
) -> Iterator[Judgement]:
    for each in updates:
        what = Measure.FIRST_UPDATE if each.is_first else Measure.UPDATES
        verdict = Verdict.MET if each.is_kept else Verdict.LATE if each.at else Verdict.MISSED
        yield Judgement(what, verdict, each.due, each.at, each.comment)
    for timer in running_series(incident, process):
        if timer.what in UPDATE_TIMERS and not has_passed(timer.first, now):
            what = Measure.FIRST_UPDATE if timer.what == Timer.FIRST_UPDATE else Measure.UPDATES
            yield Judgement(what, Verdict.PENDING, timer.first)


def _judge_watch(number: int, entries: Iterable[e.Entry], process: Process) -> Iterator[Judgement]:
    """Yield for each resolution whether the fix had been watched for as long as the process asks."""
    incident: Incident | None = None
    for entry in entries:
        if incident and isinstance(entry, e.Resolved) and entry.to_watch:
            watch = _watch_timer(incident, process)
            due = watch.first if watch else entry.at + timedelta(minutes=entry.to_watch)
            verdict = Verdict.MET if entry.watched >= entry.to_watch else Verdict.EARLY
            yield Judgement(Measure.WATCH, verdict, due, entry.at, entry.comment)
        incident = fold_entry(number, incident, entry)
    if (
        incident
        and incident.phase in RUNNING
        and process.targets_of(process.severity_or_worst(incident.severity)).watch
    ):
        watch = _watch_timer(incident, process)
        yield Judgement(Measure.WATCH, Verdict.PENDING, watch.first if watch else None)


def _watch_timer(incident: Incident, process: Process) -> Series | None:
    return next((each for each in running_series(incident, process) if each.what == Timer.WATCH), None)


def _judge_postmortem(incident: Incident, entries: Sequence[e.Entry], process: Process, now: datetime) -> Judgement:
    """Judge the post-mortem by its first merge, unless it has errors that nobody accepted."""
    review = review_facts(incident, entries, process)
    if not review.required or review.waived or incident.phase is Phase.DISMISSED:
        return Judgement(Measure.POSTMORTEM, Verdict.NOT_ASKED)
    if review.merged is None:
        verdict = Verdict.MISSED if has_passed(review.due, now) else Verdict.PENDING
        return Judgement(Measure.POSTMORTEM, verdict, review.due)
    at, comment = review.merged
    verdict = Verdict.LATE if has_passed(review.due, at) else Verdict.MET
    pull = incident.postmortem.pull if incident.postmortem else 0
    return Judgement(Measure.POSTMORTEM, verdict, review.due, at, comment, pull)
