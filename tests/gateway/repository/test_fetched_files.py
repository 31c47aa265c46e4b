"""Files of the default branch are fetched over the API, and what is no file of a sensible size is refused as elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.safe_files import NotReadable, read_file
from incident_actions.gateway.repository.fetched_files import fetch_files
from incident_actions.sandbox import Sandbox

FILES = {".github/incidents.yml": "extends: lean\n", "docs/a b.md": "é", "docs/big.md": "x" * (1024 * 1024 + 1)}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with Sandbox(tmp_path / "github") as sandbox:
        sandbox.create_repository("acme/shop", FILES, collaborators={"ada": "admin"})
        connection = Connection(sandbox.token("ada"), "acme/shop", sandbox.api_url)
        yield connection
        connection.close()


def test_the_files_that_exist_are_written_to_their_paths(connection: Connection, tmp_path: Path) -> None:
    small = [path for path in FILES if path != "docs/big.md"]
    to = tmp_path / "to"

    fetch_files(connection, (*small, ".github/none.txt"), to)

    found = {each.relative_to(to).as_posix(): each.read_text() for each in to.rglob("*") if each.is_file()}
    assert found == {path: FILES[path] for path in small}


@pytest.mark.parametrize("path", ["docs", "docs/big.md"])
def test_a_folder_and_a_file_without_content_are_not_readable(
    connection: Connection, tmp_path: Path, path: str
) -> None:
    fetch_files(connection, (path,), tmp_path / "to")

    with pytest.raises(NotReadable):
        read_file(tmp_path / "to", path, 9_000_000)


def test_a_server_that_refuses_is_not_taken_for_one_without_the_file(connection: Connection, tmp_path: Path) -> None:
    nobody = Connection("no token", "acme/shop", connection.api_url)

    with pytest.raises(GithubError):
        fetch_files(nobody, (".github/incidents.yml",), tmp_path / "to")

    assert not (tmp_path / "to").exists()
    nobody.close()
