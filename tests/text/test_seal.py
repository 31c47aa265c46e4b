"""A seal is valid with its key, at its place, over its lines, and nowhere else."""

import hashlib
import hmac

import pytest

from incident_actions.text.seal import ALERT_PLACE, ITEM_PLACE, PLAIN, Seal, Trust

KEYED = Seal(b"a key of the repository's secrets", "issue 7000")
LINES = ["one", "two"]


def test_a_plain_seal_is_the_digest_of_the_lines() -> None:
    assert PLAIN.seal_lines(LINES) == f"sha256:{hashlib.sha256(b'one' + bytes([10]) + b'two').hexdigest()}"


def test_a_keyed_seal_covers_the_place_and_the_lines() -> None:
    made = hmac.new(KEYED.key, b"issue 7000\none\ntwo", hashlib.sha256).hexdigest()

    assert KEYED.seal_lines(iter(LINES)) == f"hmac:{made}"


def test_half_a_character_can_be_sealed() -> None:
    assert PLAIN.check_lines(PLAIN.seal_lines(["\ud800"]), ["\ud800"]) is Trust.SEALED


@pytest.mark.parametrize(
    ("reader", "claimed", "trust"),
    [
        (PLAIN, PLAIN.seal_lines(LINES), Trust.SEALED),
        (KEYED, KEYED.seal_lines(LINES), Trust.SEALED),
        (KEYED, PLAIN.seal_lines(LINES), Trust.UNSEALED),
        (PLAIN, None, Trust.UNSEALED),
        (KEYED, None, Trust.UNSEALED),
        (KEYED, 7, Trust.UNSEALED),
        (PLAIN, KEYED.seal_lines(LINES), Trust.BROKEN),
        (PLAIN, PLAIN.seal_lines(["one"]), Trust.BROKEN),
        (KEYED, PLAIN.seal_lines(["one"]), Trust.BROKEN),
        (KEYED, KEYED.seal_lines(["one"]), Trust.BROKEN),
        (KEYED, Seal(b"another key", KEYED.place).seal_lines(LINES), Trust.BROKEN),
        (KEYED, Seal(KEYED.key, "issue 8000").seal_lines(LINES), Trust.BROKEN),
        (PLAIN, "", Trust.BROKEN),
        (PLAIN, "\ud800é", Trust.BROKEN),
    ],
)
def test_lines_are_trusted_by_their_seal(reader: Seal, claimed: object, trust: Trust) -> None:
    assert reader.check_lines(claimed, iter(LINES)) is trust


@pytest.mark.parametrize(
    ("seal", "accepted"), [(PLAIN, {Trust.SEALED, Trust.UNSEALED}), (KEYED, {Trust.SEALED})], ids=["plain", "keyed"]
)
def test_a_block_without_a_seal_is_accepted_only_where_there_is_no_key(seal: Seal, accepted: set[Trust]) -> None:
    assert {trust for trust in Trust if seal.accepts(trust)} == accepted


def test_a_key_is_never_shown() -> None:
    assert repr(KEYED) == "Seal(place='issue 7000')"


def test_issues_without_a_number_have_places_of_their_own() -> None:
    seals = {Seal(KEYED.key, place).seal_lines(LINES) for place in (ITEM_PLACE, ALERT_PLACE, "", KEYED.place)}

    assert len(seals) == 4
