"""The list of all checks, and how they are run."""

from __future__ import annotations

from incident_actions.contract.repository_facts import NotProvided
from incident_actions.doctor.check import NOT_PROVIDED, Check, CheckResult, Examination, unknown_result
from incident_actions.doctor.checks.actions import ACTIONS, PERMISSIONS, PULL_REQUESTS, WORKFLOWS_ENABLED
from incident_actions.doctor.checks.branches import BRANCH_RULES, REQUIRED_CHECK
from incident_actions.doctor.checks.clocks import CLOCK, CRON, RUNNER
from incident_actions.doctor.checks.configuration import CONFIGURATION, FORM, LABELS
from incident_actions.doctor.checks.people import PEOPLE
from incident_actions.doctor.checks.private_repository import PRIVATE_REPOSITORY
from incident_actions.doctor.checks.protections import EXECUTION, LOCKFILE, TOOL_ACCESS
from incident_actions.doctor.checks.repository import FEATURES, ISSUES, QUOTA
from incident_actions.doctor.checks.runners import FORKS, RUNNER_VERSION
from incident_actions.doctor.checks.secrets import NOTIFICATIONS, SIGNING_KEY
from incident_actions.doctor.checks.workflows import WORKFLOWS

CHECKS = (
    ISSUES, CONFIGURATION, LABELS, FORM, PEOPLE,
    ACTIONS, EXECUTION, PULL_REQUESTS, WORKFLOWS, TOOL_ACCESS, LOCKFILE, PERMISSIONS, WORKFLOWS_ENABLED,
    RUNNER, RUNNER_VERSION, FORKS, CRON, CLOCK,
    BRANCH_RULES, REQUIRED_CHECK, NOTIFICATIONS, SIGNING_KEY, PRIVATE_REPOSITORY, QUOTA, FEATURES,
)  # fmt: skip


def run_checks(examined: Examination) -> tuple[tuple[Check, CheckResult], ...]:
    """Run all checks, whatever the result of any of them."""
    found = ((check, _judge(check, examined)) for check in CHECKS)
    return tuple((check, finding) for check, finding in found if finding is not None)


def _judge(check: Check, examined: Examination) -> CheckResult | None:
    try:
        return check.judge(examined)
    except NotProvided as missing:
        fact = missing.missing
        return unknown_result(NOT_PROVIDED, status=fact.status, needs=fact.permission, running=examined.facts.running)
