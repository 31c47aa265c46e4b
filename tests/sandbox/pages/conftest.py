"""A visitor of a sandbox with one repository and its people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.conftest import NOON, PEOPLE
from tests.sandbox.pages.visitor import Visitor


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox without workflows: other tests hold its API against GitHub's description."""
    with Sandbox(tmp_path / "github", now=NOON) as sandbox:
        files = {"README.md": "# shop\n", "src/cart.py": "one\ntwo\nthree\n"}
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE, custom_roles={"on-call": "triage"})
        yield sandbox


@pytest.fixture
def visitor(sandbox: Sandbox) -> Visitor:
    return Visitor(sandbox)
