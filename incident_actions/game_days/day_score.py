"""The score of a game day: those of its incidents together, as JSON in the form of `docs/game-day.schema.json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from incident_actions.game_days.response_score import ResponseScore
from incident_actions.game_days.score import score_response
from incident_actions.game_days.score_json import as_json
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.entry_json import json_value
from incident_actions.model.process.process import Process
from incident_actions.reports.report_schema import COUNT, TEXT, TIME, Schema, list_of, object_of

VERSION = 1


@dataclass(frozen=True)
class GameDayScore:
    """The scores of a game day, one for each incident."""

    scenario: str
    """The title of the scenario."""
    made: datetime
    over: bool
    """Whether the scenario has nothing left to happen, and every incident is over."""
    scores: tuple[ResponseScore, ...]

    @property
    def target_count(self) -> int:
        """Return how many measures were asked for and are decided."""
        return sum(each.target_count for each in self.scores)

    @property
    def met_count(self) -> int:
        """Return how many of them were met."""
        return sum(each.met_count for each in self.scores)

    @property
    def is_final(self) -> bool:
        """Return whether nothing is left to decide."""
        return self.over and all(each.is_final for each in self.scores)

    def as_json(self, url: str) -> dict[str, Any]:
        """Return plain JSON values, with links into the repository whose address is `url`."""
        return {
            "version": VERSION,
            "scenario": self.scenario,
            "made": json_value(self.made),
            "over": self.over,
            "final": self.is_final,
            "asked": self.target_count,
            "met": self.met_count,
            "scores": [as_json(each, url) for each in self.scores],
        }


def score_game_day(
    scenario: str, records: Mapping[int, Sequence[e.Entry]], process: Process, now: datetime, *, over: bool
) -> GameDayScore:
    """Return the score of a game day from the records of its incidents, by the numbers of their issues."""
    scores = (score_response(number, entries, process, now) for number, entries in sorted(records.items()))
    return GameDayScore(scenario, now, over, tuple(each for each in scores if each))


def game_day_schema() -> Schema:
    """Return the schema of a game day's score."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Score of a game day",
        **object_of(
            {
                "version": {"const": VERSION},
                "scenario": {**TEXT, "description": "the title of the scenario"},
                "made": TIME,
                "over": {"type": "boolean", "description": "whether the scenario and its incidents are over"},
                "final": {"type": "boolean", "description": "whether nothing is left to decide"},
                "asked": {**COUNT, "description": "how many measures were asked for and are decided"},
                "met": {**COUNT, "description": "how many of them were met"},
                "scores": list_of({"$ref": "score.schema.json"}, "the score of each incident"),
            }
        ),
    }
