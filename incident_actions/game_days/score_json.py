"""A score as JSON, in the form that `docs/score.schema.json` describes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incident_actions.game_days.response_score import Judgement, ResponseScore, Verdict
from incident_actions.model.incident.entry_json import json_value
from incident_actions.reports.incident_facts import Moment
from incident_actions.reports.permalinks import Permalinks
from incident_actions.timers.promises import PromisedUpdate

VERSION = 1


def as_json(score: ResponseScore, url: str) -> dict[str, Any]:
    """Return the score as plain JSON values, with links into the repository whose address is `url`."""
    links = Permalinks(url)
    return {
        "version": VERSION,
        "incident": score.number,
        "url": links.issue(score.number),
        "title": score.title,
        "severity": score.severity or None,
        "phase": score.phase,
        "made": json_value(score.made),
        "final": score.is_final,
        "asked": score.target_count,
        "met": score.met_count,
        "measures": {each.what.value: _measure(each, score.number, links) for each in score.judgements},
        "updates": [_update(each, score.number, links) for each in score.updates],
    }


def place_of(judgement: Judgement, number: int, links: Permalinks) -> str:
    """Return the address of what a judgement is about: a pull request, a comment or the issue; empty for neither."""
    if judgement.at is None:
        return ""
    if judgement.pull:
        return f"{links.url}/pull/{judgement.pull}"
    return links.event(number, Moment(judgement.at, judgement.comment))


def _measure(judgement: Judgement, number: int, links: Permalinks) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict.value,
        "due": json_value(judgement.due),
        "at": json_value(judgement.at),
        "minutes": _minutes(judgement.distance) if judgement.distance else None,
        "url": place_of(judgement, number, links) or None,
    }


def _update(update: PromisedUpdate, number: int, links: Permalinks) -> dict[str, Any]:
    verdict = Verdict.MET if update.is_kept else Verdict.LATE if update.at else Verdict.MISSED
    return {
        "verdict": verdict.value,
        "due": json_value(update.due),
        "at": json_value(update.at),
        "url": links.event(number, Moment(update.at, update.comment)) if update.at else None,
    }


def _minutes(span: timedelta) -> float:
    return round(span / timedelta(minutes=1), 2)
