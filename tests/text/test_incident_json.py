"""Programs get an incident whole, in the published form."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.process.communication import Happening
from incident_actions.text.incident_json import IncidentEvent, event_json, event_name, incident_json
from tests.generated_values import ENTRIES
from tests.worlds import PROCESS

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "webhook.schema.json").read_text(encoding="utf-8"))
FORM = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
URL = "https://github.com/acme/shop"
START = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
DECLARED = e.Declared(at=START, accepted=START, by="grace", status="Investigating", title="Checkout is down")


def after(minutes: int) -> dict[str, Any]:
    at = START + timedelta(minutes=minutes)
    return {"at": at, "accepted": at, "by": "ada", "comment": 1000 + minutes}


RECORD = (
    DECLARED,
    e.SeveritySet(**after(1), to="SEV-1"),
    e.Acknowledged(**after(2)),
    e.RoleTaken(**after(2), role="commander", person="ada"),
    e.ServicesSet(**after(3), to=("checkout",)),
    e.ImpactSet(**after(3), text="Nobody can pay"),
    e.UpdatePublished(**after(4), text="We are on it."),
    e.HotfixOpened(**after(5), description="undo it", branch="hotfix/undo", pull=12, reverts="#11"),
    e.ActionOpened(
        **after(6), issue=13, key="k", text="Alert on it", owner="linus", due=date(2026, 4, 1), type="detect"
    ),
    e.PostmortemOpened(**after(7), branch="postmortem/7", path="docs/incidents/x.md", pull=14),
)


def test_an_incident_is_whole() -> None:
    incident = fold(7, RECORD)
    assert incident

    shown = incident_json(incident, PROCESS, URL)

    assert shown == {
        "number": 7,
        "url": f"{URL}/issues/7",
        "title": "Checkout is down",
        "phase": "active",
        "status": "Investigating",
        "severity": "SEV-1",
        "rank": 1,
        "services": ["checkout"],
        "summary": None,
        "impact": "Nobody can pay",
        "resolution": None,
        "declared_by": "grace",
        "acknowledged_by": "ada",
        "roles": {"commander": "ada"},
        "milestones": {"declared": "2026-03-04T14:00:00Z", "acknowledged": "2026-03-04T14:02:00Z"},
        "durations": {"time_to_acknowledge": 120.0},
        "last_update": {"at": "2026-03-04T14:04:00Z", "text": "We are on it."},
        "published": [{"at": "2026-03-04T14:04:00Z", "text": "We are on it."}],
        "hotfixes": [
            {
                "description": "undo it",
                "repository": None,
                "branch": "hotfix/undo",
                "pull_request": 12,
                "state": "open",
                "reverts": "#11",
            }
        ],
        "action_items": [{"issue": 13, "text": "Alert on it", "owner": "linus", "due": "2026-04-01", "type": "detect"}],
        "post_mortem": {"path": "docs/incidents/x.md", "pull_request": 14, "state": "open", "reason": None},
        "duplicate_of": None,
        "moved_to": None,
    }


def test_an_event_names_its_comment_and_keeps_its_id() -> None:
    incident = fold(7, RECORD[:2])
    assert incident

    shown = event_json(IncidentEvent("raised", "notify:raised:c1001.0", RECORD[1], incident), PROCESS, "acme/shop", URL)

    assert {**shown, "incident": None} == {
        "version": 1,
        "event": "incident.raised",
        "id": "acme/shop#7/notify:raised:c1001.0",
        "at": "2026-03-04T14:01:00Z",
        "by": "ada",
        "url": f"{URL}/issues/7#issuecomment-1001",
        "repository": "acme/shop",
        "incident": None,
    }
    FORM.validate(shown)


@given(st.lists(ENTRIES, max_size=12), st.sampled_from(get_args(Happening)))
def test_whatever_is_on_record_has_the_published_form(entries: list[e.Entry], happening: Happening) -> None:
    incident = fold(7, (DECLARED, *entries))
    assert incident
    event = IncidentEvent(happening, "k", entries[-1] if entries else DECLARED, incident)

    shown = event_json(event, PROCESS, "acme/shop", URL)

    FORM.validate(json.loads(json.dumps(shown)))


def test_of_an_incident_that_moved_only_its_new_place_is_told() -> None:
    moved = e.MadePrivate(at=START, accepted=START, by="ada", repository="acme/secret", number=3)
    incident = fold(7, (*RECORD, moved))
    assert incident

    shown = incident_json(incident, PROCESS, URL)

    assert shown["moved_to"] == "acme/secret#3"
    assert not {"Checkout", "pay", "undo", "Alert"} & set(json.dumps(shown).replace('"', " ").split())


@pytest.mark.parametrize("happening", get_args(Happening))
def test_every_happening_has_a_name_that_is_published(happening: Happening) -> None:
    assert event_name(happening) in SCHEMA["properties"]["event"]["enum"]


def test_nothing_else_is_published() -> None:
    assert SCHEMA["properties"]["event"]["enum"] == [event_name(each) for each in get_args(Happening)]
