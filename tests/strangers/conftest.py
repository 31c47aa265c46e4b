"""A sandbox that other people's clients use, whose every answer is held against GitHub's description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from tests.sandbox import published
from tests.sandbox.conftest import NOON, do_nothing
from tests.sandbox.workflow_files import WORKFLOWS

FILES = {"README.md": "# shop\n", "cart.py": "one\n", **WORKFLOWS}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox, published.holding(sandbox):
        sandbox.create_repository("acme/shop", FILES, collaborators={"ada": "admin", "grace": "write"})
        for name in ("acme", "tools"):
            sandbox.create_organization(name, ["ada"])
        yield sandbox
