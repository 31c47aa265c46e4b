"""The secrets of a run go from process to process by a descriptor, once, and whoever starts the tool by hand notices nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from incident_actions.cli.main import cli
from incident_actions.gateway.local import run_secrets
from incident_actions.gateway.local.run_secrets import DESCRIPTOR_VARIABLE, SECRETS, receive_secrets, separate_secrets

ROOT = Path(__file__).parents[3]


def test_separated_secrets_can_be_received_once(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {name: f"{name}\n\udcff" for name in SECRETS}
    shown, handle = separate_secrets({"A": "b", "ACTIONS_RUNTIME_TOKEN": "x", **secrets})
    monkeypatch.setenv(DESCRIPTOR_VARIABLE, shown[DESCRIPTOR_VARIABLE])

    assert shown == {"A": "b", DESCRIPTOR_VARIABLE: str(handle)}
    assert receive_secrets() == secrets
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)
    assert DESCRIPTOR_VARIABLE not in os.environ


def test_a_system_without_files_in_memory_passes_secrets_on_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shown, _ = separate_secrets({"GITHUB_TOKEN": "ghs_x"})
    monkeypatch.setenv(DESCRIPTOR_VARIABLE, shown[DESCRIPTOR_VARIABLE])

    assert list(tmp_path.iterdir()) == []
    assert receive_secrets() == {"GITHUB_TOKEN": "ghs_x"}


def test_an_empty_variable_is_no_secret_and_restarts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(run_secrets, "exec_with_secrets", lambda *_: pytest.fail("it began anew"))

    assert receive_secrets() == {}


def test_variables_are_removed_if_a_process_cannot_replace_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    monkeypatch.setenv("GITHUB_TOKEN", "ghs_x")

    assert receive_secrets() == {"GITHUB_TOKEN": "ghs_x"}
    assert "GITHUB_TOKEN" not in os.environ


def tool(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "INCIDENT_"))}
    return subprocess.run(
        [sys.executable, "-P", "-m", "incident_actions", *arguments],
        env={**ours, "PYTHONPATH": str(ROOT), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("given", ["987", "-1", "x", "1", str(10**30)])
def test_a_descriptor_without_secrets_is_reported_in_one_line(given: str) -> None:
    ended = tool("run", INCIDENT_ACTIONS_SECRETS=given)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(
        "incident-actions: INCIDENT_ACTIONS_SECRETS must name a descriptor with the run's secrets"
    )
    assert ended.stderr.count("\n") == 1


def test_a_person_who_sets_the_variables_gets_the_same_with_options_and_exit_code(tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"action": "created"}))
    named = {"GITHUB_EVENT_NAME": "watch", "GITHUB_EVENT_PATH": str(event), "GITHUB_REPOSITORY": "acme/shop"}

    fine = tool("run", "--dry-run", GITHUB_TOKEN="ghs_x", **named)
    wrong = tool("run", "--dry-run", GITHUB_TOKEN="ghs x", **named)
    lacking = tool("run", INCIDENT_SIGNING_KEY="x", **named)

    assert (fine.returncode, fine.stdout.partition(":")[0]) == (0, "Nothing to do")
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "incident-actions: GITHUB_TOKEN contains characters that a token cannot have.\n",
    )
    assert (lacking.returncode, "GITHUB_TOKEN is not set. On your own machine: " in lacking.stderr) == (2, True)


def test_commands_read_the_secrets_beside_the_variables(tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text("{}")
    variables = {"GITHUB_EVENT_NAME": "watch", "GITHUB_EVENT_PATH": str(event), "GITHUB_REPOSITORY": "acme/shop"}

    without = CliRunner().invoke(cli, ["run"], env=variables)
    handed = CliRunner().invoke(cli, ["run"], env=variables, obj={"GITHUB_TOKEN": "ghs_x"})

    assert (without.exit_code, handed.exit_code) == (2, 0)
