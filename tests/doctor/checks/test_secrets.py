"""The doctor finds addresses that nobody can be reached at, and a key that does not sign."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.contract.repository_facts import AddressProbe
from tests.doctor.healthy_repository import healthy_facts, not_passing

BAD = AddressProbe(1, frozenset(), "", "unreadable")
DEAD = AddressProbe(1, frozenset(), "JSON", "unreached")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"addresses": ()}, []),
        ({"addresses": None}, []),
        ({"addresses": None, "running": True}, []),
        ({"addresses": None, "secrets": frozenset({"INCIDENT_NOTIFY_URLS"})}, [("notifications", "unknown", "unseen")]),
        ({"addresses": (BAD,)}, [("notifications", "fail", "tried")]),
        ({"addresses": (DEAD,)}, [("notifications", "warn", "tried")]),
    ],
    ids=["none", "not set", "none in a run", "unseen", "unreadable", "unreached"],
)
def test_each_address_must_be_readable_and_reached(
    changed: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert [each for each in not_passing(healthy_facts(**changed)) if each[0] == "notifications"] == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"key_length": 64}, []),
        ({"key_length": 8}, [("signing-key", "warn", "short")]),
        ({"secrets": frozenset()}, [("signing-key", "warn", "absent")]),
        ({"running": True}, [("signing-key", "warn", "absent")]),
    ],
    ids=["long", "short", "no secret", "no key in a run"],
)
def test_a_long_key_signs_the_records(changed: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert [each for each in not_passing(healthy_facts(**changed)) if each[0] == "signing-key"] == expected
