"""A fact that GitHub did not tell can't be used as one."""

from __future__ import annotations

import pytest

from incident_actions.contract.repository_facts import NotTold, Untold, told


def test_a_fact_is_what_it_is() -> None:
    assert told(frozenset({"incident"})) == frozenset({"incident"})


def test_what_was_not_told_names_what_it_needs() -> None:
    untold = Untold(403, "Issues")

    with pytest.raises(NotTold) as missing:
        told(untold)
    assert missing.value.untold == untold
