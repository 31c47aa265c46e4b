"""Single workflows, and the jobs of runs with what they printed."""

from __future__ import annotations

import io
import zipfile

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def test_a_run_has_a_job_with_a_log(running: Sandbox) -> None:
    ada = Client(running, running.token("ada"))
    ada.issue()
    (finished,) = running.settle()[:1]
    number = finished.job.id

    (job,) = ada.json("GET", f"actions/runs/{number}/jobs")["jobs"]

    assert (job["id"], job["name"], job["conclusion"]) == (number, finished.job.name, "success")
    assert ada.json("GET", f"actions/jobs/{number}") == job
    assert ada("GET", f"actions/jobs/{number}/logs").text == finished.output
    with zipfile.ZipFile(io.BytesIO(ada("GET", f"actions/runs/{number}/logs").content)) as archive:
        whole, step = archive.namelist()
        assert [archive.read(each).decode() for each in (whole, step)] == [finished.output] * 2
    assert (whole, step) == (f"0_{job['name']}.txt", f"{job['name']}/1_{job['steps'][0]['name']}.txt")
    assert ada.json("GET", f"actions/runs/{number}/artifacts") == {"total_count": 0, "artifacts": []}


def test_a_run_of_another_workflow_has_no_log(sandbox: Sandbox, ada: Client) -> None:
    number = sandbox.end_workflow_run("Build", "failure", by="ada")

    assert ada.json("GET", f"actions/runs/{number}/jobs")["jobs"][0]["conclusion"] == "failure"
    assert [ada("GET", f"actions/{kind}/{number}/logs").status_code for kind in ("jobs", "runs")] == [404, 404]
    assert ada("GET", "actions/jobs/1").status_code == 404


def test_a_workflow_is_disabled_and_enabled(running: Sandbox) -> None:
    ada = Client(running, running.token("ada"))
    file = ada.json("GET", "actions/workflows")["workflows"][0]
    place = f"actions/workflows/{file['id']}"

    states = []
    for way in ("disable", "enable"):
        assert ada("PUT", f"{place}/{way}").status_code == 204
        states.append(ada.json("GET", place)["state"])

    assert states == ["disabled_manually", "active"]
    assert ada("GET", "actions/workflows/missing.yml").status_code == 404
