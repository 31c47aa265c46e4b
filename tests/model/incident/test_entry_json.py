"""An entry becomes JSON and comes back; what is not an entry of this version is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.entry_json import NotAnEntry, as_json, from_json, json_value, kind_of, may_be_newer

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
ACKNOWLEDGED = e.Acknowledged(at=AT, accepted=AT, by="grace")
STORED = {"kind": "ack", "at": "2026-03-04T14:00:00Z", "accepted": "2026-03-04T14:00:00Z", "by": "grace"}
SERVICES = e.ServicesSet(at=AT, accepted=AT, by="grace", to=("api", "web"))
PAGED = e.PeoplePaged(at=AT, accepted=AT, whom="the VP", to=("ada",), ids=(1,))
ANSWERED = e.Declared(at=AT, accepted=AT, answers=(("users", "All"), ("changed", "Release 41")))
OPENED = e.ActionOpened(at=AT, accepted=AT, issue=9, text="Alert", key="k", owner="ada", due=date(2026, 4, 1))


def unknown(**values: object) -> e.UnknownEntry:
    """Return an entry as a record holds it that this version can't read."""
    return e.UnknownEntry(at=AT, accepted=AT, raw=json.dumps(values))


def test_an_entry_is_stored_without_its_defaults() -> None:
    assert as_json(ACKNOWLEDGED) == {**STORED, "kind": ACKNOWLEDGED.kind}


@pytest.mark.parametrize("entry", [ACKNOWLEDGED, SERVICES, PAGED, OPENED, ANSWERED], ids=lambda entry: entry.kind)
def test_an_entry_comes_back_as_it_was(entry: e.Entry) -> None:
    assert from_json(json.loads(json.dumps(as_json(entry)))) == entry


def test_a_time_of_another_zone_is_stored_in_utc() -> None:
    assert json_value(AT.astimezone(timezone(timedelta(hours=2)))) == "2026-03-04T14:00:00Z"


def test_a_time_of_another_zone_is_read_in_utc() -> None:
    read = from_json({**STORED, "kind": ACKNOWLEDGED.kind, "at": "2026-03-04T16:00:00+02:00"})

    assert (read.at, read.at.tzinfo) == (AT, UTC)


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        "ack",
        {},
        {"kind": "from-the-future"},
        {"kind": ACKNOWLEDGED.kind},
        {**STORED, "kind": ACKNOWLEDGED.kind, "at": "today"},
        {**STORED, "kind": ACKNOWLEDGED.kind, "at": 5},
        {**STORED, "kind": ACKNOWLEDGED.kind, "by": 5},
        {**STORED, "kind": ACKNOWLEDGED.kind, "mood": "calm"},
        {**STORED, "kind": SERVICES.kind, "to": "api"},
        {**STORED, "kind": PAGED.kind, "to": ["ada"], "ids": ["1"]},
        {**STORED, "kind": ANSWERED.kind, "answers": [["users", 5]]},
        {**STORED, "kind": ANSWERED.kind, "answers": [["users"]]},
    ],
    ids=repr,
)
def test_whatever_is_not_an_entry_of_this_version_is_refused(values: object) -> None:
    with pytest.raises(NotAnEntry):
        from_json(values)


@pytest.mark.parametrize(
    ("entry", "newer"),
    [
        (unknown(kind="from-the-future"), True),
        (unknown(**{**STORED, "kind": ACKNOWLEDGED.kind, "mood": "calm"}), True),
        (unknown(**{**STORED, "kind": ACKNOWLEDGED.kind, "at": "today"}), False),
        (unknown(**{**STORED, "kind": ACKNOWLEDGED.kind}), False),
    ],
    ids=["a new kind", "a further field", "a broken field", "nothing new"],
)
def test_a_newer_version_wrote_what_has_a_new_kind_or_a_further_field(entry: e.UnknownEntry, newer: bool) -> None:
    assert may_be_newer(entry) is newer


def test_an_unknown_entry_is_stored_as_it_came_and_keeps_its_kind() -> None:
    entry = unknown(kind="from-the-future", mood="calm")

    assert as_json(entry) == {"kind": "from-the-future", "mood": "calm"}
    assert (kind_of(entry), kind_of(ACKNOWLEDGED)) == ("from-the-future", ACKNOWLEDGED.kind)


@pytest.mark.parametrize("values", ["x" * 99, {"kind": "x" * 99}], ids=["no object", "no kind"])
def test_a_refusal_shows_the_beginning_of_what_was_read(values: object) -> None:
    with pytest.raises(NotAnEntry) as wrong:
        from_json(values)

    assert str(wrong.value) == repr(values)[:80]
