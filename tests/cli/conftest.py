"""A person's terminal, for the commands that people run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offline_laptop import Laptop


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    (tmp_path / "clone").mkdir()
    return Laptop(tmp_path / "clone")
