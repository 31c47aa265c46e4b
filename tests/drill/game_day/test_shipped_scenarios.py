"""Each scenario that comes with the tool can be lived to its end, and a perfect response scores full."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_actions.drill.game_day.scenario_files import scenario_names
from incident_actions.drill.game_day.server import GameDayChoice
from incident_actions.game_days.response_score import Verdict
from tests.drill.game_day.perfect_responder import responding

ENDS = {"false-alarm": "/false-alarm The probe has an old address"}


@pytest.mark.rest
@pytest.mark.parametrize("name", scenario_names())
def test_a_perfect_response_to_a_shipped_scenario_scores_full(name: str, tmp_path: Path) -> None:
    with responding(tmp_path / "github", GameDayChoice(tmp_path / "day", scenario=name)) as responder:
        responder.ends = ENDS.get(name, responder.ends)
        responder.live()

        score = responder.page.score(responder.sandbox.clock.now())
        progress = responder.page.player.progress
    bad = [(each.number, row) for each in score.scores for row in each.judgements if row.verdict not in FINE]
    assert bad == []
    assert score.is_final
    assert score.met_count == score.target_count >= 6 * len(score.scores)
    assert set(progress.issues) == {step.incident for step in responder.day.scenario.steps}
    assert [each.problem for each in progress.played.values() if each.problem] == []
    assert len(progress.played) == len(responder.day.scenario.steps)


FINE = (Verdict.MET, Verdict.NOT_ASKED)
