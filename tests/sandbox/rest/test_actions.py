"""Settings, workflows and their runs, rules, teams: what they show, and to whom."""

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.state.settings import RulesetRule
from tests.sandbox.client import Client

SWEEP = "name: sweep\non:\n  schedule: [{cron: '23 * * * *'}]\njobs:\n  sweep:\n    steps:\n      - run: incident-actions sweep\n"
FOR_ADMINISTRATORS = ("actions/permissions", "actions/permissions/workflow")
SECRET = ("actions/secrets", "actions/organization-secrets", "actions/variables/x", "actions/organization-variables")


@pytest.fixture
def vault(sandbox: Sandbox) -> str:
    """A private repository with a workflow."""
    sandbox.create_repository(
        "acme/vault", {".github/workflows/sweep.yml": SWEEP}, private=True, collaborators={"ada": "admin"}
    )
    return "/repos/acme/vault"


def test_administrators_see_what_is_allowed(sandbox: Sandbox, ada: Client) -> None:
    settings = sandbox.repository("acme/shop").settings
    settings.allowed_actions, settings.patterns_allowed = "selected", ["acme/*"]

    allowed = ada.json("GET", "actions/permissions")
    chosen = ada.json("GET", "actions/permissions/selected-actions")

    assert (allowed["enabled"], allowed["allowed_actions"]) == (True, "selected")
    assert chosen == {"github_owned_allowed": True, "verified_allowed": False, "patterns_allowed": ["acme/*"]}
    assert ada.json("GET", "actions/permissions/workflow") == {
        "default_workflow_permissions": "read",
        "can_approve_pull_request_reviews": True,
    }


def test_the_allowed_actions_are_listed_only_where_some_are_allowed(sandbox: Sandbox, ada: Client) -> None:
    assert ada("GET", "actions/permissions/selected-actions").status_code == 409

    sandbox.repository("acme/shop").settings.actions = False

    assert ada.json("GET", "actions/permissions") == {"enabled": False, "sha_pinning_required": False}


@pytest.mark.parametrize("path", FOR_ADMINISTRATORS)
def test_settings_are_for_administrators_alone(grace: Client, bot: Client, path: str) -> None:
    refused = [each("GET", path) for each in (grace, bot)]

    assert [each.status_code for each in refused] == [403, 403]
    assert [each.json()["message"] for each in refused] == [
        "Must have admin rights to Repository.",
        "Resource not accessible by integration",
    ]


@pytest.mark.parametrize("path", SECRET)
def test_secrets_and_variables_are_for_those_who_push_and_for_no_workflow(
    grace: Client, linus: Client, bot: Client, path: str
) -> None:
    expected = 404 if path.endswith("/x") else 200

    assert [each("GET", path).status_code for each in (grace, linus, bot)] == [expected, 403, 403]


def test_secrets_show_their_names_and_variables_their_values(sandbox: Sandbox, ada: Client) -> None:
    settings = sandbox.repository("acme/shop").settings
    settings.secrets, settings.variables = ["INCIDENT_SIGNING_KEY"], {"INCIDENT_RUNNER": "ubuntu-latest"}

    assert [each["name"] for each in ada.json("GET", "actions/secrets")["secrets"]] == ["INCIDENT_SIGNING_KEY"]
    assert ada.json("GET", "actions/variables/INCIDENT_RUNNER")["value"] == "ubuntu-latest"


def test_runs_are_told_the_newest_first_and_by_what_started_them(sandbox: Sandbox, ada: Client, vault: str) -> None:
    sandbox.schedule("sweep.yml", "acme/vault")
    sandbox.schedule("sweep.yml", "acme/vault")
    sandbox.settle()

    (workflow,) = ada.json("GET", f"{vault}/actions/workflows")["workflows"]
    told = ada.json("GET", f"{vault}/actions/workflows/sweep.yml/runs", params={"event": "schedule"})

    assert (workflow["path"], workflow["state"]) == (".github/workflows/sweep.yml", "active")
    assert [(each["status"], each["conclusion"]) for each in told["workflow_runs"]] == [("completed", "success")] * 2
    assert [each["id"] for each in told["workflow_runs"]] == [2, 1]
    assert ada.json("GET", f"{vault}/actions/runs", params={"status": "queued"})["total_count"] == 0
    assert ada.json("GET", f"{vault}/actions/workflows/{workflow['id']}/runs")["total_count"] == 2
    assert ada("GET", f"{vault}/actions/workflows/nothing.yml/runs").status_code == 404


def test_a_workflows_token_without_the_permission_sees_runs_only_where_everybody_does(
    sandbox: Sandbox, bot: Client, vault: str
) -> None:
    without = Client(sandbox, sandbox.job_token({"contents": "write"}))

    assert without("GET", "actions/workflows").status_code == 200
    assert without("GET", f"{vault}/actions/workflows").status_code == 403
    assert bot("GET", f"{vault}/actions/workflows").status_code == 200


def test_a_workflow_that_is_disabled_starts_no_more(sandbox: Sandbox, ada: Client, vault: str) -> None:
    sandbox.repository("acme/vault").settings.disabled[".github/workflows/sweep.yml"] = "disabled_inactivity"

    sandbox.schedule("sweep.yml", "acme/vault")

    (workflow,) = ada.json("GET", f"{vault}/actions/workflows")["workflows"]
    assert (sandbox.settle(), workflow["state"]) == ([], "disabled_inactivity")


def test_rules_hold_for_branches_that_are_not_there_yet(sandbox: Sandbox, bot: Client) -> None:
    sandbox.repository("acme/shop").settings.rules.append(RulesetRule("postmortem/**", "creation"))

    assert [each["type"] for each in bot.json("GET", "rules/branches/postmortem/1")] == ["creation"]
    assert bot.json("GET", "rules/branches/main") == []


def test_required_checks_show_on_the_default_branch(sandbox: Sandbox, ada: Client) -> None:
    sandbox.repository("acme/shop").settings.required_checks = ["test"]

    branch = ada.json("GET", "branches/main")

    assert (branch["protected"], branch["protection"]["required_status_checks"]["contexts"]) == (True, ["test"])


def test_teams_are_seen_by_those_who_work_in_the_organization(sandbox: Sandbox, ada: Client, bot: Client) -> None:
    sandbox.create_team("acme/payments")
    paths = ("/orgs/acme/teams/payments", "/orgs/acme/teams/nobody", "/orgs/acme/teams", "/orgs/other/teams")

    assert [ada("GET", path).status_code for path in paths] == [200, 404, 200, 404]
    assert [bot("GET", path).status_code for path in paths] == [403, 403, 403, 403]


def test_somebody_who_was_let_in_can_be_assigned(linus: Client) -> None:
    assert [linus("GET", f"assignees/{login}").status_code for login in ("ada", "kim", "stranger", "nobody")] == [
        *(204, 204),
        *(404, 404),
    ]


def test_issues_that_are_switched_off_are_neither_listed_nor_opened(sandbox: Sandbox, ada: Client) -> None:
    sandbox.repository("acme/shop").settings.issues = False

    assert ada("GET", "issues").status_code == 410
    assert ada("POST", "issues", {"title": "x"}).status_code == 410
    assert ada.json("GET", "")["has_issues"] is False
