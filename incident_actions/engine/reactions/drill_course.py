"""The course of a drill: what its scenario plays, when it ends by itself, and what is left when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import COMMENT_MARK, WithdrawFiles
from incident_actions.engine.commands.drill import running_incidents
from incident_actions.game_days.response_score import FAILED, ResponseScore, Verdict
from incident_actions.game_days.score import score_response
from incident_actions.game_days.score_json import place_of
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Drill, Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.reports.permalinks import Permalinks
from incident_actions.text.messages import DrillOver, ScenarioNews, ScoredTarget
from incident_actions.timers.scenario_steps import due_steps

OVER = (Phase.CLOSED, Phase.DISMISSED)


def play_scenario(incident: Incident, context: Context) -> Decision:
    """Post what has happened in the scenario since, as long as people work on it. Each step is posted once."""
    due = due_steps(incident, context.now)
    if not due:
        return Decision()
    news = tuple(ScenarioNews(each.kind, each.by, each.text) for each in due.values())
    played = e.ScenarioPlayed(at=context.now, accepted=context.now, steps=tuple(due))
    return Decision((played,), news, " ".join(f"scenario:{place}" for place in due))


def stop_drill(incident: Incident, drill: Drill, context: Context) -> Decision:
    """End a drill whose time is up, or at once if a real incident runs. Only sweeps and clocks look for one."""
    if incident.phase in OVER:
        return Decision()
    stopped = e.DrillStopped(at=context.now, accepted=context.now)
    if context.now >= drill.begun + timedelta(hours=drill.limit):
        return Decision((stopped,))
    running = context.ask(running_incidents(context.process)) if context.snapshot.is_sweep else ()
    if others := tuple(each for each in running if each != incident.number):
        return Decision((e.DrillStopped(at=context.now, accepted=context.now, incident=others[0]),))
    return Decision()


def wind_up(incident: Incident, drill: Drill, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Remove what a drill that is over has opened, and post its score, once for each time that it ends."""
    if incident.phase not in OVER or drill.is_scored:
        return Decision()
    opened = tuple(_opened_files(incident, context))
    for each in opened:
        context.create(each)
    ends = (each for each in reversed(entries) if isinstance(each, e.DrillStopped | e.Reopened))
    stopped = next((each for each in ends if incident.phase is Phase.CLOSED), None)
    score = score_response(incident.number, entries, context.process, context.now)
    met, targets = (score.met_count, score.target_count) if score else (0, 0)
    scored = e.DrillScored(at=context.now, accepted=context.now, points=met, most=targets)
    over = DrillOver(
        drill.people,
        stopped=isinstance(stopped, e.DrillStopped),
        incident=stopped.incident if isinstance(stopped, e.DrillStopped) else 0,
        removed=tuple(each.branch for each in opened),
        met_count=met,
        target_count=targets,
        targets=tuple(_scored_targets(score, context)) if score else (),
    )
    times = sum(isinstance(each, e.DrillScored) for each in entries)
    return Decision((scored,), (over,), f"drill-over:{times}")


def _scored_targets(score: ResponseScore, context: Context) -> Iterator[ScoredTarget]:
    """Yield what was asked for, with the comment or pull request that did it."""
    links = Permalinks(f"{context.snapshot.server}/{context.snapshot.repository}")
    for each in score.judgements:
        if each.verdict in (Verdict.MET, *FAILED):
            place = place_of(each, score.number, links)
            yield ScoredTarget(each.what.value, each.verdict.value, each.due, each.at, each.distance, place)


def _opened_files(incident: Incident, context: Context) -> Iterator[WithdrawFiles]:
    """Yield what closes the open pull requests of a drill and deletes its branches, that which they go into last."""
    review = incident.postmortem
    branches = [(each.branch, each.pull if each.state == "open" else 0) for each in incident.hotfixes]
    branches += [(review.branch, review.pull if review.state == "open" else 0)] if review else []
    branches += [(incident.drill_branch, 0)] if branches else []
    for branch, pull in branches:
        key = f"drill:{incident.number}:{branch}"
        words = context.wording.render("parts/drill_pull.md", {"number": incident.number})
        yield WithdrawFiles(key, pull, branch, f"{COMMENT_MARK.format(key=key)}\n{words}")
