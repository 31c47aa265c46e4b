"""What a rehearsal measured, in words."""

import pytest

from incident_actions.drill.rehearsal.score import RehearsalScore
from tests.worlds import WORDING

HEAD = "Measured against the numbers of this process:"


@pytest.mark.parametrize(
    ("score", "lines"),
    [
        (
            RehearsalScore(targets=0, met=0, promised=0, kept=0, lateness=(0, 0, 0)),
            [
                "  Response targets: the process sets none",
                "  Promised updates: the process promises none",
                "  Timers: 3 fired, all on time",
            ],
        ),
        (
            RehearsalScore(targets=3, met=3, promised=2, kept=2, lateness=(0, 20)),
            [
                "  Response targets: 3 of 3 met",
                "  Promised updates: 2 of 2 on time",
                "  Timers: 2 fired, at most 20 s late",
            ],
        ),
        (
            RehearsalScore(targets=3, met=2, promised=2, kept=1, lateness=()),
            [
                "  Response targets: 2 of 3 met",
                "  Promised updates: 1 of 2 on time",
                "  Timers: none was due",
                "The people in this drill are late on purpose, so that you see the reminders and the escalation.",
            ],
        ),
    ],
)
def test_the_score_names_what_was_measured_and_what_the_process_leaves_open(
    score: RehearsalScore, lines: list[str]
) -> None:
    assert WORDING.render("drill/score.txt", {"score": score}).splitlines() == [HEAD, *lines]
