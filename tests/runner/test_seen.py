"""What a real runner gives to the tool's step is what the sandbox says that GitHub gives, and what it takes comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from incident_actions.sandbox import FinishedJob
from incident_actions.sandbox.act import Act
from incident_actions.sandbox.act.job_folder import SET_BY_ACT
from incident_actions.sandbox.annotations import Annotation
from tests.runner import adopting
from tests.runner.conftest import running
from tests.stories.team import Team
from tests.workflows.files import ROOT, content

SECRETS = {"INCIDENT_SIGNING_KEY": "a key of the team", "INCIDENT_NOTIFY_URLS": "# two lines\njson://127.0.0.1/x"}
OF_ITS_OWN = {
    "WORKFLOW",  # act names the one that is called, GitHub the one that calls; the tool asks for neither
    "ENV",
    "EVENT_PATH",
    "OUTPUT",
    "PATH",
    "STEP_SUMMARY",
    "WORKSPACE",
}


def played(team: Team) -> FinishedJob:
    team.as_("grace").issue(labels=["incident"])
    return next(each for each in reversed(team.sandbox.settle()) if each.job.workflow.endswith("respond"))


@pytest.mark.rest
@pytest.mark.parametrize("files", ["called", "copied"])
def test_the_tool_gets_the_environment_that_the_sandbox_makes(tmp_path: Path, spied: Act, files: str) -> None:
    own = [f".github/workflows/{name}.yml" for name in adopting.NAMES]
    copied = {path: (ROOT / path).read_text() for path in own}
    with running(tmp_path, spied, copied if files == "copied" else None) as team:
        team.sandbox.host.secrets |= SECRETS
        job = played(team).job

    seen: dict[str, str] = json.loads((spied.cache / "run.json").read_text())
    made = {f"GITHUB_{name}" for name in OF_ITS_OWN} | {"RUNNER_TEMP", "RUNNER_ENVIRONMENT"}
    expected = {name: value for name, value in job.environment.items() if name not in made}
    assert {name: seen.get(name) for name in expected} == expected
    assert made - {"RUNNER_ENVIRONMENT"} <= seen.keys()
    assert seen.keys() >= SET_BY_ACT
    assert seen["INCIDENT_NOTIFY_URLS"] == SECRETS["INCIDENT_NOTIFY_URLS"]


def test_nothing_of_this_machines_own_run_reaches_a_job(
    tmp_path: Path, spied: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_BASE_REF", "INCIDENT_SIGNING_KEY", "PYTHONPATH", "XDG_CACHE_HOME", "ACT_RUNNER", "HOME"):
        monkeypatch.setenv(name, "somebody else's")
    with running(tmp_path, spied) as team:
        played(team)

    seen = json.loads((spied.cache / "run.json").read_text())
    assert [name for name, value in seen.items() if "somebody else's" in value] == []
    assert seen["HOME"] == str(spied.place / "home")


@pytest.mark.rest
def test_results_of_the_tool_come_back_from_act(tmp_path: Path, spied: Act) -> None:
    with running(tmp_path, spied) as team:
        finished = played(team)

    assert finished.exit_code == 3
    assert finished.outputs == {"outcome": "seen", "long": "one\ntwo=2", "again": "", "reason": ""}
    assert finished.summary == "# Seen\n\n- a\n"
    assert "['run']\n" in finished.output
    assert finished.annotations == [
        Annotation("error", "first\nsecond: 100%", {"title": "Broken", "file": "docs/a.md", "line": "3"}),
        Annotation("notice", "by the way"),
    ]


@pytest.mark.rest
def test_annotations_are_read_as_the_runner_itself_reads_them(tmp_path: Path, spied: Act) -> None:
    # act loses what a step says last before it fails, so this one succeeds.
    spy = spied.repository / ".github/actions/incident-actions/start.py"
    spy.write_text(spy.read_text().replace("sys.exit(3)", "sys.exit(0)"))
    with running(tmp_path, spied) as team:
        finished = played(team)

    lines = (finished.job.directory / "act.jsonl").read_text().splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    read = [
        Annotation(each["command"], each["arg"], each["kvPairs"])
        for each in told
        if each.get("command") in ("error", "notice")
    ]
    assert finished.annotations == read
    assert len(read) == 2


@pytest.mark.rest
def test_a_job_asks_for_its_permissions_and_its_place_in_a_group(tmp_path: Path, spied: Act) -> None:
    with running(tmp_path, spied) as team:
        played(team)
        team.as_("grace").branch("postmortem/1", {"docs/incidents/a.md": "# A\n"})
        team.as_("grace").pull("postmortem/1")
        team.as_("ada").json("POST", "dispatches", {"event_type": "incident-tick"})
        team.sandbox.schedule("incident-sweep.yml")
        team.sandbox.settle()
        jobs = [each.job for each in team.sandbox.jobs.finished]

    reports = {"issues": "write", "pull-requests": "write", "statuses": "write"}
    may_write = {"actions": "read", "contents": "write", "deployments": "read", **reports}
    assert {job.workflow: (job.group, job.permissions) for job in jobs} == {
        "incident-respond": ("incident-actions-1", may_write),
        "incident-clock": ("incident-actions-clock", may_write),
        "incident-sweep": ("incident-actions-sweep", may_write),
        "incident-postmortem": (
            "incident-actions-postmortem-2",
            {"contents": "read", **reports, "issues": "read"},
        ),
    }


@pytest.mark.parametrize("name", adopting.NAMES)
def test_a_caller_grants_what_the_called_workflow_asks_for(name: str) -> None:
    """GitHub fails a run whose caller grants less.

    https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#supported-keywords-for-jobs-that-call-a-reusable-workflow
    """

    def asked(workflow: Any) -> list[Any]:
        return [job["permissions"] for job in workflow["jobs"].values()]

    calling = YAML(typ="safe").load(adopting.files()[adopting.caller(name)])
    assert asked(calling) == asked(content(f".github/workflows/{name}.yml"))
