"""What the tool assumes about Actions: dispatches, runs, workflows and their settings."""

from __future__ import annotations

from incident_actions.conformance.assumption import REST, Assumption, FeatureMissing, require, require_equal
from incident_actions.conformance.trial_repository import TrialRepository

MOST_PROPERTIES, LONGEST_TYPE = 10, 100
_ACTIONS = f"{REST}/actions"


def _dispatched(trial: TrialRepository) -> None:
    payload = {f"key{place}": place for place in range(MOST_PROPERTIES)}
    trial.expect(204, "POST", "dispatches", {"event_type": "conformance", "client_payload": payload})


def _too_many(trial: TrialRepository) -> None:
    payload = {f"key{place}": place for place in range(MOST_PROPERTIES + 1)}
    trial.expect(422, "POST", "dispatches", {"event_type": "conformance", "client_payload": payload})


def _long_type(trial: TrialRepository) -> None:
    trial.expect(422, "POST", "dispatches", {"event_type": "x" * (LONGEST_TYPE + 1)})


def _runs(trial: TrialRepository) -> None:
    shown = trial.get("actions/runs", per_page=1)
    require(isinstance(shown["total_count"], int), "the runs are not counted")
    require(isinstance(shown["workflow_runs"], list), "the runs are no list")


def _workflows(trial: TrialRepository) -> None:
    shown = trial.get("actions/workflows")
    require(isinstance(shown["total_count"], int), "the workflows are not counted")
    require(isinstance(shown["workflows"], list), "the workflows are no list")


def _no_workflow(trial: TrialRepository) -> None:
    trial.expect(404, "POST", f"actions/workflows/{trial.new_name()}.yml/dispatches", {"ref": trial.default_branch})


def _no_variable(trial: TrialRepository) -> None:
    trial.expect(404, "GET", "actions/variables/CONFORMANCE_HAS_NONE")


def _permissions(trial: TrialRepository) -> None:
    answer = trial.send("GET", "actions/permissions/workflow")
    if answer.status in (403, 404):
        raise FeatureMissing("the token may not read the settings of Actions")
    require_equal("the status", answer.status, 200)
    require(answer.json["default_workflow_permissions"] in ("read", "write"), "there are no default permissions")
    require(isinstance(answer.json["can_approve_pull_request_reviews"], bool), "there is no word about pull requests")


_DISPATCH = f"{REST}/repos/repos#create-a-repository-dispatch-event"
ASSUMPTIONS = (
    Assumption("dispatch", "A dispatch with ten properties is accepted with 204.", _DISPATCH, _dispatched),
    Assumption("dispatch-too-many", "A dispatch with eleven properties is refused with 422.", _DISPATCH, _too_many),
    Assumption(
        "dispatch-long-type", "A dispatch whose type has 101 characters is refused with 422.", _DISPATCH, _long_type
    ),
    Assumption(
        "runs",
        "The runs of workflows are counted and listed.",
        f"{_ACTIONS}/workflow-runs#list-workflow-runs-for-a-repository",
        _runs,
    ),
    Assumption(
        "workflows",
        "The workflows are counted and listed.",
        f"{_ACTIONS}/workflows#list-repository-workflows",
        _workflows,
    ),
    Assumption(
        "workflow-missing",
        "A workflow that does not exist is refused with 404.",
        f"{_ACTIONS}/workflows#create-a-workflow-dispatch-event",
        _no_workflow,
    ),
    Assumption(
        "variable-missing",
        "A variable that does not exist is refused with 404.",
        f"{_ACTIONS}/variables#get-a-repository-variable",
        _no_variable,
    ),
    Assumption(
        "workflow-permissions",
        "The settings tell the default permissions, and whether Actions may open pull requests.",
        f"{_ACTIONS}/permissions#get-default-workflow-permissions-for-a-repository",
        _permissions,
    ),
)
