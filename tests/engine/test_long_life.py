"""The life of an incident costs in proportion to its length: what a run does must not grow with what was done before."""

from __future__ import annotations

import sys
from collections import Counter
from types import FrameType
from typing import Any

import pytest

from incident_actions.model.incident import incident
from incident_actions.postmortem import check
from incident_actions.postmortem.checks.front_matter import parse_front_matter
from incident_actions.postmortem.outline import read_outline
from incident_actions.text.wording import Wording
from tests.worlds import World


def with_notes(count: int) -> World:
    """An incident with so many notes, a hundred to a comment."""
    world = World()
    world.run()
    for first in range(0, count, 100):
        world.post("grace", "\n".join(f"/note step {place}" for place in range(first, first + 100)))
        world.run()
    world.advance(minutes=1)
    return world


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often an entry was folded, and a template rendered."""
    found: Counter[str] = Counter()
    fold_entry, render = incident.fold_entry, Wording.render

    def count_fold(*given: Any) -> Any:
        found["folded"] += 1
        return fold_entry(*given)

    def count_render(*given: Any) -> str:
        found["rendered"] += 1
        return render(*given)

    monkeypatch.setattr(incident, "fold_entry", count_fold)
    monkeypatch.setattr(Wording, "render", count_render)
    return found


def test_a_run_folds_each_entry_once_and_renders_as_much_on_a_long_record(calls: Counter[str]) -> None:
    found = {}
    for length in (100, 400):
        world = with_notes(length)
        calls.clear()
        world.ask("grace", "/note one more")
        found[length] = (calls["folded"] - len(world.entries()), calls["rendered"])

    assert found[400] == found[100]
    assert found[100][0] <= 1


def test_a_run_asks_github_as_often_on_a_long_record() -> None:
    asked = []
    for length in (100, 400):
        world = with_notes(length)
        world.ask("grace", "/note one more")
        asked.append(len(world.asked))

    assert asked[0] == asked[1]


@pytest.mark.parametrize(("text", "most"), [("/note one more", 60), ("/sev 1", 60), ("/sev 1\n/resolve", 280)])
def test_a_run_calls_few_functions_for_each_entry_of_a_long_record(text: str, most: int) -> None:
    """The last one writes a row of the post-mortem and checks it."""
    calls_with(100, text)  # the first run compiles the templates

    assert (calls_with(400, text) - calls_with(100, text)) / 300 <= most


def calls_with(length: int, text: str) -> int:
    """How many functions a run calls."""
    world, found = with_notes(length), 0
    world.post("grace", text)
    read_outline.cache_clear()
    parse_front_matter.cache_clear()

    def count(_frame: FrameType, event: str, _given: Any) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        world.run()
    finally:
        sys.setprofile(None)
    return found


def test_a_run_checks_the_post_mortem_that_it_proposes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = list[str]()
    findings = check.findings

    def count(text: str, *given: Any, **named: Any) -> Any:
        checked.append(text)
        return findings(text, *given, **named)

    monkeypatch.setattr(check, "findings", count)
    world = with_notes(100)
    world.ask("grace", "/sev 1\n/resolve")

    assert len(checked) == 1
    assert len(world.reports) == 1
