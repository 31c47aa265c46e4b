"""`/selftest` looks at the repository from inside the run that answers."""

from pathlib import Path

import pytest

from tests.stories.adopting import file
from tests.stories.team import Team
from tests.stories.ward import healthy, settings


@pytest.fixture
def team(tmp_path: Path) -> Team:
    with healthy(tmp_path) as team:
        yield team  # type: ignore[misc]


def asked(team: Team, incident: int, login: str = "grace") -> str:
    """Somebody asks for a selftest, and this is the answer."""
    (said,) = team.say(login, incident, "/selftest")
    return said


def test_a_selftest_is_answered_with_what_the_doctor_finds(team: Team) -> None:
    incident = file(team, "grace", "Checkout is down", summary="Every order fails.")

    said = asked(team, incident)

    print(said.replace(team.sandbox.url, "{url}"))
    assert said == ""


def test_a_selftest_finds_a_fault_and_says_where_to_mend_it(team: Team) -> None:
    incident = file(team, "grace", "Checkout is down", summary="Every order fails.")
    settings(team).disabled[".github/workflows/sweep.yml"] = "disabled_inactivity"

    said = asked(team, incident)

    assert "❌ **Workflows enabled**: `.github/workflows/sweep.yml` does not start" in said
    assert f"({team.sandbox.url}/acme/shop/actions/workflows/sweep.yml)" in said


def test_who_may_not_ask_hears_so_and_nothing_is_looked_at(team: Team) -> None:
    incident = file(team, "grace", "Checkout is down", summary="Every order fails.")
    before = len(team.sandbox.requests)

    said = asked(team, incident, "linus")

    assert "`/selftest`" in said
    assert not [each for each in team.sandbox.requests[before:] if "/actions/" in each.path]
