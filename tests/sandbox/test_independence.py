"""The sandbox knows the tool that its jobs run by what it is handed, and by nothing else."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from incident_actions.sandbox import Job, Sandbox, Tool
from tests.sandbox.client import Client
from tests.sandbox.conftest import NOON

SANDBOX = Path(__file__).parents[2] / "incident_actions/sandbox"
MODULES = sorted(SANDBOX.rglob("*.py"))
FILES = {
    ".github/workflows/deploy.yml": """\
name: deploy
on: {issues: {types: [opened]}}
jobs:
  build: {steps: [{run: make}]}
  deploy: {steps: [{run: ship-it all --now}]}
  action: {steps: [{uses: acme/ship-it/action@v1, with: {where: production}}]}
""",
}
ACTION = """\
inputs: {where: {}, command: {default: some}}
runs: {steps: [{run: ship-it, env: {WHERE: "${{ inputs.where }}"}}]}
"""


def imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    modules = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name for name in named | modules if name.partition(".")[0] == "incident_actions"}


def test_no_module_of_the_sandbox_imports_the_tool() -> None:
    imported = {(path, name) for path in MODULES for name in imports(path)}

    assert imported
    assert {each for each in imported if not f"{each[1]}.".startswith("incident_actions.sandbox.")} == set()


def test_no_module_of_the_sandbox_names_the_tool() -> None:
    texts = {path: path.read_text(encoding="utf-8").replace("incident_actions.sandbox", "") for path in MODULES}

    assert texts
    words = ("incident-actions", "INCIDENT_", "incident_actions")
    assert [(path, word) for path, text in texts.items() for word in words if word in text] == []


@pytest.mark.rest
def test_importing_the_sandbox_imports_nothing_of_the_tool() -> None:
    program = "import sys, incident_actions.sandbox; print(*(name for name in sys.modules if name.startswith('incident_actions')))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    loaded = {name for name in ran.stdout.split() if not name.startswith("incident_actions.sandbox")}
    assert loaded == {"incident_actions"}


def test_the_sandbox_runs_whichever_tool_it_is_handed(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "github", now=NOON, tool=ship_it(tmp_path)) as sandbox:
        sandbox.create_repository("acme/shop", FILES, collaborators={"ada": "admin"})
        Client(sandbox, sandbox.token("ada")).issue()

        ran = [(each.job.name, each.output) for each in sandbox.settle()]

    assert ran == [("deploy", "['all', '--now'] 2026 None\n"), ("action", "['some'] 2026 production\n")]


def test_a_sandbox_without_a_tool_starts_no_job(tmp_path: Path) -> None:
    with Sandbox(tmp_path, now=NOON) as sandbox:
        sandbox.create_repository("acme/shop", FILES, collaborators={"ada": "admin"})
        Client(sandbox, sandbox.token("ada")).issue()

        assert sandbox.settle() == []


def ship_it(place: Path) -> Tool:
    """A tool that prints its arguments, the year, and where it ships to."""
    files = place / "ship-it"
    (files / "action").mkdir(parents=True)
    (files / "action/action.yml").write_text(ACTION, encoding="utf-8")
    program = "import os, sys; print(sys.argv[1:], os.environ['SHIP_NOW'][:4], os.environ.get('WHERE'))"

    def start(job: Job, log: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", program, *job.command], env=job.environment, stdout=log)

    return Tool("acme/ship-it", "ship-it", "action", files, start, time_variable="SHIP_NOW")
