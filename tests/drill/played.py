"""The drill, played once as a person would start it, for all tests that look at what it left."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.shared_place import shared_place


@dataclass(frozen=True)
class Played:
    """What a drill left."""

    exit_code: int
    said: str
    directory: Path
    outcome: dict[str, Any]


def play_once(factory: pytest.TempPathFactory) -> Played:
    """Play the drill, or wait until another process of this test run has played it."""
    with shared_place(factory, "drill") as place:
        if not (place / "exit-code").exists():
            (place / "exit-code").write_text(str(_play(place)))
    outcome = place / "outcome.json"
    return Played(
        int((place / "exit-code").read_text()),
        (place / "said.txt").read_text(encoding="utf-8"),
        place / "kept",
        json.loads(outcome.read_text(encoding="utf-8")) if outcome.exists() else {},
    )


def _play(place: Path) -> int:
    options = ["--keep", str(place / "kept"), "--json", str(place / "outcome.json")]
    command = [sys.executable, "-m", "incident_actions", "drill", *options]
    with (place / "said.txt").open("wb") as said:
        return subprocess.run(command, stdout=said, stderr=subprocess.STDOUT, check=False, timeout=300).returncode
