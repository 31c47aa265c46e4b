"""People tick the steps of a checklist in GitHub, and the card shows how many are done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.own_timers import only_own_timers
from tests.sandbox.client import Client
from tests.stories.adopting import running_by
from tests.stories.team import Team

CONFIGURATION = only_own_timers("""
checklists:
  - {name: First minutes, when: declared, items: [Look at the pool]}
  - {name: Mitigate, when: active, kind: options, ordered: true, items: [Roll back, Scale]}
  - {name: Verify, when: mitigated, items: [Error rate, "Queue depth < 10"]}
  - {name: Never, when: mitigated, kind: notes, items: [Leave it alone]}
  - {name: Say so, when: resolved, items: [Tell everybody]}
""")
TO_VERIFY = (
    "**Monitoring: what to do now.** Tick each step when it is done. The card shows how many are.\n\n"
    "**Verify:**\n- [ ] Error rate\n- [ ] Queue depth &lt; 10\n\n**Never:**\n- Leave it alone"
)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with running_by(CONFIGURATION, tmp_path) as team:
        yield team


def holder(team: Team, incident: int, step: str) -> dict[str, object]:
    """The newest comment of the tool's with a step."""
    return [each for each in team.comments(incident) if f"] {step}" in each["body"] and each["user"]["type"] == "Bot"][
        -1
    ]


def tick(team: Team, login: str, incident: int, step: str, *, box: str = "x") -> None:
    """Click a box: GitHub then sends the whole text of the comment with that box changed."""
    shown, before = holder(team, incident, step), " " if box == "x" else "x"
    body = str(shown["body"]).replace(f"[{before}] {step}", f"[{box}] {step}")
    team.as_(login).json("PATCH", f"issues/comments/{shown['id']}", {"body": body})
    team.settle()


def link(team: Team, incident: int, step: str, count: str) -> str:
    """The card's row while the newest comment with a step has so many done."""
    page = team.as_("ada").json("GET", f"issues/{incident}")["html_url"]
    return f"[{count} done]({page}#issuecomment-{holder(team, incident, step)['id']})"


def test_a_tick_is_on_the_card_as_soon_as_it_is_made(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")

    tick(team, "grace", incident, "Look at the pool")

    assert team.row(incident, "Checklist") == link(team, incident, "Look at the pool", "1 of 1")
    assert team.beginning(incident) == [
        "**Declared.**\n\n**First minutes:**\n- [x] Look at the pool\n\n"
        "**Mitigate, in order of preference:**\n1. Roll back\n2. Scale"
    ]
    assert "Someone edited the card" not in team.card(incident)


def test_each_phase_posts_its_list_when_it_begins(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")

    assert team.say("grace", incident, "/mitigated") == [TO_VERIFY]
    assert team.row(incident, "Checklist") == link(team, incident, "Error rate", "0 of 2")

    tick(team, "ada", incident, "Queue depth &lt; 10")
    assert team.row(incident, "Checklist") == link(team, incident, "Error rate", "1 of 2")

    assert team.say("grace", incident, "/resolve") == [
        "**Resolved.** Before you go:\n\n**Say so:**\n- [ ] Tell everybody"
    ]
    tick(team, "ada", incident, "Tell everybody")
    assert team.row(incident, "Checklist") == " · ".join(
        (link(team, incident, "Error rate", "1 of 2"), link(team, incident, "Tell everybody", "1 of 1"))
    )


def test_an_incident_that_is_resolved_at_once_posts_what_to_verify_with_the_resolution(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")

    assert team.say("grace", incident, "/resolve") == [
        "**Resolved.** Before you go:\n\n**Verify:**\n- [ ] Error rate\n- [ ] Queue depth &lt; 10\n\n"
        "**Never:**\n- Leave it alone\n\n**Say so:**\n- [ ] Tell everybody"
    ]


def test_a_tick_can_be_removed_and_two_at_once_are_both_read(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/mitigated")

    body = str(holder(team, incident, "Error rate")["body"]).replace("- [ ]", "- [x]")
    comment = holder(team, incident, "Error rate")["id"]
    for login in ("ada", "grace"):
        team.as_(login).json("PATCH", f"issues/comments/{comment}", {"body": body})
    team.settle()
    assert team.row(incident, "Checklist") == link(team, incident, "Error rate", "2 of 2")

    tick(team, "grace", incident, "Error rate", box=" ")
    assert team.row(incident, "Checklist") == link(team, incident, "Error rate", "1 of 2")


def test_an_edit_of_the_text_runs_nothing_and_harms_nothing(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/mitigated")
    shown = holder(team, incident, "Error rate")

    body = f"{shown['body']}\n- [x] Buy milk\n\n/resolve all done".replace("[ ] Error rate", "[x] Error rate")
    team.as_("grace").json("PATCH", f"issues/comments/{shown['id']}", {"body": body})
    team.settle()

    assert team.row(incident, "Checklist") == link(team, incident, "Error rate", "1 of 2")
    assert team.headline(incident) == "🟢 Severity not set · Monitoring"
    assert team.row(incident, "Record") == ""


@pytest.mark.parametrize("login", ["linus", "mary"])
def test_a_stranger_cannot_tick(team: Team, login: str) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/mitigated")
    shown, client = holder(team, incident, "Error rate"), team.as_(login)

    assert refusal(client, int(str(shown["id"])), str(shown["body"]).replace("[ ]", "[x]")) == 403
    assert team.row(incident, "Checklist") == link(team, incident, "Error rate", "0 of 2")


def refusal(client: Client, comment: int, body: str) -> int:
    """The status with which GitHub answers an edit."""
    return int(client("PATCH", f"issues/comments/{comment}", {"body": body}).status_code)


def test_a_reopened_incident_begins_with_new_boxes(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/mitigated")
    tick(team, "grace", incident, "Error rate")
    team.say("grace", incident, "/resolve")

    assert team.say("grace", incident, "/reopen it came back") == [
        "**Investigating: what to do now.**\n\n**Mitigate, in order of preference:**\n1. Roll back\n2. Scale"
    ]
    assert team.say("grace", incident, "/mitigated") == [TO_VERIFY]
    assert team.say("grace", incident, "/update all well") == []
    assert team.row(incident, "Checklist") == link(team, incident, "Error rate", "0 of 2")


def test_a_rebuilt_record_has_the_ticks_and_posts_no_list_again(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/mitigated")
    tick(team, "grace", incident, "Error rate")
    heard = team.replies(incident)
    (card,) = [each["id"] for each in team.comments(incident) if "incident-actions:card" in each["body"]]
    team.as_("ada").json("DELETE", f"issues/comments/{card}")

    team.sweep()

    assert team.replies(incident) == heard
    assert team.row(incident, "Checklist") == link(team, incident, "Error rate", "1 of 2")


@pytest.mark.rest
def test_a_tick_far_down_a_long_incident_is_read(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    for place in range(110):
        team.as_("mary").json("POST", f"issues/{incident}/comments", {"body": f"still down for me ({place})"})
    team.say("grace", incident, "/mitigated")
    team.sandbox.clock.advance(timedelta(hours=3))
    (shown,) = [
        each
        for each in team.as_("ada").json("GET", f"issues/{incident}/comments", params={"per_page": 100, "page": 2})
        if "] Error rate" in each["body"]
    ]

    ticked = shown["body"].replace("[ ] Error rate", "[x] Error rate")
    team.as_("grace").json("PATCH", f"issues/comments/{shown['id']}", {"body": ticked})
    team.settle()

    page = team.as_("ada").json("GET", f"issues/{incident}")["html_url"]
    assert team.row(incident, "Checklist") == f"[1 of 2 done]({page}#issuecomment-{shown['id']})"
