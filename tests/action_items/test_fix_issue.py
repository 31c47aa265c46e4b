"""A fix becomes an issue where its severity asks for one, and is found again by its key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.action_items.fix_issue import fix_issue, key_in
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import OpenIssue
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from tests.worlds import PROCESS, START, WORDING, World

DECLARED = e.Declared(at=START, accepted=START, by="grace", severity="SEV-1", title="Checkout is down")
WORST = replace(PROCESS.severities[0], fix_labels=("bug", "P0"))
LABELLED = replace(PROCESS, severities=(WORST, *PROCESS.severities[1:]))
BRANCH = "hotfix/restore-the-pool"


def incident(severity: str) -> Incident:
    """Return an incident of a severity."""
    folded = fold(7, (replace(DECLARED, severity=severity),))
    assert folded is not None
    return folded


def context() -> Context:
    """Return the surroundings of a decision in a team that labels its fixes."""
    return Context(World().snapshot, LABELLED, WORDING, START)


@pytest.mark.parametrize("severity", ["", "SEV-2"])
def test_no_issue_is_opened_where_the_severity_has_no_labels_for_fixes(severity: str) -> None:
    assert fix_issue(incident(severity), BRANCH, "Restore the pool", "ada", context()) is None


def test_the_issue_of_a_fix_bears_the_labels_of_its_severity() -> None:
    opened = fix_issue(incident("SEV-1"), BRANCH, "Restore the pool", "ada", context())

    assert opened is not None
    assert replace(opened, body="") == OpenIssue(
        key=f"7.{BRANCH}",
        title="Restore the pool",
        body="",
        labels=("bug", "P0"),
        parent=7,
        since=START,
    )


def test_a_fix_without_a_description_is_called_after_its_incident() -> None:
    opened = fix_issue(incident("SEV-1"), BRANCH, "", "ada", context())

    assert opened is not None
    assert opened.title == "Fix for #7"


def test_the_key_of_a_fix_is_read_from_its_issue() -> None:
    opened = fix_issue(incident("SEV-1"), BRANCH, "Restore the pool", "ada", context())

    assert opened is not None
    assert (key_in(opened.body), key_in("Restore the pool")) == (f"7.{BRANCH}", "")
