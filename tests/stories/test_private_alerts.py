"""An alert of an incident that moved fires again: the private issue hears of it, and nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.sandbox import FinishedJob
from incident_actions.sandbox.faults import UNAVAILABLE, Fault
from tests.model.alerts.sender_bodies import plain
from tests.receivers.web import Web, web
from tests.stories.private_place import CANARY, CONFIGURATION, Begin, private_place, public_words, record_writes
from tests.stories.team import Team

FIRST, AGAIN = "2026-03-04T13:50:00Z", "2026-03-04T16:00:00Z"
WORDS = {"title": f"{CANARY} is down", "summary": f"{CANARY} in the summary", "services": [f"{CANARY}-service"]}
COMMENTS = "/repos/acme/security/issues/1/comments"


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    with private_place(tmp_path) as begun:
        yield begun


@pytest.fixture
def channel() -> Iterator[Web]:
    """Where the team is notified."""
    with web() as there:
        yield there


def send(team: Team, **more: object) -> FinishedJob:
    """Dispatch an alert of which every word is the canary, and return its run."""
    alert = plain(**WORDS, started=FIRST, **more) if "started" not in more else plain(**WORDS, **more)
    team.as_("grace").json("POST", "dispatches", {"event_type": "alert", "client_payload": {"alert": alert}})
    (ended,) = team.sandbox.settle()
    return ended


def in_private(team: Team) -> list[str]:
    """The comments on the private issue, without their first lines."""
    return [each["body"].partition("\n")[2] for each in team.as_("grace").json("GET", COMMENTS)]


def begun(begin: Begin, channel: Web) -> Team:
    """A team whose first incident was opened by an alert and moved."""
    team = begin(urls=f"json://127.0.0.1:{channel.port}/channel")
    assert send(team).exit_code == 0
    team.say("grace", 1, "/private")
    return team


def test_an_alert_that_fires_again_reaches_the_private_issue_alone(
    begin: Begin, channel: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = begun(begin, channel)
    notified, written = len(channel.to("/channel")), record_writes(monkeypatch)

    team.later(hours=3)
    ended = [send(team, **given) for given in ({}, {}, {"status": "resolved"}, {"started": AGAIN}, {"started": AGAIN})]
    logs = "\n".join(each.output for each in ended)

    assert [each.exit_code for each in ended] == [0] * 5
    assert written == []
    assert CANARY not in logs + public_words(team, 1)
    assert "the alert belongs to a private incident, acme/security#1" in logs
    assert len(team.as_("grace").json("GET", "issues?state=all")) == 1
    assert len(channel.to("/channel")) == notified
    assert in_private(team) == [
        f"The alert **{CANARY} is down** of Monitoring fires again, since 2026-03-04 13:50 UTC.\n\n{CANARY} in the summary",
        f"The alert **{CANARY} is down** of Monitoring is over.\n\n{CANARY} in the summary",
        f"The alert **{CANARY} is down** of Monitoring fires again, since 2026-03-04 16:00 UTC.\n\n{CANARY} in the summary",
    ]


@pytest.mark.rest
def test_an_alert_that_can_reach_nobody_fails_its_run_and_says_nothing_in_public(
    begin: Begin, channel: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = begun(begin, channel)
    written = record_writes(monkeypatch)
    team.sandbox.repository("acme/security").private = False

    assert send(team).exit_code == 2
    team.sandbox.repository("acme/security").private = True
    stub = team.as_("grace").json("GET", "issues/1")["body"]
    team.set("grace", "issues/1", body=stub.replace("acme/security", "mallory/notes", 1))
    team.sandbox.faults.add(Fault(UNAVAILABLE, route="PATCH", times=None))
    assert send(team).exit_code == 2

    assert (written, in_private(team)) == ([], [])


@pytest.mark.rest
def test_an_alert_right_after_the_run_that_moved_its_incident_died_is_not_lost(begin: Begin, channel: Web) -> None:
    team = begin(urls=f"json://127.0.0.1:{channel.port}/channel")
    assert send(team).exit_code == 0
    team.sandbox.faults.add(Fault(UNAVAILABLE, route="PATCH /repos/{owner}/{repo}/issues/{issue_number}", times=None))
    team.as_("grace").json("POST", "issues/1/comments", {"body": "/private"})
    team.sandbox.settle()
    team.sandbox.faults.clear()
    assert CANARY in team.as_("grace").json("GET", "issues/1")["title"]

    assert send(team, status="resolved").exit_code == 0
    team.sweep()
    assert send(team, started=AGAIN).exit_code == 0

    assert [" is over." in each for each in in_private(team)] == [True, False]
    assert CANARY not in public_words(team, 1)


RULED = f"{CONFIGURATION}private: {{ repository: acme/security, severities: [SEV-1] }}\n"


def title_and_state(team: Team, issue: int) -> tuple[str, str]:
    shown = team.as_("grace").json("GET", f"issues/{issue}")
    return shown["title"], shown["state"]


@pytest.mark.rest
def test_no_word_of_an_alert_with_a_private_severity_is_ever_public(
    begin: Begin, channel: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = begin(configuration=RULED, urls=f"json://127.0.0.1:{channel.port}/channel")
    assert send(team, fingerprint="ordinary").exit_code == 0
    written, notified = record_writes(monkeypatch), len(channel.to("/channel"))

    ended = send(team, fingerprint="private", severity="SEV-1", url=f"https://example.org/{CANARY}")

    assert ended.exit_code == 0
    assert (CANARY in "".join(written) + ended.output, len(channel.to("/channel"))) == (False, notified)
    assert title_and_state(team, 2) == ("Private incident", "closed")
    issue = team.as_("grace").json("GET", "/repos/acme/security/issues/1")
    assert issue["title"] == f"{CANARY} is down"
    assert [word in issue["body"] for word in (f"{CANARY} in the summary", f"{CANARY}-service", "13:50")] == [True] * 3

    assert send(team, fingerprint="private", severity="SEV-1").exit_code == 0
    assert [" fires again" in each for each in in_private(team)] == [True]
    assert CANARY not in "".join(written)


@pytest.mark.rest
def test_an_alert_whose_incident_cannot_move_pages_people_with_neutral_words(begin: Begin, channel: Web) -> None:
    team = begin("", RULED, urls=f"json://127.0.0.1:{channel.port}/channel")

    ended = [
        send(team, severity="SEV-1"),
        send(team, severity="SEV-1", status="resolved"),
        send(team, severity="SEV-1", started=AGAIN),
    ]

    assert [each.exit_code for each in ended] == [0] * 3
    assert title_and_state(team, 1) == ("Private incident", "open")
    said = public_words(team, 1)
    assert "This workflow's token can't open issues in `acme/security`." in said
    assert "SEV-1" in team.shows(1)["labels"]
    assert CANARY not in said + "".join(each.output for each in ended) + str(channel.to("/channel"))
