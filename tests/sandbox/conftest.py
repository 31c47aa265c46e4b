"""A sandbox with one repository and its people, whose every word is held against GitHub's description."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from github import Auth, Github
from github.Repository import Repository

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job, Sandbox
from tests.sandbox import published
from tests.sandbox.client import Client
from tests.sandbox.workflow_files import WORKFLOWS

NOON = datetime(2026, 8, 22, 12, tzinfo=UTC)
PEOPLE = {"ada": "admin", "grace": "write", "linus": "triage", "kim": "on-call", "zed": "none"}


def do_nothing(job: Job) -> int:
    job.log.write_text(f"{job.event} {' '.join(job.command)}")
    return 0


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with (
        Sandbox(tmp_path / "github", now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox,
        published.holding(sandbox),
    ):
        files = {"README.md": "# shop\n", "src/cart.py": "one\ntwo\nthree\n"}
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE, custom_roles={"on-call": "triage"})
        yield sandbox


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox, published.holding(sandbox):
        people = {"ada": "admin", "grace": "write"}
        sandbox.create_repository("acme/shop", WORKFLOWS | {"docs/a.md": "a"}, collaborators=people)
        yield sandbox


@pytest.fixture
def ada(sandbox: Sandbox) -> Client:
    return Client(sandbox, sandbox.token("ada"))


@pytest.fixture
def grace(sandbox: Sandbox) -> Client:
    return Client(sandbox, sandbox.token("grace"))


@pytest.fixture
def linus(sandbox: Sandbox) -> Client:
    return Client(sandbox, sandbox.token("linus"))


@pytest.fixture
def stranger(sandbox: Sandbox) -> Client:
    return Client(sandbox, sandbox.token("stranger"))


@pytest.fixture
def bot(sandbox: Sandbox) -> Client:
    return Client(sandbox, sandbox.installation_token)


@pytest.fixture
def shop(sandbox: Sandbox) -> Repository:
    """The repository as PyGithub sees it for ada."""
    auth = Auth.Token(sandbox.token("ada"))
    return Github(base_url=sandbox.api_url, auth=auth, seconds_between_requests=0, seconds_between_writes=0).get_repo(
        "acme/shop"
    )
