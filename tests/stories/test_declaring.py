"""A team that prepared files an incident: who is on call is called, and everybody knows what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from tests.front_door import open_front_door
from tests.model.alerts.sender_bodies import plain
from tests.prepared_team import CONFIGURATION
from tests.sandbox import published
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team, in_process

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
NOT_SURE = "Not sure: work it out"
FIRST = "**First minutes:**\n- [ ] Say that you are on it: `/ack`\n- [ ] Set the severity: `/sev`"
MITIGATE = "**Mitigate, in order of preference:**\n1. Roll back\n2. Switch the feature off"
ON_CALL = "@ada, you are on call. You lead this incident until someone takes command."
ALERTS = "alerts: {severities: {critical: SEV-1, warning: SEV-3}}\n"


@pytest.fixture
def prepared(tmp_path: Path) -> Iterator[Team]:
    with (
        Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process) as sandbox,
        published.holding(sandbox),
    ):
        files = {**adopted(), ".github/incidents.yml": CONFIGURATION + ALERTS}
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
        team = Team(sandbox)
        team.as_("ada").json("POST", "labels", {"name": "incident"})
        yield team


def unfolded(said: list[str]) -> list[str]:
    """What was said, less what is folded."""
    return [text.partition("\n\n<details>")[0] for text in said]


def test_the_form_calls_who_is_on_call_and_says_what_comes_first(prepared: Team) -> None:
    incident = prepared.file("grace", "Checkout is down", severity=SEV_1, impact="All buyers", services="checkout")

    (said,) = prepared.beginning(incident)
    assert said == (
        f"**Declared as SEV-1.** {ON_CALL} @margaret, @acme/leads: you are notified of every SEV-1 incident.\n\n{FIRST}\n\n"
        f"**All hands:**\n- [ ] Open the war room\n\n{MITIGATE}\n\n"
        "The text for stakeholders is on the card. Still missing: Incident commander (`/ic @user`)"
    )
    assert prepared.shows(incident)["assignees"] == ["ada"]
    assert prepared.row(incident, "Roles") == "**nobody yet:** Incident commander, Comms lead"
    assert prepared.row(incident, "Paged") == "`ada` at 14:00, **no answer yet**"
    assert prepared.timeline(incident)[-1] == "2026-03-04 14:00 UTC · Paged the people on call (`ada`)"


def test_declaring_costs_one_question_more_where_somebody_is_on_call(
    tmp_path: Path,
) -> None:
    with open_front_door(tmp_path, held=False) as door:
        plain_run = door.run(door.open_issue())
        ran = door.run(door.open_issue(), configuration=CONFIGURATION)

        assert (plain_run.requests, ran.code, ran.requests) == (13, 0, 14)
        assert [one.path for one in door.sandbox.requests if "assignees" in one.path] == [
            "/api/v3/repos/acme/shop/assignees/ada"
        ]


def test_a_new_commander_takes_over(prepared: Team) -> None:
    incident = prepared.file("linus", "Checkout is down", severity=SEV_1)

    assert prepared.say("grace", incident, "/ack\n/ic") == []
    assert prepared.shows(incident)["assignees"] == ["grace"]


@pytest.mark.parametrize(
    ("answers", "headline", "line"),
    [
        (
            {"Is data at risk?": "Yes"},
            "🔴 SEV-1 · Investigating",
            "Declared SEV-1 (from the form's answers): Checkout is down",
        ),
        (
            {"Is data at risk?": "Yes", "Is there a workaround?": "Yes"},
            "🔴 SEV-1 · Investigating",
            "Declared SEV-1 (from the form's answers): Checkout is down",
        ),
        (
            {"Is data at risk?": "No", "Is there a workaround?": "No"},
            "🟠 SEV-2 · Investigating",
            "Declared SEV-2 (from the form's answers): Checkout is down",
        ),
        ({"Is data at risk?": "Not known"}, "⚪ Severity not set · Investigating", "Declared: Checkout is down"),
    ],
)
def test_a_reporter_who_is_not_sure_gets_a_severity_by_the_answers(
    prepared: Team, answers: dict[str, str], headline: str, line: str
) -> None:
    asked = {"What is broken?": "All of it", "Severity": NOT_SURE, **answers}
    body = "\n\n".join(f"### {question}\n\n{answer}" for question, answer in asked.items())
    incident = prepared.open("grace", "Checkout is down", body=body, labels=["incident"])

    assert prepared.headline(incident) == headline
    assert prepared.timeline(incident)[0] == f"2026-03-04 14:00 UTC · {line} · `grace`"
    by_answers = ", by the answers in the form" if "from the form's answers" in line else ""
    assert f"{by_answers}.**" in prepared.beginning(incident)[0]


def test_an_alert_goes_the_same_way(prepared: Team) -> None:
    dispatch = {"event_type": "alert", "client_payload": {"alert": plain(severity="critical")}}
    prepared.as_("ada").json("POST", "dispatches", dispatch)
    prepared.settle()

    (said,) = unfolded(prepared.beginning(1))
    assert said.startswith(
        f"**Declared as SEV-1.** {ON_CALL} @margaret, @acme/leads: you are notified of every SEV-1 incident."
    )
    assert prepared.shows(1)["assignees"] == ["ada"]


def test_so_does_a_comment_and_a_raise_tells_those_who_did_not_know(prepared: Team) -> None:
    issue = prepared.open("mary", "Search is slow")
    prepared.say("linus", issue, "/declare 3")

    assert unfolded(prepared.beginning(issue)) == [
        f"**Declared as SEV-3.** {ON_CALL}\n\n{FIRST}\n\n{MITIGATE}\n\nThe text for stakeholders is on the card. "
        "Still missing: impact (`/impact <who is affected, and how>`), Incident commander (`/ic @user`), "
        "next update (`/cadence 30m`)"
    ]
    assert prepared.say("grace", issue, "/sev 2") == [
        "**Severity raised from SEV-3 to SEV-2.** @ada, you are on call. You lead this incident until someone takes command. @margaret: you are notified of every SEV-2 incident."
    ]
    assert prepared.say("grace", issue, "/sev 3") == []
    assert prepared.say("grace", issue, "/sev 1") == [
        "**Severity raised from SEV-3 to SEV-1.** @ada, you are on call. You lead this incident until someone takes command. @acme/leads: you are notified of every SEV-1 incident.\n\n**All hands:**\n- [ ] Open the war room"
    ]


def test_a_lost_card_calls_nobody_again(prepared: Team) -> None:
    incident = prepared.file("grace", "Checkout is down", severity=SEV_1)
    (card,) = [each["id"] for each in prepared.comments(incident) if "incident-actions:card" in each["body"]]
    prepared.as_("ada").json("DELETE", f"issues/comments/{card}")

    prepared.sweep()

    assert (len(prepared.cards(incident)), len(prepared.beginning(incident)), prepared.replies(incident)) == (1, 1, [])
    assert prepared.shows(incident)["assignees"] == ["ada"]


def test_the_end_has_its_checklist_and_its_words(prepared: Team) -> None:
    incident = prepared.file("grace", "Search is slow", severity="SEV-3: A way around it")
    prepared.later(minutes=20)

    (resolved,) = prepared.say("grace", incident, "/ic\n/resolve The index was warm again")
    assert resolved == (
        "**Resolved.** Not watched: the process asks for 30 min. @grace, before you go:\n\n**Watch:**\n- [ ] Error rate\n- [ ] Queue depth\n\n**Resolve checklist:**\n- [ ] Metrics are back to normal\n\n<details><summary><b>Ready to send</b></summary>\n\nCopy the text, fill in the [brackets], and send it.\n\nFor everybody:\n\n```\nOver after 20 min: The index was warm again\n```\n\n</details>"
    )
