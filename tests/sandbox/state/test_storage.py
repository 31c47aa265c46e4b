"""What is there again when a sandbox is started a second time."""

from datetime import timedelta
from pathlib import Path

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.conftest import NOON


def test_everything_is_there_again(tmp_path: Path) -> None:
    with Sandbox(tmp_path, now=NOON) as sandbox:
        sandbox.create_repository("acme/shop", {"a.txt": "a"}, collaborators={"ada": "admin"})
        ada = Client(sandbox, sandbox.token("ada"))
        ada.issue(labels=["bug"])
        comment = ada.json("POST", "issues/1/comments", {"body": "/sev 1"})["id"]
        ada.json("POST", f"issues/comments/{comment}/reactions", {"content": "eyes"})
        ada.branch("fix", {"b.txt": "b"})
        ada.pull("fix")
        paths = ["issues", "issues/1/timeline", f"issues/comments/{comment}/reactions", "pulls/2", "contents/a.txt"]
        before = [ada.json("GET", path) for path in paths]
        port = int(sandbox.url.rpartition(":")[2])

    with Sandbox(tmp_path, port) as sandbox:
        after = [Client(sandbox, ada.token).json("GET", path) for path in paths]

        assert (after, sandbox.clock.now()) == (before, NOON + timedelta(seconds=7))
        with pytest.raises(ValueError, match="acme/shop is there already"):
            sandbox.create_repository("acme/shop")


def test_a_clock_that_was_never_moved_follows_real_time(tmp_path: Path) -> None:
    with Sandbox(tmp_path) as sandbox:
        assert not sandbox.clock.is_fixed

    with Sandbox(tmp_path) as sandbox:
        assert not sandbox.clock.is_fixed
