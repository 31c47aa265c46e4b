"""Incidents of many services in one repository; a fix belongs where its service lives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.faults import BAD_GATEWAY, SERVER_ERROR, Break, Fault, primary_limit
from tests.sandbox import published
from tests.sandbox.client import Client
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import READY, Team, by_command_line, type_commands

SERVICES_BOT = "acme-services[bot]"
CONFIGURATION = """\
extends: default
escalation: [ada]
services:
  - {name: api, repository: acme/api}
  - {name: web, repository: acme/web}
  - mail
"""
SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
BRANCH = "hotfix/raise-the-pool-size"

GRAPHQL = "/api/graphql"

Begin = Callable[[str | None], Team]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begin a team whose workflow has a token for other repositories: of somebody, or none."""
    open_ones = []

    @contextmanager
    def running(login: str | None) -> Iterator[Team]:
        def run(job: Job) -> int:
            given = {"INCIDENT_SERVICES_TOKEN": sandbox.token(login)} if login else {}
            return by_command_line(replace(job, environment=job.environment | given))

        with (
            Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=run) as sandbox,
            published.holding(sandbox),
        ):
            files = {**adopted(), ".github/incidents.yml": CONFIGURATION}
            sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
            sandbox.create_repository(
                "acme/api",
                {"README.md": "# api\n"},
                private=True,
                collaborators={
                    "linus": "write",
                    "grace": "write",
                    "ada": "read",
                    "olga": "read",
                    SERVICES_BOT: "write",
                },
            )
            sandbox.create_repository("acme/web", {"README.md": "# web\n"})
            team = Team(sandbox)
            team.as_("ada").json("POST", "labels", {"name": "incident"})
            yield team

    def begun(login: str | None) -> Team:
        context = running(login)
        open_ones.append(context)
        return context.__enter__()

    yield begun
    for context in open_ones:
        context.__exit__(None, None, None)


def linus(team: Team) -> Client:
    """Who works on the service."""
    return team.as_("linus")


def test_a_fix_opens_in_the_services_repository_and_its_merge_comes_back_to_the_incident(begin: Begin) -> None:
    team = begin(SERVICES_BOT)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")

    assert team.say("grace", incident, "/hotfix raise the pool size") == [
        f"Opened the hotfix branch `{BRANCH}` in `acme/api` and its draft pull request acme/api#1.\n\n"
        f"In a clone of `acme/api`:\n\n```\ngit fetch origin\ngit switch {BRANCH}\n```"
    ]

    pull = linus(team).json("GET", "/repos/acme/api/pulls/1")
    assert (pull["draft"], pull["head"]["ref"], pull["user"]["login"]) == (True, BRANCH, SERVICES_BOT)
    assert "This is a quick fix for the incident acme/shop#1.\n" in pull["body"]
    assert "Checkout is down" not in pull["body"] + pull["title"], "who reads there may not know of the incident"
    commit = linus(team).json("GET", f"/repos/acme/api/commits/{BRANCH}")["commit"]["message"]
    assert "Incident acme/shop#1" in commit
    assert team.row(incident, "Links") == "hotfix acme/api#1 (open)"
    assert team.timeline(incident)[-1].endswith(
        f"Hotfix opened: raise the pool size (`{BRANCH}`, acme/api#1) · `grace`"
    )

    ready = {"query": READY, "variables": {"input": {"pullRequestId": pull["node_id"]}}}
    linus(team).json("POST", "/graphql", ready)
    linus(team).json("PUT", "/repos/acme/api/pulls/1/merge", {})
    team.later(minutes=30)
    team.sweep()

    assert [line for line in team.timeline(incident) if line.endswith("Hotfix acme/api#1 merged · `linus`")]
    assert team.row(incident, "Links") == "hotfix acme/api#1 (merged)"


@pytest.mark.rest
def test_looking_there_costs_one_request_for_each_open_fix_and_none_once_it_ended(begin: Begin) -> None:
    team = begin(SERVICES_BOT)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")
    team.say("grace", incident, "/hotfix raise the pool size\n/hotfix drop idle connections")
    counts = []

    for _ in range(2):
        before = len(team.sandbox.requests)
        team.sweep()
        asked = [each for each in team.sandbox.requests[before:] if each.actor == SERVICES_BOT]
        counts.append([each.path.rpartition("/api/v3/")[2] for each in asked])
        for number in (1, 2):
            linus(team).json("PATCH", f"/repos/acme/api/pulls/{number}", {"state": "closed"})
    before = len(team.sandbox.requests)
    team.sweep()
    team.sweep()

    both = ["repos/acme/api/pulls/1", "repos/acme/api/pulls/2"]
    assert set(counts[0]) == {*both, GRAPHQL}
    assert counts[0].count(GRAPHQL) == 1
    assert len(counts[0]) <= 5, "once to look, once to see that nothing changed meanwhile, and once for checks"
    later = [each.path for each in team.sandbox.requests[before:] if each.actor == SERVICES_BOT]
    assert len(later) <= 2
    assert team.row(incident, "Links") == "hotfix acme/api#1 (not merged) · hotfix acme/api#2 (not merged)"


@pytest.mark.parametrize("login", [None, "olga", "mallory"], ids=["no token", "may only read", "may not see it"])
def test_a_token_without_permission_gets_the_manual_way_and_that_works(
    begin: Begin, login: str | None, tmp_path: Path
) -> None:
    team = begin(login)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")

    (said,) = team.say("grace", incident, "/hotfix raise the pool size")

    url = team.sandbox.url
    assert said == (
        "This workflow can't write to `acme/api`, so `/hotfix` did not open a branch. Its token for other repositories is the secret"
        " `INCIDENT_SERVICES_TOKEN`. To open the branch yourself:\n\n"
        f"```\ngit clone {url}/acme/api.git fix\ncd fix\n"
        f"git fetch origin HEAD\ngit switch --create {BRANCH} FETCH_HEAD\n"
        'git commit --allow-empty --message "Start hotfix"\n'
        f"git push --set-upstream origin {BRANCH}\n```\n\n"
        f"Then [open the pull request]({url}/acme/api/compare/{BRANCH}?expand=1)."
    )
    assert team.reactions(incident) == ["confused"]
    type_commands(team.sandbox, "linus", said, tmp_path)
    assert linus(team).json("GET", f"/repos/acme/api/commits/{BRANCH}")["commit"]["message"] == "Start hotfix"


@pytest.mark.parametrize(("login", "role"), [("ada", "read"), ("rosa", "none")])
def test_a_responder_without_the_role_there_cannot_have_a_branch_opened_there(
    begin: Begin, login: str, role: str
) -> None:
    team = begin(SERVICES_BOT)
    team.sandbox.repository("acme/shop").roles["rosa"] = "admin"
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")
    before = len(team.sandbox.requests)

    (said,) = team.say(login, incident, "/hotfix raise the pool size")

    assert said == (
        f"@{login}, `/hotfix` needs the role **write** in `acme/api`, and yours is **{role}**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
    )
    asked = [each for each in team.sandbox.requests[before:] if each.actor == SERVICES_BOT]
    assert [each.path.rpartition("/api/v3/")[2] for each in asked] == [
        f"repos/acme/api/collaborators/{login}/permission"
    ]
    assert [each["name"] for each in linus(team).json("GET", "/repos/acme/api/branches")] == ["main"]
    assert team.row(incident, "Links") == ""


def test_a_role_there_that_github_does_not_tell_opens_nothing_and_is_no_refusal(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    team = begin(SERVICES_BOT)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")
    team.sandbox.faults.add(Fault(SERVER_ERROR, login=SERVICES_BOT, times=None))

    (said,) = team.say("grace", incident, "/hotfix raise the pool size")
    team.sandbox.faults.clear()

    assert said == (
        "GitHub did not return the role of `grace` in `acme/api`, so `/hotfix` was not run. Post it again: `/hotfix`."
    )
    assert [each["name"] for each in linus(team).json("GET", "/repos/acme/api/branches")] == ["main"]
    assert team.say("grace", incident, "/hotfix raise the pool size")[0].startswith(
        f"Opened the hotfix branch `{BRANCH}`"
    )


def test_a_commit_with_other_workflow_files_is_left_to_whoever_may_push_there(begin: Begin, tmp_path: Path) -> None:
    team = begin(SERVICES_BOT)
    old = linus(team).json("GET", "/repos/acme/api/commits/main")["sha"]
    linus(team).json("POST", "/repos/acme/api/git/refs", {"ref": "refs/tags/v1.2", "sha": old})
    later = {"message": "Build", "content": ""}
    linus(team).json("PUT", "/repos/acme/api/contents/.github/workflows/ci.yml", later)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")

    (said,) = team.say("grace", incident, "/hotfix raise the pool size from v1.2")

    assert said.startswith(
        "GitHub does not let this workflow create a branch at `v1.2`, because the workflow files there differ"
        " from those on the default branch of `acme/api`. The token would need the permission *Workflows*."
        f" Anyone who can push can create the branch:\n\n```\ngit clone {team.sandbox.url}/acme/api.git fix\n"
    )
    type_commands(team.sandbox, "linus", said, tmp_path)
    (parent,) = linus(team).json("GET", f"/repos/acme/api/commits/{BRANCH}")["parents"]
    assert parent["sha"] == old


def test_a_repository_that_nobody_configured_is_not_even_asked_for(begin: Begin) -> None:
    team = begin(SERVICES_BOT)
    team.sandbox.create_repository("acme/secrets", collaborators={SERVICES_BOT: "admin"})
    incident = team.file("grace", "Checkout is down", severity=SEV_1)

    (said,) = team.say("grace", incident, "/hotfix look around in acme/secrets")

    assert said == (
        "No service here has the repository `acme/secrets`, so `/hotfix` opened nothing. Use `/hotfix … in acme/api` or `/hotfix … in acme/web`."
    )
    assert not [one for one in team.sandbox.requests if "secrets" in one.path]


def test_a_fix_in_a_named_repository_starts_where_it_was_told_to(begin: Begin) -> None:
    team = begin(SERVICES_BOT)
    incident = team.file("grace", "Checkout is down", severity=SEV_1)

    (said,) = team.say("grace", incident, "/hotfix raise the pool size from v9 in acme/api")

    assert said == (
        "There is no branch, tag or commit `v9` in `acme/api`, so `/hotfix` opened nothing. Name another start: `/hotfix <description> from <branch>`."
    )


def test_a_services_token_that_is_no_longer_valid_stops_nothing_else(begin: Begin) -> None:
    team = begin(SERVICES_BOT)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")
    team.say("grace", incident, "/hotfix raise the pool size")
    team.sandbox.delete_account(SERVICES_BOT)

    run = team.sandbox.jobs.runner
    expired = {"INCIDENT_SERVICES_TOKEN": "ghs_expired"}
    team.sandbox.jobs.runner = lambda job: by_command_line(replace(job, environment=job.environment | expired))
    team.sweep()
    said = team.say("grace", incident, "/hotfix another one\n/sev 2")
    team.sandbox.jobs.runner = run

    assert said[0].startswith(
        "**Done:** `/sev 2`. **Not done:** `/hotfix another one`.\n\nThis workflow can't write to"
    )
    assert team.headline(incident) == "🟠 SEV-2 · Investigating"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(SERVER_ERROR, after=True, route="POST /repos/{owner}/{repo}/pulls", login=SERVICES_BOT),
        Fault(Break.RESET, after=True, route="POST /repos/{owner}/{repo}/git/refs", login=SERVICES_BOT),
        Fault(BAD_GATEWAY, route="GET /repos/{owner}/{repo}", login=SERVICES_BOT),
        Fault(Break.TORN, route="POST /repos/{owner}/{repo}/git/commits", login=SERVICES_BOT),
    ],
    ids=["the pull request's answer", "the branch's answer", "a gateway's page first of all", "half an answer"],
)
def test_a_failure_on_the_way_makes_nothing_twice_there(
    begin: Begin, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    team = begin(SERVICES_BOT)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")
    team.sandbox.faults.add(fault)

    (said,) = team.say("grace", incident, "/hotfix raise the pool size")

    assert [met.kind for met, _ in team.sandbox.faults.hits] == [fault.kind]
    assert said.startswith(f"Opened the hotfix branch `{BRANCH}` in `acme/api` and its draft pull request acme/api#1.")
    assert len(linus(team).json("GET", "/repos/acme/api/pulls", params={"state": "all"})) == 1
    assert {each["name"] for each in linus(team).json("GET", "/repos/acme/api/branches")} == {"main", BRANCH}


def test_a_command_that_is_run_again_finds_what_stands_there(begin: Begin) -> None:
    team = begin(SERVICES_BOT)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")
    team.sandbox.faults.add(
        Fault(SERVER_ERROR, route="POST /repos/{owner}/{repo}/issues/{issue_number}/comments", times=9)
    )
    team.as_("grace").json("POST", f"issues/{incident}/comments", {"body": "/hotfix raise the pool size"})
    (died,) = team.sandbox.settle()
    team.sandbox.faults.clear()

    team.say("grace", incident, "/note anything")

    assert died.exit_code == 1
    assert team.row(incident, "Links") == "hotfix acme/api#1 (open)"
    assert len(linus(team).json("GET", "/repos/acme/api/pulls", params={"state": "all"})) == 1


@pytest.mark.parametrize("kind", [BAD_GATEWAY, primary_limit(3600)], ids=["an outage", "its limit used up"])
def test_an_unreadable_repository_keeps_no_timer_waiting(
    begin: Begin, kind: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    team = begin(SERVICES_BOT)
    incident = team.file("grace", "Checkout is down", severity=SEV_1, services="api")
    team.say("grace", incident, "/ack\n/hotfix raise the pool size")
    heard = len(team.replies(incident))
    team.sandbox.faults.add(Fault(kind, login=SERVICES_BOT, times=None))  # type: ignore[arg-type]

    team.later(minutes=40)
    team.sweep()

    assert team.sandbox.faults.hits
    assert len(team.replies(incident)) > heard
