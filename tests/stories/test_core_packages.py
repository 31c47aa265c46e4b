"""A run has the packages that every run needs, and no others: an incident is run from its beginning to its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL, VARIABLE_PREFIXES
from incident_actions.runs.exit_code import MISCONFIGURED
from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.runners import inherited_environment
from tests.core_packages import link_packages, unpack_archive
from tests.stories.conftest import PEOPLE, ROOT, WEDNESDAY, adopted
from tests.stories.team import Team
from tests.tiers import as_exhaustive

NOTIFYING = "extends: default\nnotifications:\n  - { on: [declared], to: [oncall] }\n"
MISSING = "The configuration can't be used."


@pytest.fixture(scope="module", params=["installed", as_exhaustive("archive")])
def packages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    place = tmp_path_factory.mktemp("core") / "packages"
    return [str(link_packages(place))] if request.param == "installed" else unpack_archive(place)


@pytest.fixture
def team(tmp_path: Path, packages: list[str]) -> Iterator[Team]:
    codes = []

    def run(job: Job) -> int:
        """Run a job by a Python that sees no installed packages."""
        places = os.pathsep.join((str(ROOT), *packages))
        with job.log.open("wb") as log:
            done = subprocess.run(
                [sys.executable, "-P", "-S", "-m", "incident_actions", *job.command],
                cwd=job.workspace,
                env={**inherited_environment(VARIABLE_PREFIXES), **job.environment, "PYTHONPATH": places},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        codes.append(done.returncode)
        return 0 if done.returncode == MISCONFIGURED else done.returncode

    with Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=run) as sandbox:
        sandbox.create_repository("acme/shop", adopted(), collaborators=PEOPLE)
        team = Team(sandbox)
        team.make_labels()
        yield team
    assert {*codes} <= {0, MISCONFIGURED}


def logs(team: Team) -> str:
    return "".join(each.output for each in team.jobs)


@pytest.mark.rest
@pytest.mark.parametrize("packages", [as_exhaustive("installed"), "archive"], indirect=True)
def test_an_incident_is_run_to_its_post_mortem(team: Team) -> None:
    incident = team.open("grace", "Checkout is down", labels=["incident"])
    team.say("grace", incident, "/sev 1\n/ic @ada\n/mitigated rolled back")
    team.say("grace", incident, "/resolve")

    assert "status: resolved" in team.shows(incident)["labels"]
    assert [each["head"]["ref"] for each in team.as_("ada").json("GET", "pulls")] == ["postmortem/1"]
    assert "Traceback" not in logs(team)


@pytest.mark.rest
def test_addresses_without_the_library_that_sends_are_reported_on_the_incident(team: Team) -> None:
    team.sandbox.host.secrets["INCIDENT_NOTIFY_URLS"] = "oncall = json://127.0.0.1:1/x"
    team.write("ada", ".github/incidents.yml", "main", NOTIFYING)

    incident = team.open("grace", "Checkout is down", labels=["incident"])

    assert [reply for reply in team.replies(incident) if "Apprise is not installed (line 1)" in reply]
    assert "because Apprise is missing: run `pip install 'incident-actions[notifications]'`" in logs(team)
    assert "Traceback" not in logs(team)


@pytest.mark.rest
def test_a_country_without_the_library_that_knows_its_holidays_stops_no_incident(team: Team) -> None:
    team.write("ada", ".github/incidents.yml", "main", "extends: default\ncalendar: { country: DE }\n")

    incident = team.open("grace", "Checkout is down", labels=["incident"])
    team.say("grace", incident, "/sev 1")

    (said,) = (reply for reply in team.replies(incident) if reply.startswith(MISSING))
    assert "a country needs the package holidays; run `pip install 'incident-actions[holidays]'`" in said
    assert any(label.startswith("SEV-1") for label in team.shows(incident)["labels"])
    assert "Traceback" not in logs(team)


@pytest.mark.rest
def test_an_app_without_the_library_that_signs_is_explained(team: Team) -> None:
    team.sandbox.host.secrets["INCIDENT_APP_PRIVATE_KEY"] = "-----BEGIN PRIVATE KEY-----"
    team.sandbox.repository("acme/shop").settings.variables["INCIDENT_APP_CLIENT_ID"] = "Iv1.0"

    team.open("grace", "Checkout is down", labels=["incident"])

    assert "Acting as a GitHub App needs the package cryptography. Run `pip install" in logs(team)
    assert "Traceback" not in logs(team)
