"""Runbooks are files of the checkout; links are not followed."""

from datetime import timedelta
from pathlib import Path

import pytest

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository import runbooks
from incident_actions.gateway.repository.runbooks import last_change, runbook_paths
from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def write(place: Path, *names: str) -> None:
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("# Runbook\n")


def test_folders_stand_for_their_markdown_files(tmp_path: Path) -> None:
    write(tmp_path, "docs/b.md", "docs/deep/a.MD", "docs/a.txt", "docs/.git/x.md", "other.md", "RUNBOOK")

    assert runbook_paths(tmp_path, ("docs/", "RUNBOOK", "missing.md", "docs/b.md")) == (
        "docs/b.md",
        "docs/deep/a.MD",
        "RUNBOOK",
    )


def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "outside/secret.md", "repository/docs/a.md")
    root = tmp_path / "repository"
    (root / "docs" / "file.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "docs" / "folder").symlink_to(tmp_path / "outside")
    (root / "linked").symlink_to(tmp_path / "outside")

    assert runbook_paths(root, ("docs", "linked")) == ("docs/a.md",)


def test_a_huge_folder_is_not_looked_through_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.md", "b.md", "c.md")
    monkeypatch.setattr(runbooks, "MOST_FILES", 2)

    assert runbook_paths(tmp_path, (".",)) == ("a.md", "b.md")


def test_the_newest_commit_that_touched_it_is_the_last_change(sandbox: Sandbox, ada: Client) -> None:
    first = sandbox.clock.now()
    ada.json("PUT", "contents/docs/pool.md", {"message": "pool", "content": "IyBQb29sCg=="})
    sandbox.clock.advance(timedelta(days=3))
    ada.json("PUT", "contents/docs/other.md", {"message": "other", "content": "IyBQb29sCg=="})
    connection = Connection(sandbox.installation_token, "acme/shop", sandbox.api_url)

    changed = last_change(connection, "docs/pool.md")

    assert changed is not None
    assert changed.date() == first.date()
    assert last_change(connection, "docs/never.md") is None
