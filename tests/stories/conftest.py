"""A repository that adopted the tool: its own workflow files, its form, its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from tests.sandbox import published
from tests.stories.team import Team, in_process

ROOT = Path(__file__).parents[2]
WEDNESDAY = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
PEOPLE = {"ada": "admin", "grace": "write", "linus": "triage", "mary": "read"}
CONFIGURATION = "extends: default\nescalation: [ada]\nservices: [api, web, checkout]\n"


def adopted() -> dict[str, str]:
    """The files of a repository that adopted the tool."""
    kept = ("workflows/postmortem.yml", "workflows/respond.yml", "workflows/sweep.yml", "ISSUE_TEMPLATE/incident.yml")
    files = {f".github/{name}": (ROOT / ".github" / name).read_text() for name in kept}
    return {**files, ".github/incidents.yml": CONFIGURATION, "README.md": "# shop\n"}


@contextmanager
def adopted_shop(directory: Path, configuration: str = CONFIGURATION, *more: str) -> Iterator[Team]:
    """Yield the team of a repository that adopted the tool, with `more` of the tool's own files, such as its clock."""
    with (
        Sandbox(directory / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process) as sandbox,
        published.holding(sandbox),
    ):
        files = {**adopted(), **{name: (ROOT / name).read_text() for name in more}}
        files[".github/incidents.yml"] = configuration
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
        team = Team(sandbox)
        team.make_labels()
        yield team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with adopted_shop(tmp_path) as team:
        yield team
