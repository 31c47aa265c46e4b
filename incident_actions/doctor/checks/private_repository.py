"""The private repository that sensitive incidents move to."""

from __future__ import annotations

from incident_actions.contract.repository_facts import SERVICES_SECRET, require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, failure, pass_result, unknown_result
from incident_actions.doctor.other_writers import APP_KEY

SECRETS = "settings/secrets/actions"


def check_private_repository(examined: Examination) -> CheckResult:
    """Check that private incidents have somewhere to go: a private repository that the tool's token can write to."""
    facts, name = examined.facts, examined.process.private.repository
    if facts.private is None or not name:
        return pass_result("none")
    there = require_fact(facts.private)
    if not there.visibility:
        return failure("unseen", page=SECRETS, name=name) if facts.running else unknown_result("own_token", name=name)
    if there.visibility == "public":
        return failure("public", page=f"{there.page}/settings#danger-zone", name=name)
    if not there.takes_issues:
        return failure("closed", page=f"{there.page}/settings", name=name)
    if facts.running:
        refused = there.may_write is False
        return failure("unwritable", page=SECRETS, name=name) if refused else pass_result("ready", name=name)
    if not {SERVICES_SECRET, APP_KEY} & require_fact(facts.secrets):
        return failure("no_token", page=SECRETS, name=name)
    return pass_result("ready", name=name)


PRIVATE_REPOSITORY = Check(
    "private-repository",
    "Private incidents",
    "The repository of private incidents, if the configuration names one, is private, and the tool has a token for it.",
    "Settings → Secrets and variables → Actions → Secrets, or the private repository: Settings → General",
    "",
    check_private_repository,
)
