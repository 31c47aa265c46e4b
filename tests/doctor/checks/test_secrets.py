"""The doctor finds addresses that nobody can be reached at, and a key that does not sign."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.contract.repository_facts import AddressProbe
from incident_actions.doctor.report import report_lines
from tests.doctor.healthy_repository import WORDING, healthy_facts, not_passing, process

BAD = AddressProbe(1, frozenset(), "", "unreadable")
DEAD = AddressProbe(1, frozenset(), "JSON", "unreached")
UNTRIED = AddressProbe(1, frozenset(), "", "uninstalled")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"addresses": ()}, []),
        ({"addresses": None}, []),
        ({"addresses": None, "running": True}, []),
        ({"addresses": None, "secrets": frozenset({"INCIDENT_NOTIFY_URLS"})}, [("notifications", "unknown", "unseen")]),
        ({"addresses": (BAD,)}, [("notifications", "fail", "tried")]),
        ({"addresses": (DEAD,)}, [("notifications", "warn", "tried")]),
        ({"addresses": (UNTRIED,)}, [("notifications", "unknown", "uninstalled")]),
    ],
    ids=["none", "not set", "none in a run", "unseen", "unreadable", "unreached", "not installed"],
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


PAGED = process("extends: default\nescalation: [ada]\npeople: { ada: { notify: [ada-pager, ada-sms] } }\n")


@pytest.mark.parametrize(
    ("addresses", "found"),
    [
        ((), ("warn", "unpaged")),
        (None, ("warn", "unpaged")),
        ((AddressProbe(1, frozenset(), "JSON", "reached"),), ("warn", "tried")),
        ((AddressProbe(1, frozenset({"ada-pager"}), "JSON", "reached"),), ("warn", "tried")),
        ((AddressProbe(1, frozenset({"ada-pager", "ada-sms"}), "JSON", "reached"),), None),
    ],
)
def test_each_persons_tag_must_have_an_address_of_its_own(
    addresses: tuple[AddressProbe, ...] | None, found: tuple[str, str] | None
) -> None:
    expected = [("notifications", *found)] if found else []

    assert not_passing(healthy_facts(PAGED, addresses=addresses), PAGED) == expected


def test_the_tags_that_lack_an_address_are_named_with_their_person() -> None:
    one = (AddressProbe(1, frozenset({"ada-pager"}), "JSON", "reached"),)
    (line,) = [
        each for each in report_lines(healthy_facts(PAGED, addresses=one), PAGED, WORDING) if each.level == "warn"
    ]

    assert line.says == (
        "The page of `ada` goes to `ada-sms`, but no address has that tag. "
        "The address is valid, and its host accepts a connection. No message was sent, so delivery is not tested."
    )
    assert (
        line.change
        == "Set the secret `INCIDENT_NOTIFY_URLS` again with all of its lines, since GitHub does not show its current value."
    )
