"""`python -m tests.gateway.record` records every cassette anew, each against a fresh sandbox."""

from __future__ import annotations

import tempfile
from pathlib import Path

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from tests.gateway.cassettes import CASSETTES, COMMENT, NAMES, PORT, played, tape
from tests.gateway.conftest import NOON, PEOPLE, nothing
from tests.sandbox.client import Client


def record() -> None:
    """Record them all."""
    for name in NAMES:
        (CASSETTES / f"{name}.yaml").unlink(missing_ok=True)
        with (
            tempfile.TemporaryDirectory() as directory,
            Sandbox(Path(directory), port=PORT, now=NOON, tool=INSTALLED_TOOL, runner=nothing) as sandbox,
        ):
            sandbox.create_repository(
                "acme/shop", {"README.md": "# shop\n"}, collaborators=PEOPLE, custom_roles={"on-call": "triage"}
            )
            ada = Client(sandbox, sandbox.token("ada"))
            ada.issue(labels=["incident"])
            comment = ada.json("POST", "issues/1/comments", {"body": "/ack"})["id"]
            if comment != COMMENT:
                raise SystemExit(f"the comment's id is {comment}: set COMMENT to that in tests/gateway/cassettes.py")
            with tape(name, "once"):
                played(name, sandbox.installation_token)


if __name__ == "__main__":
    record()
