"""The page of a game day: the situation, the score, what was late and where, and what happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from incident_actions.drill.game_day.player import ScenarioPlayer
from incident_actions.drill.shop import REPOSITORY
from incident_actions.game_days.day_score import GameDayScore, score_game_day
from incident_actions.game_days.response_score import Judgement, Measure, ResponseScore, Verdict
from incident_actions.game_days.scenario import ScenarioStep
from incident_actions.game_days.score_json import place_of
from incident_actions.model.process.process import Process
from incident_actions.reports.permalinks import Permalinks
from incident_actions.sandbox.extension import Extension
from incident_actions.sandbox.pages.visit import PageRoute, PlainFile, Redirect, Visit, WebPage

PAGE, JSON = "/_sandbox/game-day", "/_sandbox/score.json"
TEMPLATES = Path(__file__).parent / "templates"

NAMES = {
    Measure.ACKNOWLEDGE: "Acknowledge",
    Measure.ASSESS: "Set the severity",
    Measure.ROLES: "Assign the required roles",
    Measure.ROOM: "Open the war room",
    Measure.FIRST_UPDATE: "Post the first update",
    Measure.PUBLIC_UPDATE: "Publish the first update",
    Measure.UPDATES: "Post every further update in time",
    Measure.MITIGATE: "Mitigate",
    Measure.WATCH: "Watch the fix before resolving",
    Measure.POSTMORTEM: "Merge the post-mortem",
}
"""The names of the measures, for people."""


class ScoreRow(NamedTuple):
    """One line of a score: the measure, the verdict with its words, both times, and where it happened."""

    name: str
    verdict: str
    words: str
    due: datetime | None
    at: datetime | None
    link: str


class StepLine(NamedTuple):
    """A step of the scenario that is over, in words."""

    at: datetime
    words: str


@dataclass(frozen=True)
class ScorePage:
    """The page of a game day, for the process that it is scored by."""

    player: ScenarioPlayer
    process: Process

    @property
    def extension(self) -> Extension:
        """What the sandbox shows and does for it."""
        pages = (
            PageRoute("GET", PAGE, self.show),
            PageRoute("POST", PAGE, self.start),
            PageRoute("GET", JSON, self.show_json),
        )
        return Extension(pages, TEMPLATES, [("Game day", PAGE)], [self.player])

    def score(self, now: datetime) -> GameDayScore:
        """Return the score at a time."""
        player = self.player
        return score_game_day(player.scenario.title, player.records(), self.process, now, over=player.is_over)

    def show(self, visit: Visit) -> WebPage:
        """Show the page."""
        score = self.score(visit.host.clock.now())
        values = {
            "scenario": self.player.scenario,
            "process": self.process,
            "progress": self.player.progress,
            "score": score,
            "shop": f"/{REPOSITORY}",
            "tables": [(each, tuple(score_rows(each))) for each in score.scores],
            "steps": tuple(step_lines(self.player)),
            "json": JSON,
        }
        return WebPage("game_day.html", values)

    def start(self, visit: Visit) -> Redirect:
        """Begin the scenario."""
        self.player.start(visit.host.clock.now())
        return Redirect(PAGE)

    def show_json(self, visit: Visit) -> PlainFile:
        """Return the score as JSON."""
        url = f"{visit.host.url}/{REPOSITORY}"
        return PlainFile(score_text(self.score(visit.host.clock.now()), url), "application/json")


def score_text(score: GameDayScore, url: str) -> str:
    """Return a score as the text of a JSON file."""
    return f"{json.dumps(score.as_json(url), indent=2, ensure_ascii=False)}\n"


def score_rows(score: ResponseScore) -> Iterator[ScoreRow]:
    """Yield the lines of an incident's score; what the process doesn't ask for comes last."""
    asked = sorted(score.judgements, key=lambda each: each.verdict is Verdict.NOT_ASKED)
    for each in asked:
        link = place_of(each, score.number, Permalinks(f"/{REPOSITORY}"))
        name = NAMES[each.what]
        if each.what is Measure.UPDATES and each.verdict not in (Verdict.NOT_ASKED, Verdict.PENDING):
            further = [update for update in score.updates if not update.is_first]
            name = f"{name} ({sum(update.is_kept for update in further)} of {len(further)})"
        yield ScoreRow(name, each.verdict.name.lower(), verdict_words(each), each.due, each.at, link)


def verdict_words(judgement: Judgement) -> str:
    """Return what became of a measure, for people."""
    match judgement.verdict:
        case Verdict.LATE:
            return f"{span_words(judgement.distance)} late"
        case Verdict.EARLY:
            return f"{span_words(judgement.distance)} too early"
        case Verdict.MISSED:
            return "Missed"
        case Verdict.PENDING:
            return "Not yet"
        case Verdict.NOT_ASKED:
            return "Not asked for"
    return "Met"


def span_words(span: timedelta) -> str:
    """Return a length of time for people, at least a minute."""
    minutes = max(1, round(span / timedelta(minutes=1)))
    hours, rest = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (0 if days else rest, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


def step_lines(player: ScenarioPlayer) -> Iterator[StepLine]:
    """Yield what happened so far, in order; what became unnecessary did not."""
    played = sorted(player.progress.played.items(), key=lambda each: (each[1].at, each[0]))
    for place, done in played:
        step = player.scenario.steps[place]
        if done.problem:
            yield StepLine(done.at, f"This step of the scenario failed: {_words(step)}: {done.problem}")
        elif not done.skipped:
            yield StepLine(done.at, _words(step))


def _words(step: ScenarioStep) -> str:
    if step.alert:
        return f"The alert “{step.alert.title}” {'fired' if step.alert.status == 'firing' else 'ended'}"
    if step.report:
        return f"{step.by} reported “{step.report.title}”"
    if step.merge:
        return f"{step.by} merged “{step.merge.title}”"
    return f"{step.by} did not answer: {step.silent}" if step.silent else f"{step.by}: {step.comment}"
