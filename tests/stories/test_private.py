"""A sensitive incident moves to a private repository, and nothing that the tool writes afterwards tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.sandbox.faults import Fault, Reply
from tests.receivers.web import Web, web
from tests.stories.private_place import (
    BOT,
    CANARY,
    CONFIGURATION,
    PRIVATE,
    Begin,
    moved,
    private_place,
    public_words,
    record_writes,
    reply,
)
from tests.stories.team import Team

FORBIDDEN = Reply.error(403, "Resource not accessible by integration")
SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"


def sensitive(team: Team) -> int:
    """File an incident whose every word is the canary."""
    incident = team.file(
        "grace",
        f"{CANARY} in the title",
        severity=SEV_1,
        services=f"{CANARY}-service",
        summary=f"{CANARY} in the body",
        impact=f"{CANARY} in the impact",
    )
    team.as_("grace").json("POST", f"issues/{incident}/labels", {"labels": [f"{CANARY}-label"]})
    team.say("grace", incident, f"/ic\n/note {CANARY} in a note\n/update {CANARY} in an update\n/impact {CANARY} again")
    team.say("grace", incident, f"/handoff ic @ada {CANARY} in the notes of a role\n/room #{CANARY}-room")
    return incident


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    with private_place(tmp_path) as begun:
        yield begun


@pytest.fixture
def channel() -> Iterator[Web]:
    """Where the team is notified."""
    with web() as there:
        yield there


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return record_writes(monkeypatch)


def test_nothing_that_the_tool_writes_after_the_move_tells_of_the_incident(
    begin: Begin, written: list[str], channel: Web
) -> None:
    team = begin(urls=f"json://127.0.0.1:{channel.port}/channel")
    incident = sensitive(team)
    assert CANARY in "".join(written)
    written.clear()
    told_before = len(channel.to("/channel"))
    assert told_before

    logs = []
    for doing in (
        lambda: team.say("grace", incident, f"/note {CANARY} more\n/action @grace friday {CANARY}\n/private {CANARY}"),
        lambda: team.say("grace", incident, f"/update {CANARY} by habit"),
        lambda: team.say("mary", incident, f"/{CANARY} by a stranger"),
        team.sweep,
    ):
        doing()
        logs += [job.output for job in team.jobs]
        team.later(hours=9)

    assert [each for each in written if CANARY in each] == []
    assert CANARY not in public_words(team, incident)
    assert CANARY not in "\n".join(logs)
    assert len(channel.to("/channel")) == told_before
    assert len(team.as_("grace").json("GET", "issues?state=all")) == 1, "an action item was opened"
    stub = team.as_("grace").json("GET", f"issues/{incident}")
    assert (stub["title"], stub["state"], stub["assignees"]) == ("Private incident", "closed", [])
    there = moved(team)
    assert there["title"] == f"{CANARY} in the title"
    for words in (" in the body", " again", "-service", " in a note", " in an update", " in the notes of a role"):
        assert f"{CANARY}{words}" in str(there["body"]), words
    assert "[acme/shop#1](" in str(there["body"])


@pytest.mark.rest
def test_the_reply_says_what_stays_and_a_second_command_where_to_go(begin: Begin) -> None:
    team = begin()
    incident = sensitive(team)
    team.say("grace", incident, "/resolve rolled back")

    said = reply(team, incident, "/private")

    assert said.startswith("This incident is private now and continues in acme/security#1.")
    assert "was proposed in #2. The tool closed it and deleted its branch" in said
    assert f"{team.sandbox.url}/acme/shop/issues/1" in said
    pull = team.as_("grace").json("GET", "pulls/2")
    assert (pull["state"], pull["title"], pull["body"] or "") == ("closed", "Private incident", "")
    assert team.as_("grace")("GET", "git/ref/heads/postmortem/1").status_code == 404
    for again in ("/private", "/reopen it is back", "/sev 2"):
        assert reply(team, incident, again) == (
            "This incident is private and continues in acme/security#1. Nothing was done here. Post your commands"
            " there, and delete your comment here if it tells anything about the incident."
        )
    assert moved(team)["state"] == "open"
    assert team.as_("grace")("GET", "/repos/acme/security/issues/2").status_code == 404


def test_action_items_keep_no_word_and_go_on_in_the_private_repository(begin: Begin, written: list[str]) -> None:
    team = begin()
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, f"/action @linus 2026-03-10 Alert on {CANARY}")
    team.as_("grace").json("POST", "issues", {"title": f"{CANARY} of a person"})
    team.say("grace", incident, "/action #3 Look at it, @grace 2026-03-10")
    team.later(days=8)
    written.clear()

    team.say("grace", incident, "/private")

    item, comments = team.as_("grace").json("GET", "issues/2"), team.as_("grace").json("GET", "issues/2/comments")
    assert (item["state"], item["title"], item["labels"], item["assignees"], comments) == (
        "closed", "Action item of a private incident", [], [], [],
    )  # fmt: skip
    assert "handled in a private repository: acme/security#1" in item["body"]
    assert team.as_("grace").json("GET", "issues/3")["title"] == f"{CANARY} of a person"
    assert f"- `/action @linus 2026-03-10 Alert on {CANARY}`" in str(moved(team)["body"])
    assert CANARY not in "".join(written)
    written.clear()
    team.later(days=8)
    team.sweep()
    assert "issues/2" not in "".join(written)


@pytest.mark.rest
def test_a_merged_post_mortem_stays_and_the_reply_names_it(begin: Begin) -> None:
    team = begin()
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/ic\n/resolve rolled back")
    team.merge("grace", 2)

    said = reply(team, incident, "/private")

    assert "is published as `docs/incidents/2026-03-04-checkout-is-down.md`. Remove the file" in said
    assert "Checkout is down" in team.text("docs/incidents/2026-03-04-checkout-is-down.md")


@pytest.mark.parametrize(
    ("login", "configuration", "is_private", "words"),
    [
        (BOT, CONFIGURATION, True, "because the configuration names no private repository."),
        ("", PRIVATE, True, "This workflow's token can't open issues in `acme/security`."),
        ("mallory", PRIVATE, True, "This workflow's token can't open issues in `acme/security`."),
        (BOT, PRIVATE, False, "`acme/security` is not a private repository."),
    ],
    ids=["nothing configured", "no token", "may not see it", "not private"],
)
def test_where_nothing_can_move_everything_stays_and_the_reply_says_what_to_do(
    begin: Begin, login: str, configuration: str, is_private: bool, words: str
) -> None:
    team = begin(login, configuration, is_private=is_private)
    incident = sensitive(team)
    before = team.timeline(incident)

    said = reply(team, incident, "/private")

    assert words in said
    assert "**Write no further word about it here.**" in said
    assert f"{team.sandbox.url}/acme/shop/security/advisories/new" in said
    assert team.timeline(incident) == before
    assert team.as_("grace").json("GET", f"issues/{incident}")["title"] == f"{CANARY} in the title"
    assert team.as_("grace").json("GET", "/repos/acme/security/issues") == []


@pytest.mark.rest
def test_a_pull_request_that_cannot_be_closed_does_not_keep_the_incident_public(begin: Begin) -> None:
    team = begin()
    incident = sensitive(team)
    team.say("grace", incident, "/resolve rolled back")
    team.sandbox.faults.add(Fault(FORBIDDEN, route="PATCH /repos/{owner}/{repo}/pulls/{pull_number}"))

    said = reply(team, incident, "/private")

    assert "The tool closed it and deleted its branch where GitHub allowed that." in said
    assert team.as_("grace").json("GET", f"issues/{incident}")["title"] == "Private incident"


@pytest.mark.parametrize("rules", ["severities: [SEV-1]", 'answers: { severity: "SEV-1" }'])
def test_a_rule_moves_an_incident_as_soon_as_it_is_declared(begin: Begin, rules: str, written: list[str]) -> None:
    team = begin(configuration=f"{CONFIGURATION}private: {{ repository: acme/security, {rules} }}\n")

    incident = team.file("grace", f"{CANARY} is down", severity=SEV_1)

    assert [each for each in written if CANARY in each] == []
    assert team.as_("grace").json("GET", f"issues/{incident}")["title"] == "Private incident"
    assert moved(team)["title"] == f"{CANARY} is down"


def test_a_stub_that_somebody_changes_or_whose_card_is_deleted_stays_a_stub(begin: Begin, written: list[str]) -> None:
    team = begin()
    incident = sensitive(team)
    team.say("grace", incident, "/private")
    written.clear()
    (card,) = [each["id"] for each in team.comments(incident) if "incident-actions:card" in each["body"]]

    team.as_("grace").json("DELETE", f"issues/comments/{card}")
    team.set("grace", f"issues/{incident}", title="Renamed", state="open")
    team.sweep()

    stub = team.as_("grace").json("GET", f"issues/{incident}")
    assert (stub["title"], stub["state"]) == ("Private incident", "closed")
    assert [each for each in written if CANARY in each] == []
    assert team.as_("grace")("GET", "/repos/acme/security/issues/2").status_code == 404
