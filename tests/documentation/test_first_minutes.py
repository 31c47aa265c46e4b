"""Whoever has followed the README has a repository that runs incidents, by the very commit that was cloned."""

import pytest

from tests.documentation.laptop import TOOL, Laptop
from tests.documentation.test_commands import README, follow
from tests.stories.team import Team


@pytest.mark.rest
def test_after_the_readme_the_first_incident_is_answered_by_the_commit_that_was_cloned(ready: Laptop) -> None:
    follow(README, ready)
    ada = Team(ready.sandbox).as_("ada")
    issue = ada.json("POST", "issues", {"title": "Checkout is down", "labels": ["incident"]})["number"]
    ready.sandbox.settle()
    ada.json("POST", f"issues/{issue}/comments", {"body": "/sev 1"})
    ready.sandbox.settle()

    shown = sorted(each["name"] for each in ada.json("GET", f"issues/{issue}")["labels"])
    assert shown == ["SEV-1", "incident", "status: investigating"]
    commit = ready.runs("git -C incident-actions rev-parse HEAD").output.strip()
    respond = (ready.home / "shop/.github/workflows/incident-respond.yml").read_text()
    assert f"uses: {TOOL}/.github/workflows/respond.yml@{commit}\n" in respond
