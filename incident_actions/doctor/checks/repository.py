"""The repository itself: issues, what its server offers, and how much may still be asked of it."""

from __future__ import annotations

from typing import Any

from incident_actions.contract.repository_facts import told
from incident_actions.doctor.check import Check, Examined, Finding, failed, passed, unknown, warned

LOW = 10
"""Percent of the hour's requests below which it is told: a sweep with much to do needs a few hundred."""


def issues(examined: Examined) -> Finding:
    """Whether issues can be opened and written to."""
    place = examined.facts.place
    if place.archived:
        return failed("archived")
    return passed("on") if place.issues else failed("off")


def features(examined: Examined) -> Finding:
    """What this server lacks of that for which there is a next best thing."""
    if examined.facts.place.hosted:
        return passed("hosted")
    offered = told(examined.facts.features)
    lacking = tuple(name for name, there in offered.items() if there is False)
    untried = tuple(name for name, there in offered.items() if there is None)
    if lacking:
        return warned("lacking", lacking=lacking)
    return unknown("untried", untried=untried) if untried else passed("all")


def quota(examined: Examined) -> Finding:
    """How many requests the token has left this hour."""
    left = told(examined.facts.quota)
    if left is None:
        return passed("unlimited")
    numbers: dict[str, Any] = {"left": left.left, "limit": left.limit, "renewed": left.renewed}
    if left.left == 0:
        return failed("none", **numbers)
    return warned("low", **numbers) if left.left * 100 < left.limit * LOW else passed("enough", **numbers)


ISSUES = Check(
    "issues",
    "Issues",
    "Issues are switched on, and the repository is not archived: each incident is an issue.",
    "Settings → General → Features → Issues",
    "settings",
    issues,
)
FEATURES = Check(
    "features",
    "Server",
    "The server offers pins, sub-issues, reactions and a list of all comments; what it lacks is done without.",
    "the version of GitHub Enterprise Server",
    "",
    features,
)
QUOTA = Check(
    "quota",
    "Request quota",
    "The token has requests left in this hour.",
    "the token in use",
    "",
    quota,
)
