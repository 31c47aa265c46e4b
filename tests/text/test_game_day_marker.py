"""The issue of a game day is known by its first line alone."""

from datetime import UTC, datetime

import pytest

from incident_actions.text.game_day_marker import ASK, DRILL, first_line, key_in, marker_key

DAY = datetime(2026, 10, 6, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", [DRILL, ASK])
def test_a_key_is_read_back_from_the_first_line(kind: str) -> None:
    key = marker_key(kind, DAY)

    assert (key, key_in(f"{first_line(key)}\nmore")) == (f"{kind}.20261006", key)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "hello",
        "x\n<!-- incident-actions:game-day drill.20261006 -->",
        "<!-- incident-actions:game-day drill.2026 -->",
    ],
)
def test_any_other_text_has_no_key(body: str) -> None:
    assert key_in(body) == ""
