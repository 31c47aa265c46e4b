"""The files of repositories that use the tool's workflows in each of the three ways."""

from __future__ import annotations

from incident_actions.contract.repository_facts import MissingFact, Workflow
from incident_actions.gateway.repository import tool_files
from incident_actions.setup.files import Adoption, maintained_files
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import NAMES
from tests.doctor.healthy_repository import NOON, WORDING, healthy_facts, process

SHA = "0123456789abcdef0123456789abcdef01234567"
PERMISSIONS = (
    "    permissions: { actions: read, contents: write, deployments: read, issues: write, pull-requests: write,"
    " statuses: write }\n"
)
CALLER = f"""on:
{{events}}
jobs:
  {{name}}:
    uses: acme/incident-actions/.github/workflows/{{name}}.yml@{{ref}}
{PERMISSIONS.replace("{", "{{").replace("}", "}}")}    secrets: inherit
"""
EVENTS = {
    "respond": "  issues:\n  issue_comment:\n  pull_request: { types: [closed] }\n  repository_dispatch:",
    "sweep": "  schedule: [{ cron: '7 * * * *' }]",
    "clock": "  repository_dispatch: { types: [incident-clock, incident-tick] }",
    "postmortem": "  pull_request: { paths: ['docs/incidents/**'] }",
}


def calling_files(*, ref: str = SHA, paths: str = "{}.yml") -> dict[str, str]:
    """Return the files of a repository that calls the reusable workflows."""
    workflows = {
        f".github/workflows/{paths.format(name)}": CALLER.format(
            name=name, ref=ref, events=EVENTS[name], permissions=PERMISSIONS
        )
        for name in NAMES
    }
    return {path: text for path, text in own_files().items() if "/workflows/" not in path} | workflows


def own_files() -> dict[str, str]:
    """Return the files of a repository that is a copy of the tool."""
    files = healthy_facts().files
    assert not isinstance(files, MissingFact)
    return dict(files)


def adopted_files(
    *, text: str = "extends: default\n", commit: str = SHA, full: bool = False, enterprise: bool = False
) -> dict[str, str]:
    """Return a repository's files as `init` writes them."""
    given = Adoption(Source("acme/incident-actions", commit, "1.0"), "default", full=full, enterprise=enterprise)
    return {".github/incidents.yml": text} | maintained_files(
        given, process(text), tool_files.read_tool_file, WORDING.render
    )


def active_workflows(files: dict[str, str]) -> tuple[Workflow, ...]:
    return tuple(Workflow(path, "active", NOON) for path in files if "/workflows/" in path)
