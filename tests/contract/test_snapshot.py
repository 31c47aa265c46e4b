"""A snapshot grows by answers and creations, and never shows its key."""

from __future__ import annotations

from dataclasses import replace

from incident_actions.contract.questions import IdOf, RoleOf
from incident_actions.contract.snapshot import CreationResult
from incident_actions.text.seal import Seal
from tests.worlds import World

KEY = b"0123456789abcdef0123456789abcdef"


def test_a_snapshot_with_more_answers_keeps_those_before_and_is_another_one() -> None:
    before = World().snapshot.with_answers({RoleOf("ada"): "read", IdOf("ada"): 1})

    after = before.with_answers({RoleOf("ada"): "admin", RoleOf("mary"): "none"})

    assert after.answers == {RoleOf("ada"): "admin", IdOf("ada"): 1, RoleOf("mary"): "none"}
    assert before.answers == {RoleOf("ada"): "read", IdOf("ada"): 1}
    assert replace(after, answers={}) == World().snapshot


def test_a_snapshot_with_more_created_keeps_what_was_created_before() -> None:
    before = World().snapshot.with_created({"issue": CreationResult(20)})

    after = before.with_created({"pull": CreationResult(21, "hotfix/7-pool")})

    assert after.created == {"issue": CreationResult(20), "pull": CreationResult(21, "hotfix/7-pool")}
    assert before.created == {"issue": CreationResult(20)}


def test_each_kind_of_record_has_a_seal_of_its_own() -> None:
    snapshot = World(key=KEY).snapshot

    assert (snapshot.seal, snapshot.item_seal, snapshot.alert_seal) == (
        Seal(KEY, "issue 7000"),
        Seal(KEY, "action item"),
        Seal(KEY, "alert"),
    )


def test_the_key_is_shown_nowhere() -> None:
    assert KEY.decode() not in repr(World(key=KEY).snapshot)
