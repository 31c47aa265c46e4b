"""Find other workflows that people can make write on issues as the same account as the tool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from incident_actions.contract.repository_facts import MissingFact, TokenPermissions, require_fact
from incident_actions.doctor.check import Examination
from incident_actions.doctor.tool_workflows import adopted_workflows, jobs, parse_workflow, triggers
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.setup.workflows import FOLDER

BY_ANYBODY = frozenset({"issues", "issue_comment"})
"""Events that anybody who may open an issue or comment can cause, with a text of their own."""

APP_KEY = "INCIDENT_APP_PRIVATE_KEY"


def other_writers(examined: Examination) -> tuple[str, ...]:
    """Return the workflows that start on people's issues and comments and may write on issues.

    None where the tool has an account of its own, because other workflows cannot write as that.
    """
    secrets, bot = examined.facts.secrets, examined.process.bot
    own_account = (bot and bot != ACTIONS_BOT.login) or (isinstance(secrets, frozenset) and APP_KEY in secrets)
    return () if own_account or isinstance(examined.facts.files, MissingFact) else tuple(_found(examined))


def _found(examined: Examination) -> Iterator[str]:
    files, rights = require_fact(examined.facts.files), examined.facts.rights
    ours = {each.path for each in adopted_workflows(files).values()}
    first = rights.default == "write" if isinstance(rights, TokenPermissions) else False
    for path, text in files.items():
        content = parse_workflow(text, path) if path.startswith(f"{FOLDER}/") and path not in ours else None
        if content and BY_ANYBODY & triggers(content).keys() and _may_write(content, first=first):
            yield path


def _may_write(content: Mapping[str, Any], *, first: bool) -> bool:
    """Whether a job's token may write on issues; `first` is the default without `permissions`.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
    """
    general = content.get("permissions")
    return any(_writes(job.get("permissions", general), first=first) for job in jobs(content).values())


def _writes(permissions: object, *, first: bool) -> bool:
    if isinstance(permissions, dict):
        return permissions.get("issues") == "write"
    return permissions == "write-all" or (permissions is None and first)
