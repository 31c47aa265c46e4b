"""The installed tool runs a job in a process of its own."""

from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job
from incident_actions.sandbox.runners import run_process


def test_a_process_sees_the_environment_of_its_job_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "incident_actions"
    module.mkdir()
    (module / "__init__.py").touch()
    (module / "__main__.py").write_text(
        "import os, sys\n"
        "print(sys.argv[1:], os.environ['GITHUB_JOB'], os.environ.get('GITHUB_BASE_REF'))\n"
        "sys.exit(3)\n"
    )
    job = Job(1, "respond", "respond", "issues", ["run"], {"GITHUB_JOB": "respond"}, tmp_path / "job")
    job.workspace.mkdir(parents=True)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("GITHUB_BASE_REF", "somebody else's")
    monkeypatch.chdir(tmp_path)

    code = run_process(job, INSTALLED_TOOL)

    assert (code, job.log.read_text()) == (3, "['run'] respond None\n")
