"""What keeps a real runner from playing a job is told in its log, fails that job alone, and leaves nothing running."""

from __future__ import annotations

import base64
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from incident_actions.cli.main import cli
from incident_actions.sandbox import FinishedJob, Job
from incident_actions.sandbox.act import Act, ActNotFound, act_runner
from tests.runner.conftest import running
from tests.stories.team import Team

RESPOND = ".github/workflows/respond.yml"
OWN = """\
on: {issues: {types: [opened]}}
jobs:
  mine:
    runs-on: %s
    steps:
      - run: %s
      - run: incident-actions run
"""


def ended(place: Path, act: Act, text: str, longest: float = 30) -> FinishedJob:
    """What becomes of a job whose workflow reads like this by the time it is played."""

    def runner(job: Job) -> int:
        (job.workspace / RESPOND).write_text(text)
        return act.start(job).wait(longest)

    with running(place, runner, {RESPOND: OWN % ("ubuntu-slim", "true")}) as team:
        team.as_("grace").issue()
        (finished,) = team.sandbox.settle()
        return finished


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jobs: [", "workflow is not valid. 'respond.yml': yaml"),
        ("words", "Expected a mapping got scalar"),
        ("", "act started no step"),
        (
            "on: issues\njobs: {other: {runs-on: ubuntu-slim, steps: [{run: 'true'}]}}",
            "Could not find any stages to run",
        ),
        (OWN % ("${{ format('{0}-x', 'ubuntu') }}", "true"), "act: 🚧  Skipping unsupported platform"),
        (OWN % ("ubuntu-slim", "true") + "      - uses: acme/none@v1\n", "acme/none"),
    ],
)
def test_a_workflow_that_cannot_be_played_fails_and_says_why(tmp_path: Path, act: Act, text: str, told: str) -> None:
    finished = ended(tmp_path, act, text)

    assert (finished.exit_code, finished.outputs) == (1, {})
    assert told in finished.output


def test_a_step_that_fails_before_the_tool_runs_fails_the_job_with_its_code(tmp_path: Path, act: Act) -> None:
    finished = ended(tmp_path, act, OWN % ("ubuntu-slim", "'echo no; exit 7'"))

    assert (finished.exit_code, finished.output) == (7, "no\n")


def test_a_job_that_outlives_the_limit_is_killed_with_all_that_it_started(tmp_path: Path, act: Act) -> None:
    began = time.monotonic()
    finished = ended(tmp_path, act, OWN % ("ubuntu-slim", "'echo begun; sleep 3131'"), longest=1)

    assert time.monotonic() - began < 20
    assert finished.exit_code == 1
    assert finished.output.startswith("begun\n")
    assert "TimeoutExpired" in finished.output
    assert not alive("sleep 3131")


def test_a_runner_that_is_lost_takes_the_tool_with_it_and_the_next_job_runs(tmp_path: Path, act: Act) -> None:
    with running(tmp_path, act, {RESPOND: OWN % ("ubuntu-slim", "'sleep 3232'")}) as team:
        lose(team, act)
        (lost,) = team.sandbox.settle()
        team.sandbox.jobs.runner = act
        team.as_("ada").json("PUT", f"contents/{RESPOND}", _put(team, OWN % ("ubuntu-slim", "'exit 5'")))
        team.as_("grace").issue()
        (following,) = team.sandbox.settle()

    assert (lost.exit_code, following.exit_code) == (-9, 5)
    assert not alive("sleep 3232")


def lose(team: Team, act: Act) -> None:
    """Let a job begin, and kill its runner."""

    def runner(job: Job) -> int:
        running_job = act.start(job)
        while not alive("sleep 3232"):
            time.sleep(0.05)
        running_job.kill()
        return running_job.wait()

    team.sandbox.jobs.runner = runner
    team.as_("grace").issue()


def _put(team: Team, text: str) -> dict[str, str]:
    sha = team.as_("ada").json("GET", f"contents/{RESPOND}")["sha"]
    return {"message": "Edit", "content": base64.b64encode(text.encode()).decode(), "sha": sha}


def alive(command: str) -> bool:
    told = subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True, check=True).stdout
    return any(line.strip() == command for line in told.splitlines())


def test_an_event_that_no_workflow_names_starts_nothing(team: Team) -> None:
    team.as_("grace").branch("more", {"a.txt": "a"})

    assert team.sandbox.settle() == []


@pytest.mark.parametrize("command", ["sandbox", "drill"])
def test_without_act_people_are_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def nowhere() -> list[str]:
        raise ActNotFound

    monkeypatch.setattr(act_runner, "find_act", nowhere)
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(cli, [command, "--runner", "act"])

    assert result.exit_code == 1
    assert result.output == "Error: This command needs act. Run `pip install 'incident-actions[act]'`.\n"


def test_act_is_looked_for_beside_python_and_then_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ActNotFound):
        act_runner.find_act()

    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/act").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert act_runner.find_act() == [str(tmp_path / "bin/act")]
    (tmp_path / "act").touch()
    assert act_runner.find_act() == [str(tmp_path / "act")]


def test_a_jobs_further_step_of_the_tool_is_played_with_the_first(tmp_path: Path, act: Act) -> None:
    twice = (OWN % ("ubuntu-slim", "echo once")).replace(
        "- run: incident-actions run",
        "- run: 'true; : '\n      - run: |\n          : \n          exit 0\n          incident-actions run\n      - run: |\n          exit 0\n          incident-actions sweep",
    )
    with running(tmp_path, act, {RESPOND: twice}) as team:
        team.as_("grace").issue()
        finished = team.sandbox.settle()

    assert [(each.job.command, each.exit_code, each.output) for each in finished] == [
        (["run"], 0, "once\n"),
        (["sweep"], 0, ""),
    ]


@pytest.mark.rest
def test_nothing_lands_in_anybodys_home(tmp_path: Path, act: Act) -> None:
    with running(tmp_path, act) as team:
        team.as_("grace").issue(labels=["incident"])
        team.sandbox.settle()

        left = [each.name for job in (tmp_path / "github/jobs").iterdir() for each in job.iterdir()]

    assert {each.name for each in act.place.iterdir()} == {"home", "tool-cache", act.repository.name}
    assert [each.name for each in act.cache.iterdir()] == ["incident-actions"]
    assert [name for name in left if name.startswith("act-")] == []
