"""Backticks pair as in CommonMark."""

import re

import pytest

from incident_actions.text.code_spans import Backticks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a`", 3),
        ("`a", None),
        ("``a`b``c``", 7),
        ("`a``b`", 6),
        ("```a``", None),
        ("`a\nb`", 5),
        ("`a\\`b`", 4),
    ],
)
def test_a_code_span_ends_at_the_next_run_of_its_length(text: str, expected: int | None) -> None:
    opening = re.match("`+", text)

    assert opening
    assert Backticks(text).end(opening) == expected
