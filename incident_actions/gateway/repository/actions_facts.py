"""What GitHub Actions is set to and has done in a repository."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from incident_actions.contract import events
from incident_actions.contract.repository_facts import (
    ActionsPermissions,
    LatestRun,
    Policy,
    RegisteredRunner,
    TokenPermissions,
    Workflow,
)
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal, require_list

EVENTS, ACTORS = "restrict_action_events", "restrict_actions_actors"
"""The types of rules that decide which runs start.

https://docs.github.com/en/rest/actions/policies#get-a-repository-actions-policy
"""


def allowed_actions(connection: Connection) -> ActionsPermissions:
    """Return which actions may run.

    https://docs.github.com/en/rest/actions/permissions#get-github-actions-permissions-for-a-repository
    """
    given = connection.get("actions/permissions")
    which = str(given.get("allowed_actions") or "all")
    chosen = connection.get("actions/permissions/selected-actions") if which == "selected" else {}
    return ActionsPermissions(
        enabled=bool(given["enabled"]),
        which=which,
        github_owned=bool(chosen.get("github_owned_allowed", True)),
        patterns=tuple(map(str, chosen.get("patterns_allowed") or ())),
        pinned=bool(given.get("sha_pinning_required")),
    )


def token_rights(connection: Connection) -> TokenPermissions:
    """Return what a workflow's token may do.

    https://docs.github.com/en/rest/actions/permissions#get-default-workflow-permissions-for-a-repository
    """
    given = connection.get("actions/permissions/workflow")
    return TokenPermissions(str(given["default_workflow_permissions"]), bool(given["can_approve_pull_request_reviews"]))


def workflows(connection: Connection) -> tuple[Workflow, ...]:
    """Return the repository's workflows.

    https://docs.github.com/en/rest/actions/workflows#list-repository-workflows
    """
    listed = connection.list_items("actions/workflows", "workflows")
    return tuple(Workflow(str(e["path"]), str(e["state"]), events.read_time(e["created_at"])) for e in listed)


def queued_runs(connection: Connection) -> tuple[LatestRun, ...]:
    """Return the runs that wait for a runner, newest first."""
    return _runs(connection, "actions/runs", status="queued")


def newest_scheduled_run(connection: Connection, workflow: str) -> LatestRun | None:
    """Return the newest scheduled run of the workflow at a path."""
    found = _runs(connection, f"actions/workflows/{_file_name(workflow)}/runs", event="schedule", per_page=1)
    return found[0] if found else None


def unfinished_runs(connection: Connection, workflow: str) -> tuple[LatestRun, ...]:
    """Return the runs of the workflow at a path that have not completed, newest first."""
    found = _runs(connection, f"actions/workflows/{_file_name(workflow)}/runs")
    return tuple(each for each in found if each.status != "completed")


def secret_names(connection: Connection) -> frozenset[str]:
    """Return the names of the secrets that workflows get.

    https://docs.github.com/en/rest/actions/secrets#list-repository-secrets
    """
    paths = ("actions/secrets", "actions/organization-secrets")
    return frozenset(str(each["name"]) for path in paths for each in connection.list_items(path, "secrets"))


def active_policies(connection: Connection) -> tuple[Policy, ...]:
    """Return the policies of Actions that are enforced; none if the server has no such policies.

    The list may leave a policy's rules out, so they are read for each such policy.
    https://docs.github.com/en/rest/actions/policies#list-repository-actions-policies
    """
    try:
        listed = require_list(connection.get("actions/policies", per_page=100)["policies"])
    except GithubError as error:
        if is_refusal(error, 404):
            return ()
        raise
    active = (each for each in listed if each["enforcement"] == "active")
    return tuple(
        parse_policy(each if "rules" in each else connection.get(f"actions/policies/{each['id']}")) for each in active
    )


def self_hosted_runners(connection: Connection) -> tuple[RegisteredRunner, ...]:
    """Return the repository's own runners, without those of its organization.

    https://docs.github.com/en/rest/actions/self-hosted-runners#list-self-hosted-runners-for-a-repository
    """
    return tuple(
        RegisteredRunner(
            name=str(each["name"]),
            labels=frozenset(str(label["name"]).casefold() for label in each["labels"]),
            version=str(each.get("version") or ""),
        )
        for each in connection.list_items("actions/runners", "runners")
    )


def parse_policy(given: Mapping[str, Any]) -> Policy:
    """Parse a policy; raises LookupError or TypeError if it is not one."""
    rules = {str(each["type"]): each.get("parameters") or {} for each in given.get("rules") or ()}
    paths = (given.get("conditions") or {}).get("workflow_path") or {}
    return Policy(
        name=str(given["name"]),
        source=str(given["source"]),
        events=frozenset(map(str, rules[EVENTS].get("allowed_events") or ())) if EVENTS in rules else None,
        actors=ACTORS in rules,
        include=tuple(map(str, paths.get("include") or ())),
        exclude=tuple(map(str, paths.get("exclude") or ())),
    )


def _runs(connection: Connection, path: str, **parameters: str | int) -> tuple[LatestRun, ...]:
    """Return the runs at an API path, newest first.

    https://docs.github.com/en/rest/actions/workflow-runs
    """
    try:
        given = connection.get(path, **{"per_page": 30, **parameters})
    except GithubError as error:
        if is_refusal(error, 404):  # the default branch has no workflow of that name
            return ()
        raise
    return tuple(
        LatestRun(
            path=str(each["path"]).partition("@")[0],
            status=str(each["status"]),
            conclusion=str(each["conclusion"] or ""),
            at=events.read_time(each["created_at"]),
            page=str(each["html_url"]),
        )
        for each in given["workflow_runs"]
    )


def _file_name(path: str) -> str:
    return quote(path.rpartition("/")[2], safe="")
