"""A repository may use the tool of another one that is no less public."""

from __future__ import annotations

import pytest

from incident_actions.setup.access import may_use


@pytest.mark.parametrize(
    ("caller", "tool", "may"),
    [
        ("public", "public", True),
        ("public", "internal", False),
        ("public", "private", False),
        ("internal", "public", True),
        ("internal", "internal", True),
        ("internal", "private", False),
        ("private", "private", True),
        ("private", "public", True),
        ("public", "unheard-of", True),
        ("unheard-of", "private", True),
    ],
)
def test_a_caller_may_use_what_at_least_as_many_see(caller: str, tool: str, may: bool) -> None:
    assert may_use(caller, tool) is may
