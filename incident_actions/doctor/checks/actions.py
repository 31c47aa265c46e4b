"""What GitHub Actions may do here: run at all, run what the workflows use, open pull requests, write."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from incident_actions.contract.repository_facts import ActionsPermissions, require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, failure, pass_result
from incident_actions.doctor.tool_workflows import (
    AdoptedWorkflow,
    adopted_workflows,
    jobs,
    parse_workflow,
    tool_path,
    used_actions,
)

RIGHTS = ("none", "read", "write")
GITHUBS = ("actions/", "github/")
"""https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository"""

SETTING = "settings/actions"


def check_actions(examined: Examination) -> CheckResult:
    """Check that Actions run, and that every action that the workflows use is allowed."""
    allowed = require_fact(examined.facts.allowed)
    if not allowed.enabled:
        return failure("off")
    used = (use for each in _workflows(examined).values() for use in used_actions(each.content or {}))
    named = tuple(dict.fromkeys(used))
    refused = tuple(use for use in named if not _is_allowed(use, allowed, examined.facts.repository.name))
    if refused:
        return failure("refused", refused=refused, which=allowed.which)
    loose = tuple(use for use in named if allowed.pinned and not _is_pinned(use))
    return failure("loose", loose=loose) if loose else pass_result("on", which=allowed.which)


def check_pull_requests(examined: Examination) -> CheckResult:
    """Check that a workflow may open a pull request."""
    return pass_result("allowed") if require_fact(examined.facts.rights).may_open_pulls else failure("refused")


def check_permissions(examined: Examination) -> CheckResult | None:
    """Check that each workflow grants its token what the tool needs, itself or by the default setting."""
    found = _workflows(examined)
    read = {name: each for name, each in found.items() if each.content is not None}
    lacking = {
        each.path: rights for name, each in read.items() if (rights := _missing_permissions(name, each, examined))
    }
    if not read:
        return None
    return (
        failure("lacking", f"blob/HEAD/{next(iter(lacking))}", lacking=lacking) if lacking else pass_result("granted")
    )


def check_enabled(examined: Examination) -> CheckResult | None:
    """Check that each workflow is enabled; another check covers one that is not on the default branch."""
    ours = {each.path for each in _workflows(examined).values()}
    known = [each for each in require_fact(examined.facts.workflows) if each.path in ours]
    idle = tuple((each.path, each.state) for each in known if each.state != "active")
    if not known:
        return None
    return (
        failure("disabled", f"actions/{idle[0][0].removeprefix('.github/')}", idle=idle)
        if idle
        else pass_result("active")
    )


def _workflows(examined: Examination) -> dict[str, AdoptedWorkflow]:
    return adopted_workflows(require_fact(examined.facts.files))


def _is_allowed(use: str, allowed: ActionsPermissions, repository: str) -> bool:
    """Whether the settings allow an action; those of the repository itself always are."""
    if allowed.which == "all" or use.startswith(f"{repository.partition('/')[0]}/"):
        return True
    if allowed.which != "selected":
        return False
    owned = allowed.github_owned and use.startswith(GITHUBS)
    return owned or any(fnmatchcase(use, each) or fnmatchcase(use.partition("@")[0], each) for each in allowed.patterns)


def _is_pinned(use: str) -> bool:
    ref = use.partition("@")[2]
    return len(ref) in (40, 64) and set(ref) <= set("0123456789abcdef")


def _missing_permissions(name: str, found: AdoptedWorkflow, examined: Examination) -> tuple[str, ...]:
    """Return the permissions that the tool needs in a workflow and that it does not grant."""
    own = parse_workflow(examined.facts.tool[tool_path(name)], tool_path(name)) or {}
    needed, granted = _granted_permissions(own, examined), _granted_permissions(found.content or {}, examined)
    short = (right for right in needed if _level(granted, right) < _level(needed, right))
    return tuple(f"{right}: {needed[right]}" for right in short)


def _granted_permissions(content: Mapping[str, Any], examined: Examination) -> dict[str, str]:
    """Return what a workflow grants in any of its jobs; `*` stands for every permission that is not named.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
    """
    granted: dict[str, str] = {}
    for job in jobs(content).values():
        for right, level in _stated(job.get("permissions", content.get("permissions")), examined).items():
            granted[right] = max(granted.get(right, "none"), level, key=RIGHTS.index)
    return granted


def _stated(permissions: object, examined: Examination) -> dict[str, str]:
    if permissions is None:
        return {"*": "write"} if require_fact(examined.facts.rights).default == "write" else {"contents": "read"}
    if isinstance(permissions, str):
        return {"*": permissions.removesuffix("-all")} if permissions.endswith("-all") else {}
    rights = permissions if isinstance(permissions, dict) else {}
    return {str(right): str(level) for right, level in rights.items() if level in RIGHTS}


def _level(granted: Mapping[str, str], right: str) -> int:
    return RIGHTS.index(granted.get(right, granted.get("*", "none")))


ACTIONS = Check(
    "actions",
    "Actions",
    "GitHub Actions are enabled and allow every action that the workflows use.",
    "Settings → Actions → General → Actions permissions",
    SETTING,
    check_actions,
)
PULL_REQUESTS = Check(
    "pull-requests",
    "Pull requests by Actions",
    "Workflows can open the pull requests of hotfixes and post-mortems.",
    "Settings → Actions → General → Workflow permissions",
    SETTING,
    check_pull_requests,
)
PERMISSIONS = Check(
    "permissions",
    "Workflow permissions",
    "Each workflow grants the permissions that the tool needs, or gets them by the default setting.",
    "the workflow's `permissions:`, or Settings → Actions → General → Workflow permissions",
    SETTING,
    check_permissions,
)
WORKFLOWS_ENABLED = Check(
    "enabled",
    "Workflows enabled",
    "Every workflow is enabled. In a public repository, GitHub disables scheduled ones after 60 days without activity.",
    "Actions → the workflow → Enable workflow",
    "actions",
    check_enabled,
)
