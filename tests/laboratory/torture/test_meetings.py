"""The short version: some moments at which two runs meet."""

import pytest

from tests.laboratory.torture.meetings import MEETINGS, met, wrong


@pytest.mark.rest
@pytest.mark.parametrize("name", MEETINGS)
def test_two_runs_at_once_leave_one_whole_record(name: str) -> None:
    alone = met(MEETINGS[name], 0)

    moments = range(4, alone.requests + 1, 4)
    assert alone.left == ()
    assert {at: wrong(MEETINGS[name], alone, at) for at in moments} == dict.fromkeys(moments, "")
