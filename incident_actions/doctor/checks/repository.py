"""The repository itself: issues, the features of its server, and the remaining requests."""

from __future__ import annotations

from typing import Any

from incident_actions.contract.repository_facts import require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, failure, pass_result, unknown_result, warning

LOW = 10
"""The percentage of the hour's requests below which to warn: a busy sweep needs a few hundred."""


def check_issues(examined: Examination) -> CheckResult:
    """Check that issues can be opened and written to."""
    place = examined.facts.repository
    if place.archived:
        return failure("archived")
    return pass_result("on") if place.issues else failure("off")


def check_features(examined: Examination) -> CheckResult:
    """Check which optional features the server lacks; the tool does without them."""
    if examined.facts.repository.hosted:
        return pass_result("hosted")
    offered = require_fact(examined.facts.features)
    lacking = tuple(name for name, there in offered.items() if there is False)
    untried = tuple(name for name, there in offered.items() if there is None)
    if lacking:
        return warning("lacking", lacking=lacking)
    return unknown_result("untried", untried=untried) if untried else pass_result("all")


def check_quota(examined: Examination) -> CheckResult:
    """Check how many requests the token has left this hour."""
    left = require_fact(examined.facts.rate_limit)
    if left is None:
        return pass_result("unlimited")
    numbers: dict[str, Any] = {"left": left.remaining, "limit": left.limit, "renewed": left.resets}
    if left.remaining == 0:
        return failure("none", **numbers)
    return warning("low", **numbers) if left.remaining * 100 < left.limit * LOW else pass_result("enough", **numbers)


ISSUES = Check(
    "issues",
    "Issues",
    "Issues are enabled, and the repository is not archived.",
    "Settings → General → Features → Issues",
    "settings",
    check_issues,
)
FEATURES = Check(
    "features",
    "Server",
    "The server offers pins, sub-issues, reactions and a list of all comments. The tool also works without them.",
    "the version of GitHub Enterprise Server",
    "",
    check_features,
)
QUOTA = Check(
    "quota",
    "Rate limit",
    "The token has requests left for this hour.",
    "the token in use",
    "",
    check_quota,
)
