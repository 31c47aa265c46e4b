"""The workflow files of a repository's default branch, and the events that start them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from incident_actions.sandbox.git.diff import compare_trees
from incident_actions.sandbox.git.store import GitStore
from incident_actions.sandbox.host import WebhookDelivery
from incident_actions.sandbox.steps import ToolStep, find_steps
from incident_actions.sandbox.tool import Tool

FOLDER = ".github/workflows"
_DEFAULT_TYPES = {
    "pull_request": ("opened", "synchronize", "reopened"),
    "pull_request_target": ("opened", "synchronize", "reopened"),
}
"""https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request"""


@dataclass(frozen=True, slots=True)
class WorkflowFile:
    """A workflow file: its triggers, and the steps that start the tool."""

    path: str
    name: str
    triggers: Mapping[str, Any]
    steps: tuple[ToolStep, ...]

    def starts_on(self, delivery: WebhookDelivery, store: GitStore) -> bool:
        """Check that GitHub starts the workflow on an event in a repository."""
        if delivery.event not in self.triggers:
            return False
        if delivery.event in ("schedule", "workflow_dispatch"):
            return bool(delivery.payload["workflow"] == self.path)
        filters = self.triggers[delivery.event]
        fits = _type_fits(delivery, filters) and _branch_fits(delivery, filters)
        return fits and _paths_fit(delivery, filters, store) and _workflow_fits(delivery, filters)


def read_workflows(store: GitStore, sha: str, tool: Tool | None) -> tuple[WorkflowFile, ...]:
    """Return the workflows at a commit, which is empty for no commit; without a tool, they have no steps."""
    return _read(store, sha, tool) if sha else ()


def ref(delivery: WebhookDelivery, default_branch: str) -> str:
    """Return the `GITHUB_REF` of an event.

    https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
    """
    if delivery.event in ("push", "workflow_dispatch"):
        return str(delivery.payload["ref"])
    if delivery.event == "merge_group":
        return str(delivery.payload["merge_group"]["head_ref"])
    if delivery.event == "release":
        return f"refs/tags/{delivery.payload['release']['tag_name']}"
    if delivery.event == "deployment_status":
        return str(delivery.payload["deployment"]["ref"])
    if delivery.event.startswith("pull_request") and delivery.event != "pull_request_target":
        return f"refs/pull/{delivery.payload['pull_request']['number']}/merge"
    return f"refs/heads/{default_branch}"


def run_title(delivery: WebhookDelivery, name: str) -> str:
    """Return what GitHub calls a run if its workflow has no `run-name`.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#run-name
    """
    payload = delivery.payload
    subject = payload.get("issue") or payload.get("pull_request") or {}
    message = (payload.get("head_commit") or {}).get("message", "")
    return str(subject.get("title") or message.partition("\n")[0] or name)


def commit_of_files(delivery: WebhookDelivery, store: GitStore, head: str | None) -> str | None:
    """Return the commit whose workflow files an event starts: of what is deployed or released, or the branch's head.

    https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#deployment_status
    """
    if delivery.event == "deployment_status":
        return str(delivery.payload["deployment"]["sha"])
    if delivery.event == "release":
        return store.resolve(f"refs/tags/{delivery.payload['release']['tag_name']}")
    return head


def is_from_fork(delivery: WebhookDelivery) -> bool:
    """Check that an event is a pull request from a fork, or from a repository that is gone."""
    if delivery.event != "pull_request":
        return False
    head = delivery.payload["pull_request"]["head"]["repo"] or {}
    return bool(str(head.get("full_name", "")).lower() != delivery.repository.lower())


@lru_cache(maxsize=64)
def _read(store: GitStore, sha: str, tool: Tool | None) -> tuple[WorkflowFile, ...]:
    folder = store.at(sha, FOLDER)
    if folder is None:
        return ()
    files = (path for path, _ in store.entries(folder.sha, recursive=False) if path.endswith((".yml", ".yaml")))
    texts = {path: store.text(sha, path) or "" for path in (f"{FOLDER}/{file}" for file in files)}
    return tuple(_parsed(path, text, tool) for path, text in texts.items())


@lru_cache(maxsize=256)
def _parsed(path: str, text: str, tool: Tool | None) -> WorkflowFile:
    try:
        content = YAML(typ="safe").load(text)
    except YAMLError:
        content = None
    if not isinstance(content, dict):
        return WorkflowFile(path, path, {}, ())  # GitHub runs the others and shows this one as failed
    name = str(content.get("name") or path)
    return WorkflowFile(path, name, _triggers(content.get("on")), tuple(find_steps(content, tool)) if tool else ())


def _triggers(on: object) -> dict[str, Any]:
    if isinstance(on, str):
        return {on: {}}
    if isinstance(on, dict):
        return {event: filters or {} for event, filters in on.items()}
    return {event: {} for event in on} if isinstance(on, list) else {}


def _type_fits(delivery: WebhookDelivery, filters: Mapping[str, Any]) -> bool:
    types = filters.get("types") or _DEFAULT_TYPES.get(delivery.event)
    return types is None or delivery.payload.get("action") in ([types] if isinstance(types, str) else types)


def _branch_fits(delivery: WebhookDelivery, filters: Mapping[str, Any]) -> bool:
    payload = delivery.payload
    if delivery.event == "push":
        branch = payload["ref"].removeprefix("refs/heads/")
    elif delivery.event == "merge_group":
        branch = payload["merge_group"]["base_ref"].removeprefix("refs/heads/")
    elif delivery.event == "workflow_run":
        branch = payload["workflow_run"]["head_branch"]
    elif delivery.event.startswith("pull_request"):
        branch = payload["pull_request"]["base"]["ref"]
    else:
        return True
    return _fits([branch], filters, "branches")


def _workflow_fits(delivery: WebhookDelivery, filters: Mapping[str, Any]) -> bool:
    """Check that a run is of one of the workflows that are named. A workflow that names none is started by none."""
    if delivery.event != "workflow_run":
        return True
    return delivery.payload["workflow_run"]["name"] in (filters.get("workflows") or ())


def _paths_fit(delivery: WebhookDelivery, filters: Mapping[str, Any], store: GitStore) -> bool:
    if not filters.keys() & {"paths", "paths-ignore"}:
        return True
    if delivery.event == "push":
        return _fits(_pushed(delivery), filters, "paths")
    return not delivery.event.startswith("pull_request") or _fits(_proposed(delivery, store), filters, "paths")


def _pushed(delivery: WebhookDelivery) -> list[str]:
    return [
        path
        for commit in delivery.payload["commits"]
        for key in ("added", "modified", "removed")
        for path in commit[key]
    ]


def _proposed(delivery: WebhookDelivery, store: GitStore) -> list[str]:
    """Return the paths that a pull request changes since its merge base."""
    pull = delivery.payload["pull_request"]
    head = pull["head"]["sha"]
    return [change.path for change in compare_trees(store, store.merge_base(pull["base"]["sha"], head), head)]


def _fits(names: list[str], filters: Mapping[str, Any], key: str) -> bool:
    wanted, unwanted = filters.get(key), filters.get(f"{key}-ignore")
    if wanted:
        return any(_matches(name, wanted) for name in names)
    return not unwanted or any(not _matches(name, unwanted) for name in names)


def _matches(name: str, patterns: list[str]) -> bool:
    """Check that the last pattern that matches a name does not begin with `!`."""
    includes = [not each.startswith("!") for each in patterns if _expression(each.removeprefix("!")).fullmatch(name)]
    return bool(includes) and includes[-1]


@lru_cache
def _expression(pattern: str) -> re.Pattern[str]:
    parts = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(parts.get(each, re.escape(each)) for each in re.split(r"(\*\*|\*|\?)", pattern)))


def cron(workflow: WorkflowFile) -> str:
    """Return the first cron line of a workflow."""
    lines = workflow.triggers.get("schedule", {})
    return str(lines[0]["cron"]) if isinstance(lines, list) and lines else "0 * * * *"


def file_name(workflow: WorkflowFile) -> str:
    """Return the file name by which a workflow is dispatched."""
    return PurePosixPath(workflow.path).name
