"""Sandboxes whose jobs run under act: one runner for all of them, as a machine that lives on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.drill.runner_choice import open_act
from incident_actions.sandbox import Runner, Sandbox
from incident_actions.sandbox.act import Act
from tests.runner import adopting
from tests.sandbox import published
from tests.stories.conftest import PEOPLE, WEDNESDAY
from tests.stories.team import Team


@pytest.fixture(scope="session")
def act(tmp_path_factory: pytest.TempPathFactory) -> Act:
    return open_act(tmp_path_factory.mktemp("act"))


@contextmanager
def running(place: Path, runner: Runner, files: dict[str, str] | None = None) -> Iterator[Team]:
    """A team whose repository calls the tool's workflows, and a runner that plays them."""
    with (
        Sandbox(place / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=runner) as sandbox,
        published.holding(sandbox),
    ):
        sandbox.create_repository("acme/shop", files or adopting.files(), collaborators=PEOPLE)
        team = Team(sandbox)
        team.make_labels()
        yield team


@pytest.fixture
def team(tmp_path: Path, act: Act) -> Iterator[Team]:
    with running(tmp_path, act) as team:
        yield team


@pytest.fixture
def spied(act: Act, tmp_path: Path) -> Act:
    """A runner that finds another tool in the place of ours: one that notes what it was given, and fails with 3."""
    tool = tmp_path / "tool"
    shutil.copytree(act.repository / ".github", tool / ".github")
    (tool / ".github/actions/incident-actions/start.py").write_text(SPY)
    return open_act(tmp_path / "act", repository=tool, cache=tmp_path / "cache")


SPY = r"""
import json, os, sys
from pathlib import Path

Path(os.environ["RUNNER_TOOL_CACHE"], f"{sys.argv[1]}.json").write_text(json.dumps(dict(os.environ)))
print("::error title=Broken,file=docs/a.md,line=3::first%0Asecond: 100%25")
print("::notice::by the way")
with open(os.environ["GITHUB_OUTPUT"], "a") as output:
    output.write("outcome=seen\nlong<<END\none\ntwo=2\nEND\n")
with open(os.environ["GITHUB_STEP_SUMMARY"], "a") as summary:
    summary.write("# Seen\n\n- a\n")
print(sys.argv[1:], flush=True)
sys.exit(3)
"""
