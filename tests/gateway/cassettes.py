"""Cassettes: what the tool and GitHub's embedded stand-in said to each other, recorded once and held to since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import vcr

from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.model.person import ACTIONS_BOT
from tests.gateway.wanted import effects

CASSETTES = Path(__file__).parent / "cassettes"
PORT = 18_765
API = f"http://127.0.0.1:{PORT}/api/v3"
"""Recorded at one port, since every address in a cassette carries it."""

COMMENT = 1_020
"""The id of the comment to react to, in a cassette."""

READING = "read_snapshot"
NAMES = (READING, *effects(COMMENT))
UNWANTED = ("authorization", "user-agent")
DROPPED = frozenset({"Date", "Server", "ETag"})


def tape(name: str, mode: str) -> Any:
    """Open a cassette."""
    return vcr.use_cassette(
        str(CASSETTES / f"{name}.yaml"),
        record_mode=mode,
        match_on=["method", "uri", "body"],
        filter_headers=UNWANTED,
        before_record_response=_lasting,
    )


def played(name: str, token: str, comment: int = COMMENT) -> Snapshot | None:
    """Do what a cassette is about; the snapshot, where it is about reading one."""
    connection = Connection(token, "acme/shop", API)
    try:
        if name == READING:
            return IssueReader(connection, ACTIONS_BOT, "main", "http://127.0.0.1").snapshot(1)
        writer = IssueWriter(connection, ACTIONS_BOT, "main")
        for following in writer.carry_out(effects(comment)[name]):
            writer.carry_out(following)
        writer.finish()
    finally:
        connection.close()
    return None


def _lasting(response: dict[str, Any]) -> dict[str, Any]:
    """A response without what changes with the day and the server's version."""
    kept = {name: value for name, value in response["headers"].items() if name not in DROPPED}
    return {**response, "headers": kept}
