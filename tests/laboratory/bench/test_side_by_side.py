"""The bench itself: our tool and a small Node action in turns, near a sandbox and far from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.laboratory.bench import peers
from tests.laboratory.bench.cases import Case, severity
from tests.laboratory.bench.program import Tool
from tests.laboratory.bench.side_by_side import Programs, measure_in_turns

pytestmark = pytest.mark.rest
SMALL = Path(__file__).parent / "acknowledge"
NODE = shutil.which("node") or ""
needs_node = pytest.mark.skipif(not NODE, reason="no node on this machine")


def test_a_job_sends_the_same_requests_near_and_far(tmp_path: Path) -> None:
    sent = []
    for distance in (0, 5):
        place = tmp_path / str(distance)
        [found] = measure_in_turns([Case("/sev", severity)], place, Programs(Tool()), distance, times=1)
        sent.append(sorted((each.method, each.path) for each in found.runs[0].requests))

    near, far = sent
    assert near == far
    assert any(path.endswith("/reactions") for _, path in near)


@needs_node
def test_an_action_gets_the_event_the_token_and_its_inputs_as_a_runner_gives_them(tmp_path: Path) -> None:
    small = Case("small", peers.command_to_dispatch, peer="small")

    [found] = measure_in_turns([small], tmp_path, Programs(Tool(), {"small": SMALL}, Path(NODE)), 5, times=2)

    sent = [(each.method, each.path.partition("/acme/shop/")[2]) for each in found.runs[-1].requests]
    assert sent == [("GET", "collaborators/ada/permission"), ("POST", "issues/3/labels"), ("POST", "issues/3/comments")]
