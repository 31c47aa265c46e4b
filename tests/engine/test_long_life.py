"""The life of an incident costs in proportion to its length: what a run does must not grow with what was done before."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from incident_actions.model.incident import incident
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
