"""The reference names each part once, and says of each key what it accepts and means."""

from __future__ import annotations

from incident_actions.model.process.configuration_reference import KeyReference, reference_parts
from incident_actions.model.process.schema import configuration_schema

PARTS = reference_parts(configuration_schema())
ROWS = {(part.key, row.key): row for part in PARTS for row in part.rows}


def test_the_whole_comes_first_and_no_part_twice() -> None:
    keys = [part.key for part in PARTS]

    assert keys[0] == ""
    assert len(keys) == len(set(keys))


def test_every_part_and_every_key_has_a_meaning() -> None:
    assert [part.key for part in PARTS if not part.meaning] == []
    assert [place for place, row in ROWS.items() if not row.meaning] == []


def test_an_item_of_a_named_list_is_changed_by_its_name() -> None:
    assert {part.key: part.by for part in PARTS if part.key in ("severities", "contacts")} == {
        "severities": "label",
        "contacts": "",
    }


def test_a_key_is_described_in_words() -> None:
    assert ROWS["severities", "label"] == KeyReference(
        "label", "text", "the label on the issue, in your own words", "", needed=True
    )
    assert ROWS["severities", "postmortem"].takes == "true or false"
    assert (ROWS["game_days", "ask"].default, ROWS["game_days", "ends_after"].default) == ("true", "24")
    assert ROWS["severities", "tell"].takes == "a list, each text"
    assert ROWS["severities", "update_every"].takes == "a whole number"
    assert ROWS["", "severities"].takes == "a list, or keys by label"
    assert ROWS["", "contacts"].takes == "keys of your own, each with keys (`null` removes one)"
    assert ROWS["", "extends"].takes.startswith("`")
