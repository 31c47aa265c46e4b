"""A fact that GitHub did not tell can't be used as one."""

from __future__ import annotations

import pytest

from incident_actions.contract.repository_facts import MissingFact, NotProvided, require_fact


def test_a_fact_is_what_it_is() -> None:
    assert require_fact(frozenset({"incident"})) == frozenset({"incident"})


def test_a_missing_fact_names_the_permission_it_needs() -> None:
    untold = MissingFact(403, "Issues")

    with pytest.raises(NotProvided) as missing:
        require_fact(untold)
    assert missing.value.missing == untold
