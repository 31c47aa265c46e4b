"""What GitHub may block: another repository's tool, actions that are not locked, events and accounts."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from incident_actions.contract.repository_facts import Policy, require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, failure, pass_result, unknown_result, warning
from incident_actions.doctor.tool_workflows import AdoptedWorkflow, adopted_workflows, parse_workflow, steps, triggers
from incident_actions.setup import lockfile
from incident_actions.setup.access import may_use

CALL = "workflow_call"
ALL = "~ALL"


def check_tool_access(examined: Examination) -> CheckResult:
    """Check that GitHub lets the workflows here use the tool of another repository."""
    place, unseen = examined.facts.repository, []
    for tool, visibility in examined.facts.tools.items():
        kept = require_fact(visibility)
        if not kept:
            unseen.append(tool)
        elif not may_use(place.visibility, kept):
            return failure("closed", tool=tool, kept=kept, seen=place.visibility)
    if not unseen:
        return pass_result("open" if examined.facts.tools else "own")
    if place.hosted and place.visibility == "public":
        return failure("absent", tools=tuple(unseen))
    return unknown_result("unseen", tools=tuple(unseen))


def check_lockfile(examined: Examination) -> CheckResult:
    """Check that the lockfile, if there is one, has everything that the workflows use."""
    files = require_fact(examined.facts.files)
    if lockfile.PATH not in files:
        return pass_result("none")
    content = parse_workflow(files[lockfile.PATH], lockfile.PATH)
    if content is None:
        return failure("unreadable")
    found = {
        each.path: lockfile.unlocked_actions(content, each.path, _uses(each))
        for each in adopted_workflows(files).values()
    }
    stale = {path: uses for path, uses in found.items() if uses}
    if stale:
        return failure("stale", stale=stale)
    outside = tuple(path for path, uses in found.items() if uses is None)
    return warning("outside", outside=outside) if outside else pass_result("locked", count=len(found))


def check_execution(examined: Examination) -> CheckResult:
    """Check that the policies of Actions let every event, and everybody who needs it, start the workflows."""
    found = tuple(adopted_workflows(require_fact(examined.facts.files)).values())
    ours = [
        each
        for each in require_fact(examined.facts.policies)
        if any(_is_for(each, workflow.path) for workflow in found)
    ]
    for policy in ours:
        if policy.events is not None and (stopped := _needed(policy, found) - policy.events):
            return failure("events", policy=policy.name, source=policy.source, stopped=tuple(sorted(stopped)))
    named = next((each for each in ours if each.actors), None)
    return warning("actors", policy=named.name, source=named.source) if named else pass_result("free")


def _uses(found: AdoptedWorkflow) -> Iterator[str]:
    return (str(step["uses"]) for step in steps(found.content or {}) if step.get("uses"))


def _needed(policy: Policy, workflows: tuple[AdoptedWorkflow, ...]) -> frozenset[str]:
    """Return the events that start the workflows of a policy."""
    events = (event for each in workflows if _is_for(policy, each.path) for event in triggers(each.content or {}))
    return frozenset(events) - {CALL}


def _is_for(policy: Policy, path: str) -> bool:
    included = not policy.include or any(each == ALL or fnmatchcase(path, each) for each in policy.include)
    return included and not any(fnmatchcase(path, each) for each in policy.exclude)


TOOL_ACCESS = Check(
    "tool-access",
    "Access to the tool",
    "GitHub lets the workflows use the tool's repository, because it is at least as public as this one.",
    "the tool's repository: Settings → General → Danger Zone, and Settings → Actions → General → Access",
    "",
    check_tool_access,
)
LOCKFILE = Check(
    "lockfile",
    "Lockfile",
    "If `.github/workflows/actions.lock` exists, it covers everything that the tool's workflows use.",
    "the file .github/workflows/actions.lock, written by `gh actions-lock`",
    f"blob/HEAD/{lockfile.PATH}",
    check_lockfile,
)
EXECUTION = Check(
    "execution-rules",
    "Execution protections",
    "No Actions policy blocks an event or an account that starts the tool's workflows.",
    "Settings → Actions → Policies",
    "settings/actions",
    check_execution,
)
