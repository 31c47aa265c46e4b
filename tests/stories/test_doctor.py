"""The doctor finds each fault, and nothing in a healthy repository."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from incident_actions.doctor.registry import CHECKS
from incident_actions.doctor.tool_workflows import tool_path
from incident_actions.drill.adopter import files_of_adopter
from incident_actions.sandbox.faults import INVALID, SERVER_ERROR, Fault, Reply
from incident_actions.sandbox.state.settings import ActionsPolicy, RulesetRule, SelfHostedRunner, WorkflowRun
from incident_actions.setup import lockfile
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import NAMES
from tests.stories.adopting import CONFIGURATION, FORM, file
from tests.stories.team import Team
from tests.stories.ward import OWN, doctor, healthy, not_passing, report, settings
from tests.tiers import as_exhaustive

WORKFLOWS = ".github/workflows"
Seed: TypeAlias = Callable[[Team], "Mapping[str, str] | None"]


def test_a_healthy_repository_passes_every_check(tmp_path: Path) -> None:
    with healthy(tmp_path) as team:
        found = report(team)

        assert [
            (each["check"], each["level"], each["says"]) for each in found["checks"] if each["level"] != "pass"
        ] == []
        assert [each["check"] for each in found["checks"]] == [check.name for check in CHECKS]
        assert found["counts"] == {"fail": 0, "warn": 0, "unknown": 0, "pass": len(CHECKS)}


def issues_off(team: Team) -> None:
    settings(team).issues = False


def archived(team: Team) -> None:
    settings(team).archived = True


def configuration_broken(team: Team) -> None:
    team.write("ada", CONFIGURATION, "main", OWN + "severities: { SEV-9: { update_every: soon } }\n")


def without_label(name: str) -> Seed:
    def seed(team: Team) -> None:
        assert team.as_("ada")("DELETE", f"labels/{name}").status_code == 204

    return seed


def edited(path: str, before: str, after: str) -> Seed:
    def seed(team: Team) -> None:
        text = team.text(path)
        assert before in text
        team.write("ada", path, "main", text.replace(before, after))

    return seed


def moved_to(*, private: bool) -> Seed:
    """The configuration names a repository for private incidents."""

    def seed(team: Team) -> None:
        team.sandbox.create_repository("acme/security", {"a": "b\n"}, private=private, collaborators={"ada": "admin"})
        named = f"{team.text(CONFIGURATION)}private: {{ repository: acme/security }}\n"
        team.write("ada", CONFIGURATION, "main", named)

    return seed


def removed(path: str) -> Seed:
    def seed(team: Team) -> None:
        sha = team.as_("ada").json("GET", f"contents/{path}")["sha"]
        body = {"message": f"Remove {path}", "sha": sha, "branch": "main"}
        team.as_("ada").json("DELETE", f"contents/{path}", body)

    return seed


def account_gone(team: Team) -> None:
    team.sandbox.delete_account("margaret")


def outsider(team: Team) -> None:
    del team.sandbox.repository("acme/shop").roles["margaret"]


def team_gone(team: Team) -> None:
    del team.sandbox.host.world.teams["acme/payments"]


def actions_off(team: Team) -> None:
    settings(team).actions = False


def actions_of_owner_only(team: Team) -> None:
    settings(team).allowed_actions = "local_only"


def actions_chosen(team: Team) -> None:
    settings(team).allowed_actions, settings(team).github_owned_allowed = "selected", False


def no_pull_requests(team: Team) -> None:
    team.sandbox.repository("acme/shop").actions_may_open_pull_requests = False


def sleepy_sweep(team: Team) -> None:
    settings(team).disabled[f"{WORKFLOWS}/sweep.yml"] = "disabled_inactivity"


def disabled_by_hand(team: Team) -> None:
    settings(team).disabled[f"{WORKFLOWS}/respond.yml"] = "disabled_manually"


def no_runner(team: Team) -> None:
    place, at = team.sandbox.repository("acme/shop"), team.sandbox.clock.now() - timedelta(hours=2)
    sha = place.runs[0].sha
    place.runs.append(WorkflowRun(900, f"{WORKFLOWS}/respond.yml", "issues", sha, "ada", at, at, "queued"))


def runner_unnamed(team: Team) -> None:
    team.sandbox.host.enterprise = True
    settings(team).variables.clear()


def cron_lost(team: Team) -> None:
    team.later(days=2)


def cron_late(team: Team) -> None:
    team.later(hours=7)


def cron_never(team: Team) -> None:
    team.sandbox.repository("acme/shop").runs.clear()
    team.later(days=2)


def cron_not_yet(team: Team) -> None:
    team.sandbox.repository("acme/shop").runs.clear()


def sweep_failed(team: Team) -> None:
    team.sandbox.repository("acme/shop").runs[-1].conclusion = "failure"


def clock_dead(team: Team) -> Mapping[str, str]:
    file(team, "grace", "Checkout is down", summary="Every order fails.", severity="SEV-1: x")
    while team.sandbox.kill_sleeping_job():  # the one that is awake, and the one that waits to take over
        team.settle()
    return {"INCIDENT_SIGNING_KEY": ""}  # the jobs of this sandbox have none


def another_key(team: Team) -> None:
    clock_dead(team)


def ruled(kind: str, parameters: dict[str, object] | None = None, pattern: str = "postmortem/**") -> Seed:
    def seed(team: Team) -> None:
        settings(team).rules.append(RulesetRule(pattern, kind, parameters))

    return seed


def check_required(team: Team) -> None:
    settings(team).required_checks = ["test", "Check the post-mortem"]


NAME = {"operator": "starts_with", "pattern": "feature/", "negate": False, "name": "names"}
CALLED = {
    "strict_required_status_checks_policy": False,
    "required_status_checks": [{"context": "postmortem / Check the post-mortem"}],
}


def addressed(urls: str) -> Seed:
    return lambda _: {"INCIDENT_NOTIFY_URLS": urls}


def unheard(team: Team) -> Mapping[str, str]:
    team.write("ada", CONFIGURATION, "main", OWN + "notifications: [{ on: [declared], to: [executives] }]\n")
    return {"INCIDENT_NOTIFY_URLS": f"ops=json://{team.sandbox.url.removeprefix('http://')}"}


def no_key(team: Team) -> Mapping[str, str]:
    settings(team).secrets.clear()
    return {"INCIDENT_SIGNING_KEY": ""}


def short_key(_: Team) -> Mapping[str, str]:
    return {"INCIDENT_SIGNING_KEY": "12345"}


def policy(**rules: Any) -> Seed:
    def seed(team: Team) -> None:
        settings(team).policies.append(ActionsPolicy("Only what we know", **rules))

    return seed


def tool_of_others(*, private: bool) -> Seed:
    """Let the workflows call those of another repository."""

    def seed(team: Team) -> None:
        team.sandbox.create_repository("acme/tool", private=private, collaborators={"ada": "admin"})
        for path, text in files_of_adopter(OWN, Source("acme/tool", "0" * 40, "1.0"), runner="ubuntu-latest").items():
            if "/workflows/" in path:
                team.write("ada", path.replace("incident-", ""), "main", text)

    return seed


def old_runner(team: Team) -> None:
    settings(team).variables["INCIDENT_RUNNER"] = "ours"
    settings(team).self_hosted.append(SelfHostedRunner("basement", ["self-hosted", "ours"], "2.335.1"))
    edited(f"{WORKFLOWS}/postmortem.yml", "'ubuntu-latest'", "'ours'")(team)


def runner_elsewhere(team: Team) -> None:
    settings(team).variables["INCIDENT_RUNNER"] = "ours"
    edited(f"{WORKFLOWS}/postmortem.yml", "'ubuntu-latest'", "'ours'")(team)


def locked(*paths: str, pin: str = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1") -> Seed:
    def seed(team: Team) -> None:
        names = paths or tuple(tool_path(name) for name in NAMES)
        text = "version: 'v0.0.2'\nworkflows:\n" + "".join(f"  '{path}': ['{pin}']\n" for path in names)
        text += f"dependencies:\n  '{pin}': {{ref: 'v7.0.1', commit: 'sha1-{'3' * 40}', owner_id: 1, repo_id: 2}}\n"
        body = {"message": "Lock", "content": base64.b64encode(text.encode()).decode(), "branch": "main"}
        team.as_("ada").json("PUT", f"contents/{lockfile.PATH}", body)

    return seed


def few_requests(team: Team) -> None:
    team.sandbox.leave("ada", 200)


def without(feature: str) -> Seed:
    def seed(team: Team) -> None:
        team.sandbox.without.add(feature)

    return seed


FAULTS: dict[str, tuple[Seed, tuple[str, str, str]]] = {
    "issues are switched off": (issues_off, ("issues", "fail", "off")),
    "the repository is archived": (archived, ("issues", "fail", "archived")),
    "the configuration is broken": (configuration_broken, ("configuration", "fail", "wrong")),
    "the label of incidents is gone": (without_label("incident"), ("labels", "fail", "incident")),
    "another label is gone": (without_label("SEV-2"), ("labels", "warn", "lacking")),
    "the form is gone": (removed(FORM), ("form", "warn", "absent")),
    "the form is no YAML": (edited(FORM, "name: Incident", "name: [Incident"), ("form", "fail", "unreadable")),
    "the form puts no label on": (edited(FORM, 'labels: ["incident"]', "labels: []"), ("form", "fail", "unlabelled")),
    "the form lacks a severity": (edited(FORM, '"SEV-4:', '"Minor:'), ("form", "warn", "behind")),
    "the form lacks a service": (edited(FORM, '- "web"', '- "www"'), ("form", "warn", "behind")),
    "an account is gone": (account_gone, ("people", "fail", "some")),
    "an account was not let in": (outsider, ("people", "warn", "some")),
    "a team is gone": (team_gone, ("people", "fail", "some")),
    "Actions are switched off": (actions_off, ("actions", "fail", "off")),
    "only the owner's actions are allowed": (actions_of_owner_only, ("actions", "fail", "refused")),
    "GitHub's actions are not chosen": (actions_chosen, ("actions", "fail", "refused")),
    "Actions may not open pull requests": (no_pull_requests, ("pull-requests", "fail", "refused")),
    "a workflow is gone": (removed(f"{WORKFLOWS}/clock.yml"), ("workflows", "fail", "broken")),
    "a workflow is no YAML": (
        edited(f"{WORKFLOWS}/postmortem.yml", "jobs:", "jobs: ["),
        ("workflows", "fail", "broken"),
    ),
    "a workflow no longer hears comments": (
        edited(f"{WORKFLOWS}/respond.yml", "  issue_comment:", "  release:"),
        ("workflows", "fail", "broken"),
    ),
    "a workflow was edited by hand": (
        edited(f"{WORKFLOWS}/sweep.yml", "23 * * * *", "5 4 * * *"),
        ("workflows", "warn", "apart"),
    ),
    "a workflow grants too little": (
        edited(f"{WORKFLOWS}/respond.yml", "      issues: write", "      issues: read"),
        ("permissions", "fail", "lacking"),
    ),
    "GitHub stopped the schedule": (sleepy_sweep, ("enabled", "fail", "disabled")),
    "somebody disabled a workflow": (disabled_by_hand, ("enabled", "fail", "disabled")),
    "no runner takes a job": (no_runner, ("runner", "fail", "waiting")),
    "cron comes no more": (cron_lost, ("cron", "fail", "late")),
    "cron is late": (cron_late, ("cron", "warn", "late")),
    "cron never came": (cron_never, ("cron", "fail", "never")),
    "cron has not come yet": (cron_not_yet, ("cron", "unknown", "not yet")),
    "the last sweep failed": (sweep_failed, ("cron", "fail", "failing")),
    "the clock died": (clock_dead, ("clock", "fail", "asleep")),
    "the key beside the doctor is another": (another_key, ("clock", "unknown", "unread")),
    "a ruleset forbids the branch": (ruled("creation"), ("branch-rules", "fail", "ruled")),
    "a ruleset wants other names": (ruled("branch_name_pattern", NAME), ("branch-rules", "fail", "ruled")),
    "a ruleset forbids hotfixes": (ruled("creation", pattern="hotfix/**"), ("branch-rules", "fail", "ruled")),
    "a ruleset wants signatures on a server": (ruled("required_signatures"), ("branch-rules", "warn", "ruled")),
    "the check is required": (check_required, ("required-check", "fail", "required")),
    "the check is required by a ruleset": (
        ruled("required_status_checks", CALLED, "main"),
        ("required-check", "fail", "required"),
    ),
    "an address is none": (addressed("slack://"), ("notifications", "fail", "tried")),
    "an address is not reached": (addressed("json://127.0.0.1:9/x"), ("notifications", "warn", "tried")),
    "nobody hears an audience": (unheard, ("notifications", "warn", "tried")),
    "no key is set": (no_key, ("signing-key", "warn", "absent")),
    "private incidents would be public": (moved_to(private=False), ("private-repository", "fail", "public")),
    "the tool has no token for private incidents": (
        moved_to(private=True),
        ("private-repository", "fail", "no_token"),
    ),
    "the key is short": (short_key, ("signing-key", "warn", "short")),
    "a policy stops comments": (
        policy(events=["push", "issues", "pull_request", "schedule", "repository_dispatch", "workflow_dispatch"]),
        ("execution-rules", "fail", "events"),
    ),
    "a policy names who may start workflows": (
        policy(actors=[{"id": 15368, "type": "App"}]),
        ("execution-rules", "warn", "actors"),
    ),
    "the tool is private and this repository is not": (tool_of_others(private=True), ("tool-access", "fail", "closed")),
    "the runner is too old": (old_runner, ("runner-version", "fail", "old")),
    "the runner is the organization's": (runner_elsewhere, ("runner-version", "unknown", "unseen")),
    "forks ask for another runner": (
        edited(f"{WORKFLOWS}/postmortem.yml", "'ubuntu-latest'", "'ubuntu-slim'"),
        ("forks", "warn", "other"),
    ),
    "the lockfile lacks a commit": (
        locked(pin="actions/checkout@v4"),
        ("lockfile", "fail", "stale"),
    ),
    "the lockfile lacks a workflow": (locked(f"{WORKFLOWS}/sweep.yml"), ("lockfile", "warn", "outside")),
    "few requests are left": (few_requests, ("quota", "warn", "low")),
    "the server has no pins": (without("pins"), ("features", "warn", "lacking")),
    "the server has no sub-issues": (without("sub_issues"), ("features", "warn", "lacking")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_is_one_line_and_nothing_else(tmp_path: Path, fault: str) -> None:
    seed, line = FAULTS[fault]
    with healthy(tmp_path) as team:
        environment = seed(team) or {}
        ended = doctor(team, "--json", **environment)

        (told,) = [each for each in json.loads(ended.stdout)["checks"] if each["level"] != "pass"]
        assert (told["check"], told["level"], told["case"]) == line
        assert all(told[key] for key in ("says", "change", "place"))
        assert ended.exit_code == (1 if line[1] == "fail" else 0), ended.output


@pytest.mark.rest
def test_an_enterprise_server_needs_a_named_runner(tmp_path: Path) -> None:
    with healthy(tmp_path) as team:
        runner_unnamed(team)
        ended = doctor(team, "--json")

        failed = [each for each in json.loads(ended.stdout)["checks"] if each["level"] == "fail"]
        assert [(each["check"], each["case"]) for each in failed] == [("runner", "unnamed")]
        assert ended.exit_code == 1, ended.output


@pytest.mark.parametrize(("fault", "code"), [("issues are switched off", 1), ("the server has no sub-issues", 0)])
def test_the_report_for_people_ends_with_the_same_exit_code(tmp_path: Path, fault: str, code: int) -> None:
    seed, _ = FAULTS[fault]
    with healthy(tmp_path) as team:
        ended = doctor(team, **(seed(team) or {}))

        assert ended.exit_code == code, ended.output


def test_a_workflows_own_token_is_told_what_it_may_and_the_rest_is_not_known(tmp_path: Path) -> None:
    with healthy(tmp_path) as team:
        running = {"GITHUB_TOKEN": team.sandbox.installation_token, "GITHUB_ACTIONS": "true"}

        assert not_passing(team, **running) == [
            ("people", "unknown", "some"),
            ("actions", "unknown", "untold"),
            ("execution-rules", "unknown", "untold"),
            ("pull-requests", "unknown", "untold"),
        ]


@pytest.mark.rest
def test_in_a_private_repository_it_is_told_nothing_of_runs_either(tmp_path: Path) -> None:
    with healthy(tmp_path, private=True) as team:
        token = team.sandbox.job_token({"contents": "write", "issues": "write", "pull_requests": "write"})
        running = {"GITHUB_TOKEN": token, "GITHUB_ACTIONS": "true"}

        unknown = [check for check, level, _ in not_passing(team, **running) if level == "unknown"]
        assert unknown == [
            *("people", "actions", "execution-rules", "pull-requests"),
            *("enabled", "runner", "cron", "clock"),
        ]


def test_a_reader_gets_every_fact_that_readers_may_see(tmp_path: Path) -> None:
    with healthy(tmp_path) as team:
        without_label("incident")(team)
        token = team.as_("mary").token or ""
        environment = {"GITHUB_TOKEN": token, "INCIDENT_NOTIFY_URLS": "", "INCIDENT_SIGNING_KEY": ""}

        assert not_passing(team, **environment) == [
            ("labels", "fail", "incident"),
            ("actions", "unknown", "untold"),
            ("execution-rules", "unknown", "untold"),
            ("pull-requests", "unknown", "untold"),
            ("runner", "unknown", "untold"),
            ("runner-version", "unknown", "untold"),
            ("forks", "unknown", "untold"),
            ("notifications", "unknown", "untold"),
            ("signing-key", "unknown", "untold"),
        ]


def test_addresses_that_only_the_workflow_sees_are_not_known_from_elsewhere(tmp_path: Path) -> None:
    with healthy(tmp_path) as team:
        settings(team).secrets.append("INCIDENT_NOTIFY_URLS")

        assert not_passing(team, INCIDENT_NOTIFY_URLS="") == [("notifications", "unknown", "unseen")]


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"GITHUB_API_URL": "http://127.0.0.1:9"},
            "GitHub cannot be reached at http://127.0.0.1:9, so nothing was checked.",
        ),
        ({"GITHUB_TOKEN": "ghp_nobody"}, "GitHub rejected the token"),
        ({"GITHUB_TOKEN": ""}, "GITHUB_TOKEN is not set"),
        ({"GITHUB_TOKEN": "a b"}, "GITHUB_TOKEN contains characters"),
        ({"GITHUB_REPOSITORY": "acme/nothing"}, "The repository does not exist"),
    ],
)
def test_a_fact_that_github_keeps_back_is_one_sentence(
    tmp_path: Path, environment: dict[str, str], sentence: str
) -> None:
    with healthy(tmp_path) as team:
        ended = doctor(team, "--json", **environment)

        assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
        assert sentence in ended.stderr


def test_no_request_is_left_is_one_sentence_too(tmp_path: Path) -> None:
    with healthy(tmp_path) as team:
        team.sandbox.leave("ada", 0)

        ended = doctor(team)

        assert (ended.exit_code, ended.stdout) == (2, "")
        assert "rate limit is used up" in ended.stderr


@pytest.mark.rest
def test_the_doctor_only_reads_and_asks_no_more_than_it_must(tmp_path: Path) -> None:
    with healthy(tmp_path) as team:
        before = len(team.sandbox.requests)

        report(team)

        asked = team.sandbox.requests[before:]
        assert {each.method for each in asked} == {"GET"}
        assert len(asked) <= 35


@pytest.mark.rest
@pytest.mark.parametrize(
    "seed",
    [
        policy(events=["push"], paths=[f"{WORKFLOWS}/check.yml"]),
        policy(events=["push"], enforcement="evaluate"),
        tool_of_others(private=False),
        locked(),
    ],
    ids=["a policy for other workflows", "a policy that only looks", "a public tool", "a lockfile with everything"],
)
def test_a_setting_that_stops_nothing_is_no_fault(tmp_path: Path, seed: Seed) -> None:
    with healthy(tmp_path, server="cloud") as team:
        seed(team)

        assert not_passing(team) == []


ASKED = (
    "/repos/{owner}/{repo}/actions/policies",
    "/repos/{owner}/{repo}/contents/{path}",
    "/repos/{owner}/{repo}/labels",
    "/repos/{owner}/{repo}/actions/permissions",
    "/repos/{owner}/{repo}/actions/permissions/workflow",
    "/repos/{owner}/{repo}/actions/workflows",
    "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
    "/repos/{owner}/{repo}/actions/runs",
    "/repos/{owner}/{repo}/issues",
    "/repos/{owner}/{repo}/issues/comments",
    "/repos/{owner}/{repo}/rules/branches/{branch}",
    "/repos/{owner}/{repo}/branches/{branch}",
    "/repos/{owner}/{repo}/actions/secrets",
    "/repos/{owner}/{repo}/actions/variables/{name}",
    "/rate_limit",
)


ANSWERS = (Reply(200, {}), Reply(200, "<p>a page</p>"), Reply(200, [7]), SERVER_ERROR, INVALID)


@pytest.mark.rest
@pytest.mark.parametrize("first", [0, *map(as_exhaustive, range(1, len(ANSWERS)))])
def test_an_answer_that_is_none_is_not_known_and_spoils_no_other_check(tmp_path: Path, first: int) -> None:
    """Each change is tried with one answer to each request, and with each answer."""
    with healthy(tmp_path) as team:
        for place, route in enumerate(ASKED, first):
            answer = ANSWERS[place % len(ANSWERS)]
            team.sandbox.faults.clear()
            team.sandbox.faults.add(Fault(answer, route=f"GET {route}", login="ada", times=None))

            found = report(team, INCIDENT_SIGNING_KEY="", GITHUB_TOKEN=team.as_("ada").token or "")

            levels = {each["level"] for each in found["checks"]}
            assert levels == {"pass", "unknown"}, (route, found["checks"])
            assert found["counts"]["pass"] >= 5, (route, found["counts"])


def test_whatever_is_not_githubs_api_is_one_sentence(tmp_path: Path) -> None:
    with healthy(tmp_path) as team:
        team.sandbox.faults.add(Fault(Reply(200, "<p>a page</p>"), login="ada", times=None))

        ended = doctor(team)

        assert (ended.exit_code, ended.stdout) == (2, "")
        assert "is not GitHub's API" in ended.stderr


@pytest.mark.rest
def test_more_people_than_are_asked_for_are_said_to_be_so(tmp_path: Path) -> None:
    names = [f"person-{number}" for number in range(52)]
    with healthy(tmp_path) as team:
        team.sandbox.repository("acme/shop").roles.update(dict.fromkeys(names, "read"))
        for name in names:
            team.sandbox.token(name)
        team.write("ada", CONFIGURATION, "main", f"{OWN}escalation: [{', '.join(names)}]\n")

        (line,) = [each for each in report(team)["checks"] if each["level"] != "pass"]

        assert (line["check"], line["level"]) == ("people", "unknown")
        assert "`person-51`. Checking requires a manual check" in line["says"]
