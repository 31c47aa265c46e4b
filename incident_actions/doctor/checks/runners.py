"""What runners must be: new enough for the workflows, and named where a run gets no variables."""

from __future__ import annotations

import re
from typing import Any

from incident_actions.contract.repository_facts import RUNNER_VARIABLE as VARIABLE
from incident_actions.contract.repository_facts import require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, failure, pass_result, unknown_result, warning
from incident_actions.doctor.tool_workflows import AdoptedWorkflow, adopted_workflows, jobs
from incident_actions.model.lazy_pattern import lazy_pattern

NEEDED_VERSION = "2.336.0"
"""The first version of a runner that knows `$/`, which the tool's workflows use to refer to its action.

https://github.blog/changelog/2026-07-30-reference-same-repository-actions-with-self-repository-syntax/
"""

GITHUBS = ("ubuntu-", "windows-", "macos-")
"""How the labels of GitHub's own runners begin, which are always new enough.

https://docs.github.com/en/actions/reference/runners/github-hosted-runners
"""

_LAST = lazy_pattern(r"'([^']+)'\s*\}\}$")


def check_runner_version(examined: Examination) -> CheckResult:
    """Check that the runner in the variable knows what the workflows use."""
    facts = examined.facts
    if facts.running or not any(map(_needs_it, adopted_workflows(require_fact(facts.files)).values())):
        return pass_result("unneeded")
    named = require_fact(facts.runner)
    if not named or named.startswith(GITHUBS):
        return pass_result("githubs")
    ours = [each for each in require_fact(facts.runners) if named.casefold() in each.labels]
    old = tuple(
        f"{each.name} ({each.version})" for each in ours if each.version and _version(each.version) < _NEEDED_NUMBERS
    )
    if old:
        return failure("old", old=old, needed=NEEDED_VERSION)
    known = ours and all(each.version for each in ours)
    return (
        pass_result("new", needed=NEEDED_VERSION)
        if known
        else unknown_result("unseen", name=named, needed=NEEDED_VERSION)
    )


def check_forks(examined: Examination) -> CheckResult:
    """Check that a pull request from a fork, whose run gets no variables, asks for the same runner."""
    facts = examined.facts
    check = adopted_workflows(require_fact(facts.files)).get("postmortem")
    if facts.running or not facts.repository.forks or check is None or check.content is None:
        return pass_result("unneeded")
    named = require_fact(facts.runner)
    asked = _without_variables(check)
    if not named or asked == named:
        return pass_result("named" if named else "unneeded")
    return warning("other", f"blob/HEAD/{check.path}", named=named, asked=asked, path=check.path, calls=check.calls)


def _needs_it(found: AdoptedWorkflow) -> bool:
    """Whether a workflow, or the one that it calls, uses `$/`."""
    uses = (str(step.get("uses", "")) for job in jobs(found.content or {}).values() for step in job.get("steps") or ())
    return found.calls or any(each.startswith("$/") for each in uses)


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall("[0-9]+", text)))


_NEEDED_NUMBERS = _version(NEEDED_VERSION)


def _without_variables(found: AdoptedWorkflow) -> str:
    """Return the runner that the check asks for without variables."""
    for job in jobs(found.content or {}).values():
        if found.calls:
            given: Any = job.get("with")
            return str(given.get("runner") or "ubuntu-slim") if isinstance(given, dict) else "ubuntu-slim"
        runs_on = str(job.get("runs-on", ""))
        literal = _LAST.search(runs_on)
        return literal[1] if literal else runs_on
    return ""


RUNNER_VERSION = Check(
    "runner-version",
    "Runner version",
    f"Self-hosted runners have version {NEEDED_VERSION} or newer, or the workflows were written by `init --full`.",
    "Settings → Actions → Runners",
    "settings/actions/runners",
    check_runner_version,
)
FORKS = Check(
    "forks",
    "Pull requests from forks",
    f"The post-mortem check finds a runner without the variable `{VARIABLE}`, which GitHub does not pass to forks.",
    "the workflow postmortem.yml or incident-postmortem.yml",
    "tree/HEAD/.github/workflows",
    check_forks,
)
