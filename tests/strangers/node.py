"""Scripts that ask a sandbox with the libraries that `make test-rest` installs for node."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest

MODULES = Path(__file__).parents[2] / ".venv/node"


def run_script(name: str, **variables: str) -> Any:
    """Run a script beside this file, and return the JSON that it prints; skip the test where node is missing."""
    if not (which("node") and MODULES.exists()):
        pytest.skip("`make test-rest` installs node and the libraries")
    ran = subprocess.run(
        ["node", str(Path(__file__).with_name(name))],
        env={"PATH": os.environ["PATH"], "MODULES": str(MODULES), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
