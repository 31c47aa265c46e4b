"""Outputs of a job are read from its file as a runner reads them."""

import pytest

from incident_actions.sandbox.job import read_outputs


@pytest.mark.parametrize(
    ("text", "outputs"),
    [
        ("", {}),
        ("reason=a=b\n", {"reason": "a=b"}),
        ("plan<<END\none\ntwo\nEND\nafter=1\n", {"plan": "one\ntwo", "after": "1"}),
        ("plan<<END\nend=END\nEND\n", {"plan": "end=END"}),
        ("plan<<END\none\n", {"plan": "one"}),
        ("note=a<<b\n", {"note": "a<<b"}),
        ("again=1\nagain=2\n", {"again": "2"}),
    ],
)
def test_outputs_are_single_lines_or_blocks_up_to_a_delimiter(text: str, outputs: dict[str, str]) -> None:
    assert read_outputs(text) == outputs
