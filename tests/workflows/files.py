"""The project's files that GitHub and pip read, as the tests look at them."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
ACTION = "$/.github/actions/incident-actions"
"""The tool's own action, of the very commit that runs.

https://github.blog/changelog/2026-07-30-reference-same-repository-actions-with-self-repository-syntax/
"""
FORMS = sorted(set((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")) - {ROOT / ".github/ISSUE_TEMPLATE/config.yml"})
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def content(path: Path | str) -> dict[str, Any]:
    """What a YAML file says; a relative path starts at the project's root."""
    return dict(YAML(typ="safe").load(ROOT / path))


def only_job(workflow: str) -> dict[str, Any]:
    """The one job of a workflow."""
    [job] = content(f".github/workflows/{workflow}.yml")["jobs"].values()
    return dict(job)


def tool_step(workflow: str) -> dict[str, Any]:
    """The step of a workflow in which the tool runs: its last."""
    return dict(only_job(workflow)["steps"][-1])


SECRETS = {
    "app-client-id": "${{ vars.INCIDENT_APP_CLIENT_ID }}",
    "app-private-key": "${{ secrets.INCIDENT_APP_PRIVATE_KEY }}",
    "signing-key": "${{ secrets.INCIDENT_SIGNING_KEY }}",
    "notify-urls": "${{ secrets.INCIDENT_NOTIFY_URLS }}",
    "services-token": "${{ secrets.INCIDENT_SERVICES_TOKEN }}",
}
"""What the tool's action is given in a job that may write."""


def called(workflow: str) -> dict[str, Any]:
    """What a workflow takes from one that calls it."""
    return dict(content(f".github/workflows/{workflow}.yml")["on"]["workflow_call"] or {})
