"""People and monitoring systems name a severity in their own words: it is understood, or the issue says what is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.model.alerts.sender_bodies import plain
from tests.stories.conftest import adopted_shop
from tests.stories.team import Team

CHOICES = """
- `/sev 1`: SEV-1, Everything is down for everybody, or data is being lost or leaked
- `/sev 2`: SEV-2, A major feature is broken and many people are affected
- `/sev 3`: SEV-3, A minor feature is broken, or there is a way around it
- `/sev 4`: SEV-4, Cosmetic, or not urgent"""


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with adopted_shop(tmp_path, "extends: default\nalerts: { storm: 0 }\n") as team:
        yield team


def send(team: Team, body: object) -> int:
    """Send an alert; the number of the newest issue."""
    team.as_("grace").json("POST", "dispatches", {"event_type": "alert", "client_payload": {"alert": body}})
    team.settle()
    return int(team.as_("ada").json("GET", "issues", params={"state": "all"})[0]["number"])


def test_an_alert_in_its_senders_own_words_opens_an_incident_of_the_right_severity(team: Team) -> None:
    incident = send(team, json.dumps(plain(status="ALARM", severity="P1 - Critical", started=1772631000)))

    assert team.headline(incident).startswith("🔴 SEV-1")
    assert team.timeline(incident)[0] == "2026-03-04 13:30 UTC · Started · `grace`"
    assert [each for each in team.beginning(incident) if "severity as" in each] == []
    send(team, plain(status="Recovered"))
    assert team.row(incident, "Alerts").startswith("resolved since")


def test_a_severity_of_an_alert_that_no_one_can_read_is_said_with_what_to_do(team: Team) -> None:
    incident = send(team, plain(severity="sev-zero @acme/all"))

    (said,) = team.beginning(incident)
    assert said[said.index("The alert") :] == (
        "The alert gives the severity as `sev-zero @acme/all`, which is none of `SEV-1`, `SEV-2`, `SEV-3`, `SEV-4`. "
        f"No severity is set, so reminders run as for the worst one. To set it, comment one of these:\n{CHOICES}\n\n"
        "To have this word understood from now on, add it to `alerts.severities` in `.github/incidents.yml`."
    )
    assert team.say("grace", incident, "/sev critical the database is down") == []
    assert team.headline(incident).startswith("🔴 SEV-1")


def test_a_severity_of_the_form_is_understood_or_said(team: Team) -> None:
    typed = team.file("grace", "Checkout is down", severity="sev1")
    unread = team.file("grace", "Search is slow", severity="sev-zero")

    assert team.headline(typed).startswith("🔴 SEV-1")
    assert team.headline(unread).startswith("⚪ Severity not set")
    (said,) = team.beginning(unread)
    assert "The form gives the severity as `sev-zero`, which is none of" in said
    assert said.endswith(f"To set it, comment one of these:\n{CHOICES}")


def test_a_label_in_another_spelling_sets_the_severity(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity="SEV-3")
    team.as_("grace").json("POST", f"issues/{incident}/labels", {"labels": ["sev2"]})
    team.settle()

    assert team.shows(incident)["labels"] == ["SEV-2", "incident", "status: investigating"]
    assert team.headline(incident).startswith("🟠 SEV-2")


def test_a_command_that_could_mean_two_severities_is_refused_with_all_of_them(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity="SEV-3")

    assert team.say("grace", incident, "/sev 1 or 2") == [
        f"`/sev` can't tell which severity `1 or 2` means. Nothing was changed. Choose one:\n{CHOICES}"
    ]
    assert team.headline(incident).startswith("🟡 SEV-3")
