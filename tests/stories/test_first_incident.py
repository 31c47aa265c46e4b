"""From an empty repository to the first answered command, and from there to a repository without the tool."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from tests.sandbox import published
from tests.stories.conftest import PEOPLE, WEDNESDAY
from tests.stories.laptop import Laptop
from tests.stories.team import Team, in_process

pytestmark = pytest.mark.rest


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    """A clone of a repository that has no commit, and so no default branch yet."""
    with (
        Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process) as sandbox,
        published.holding(sandbox),
    ):
        sandbox.create_repository("acme/shop", {}, collaborators=PEOPLE)
        sandbox.repository("acme/shop").actions_may_open_pull_requests = False
        yield Laptop(Team(sandbox), tmp_path / "shop")


def adopt(laptop: Laptop) -> list[str]:
    """Do by hand what `init` lists, and return the lines that were typed."""
    done = laptop.init("--on-call", "ada,grace", answer="y\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.partition("Next:")[2].count("\n") == 4, "at most four things are left to do"
    laptop.git("add", "--all")
    laptop.git("commit", "--quiet", "--message", "Run incidents")
    laptop.git("push", "--quiet", "origin", "HEAD:main")
    laptop.team.sandbox.repository("acme/shop").actions_may_open_pull_requests = True
    return ["init --on-call ada,grace", "y", "git add --all", "git commit --message …", "git push", "doctor"]


def trouble(laptop: Laptop) -> list[tuple[str, str]]:
    """What the doctor finds, each with the page on which to fix it."""
    found = json.loads(laptop.doctor().stdout)
    return [(each["check"], each["page"]) for each in found["checks"] if each["level"] in ("fail", "warn")]


def test_an_empty_repository_answers_its_first_command_within_a_few_lines(
    laptop: Laptop, capsys: pytest.CaptureFixture[str]
) -> None:
    team, begun = laptop.team, time.monotonic()

    typed = adopt(laptop)
    found = trouble(laptop)
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/sev 1")
    waited = time.monotonic() - begun
    typed += ["the form's title", "/sev 1"]

    with capsys.disabled():
        click.echo(
            f"\nFrom an empty repository to the first answered /sev: {len(typed)} lines, {waited:.0f} s of waiting"
        )
    assert "SEV-1" in team.shows(incident)["labels"]
    assert found == [("signing-key", f"{team.sandbox.url}/acme/shop/settings/secrets/actions")], "which is optional"


def test_whoever_removes_the_tool_keeps_the_records_and_nothing_else(laptop: Laptop) -> None:
    adopt(laptop)
    team = laptop.team
    incident = team.file("grace", "Checkout is down")
    card = team.card(incident)
    own = laptop.folder / ".github/workflows/deploy.yml"
    own.write_text("name: deploy\non: push\njobs: {}\n")
    laptop.commits()

    declined = laptop.remove(answer="n\n")
    removed = laptop.remove("--yes")
    laptop.git("add", "--all")

    assert (declined.returncode, declined.stdout.splitlines()[-1]) == (1, "Remove 6 files? [y/N]: Nothing was removed.")
    assert removed.returncode == 0, removed.stderr
    assert laptop.git("ls-files").split() == [".github/workflows/deploy.yml", "docs/incidents/README.md"]
    assert f"{team.sandbox.url}/acme/shop/settings/secrets/actions" in removed.stdout
    laptop.commits()
    laptop.git("push", "--quiet", "origin", "HEAD:main")
    team.say("grace", incident, "/sev 2")
    assert (team.card(incident), team.jobs) == (card, [])
    assert laptop.remove("--yes").stdout == "There are no files of the tool here.\n"


def test_files_that_git_could_not_restore_are_not_removed(laptop: Laptop) -> None:
    laptop.init("--yes")

    refused = laptop.remove("--yes")

    assert refused.returncode == 2
    assert "Commit these files first, so that git can restore them: .github/ISSUE_TEMPLATE" in refused.stderr
    assert (laptop.folder / ".github/incidents.yml").exists()


def test_a_workflow_of_the_same_name_that_somebody_wrote_stays(laptop: Laptop) -> None:
    own = laptop.folder / ".github/workflows/incident-clock.yml"
    own.parent.mkdir(parents=True)
    own.write_text("name: our clock\n")

    done = laptop.init("--yes")
    laptop.commits()
    laptop.remove("--yes")

    assert done.returncode == 1
    assert "Please review: .github/workflows/incident-clock.yml." in done.stdout
    assert own.read_text() == "name: our clock\n"


def test_without_actions_the_doctor_names_the_page_that_allows_them(laptop: Laptop) -> None:
    adopt(laptop)
    laptop.team.sandbox.repository("acme/shop").settings.actions = False

    assert ("actions", f"{laptop.team.sandbox.url}/acme/shop/settings/actions") in trouble(laptop)
