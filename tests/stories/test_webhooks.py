"""A program gets the events of an incident, signed, in the published form; and the record says what became of each."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.model.incident.entry import EventDispatched
from incident_actions.text import record
from tests.receivers.web import Got, Web
from tests.stories.conftest import adopted_shop
from tests.stories.team import Team
from tests.stories.test_notifications import notifying
from tests.text.test_incident_json import FORM

CONFIGURATION = """
extends: default
services: [checkout]
notifications:
  - { on: [declared, raised, acknowledged, updated, resolved], to: [programs] }
"""
KEY = "s3cr3t-k3y"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with adopted_shop(tmp_path, CONFIGURATION) as team:
        yield team


def is_genuine(got: Got) -> bool:
    expected = f"sha256={hmac.new(KEY.encode(), got.raw, hashlib.sha256).hexdigest()}"
    return got.headers["X-Hub-Signature-256"] == expected


@pytest.mark.rest
def test_a_program_hears_of_a_whole_incident(team: Team, there: Web) -> None:
    team.sandbox.jobs.runner = notifying(f"programs = hook://{KEY}@127.0.0.1:{there.port}/in")

    incident = team.file("grace", "Checkout is down", severity="SEV-2: A major feature is broken")
    team.say("ada", incident, "/ack\n/affects checkout\n/sev 1 nobody can pay")
    team.say("ada", incident, "/update We are rolling back.")
    team.say("ada", incident, "/resolve rolled back")

    for got in there.got:
        FORM.validate(got.body)
    assert all(is_genuine(got) for got in there.got)
    assert [
        (got.body["event"], got.body["incident"]["severity"], got.body["incident"]["phase"]) for got in there.got
    ] == [
        ("incident.declared", "SEV-2", "active"),
        ("incident.acknowledged", "SEV-2", "active"),
        ("incident.raised", "SEV-1", "active"),
        ("incident.updated", "SEV-1", "active"),
        ("incident.resolved", "SEV-1", "resolved"),
    ]
    assert len({got.headers["X-Incident-Delivery"] for got in there.got}) == 5
    assert "Notified programs" in team.card(incident)


@pytest.mark.rest
def test_a_program_that_refuses_an_event_is_missed_on_the_incident(team: Team, there: Web) -> None:
    there.answers["/in"] = 500
    team.sandbox.jobs.runner = notifying(f"programs = hook://{KEY}@127.0.0.1:{there.port}/in")

    incident = team.file("grace", "Checkout is down", severity="SEV-2: A major feature is broken")

    first, again = there.got
    assert first == again
    assert first.headers["X-Incident-Delivery"] == again.headers["X-Incident-Delivery"]
    assert "Webhook" in team.comments(incident)[-1]["body"]


@pytest.mark.rest
def test_the_events_that_are_named_are_dispatched_to_the_repositorys_own_workflows(team: Team) -> None:
    team.write("ada", ".github/incidents.yml", "main", "extends: default\nrepository_dispatch: [declared, resolved]\n")

    incident = team.file("grace", "Checkout is down", severity="SEV-2: A major feature is broken")
    team.say("ada", incident, "/update we look at it")
    team.say("ada", incident, "/resolve rolled back")

    entries = record.entries_in(team.cards(incident)[0])
    dispatched = [(each.key.split(":")[1], each.problem) for each in entries if isinstance(each, EventDispatched)]
    posted = [each.status for each in team.sandbox.requests if each.path.endswith("/acme/shop/dispatches")]
    assert dispatched == [("declared", ""), ("resolved", "")]
    assert posted.count(204) >= 2
