"""Repositories that people change and delete over the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client, Json


def test_an_admin_changes_what_a_repository_shows(ada: Client) -> None:
    ada.branch("trunk", {"a.txt": "a"})
    changes = {
        "description": "Sells",
        "private": True,
        "has_issues": False,
        "archived": True,
        "default_branch": "trunk",
    }

    changed = ada.json("PATCH", "", changes)

    assert {key: changed[key] for key in changes} == changes
    assert {key: ada.json("GET", "")[key] for key in changes} == changes
    assert ada.json("GET", "commits")[0]["commit"]["message"] == "Change"
    assert ada.json("PATCH", "", {"visibility": "public"})["private"] is False


@pytest.mark.parametrize("body", [{"name": ".."}, {"default_branch": "missing"}, {"visibility": "hidden"}])
def test_a_change_that_cannot_be_made_is_refused(ada: Client, body: Json) -> None:
    assert ada("PATCH", "", body).status_code == 422


def test_a_deleted_repository_is_gone_and_its_name_is_free(sandbox: Sandbox, ada: Client, tmp_path: Path) -> None:
    ada.json("POST", "/user/repos", {"name": "old", "auto_init": True})
    folder = tmp_path / "github/git/ada/old.git"
    existed = folder.exists()

    assert ada("DELETE", "/repos/ada/old").status_code == 204

    assert (existed, folder.exists(), ada("GET", "/repos/ada/old").status_code) == (True, False, 404)
    ada.json("POST", "/user/repos", {"name": "old"})
    assert ada.json("GET", "/repos/ada/old/branches") == []


def test_only_admins_change_and_delete_a_repository(grace: Client, bot: Client) -> None:
    statuses = [client(method, "").status_code for client in (grace, bot) for method in ("PATCH", "DELETE")]

    assert statuses == [403] * 4
