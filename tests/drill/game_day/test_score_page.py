"""The page of a game day: start it, follow it, and read what was late and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from requests import get

from incident_actions.drill.game_day.score_page import JSON, PAGE, span_words
from incident_actions.drill.game_day.server import GameDayChoice
from incident_actions.game_days.day_score import game_day_schema
from incident_actions.game_days.score_schema import score_schema
from tests.drill.game_day.perfect_responder import MINUTE, Responder, responding
from tests.sandbox.pages.visitor import Visitor

SCENARIO = """\
title: Checkout is down
summary: "You are on call. <b>Nothing</b> is well."
people: {mary: triage}
steps:
  - {at: 1, alert: {title: Down, severity: critical}}
  - {at: 3, by: mary, comment: "Is `checkout` down?"}
  - {at: 4, unless: declared, by: mary, comment: Nobody knows}
  - {after: acknowledged, by: mary, silent: she fixes the stairs}
  - {at: 1, after: acknowledged, by: mary, merge: {title: Up, files: {docs: not a folder}}}
expect: [Look at the stairs]
"""


@pytest.fixture
def responder(tmp_path: Path) -> Iterator[Responder]:
    (tmp_path / "own.yml").write_text(SCENARIO)
    with responding(tmp_path / "github", GameDayChoice(tmp_path / "day", scenario=str(tmp_path / "own.yml"))) as found:
        yield found


@pytest.mark.rest
def test_a_game_day_is_started_followed_and_scored_on_its_page(responder: Responder) -> None:
    visitor = Visitor(responder.sandbox)
    before = visitor.text(PAGE)

    visitor.send(PAGE)
    responder.sandbox.let_pass(4 * MINUTE)
    during = visitor.text(PAGE)
    responder.repository.comment("ada", 1, "/sev 1\n/ack")
    responder.sandbox.settle()
    responder.sandbox.let_pass(20 * MINUTE)
    responder.repository.comment("ada", 1, "/update Back\n/resolve Restarted")
    responder.sandbox.settle()
    after = visitor.text(PAGE)

    assert "You are on call. <b>Nothing</b> is well." in before
    assert "You respond as ada" in before
    assert "Down #1" not in before
    assert "Look at the stairs" not in during
    assert "12:01 The alert “Down” fired" in during
    assert "mary: Is checkout down?" in during
    assert "Acknowledge Not yet 12:06" in during
    assert "Acknowledge Met 12:06 12:04" in after
    assert "Post the first update 8 min late 12:16 12:24" in after
    assert "Assign the required roles Missed 12:16" in after
    assert "mary did not answer: she fixes the stairs" in after
    assert "Nobody knows" not in after
    assert "This step of the scenario failed: mary merged “Up”: " in after
    assert "Look at the stairs" in after


def test_the_score_as_json_has_the_published_form(responder: Responder) -> None:
    Visitor(responder.sandbox).send(PAGE)
    responder.sandbox.let_pass(4 * MINUTE)

    answer = get(responder.sandbox.url + JSON, timeout=5)

    registry = Registry().with_resource("score.schema.json", Resource.from_contents(score_schema()))
    Draft202012Validator(game_day_schema(), registry=registry).validate(answer.json())
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert (json.loads(answer.text)["scenario"], answer.json()["scores"][0]["incident"]) == ("Checkout is down", 1)
    assert answer.json()["scores"][0]["url"] == f"{responder.sandbox.url}/acme/shop/issues/1"


def test_without_the_token_of_a_page_nobody_starts_it(responder: Responder) -> None:
    refused = Visitor(responder.sandbox).post(PAGE, Origin="https://example.com")

    assert refused.status_code == 403
    assert responder.page.player.progress.started is None


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=62), "1 h 2 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(days=2, hours=3, minutes=4), "2 d 3 h"),
    ],
)
def test_a_length_of_time_has_the_units_that_matter(span: timedelta, words: str) -> None:
    assert span_words(span) == words
