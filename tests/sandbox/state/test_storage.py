"""What is there again when a sandbox is started a second time."""

from datetime import timedelta
from pathlib import Path

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.state.storage import UnreadableState
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


@pytest.mark.parametrize("text", ["{}", '{"version": 0, "clock": null}', '{"version": 1, "accounts": []}', "no JSON"])
def test_a_state_of_another_version_is_refused_and_left_alone(text: str, tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    file.write_text(text)

    with pytest.raises(UnreadableState) as wrong:
        Sandbox(tmp_path)

    assert str(wrong.value) == f"{file} was written by another version, so this one can't use it. Nothing was changed."
    assert file.read_text() == text
