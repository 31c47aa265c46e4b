"""`/selftest` looks at the repository from inside the run that answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.adopting import file
from tests.stories.team import Team
from tests.stories.ward import healthy, settings


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with healthy(tmp_path) as team:
        yield team


def asked(team: Team, incident: int, login: str = "grace") -> str:
    """Somebody asks for a selftest, and this is the answer."""
    (said,) = team.say(login, incident, "/selftest")
    return said


def test_a_selftest_is_answered_with_what_the_doctor_finds(team: Team) -> None:
    incident = file(team, "grace", "Checkout is down", summary="Every order fails.")

    said = asked(team, incident)

    page = f"{team.sandbox.url}/acme/shop"
    assert (
        said.partition("\n\n<details>")[0]
        == f"""\
**Selftest: 0 failed, 1 with a warning, 4 could not be checked, 20 passed.**

⚠️ **Signing key**: No signing key is set. Without a key, the tool notices an edited record only if GitHub shows the edit.
→ Run `openssl rand -hex 32`, keep the output, and set it as the secret `INCIDENT_SIGNING_KEY` before the first incident.
[Settings → Secrets and variables → Actions → Secrets]({page}/settings/secrets/actions)"""
    )
    assert (
        "<details><summary>Could not be checked: People and teams, Actions, Execution protections, Pull requests by Actions</summary>"
        in said
    )
    assert "<details><summary>Passed: 20</summary>" in said
    assert team.reactions(incident) == ["+1"]


@pytest.mark.rest
def test_a_selftest_is_answered_once_and_anew_for_each_time_that_it_is_asked(team: Team) -> None:
    incident = file(team, "grace", "Checkout is down", summary="Every order fails.")

    first, second = asked(team, incident), asked(team, incident)
    team.sweep()

    assert [each.startswith("**Selftest: ") for each in team.replies(incident)] == [True, True]
    assert first.splitlines()[0] == second.splitlines()[0]


def test_a_selftest_finds_a_fault_and_says_where_to_mend_it(team: Team) -> None:
    incident = file(team, "grace", "Checkout is down", summary="Every order fails.")
    settings(team).disabled[".github/workflows/sweep.yml"] = "disabled_inactivity"

    said = asked(team, incident)

    assert "❌ **Workflows enabled**: `.github/workflows/sweep.yml` does not start" in said
    assert f"({team.sandbox.url}/acme/shop/actions/workflows/sweep.yml)" in said


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("", "❌ **Private incidents**: The tool's token cannot see `acme/security`, so no incident can move there."),
        ("read", "❌ **Private incidents**: The account of the tool's token cannot write to `acme/security`"),
        ("write", ""),
    ],
)
def test_a_selftest_asks_with_the_token_that_would_move_an_incident(team: Team, role: str, found: str) -> None:
    mover = "acme-security[bot]"
    people = {mover: role} if role else {}
    team.sandbox.create_repository("acme/security", {"a": "b\n"}, private=True, collaborators=people)
    team.sandbox.host.secrets["INCIDENT_SERVICES_TOKEN"] = team.sandbox.token(mover)
    private = f"{team.text('.github/incidents.yml')}private: {{ repository: acme/security }}\n"
    team.write("ada", ".github/incidents.yml", "main", private)

    said = asked(team, file(team, "grace", "Checkout is down", summary="Every order fails."))

    shown = next((line for line in said.splitlines() if "Private incidents" in line and "❌" in line), "")
    assert shown.startswith(found)
    assert bool(shown) == bool(found)


def test_a_person_without_permission_gets_a_refusal_and_nothing_is_read(team: Team) -> None:
    incident = file(team, "grace", "Checkout is down", summary="Every order fails.")
    before = len(team.sandbox.requests)

    said = asked(team, incident, "linus")

    assert "`/selftest`" in said
    asked_of_actions = [each.path for each in team.sandbox.requests[before:] if "/actions/" in each.path]
    assert {path.rpartition("/acme/shop/")[2] for path in asked_of_actions} <= {"actions/workflows/clock.yml/runs"}
