"""A laptop for each page, with the tool on it as the README installs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from incident_actions.drill.adopter import files_of_adopter
from incident_actions.drill.installed_tool import INSTALLED_TOOL, SOURCE
from incident_actions.sandbox import Sandbox
from tests.documentation import laptop
from tests.documentation.github_com import standing_for
from tests.documentation.laptop import Laptop
from tests.shared_place import shared_place
from tests.stories.team import by_command_line

PEOPLE = {"ada": "admin", "grace": "write", "linus": "triage", "margaret": "read"}
INSTALLED = f"""\
git clone --quiet https://github.com/{laptop.TOOL}
python3 -m venv tool
tool/bin/pip install --quiet ./incident-actions
"""


@contextmanager
def before(place: Path, libraries: Path) -> Iterator[Laptop]:
    """A laptop without the tool. On its GitHub are the tool, a team's repository, one that adopted, and a service.

    Jobs run in this process; the reader's own commands are processes.
    """
    (place / "home").mkdir(parents=True)
    with (
        Sandbox(place / "github", tool=INSTALLED_TOOL, runner=by_command_line) as sandbox,
        standing_for(sandbox.url, place / "ca.pem") as github,
    ):
        adopted = {"README.md": "# Incidents\n", **files_of_adopter("extends: default\n", SOURCE)}
        sandbox.create_repository(laptop.TOOL, laptop.source())
        sandbox.create_repository("acme/shop", {"README.md": "# Shop\n"}, collaborators=PEOPLE)
        sandbox.create_repository("acme/incidents", adopted, collaborators=PEOPLE)
        sandbox.create_repository("acme/api", {"README.md": "# API\n"}, collaborators=PEOPLE)
        yield Laptop(place / "home", sandbox, github, libraries)


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laptop.libraries(tmp_path_factory.mktemp("libraries") / "links")


@pytest.fixture(scope="session")
def tool(libraries: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tool's command lies, once the first process of this test run has installed it."""
    with shared_place(tmp_path_factory, "tool") as place:
        known = place / "installed"
        if not known.exists():
            known.write_text(str(install(tmp_path_factory.mktemp("tool"), libraries)))
        return Path(known.read_text())


def install(place: Path, libraries: Path) -> Path:
    """Install the tool on a laptop as the README says, and return where its command lies."""
    with before(place, libraries) as somebodys:
        ran = somebodys.runs(INSTALLED)
        assert ran.code == 0, ran.output
        return somebodys.home / "tool" / "bin"


@pytest.fixture
def ready(libraries: Path, tool: Path, tmp_path: Path) -> Iterator[Laptop]:
    """A laptop with the tool."""
    with before(tmp_path, libraries) as somebodys:
        yield replace(somebodys, path=(tool,))
