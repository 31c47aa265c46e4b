"""A few writes go out at once; many keep a second between two."""

import pytest

from incident_actions.gateway.client.write_pace import MAX_BURST, WritePace


def test_a_run_with_many_writes_keeps_the_pace_that_github_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    pace = WritePace()

    for _ in range(MAX_BURST + 3):
        pace.wait()

    assert waited == [1, 1, 1]
