"""Processes and forms that nobody planned for: nobody on call, no ladder, one role, a book as an answer, a second form."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.text.issue_form import read_fields
from tests.stories.adopting import FORM, file, heard_at, process_of, ready, running_by
from tests.stories.team import Team

pytestmark = pytest.mark.rest
BARE = "extends: {}\nroles: [{{ key: commander, name: Lead }}]\nladder: []\ncontacts: {{}}\n"
LONG = "Every payment fails. @grace fixes #1 <!-- x --> " * 417


@pytest.mark.parametrize("preset", ["default", "war-room", "mitigate-first"])
def test_a_process_without_any_role_is_refused_with_its_line_and_what_it_lacks(preset: str) -> None:
    with pytest.raises(InvalidConfiguration) as refused:
        process_of(f"extends: {preset}\nroles: []\nladder: []\ncontacts: {{}}\n")

    assert "roles: a role with the key commander is required" in str(refused.value)


def test_without_a_ladder_and_anybody_on_call_pages_are_answered_with_what_works(tmp_path: Path) -> None:
    with running_by(BARE.format("war-room"), tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="Severity 1: Critical: it is bad")

        assert team.beginning(incident)[0].startswith("**Declared as Severity 1: Critical.** Response: Immediate")
        assert "@" not in team.beginning(incident)[0].replace("@user", "")
        (said,) = team.say("grace", incident, "/ic\n/page\n/escalate\n/take comms\n/page secondary")
        assert said.split("\n\n") == [
            "**Done:** `/ic`. **Not done:** `/page`, `/escalate`, `/take comms`, `/page secondary`.",
            "No one was paged: no one is on call. You can type `/page commander` or, for an account, `/page @user`.",
            "No one was paged: the escalation ladder has no further step. Page somebody by name: `/page @user`. To add"
            " steps, set `ladder` or `escalation` in `.github/incidents.yml`.",
            "This process has no such role. Choose one: `/role commander @user`. Nothing was changed.",
            "No one was paged: `On-call engineer backup` has no one assigned. You can type `/page commander` or, for an"
            " account, `/page @user`.",
        ]
        team.say("grace", incident, "/ack")
        assert heard_at(team, incident, 5, 15, 30, 60) == {}
        (resolved,) = team.say("grace", incident, "/resolve restarted")
        assert resolved.startswith("**Resolved.** @grace, before you go:\n\n")


def test_an_answer_as_long_as_a_book_is_shortened_where_it_is_repeated_and_mentions_nobody(tmp_path: Path) -> None:
    with running_by("extends: war-room\n", tmp_path) as team:
        answers = {"severity": "Severity 1: Critical: it is bad", "summary": LONG, "impact": LONG}
        incident = file(team, "ada", "Checkout is down", **answers)
        assert len(LONG) > 20_000

        (card,) = team.cards(incident)
        assert len(card) < 16_000
        assert "@grace" not in card.partition("<details>")[0]
        team.say("grace", incident, "/ack\n/ic\n/affects api")
        _, complete = team.replies(incident)
        words = ready(complete)["stakeholders"]
        assert (len(words) < 1_000, words.split("\n")[2][-2:]) == (True, "….")
        team.say("grace", incident, "/resolve restarted")
        text = team.text("docs/incidents/2026-03-04-checkout-is-down.md", "postmortem/1")
        assert ("@grace fixes" in text, "<!-- x -->" in text, len(text) < 60_000) == (False, False, True)


def second_form(team: Team) -> str:
    """Commit a form for leaks, which asks some of the questions in other words, and one more."""
    text = team.text(FORM).replace("What is broken?", "What leaks?").replace("Who is affected, and how?", "Whose data?")
    text = text.replace("label: Severity", "label: How bad is it?").replace("Affected services", "Where from?")
    content = base64.b64encode(text.encode()).decode()
    path = "contents/.github/ISSUE_TEMPLATE/leak.yml"
    team.as_("ada").json("PUT", path, {"message": "Add a form for leaks", "content": content})
    team.settle()
    return text


def test_the_answers_of_a_second_form_for_incidents_count_too(tmp_path: Path) -> None:
    with running_by("extends: default\nservices: [api, web]\n", tmp_path) as team:
        asked = read_fields(YAML(typ="safe").load(second_form(team)))
        answers = {
            "summary": "Names are visible.",
            "impact": "40 customers",
            "severity": "SEV-2: bad",
            "services": "api",
        }
        body = "\n\n".join(f"### {each.label}\n\n{answers.get(each.id, '_No response_')}" for each in asked)
        issue = team.as_("ada").json("POST", "issues", {"title": "A leak", "body": body, "labels": ["incident"]})
        team.settle()

        leak = int(issue["number"])
        assert team.beginning(leak)[0].startswith("**Declared as SEV-2.**")
        assert [team.row(leak, each) for each in ("Impact", "Services")] == ["40 customers", "api"]

        other = file(team, "ada", "Checkout is down", severity="SEV-1: bad", impact="all buyers")
        assert (team.headline(other), team.row(other, "Impact")) == ("🔴 SEV-1 · Investigating", "all buyers")
