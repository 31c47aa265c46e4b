"""The configuration freezes merges, and no freeze outlives what it is for."""

import pytest

from incident_actions.contract.effects import OpenHotfix, Plan, RefreshFile, SetIssue
from incident_actions.engine.reactions.merge_freeze import must_judge_pulls
from incident_actions.gateway.repository.configuration import process_from_text
from tests.engine.commands.test_freeze import freezing
from tests.worlds import World

MITIGATED = "{ severities: [SEV-1] }"
RESOLVED = "{ severities: [SEV-1], until: resolved }"


@pytest.mark.parametrize(
    ("rules", "comments", "is_frozen"),
    [
        (MITIGATED, ("/sev 1",), True),
        (MITIGATED, ("/sev 2",), False),
        (MITIGATED, ("/sev 1", "/sev 2"), False),
        (MITIGATED, ("/sev 1", "/mitigated"), False),
        (MITIGATED, ("/sev 1", "/mitigated", "/status investigating"), True),
        (RESOLVED, ("/sev 1", "/mitigated"), True),
        (RESOLVED, ("/sev 1", "/resolve"), False),
        (MITIGATED, ("/sev 1", "/unfreeze"), False),
        (MITIGATED, ("/sev 1\n/unfreeze",), False),
        (MITIGATED, ("/sev 1", "/unfreeze", "/resolve", "/reopen again"), True),
        (MITIGATED, ("/sev 1", "/unfreeze", "/freeze", "/mitigated"), True),
        (MITIGATED, ("/sev 1", "/freeze for long", "/mitigated"), True),
        (MITIGATED, ("/sev 1", "/freeze for long", "/sev 3"), True),
        ("{}", ("/sev 1",), False),
        ("{}", ("/freeze", "/mitigated"), True),
        ("{}", ("/freeze", "/resolve"), False),
        ("{}", ("/freeze", "/false-alarm a test"), False),
        ("{}", ("/freeze", "/duplicate #3"), False),
        ("{}", ("/freeze", "/resolve", "/reopen again"), False),
    ],
)
def test_a_freeze_lasts_as_long_as_what_it_is_for(rules: str, comments: tuple[str, ...], *, is_frozen: bool) -> None:
    world = freezing(*comments, rules=rules)

    assert (world.incident.freeze is not None) == is_frozen
    assert ("merge-freeze" in world.issue.label_names) == is_frozen


def test_a_configuration_that_loses_its_freeze_ends_it() -> None:
    world = freezing("/freeze")
    world.process = process_from_text("extends: default\n")[0]

    world.ask("grace", "/update we go on")

    assert world.incident.freeze is None
    assert "merge-freeze" not in world.issue.label_names


@pytest.mark.parametrize(
    ("plan", "judges"),
    [
        (Plan(), False),
        (Plan(effects=(SetIssue(7, title="x"),)), False),
        (Plan(effects=(SetIssue(7, labels=("incident",)),)), False),
        (Plan(effects=(SetIssue(7, labels=("incident", "merge-freeze")),)), True),
        (Plan(effects=(SetIssue(8, labels=("incident", "merge-freeze")),)), False),
        (Plan(creations=(OpenHotfix("k", "hotfix/a", "main", "m", "t", "b"),)), True),
        (Plan(creations=(OpenHotfix("k", "hotfix/a", "", "m", "t", "b", "acme/api"),)), False),
        (Plan(creations=(RefreshFile("k", 9, "postmortem/7", "p", "t", (), (), (), "", "m"),)), True),
    ],
)
def test_open_pull_requests_are_judged_anew_when_that_may_change_what_they_show(plan: Plan, *, judges: bool) -> None:
    world = freezing()

    assert must_judge_pulls(plan, world.issue, world.process) == judges
    assert not must_judge_pulls(plan, world.issue, World().process)


def test_a_configuration_that_loses_its_freeze_has_them_judged_once_more() -> None:
    frozen, allowed = freezing("/freeze").issue, Plan(effects=(SetIssue(7, labels=("incident",)),))

    assert must_judge_pulls(allowed, frozen, World().process)
    assert not must_judge_pulls(Plan(), frozen, World().process)
