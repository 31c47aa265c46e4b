"""The list of incidents to review is GitHub's own list of the issues with a label."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem.review_list import review_list_url
from tests.engine.commands.asking import running
from tests.worlds import PROCESS

SYNC = replace(PROCESS, labels=replace(PROCESS.labels, review="ops sync"))
URL = "https://github.com/acme/shop/issues?q=is%3Aissue%20label%3A%22ops%20sync%22"


@pytest.mark.parametrize(
    ("phase", "severity", "reviewed", "url"),
    [
        (Phase.RESOLVED, "SEV-1", False, URL),
        (Phase.CLOSED, "SEV-1", False, URL),
        (Phase.CLOSED, "SEV-1", True, ""),
        (Phase.MITIGATED, "SEV-1", False, ""),
        (Phase.DISMISSED, "SEV-1", False, ""),
        (Phase.CLOSED, "SEV-3", False, ""),
    ],
)
def test_an_incident_is_in_the_list_while_its_review_is_awaited(
    phase: Phase, severity: str, *, reviewed: bool, url: str
) -> None:
    incident = replace(running().incident, phase=phase, severity=severity, reviewed=reviewed)

    assert review_list_url(incident, SYNC, "https://github.com", "acme/shop") == url
    assert review_list_url(incident, PROCESS, "https://github.com", "acme/shop") == ""
