"""A few writes go out at once; many keep a second between two."""

import pytest

from incident_actions.gateway.client.write_pace import BURST, Pace


def test_a_run_with_many_writes_keeps_the_pace_that_github_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    pace = Pace()

    for _ in range(BURST + 3):
        pace.keep()

    assert waited == [1, 1, 1]
