"""A repository with its people, as a run of the tool reaches it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.answers import AnswerFinder
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.sandbox import Job, Sandbox
from tests.sandbox import published
from tests.sandbox.client import Client

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PEOPLE = {"ada": "admin", "grace": "write", "linus": "triage", "mary": "read", "kim": "on-call"}


def nothing(job: Job) -> int:
    job.log.touch()
    return 0


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with (
        Sandbox(tmp_path / "github", now=NOON, tool=INSTALLED_TOOL, runner=nothing) as sandbox,
        published.holding(sandbox),
    ):
        sandbox.create_repository(
            "acme/shop", {"README.md": "# shop\n"}, collaborators=PEOPLE, custom_roles={"on-call": "triage"}
        )
        yield sandbox


@pytest.fixture
def ada(sandbox: Sandbox) -> Client:
    return Client(sandbox, sandbox.token("ada"))


@pytest.fixture
def bot(sandbox: Sandbox) -> Client:
    return Client(sandbox, sandbox.installation_token)


@pytest.fixture
def connection(sandbox: Sandbox) -> Iterator[Connection]:
    connection = Connection(sandbox.installation_token, "acme/shop", sandbox.api_url)
    yield connection
    connection.close()


@pytest.fixture
def writer(connection: Connection) -> IssueWriter:
    return IssueWriter(connection, ACTIONS_BOT, "main")


@pytest.fixture
def reader(connection: Connection, sandbox: Sandbox) -> IssueReader:
    return IssueReader(connection, ACTIONS_BOT, "main", sandbox.url)


@pytest.fixture
def finder(connection: Connection, reader: IssueReader) -> AnswerFinder:
    return AnswerFinder(connection, reader)
