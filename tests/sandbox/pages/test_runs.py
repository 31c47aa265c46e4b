"""Runs of workflows in a browser, with what their jobs printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job, Sandbox
from tests.sandbox.client import Client
from tests.sandbox.conftest import NOON
from tests.sandbox.pages.visitor import Visitor
from tests.sandbox.workflow_files import WORKFLOWS


def talk(job: Job) -> int:
    job.log.write_text("\x1b[31mhello\x1b[0m <b>\n::warning title=Careful,file=a.md,line=3::It is late\n")
    (job.directory / "summary.md").write_text("## Done\n\n| a |\n|--|\n| 1 |\n")
    return 1


@pytest.fixture
def talking(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=talk)


def test_a_run_shows_its_state_its_summary_its_annotations_and_its_log(talking: Sandbox) -> None:
    with talking as sandbox:
        sandbox.create_repository("acme/shop", WORKFLOWS, collaborators={"ada": "admin"})
        Client(sandbox, sandbox.token("ada")).issue("Checkout is down", labels=["incident"])
        sandbox.settle()
        run, visitor = sandbox.repository("acme/shop").runs[0], Visitor(sandbox)

        listed, page, text = (
            visitor.text("/acme/shop/actions"),
            visitor.page(f"/acme/shop/actions/runs/{run.id}"),
            visitor.text(f"/acme/shop/actions/runs/{run.id}"),
        )

    assert "failure Checkout is down" in listed
    assert [
        each for each in ("Warning Careful a.md:3 It is late", "Summary Done", "hello <b>") if each not in text
    ] == []
    assert ("\x1b" in page, "<td>1</td>" in page) == (False, True)


def test_a_run_that_does_not_exist_has_no_page(visitor: Visitor) -> None:
    assert visitor.get("/acme/shop/actions/runs/7").status_code == 404
    assert "No workflow has run yet." in visitor.text("/acme/shop/actions")


def test_a_workflow_is_started_with_its_inputs(running: Sandbox) -> None:
    visitor = Visitor(running)
    started = next(
        name
        for name in (each.rpartition("/")[2] for each in WORKFLOWS if each.startswith(".github/workflows/"))
        if "Run this workflow" in visitor.text(f"/acme/shop/actions/workflows/{name}")
    )

    where = visitor.send(f"/acme/shop/actions/workflows/{started}/dispatches", {})
    running.settle()

    assert where == f"/acme/shop/actions/workflows/{started}"
    assert running.deliveries[-1].event == "workflow_dispatch"
    assert "workflow_dispatch by ada" in visitor.text(where)


def test_a_run_runs_again_and_shows_each_attempt(talking: Sandbox) -> None:
    with talking as sandbox:
        sandbox.create_repository("acme/shop", WORKFLOWS, collaborators={"ada": "admin", "zed": "read"})
        Client(sandbox, sandbox.token("ada")).issue()
        sandbox.settle()
        visitor, path = Visitor(sandbox), "/acme/shop/actions/runs/1"
        where = visitor.send(f"{path}/rerun")
        sandbox.settle()
        page, first = visitor.text(path), visitor.text(f"{path}/attempts/1")
        refused = visitor.post(f"{path}/cancel")
        visitor.act_as("zed")
        read_only = visitor.text(path)

    assert where == path
    assert [name in page for name in ("Attempt 1 Attempt 2", "Re-run all jobs", "Cancel workflow")] == [
        True,
        True,
        False,
    ]
    assert [name in first for name in ("hello", "Re-run all jobs")] == [True, False]
    assert (refused.status_code, "Re-run all jobs" in read_only) == (409, False)
