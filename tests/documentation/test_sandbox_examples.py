"""The examples of how other projects test with the sandbox are tests that pass, in a project that has nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documentation.pages import ROOT, blocks

PAGE = ROOT / "docs" / "sandbox-for-your-tests.md"


@pytest.mark.rest
def test_the_examples_are_tests_that_pass(tmp_path: Path) -> None:
    shown = [each.text for each in blocks(PAGE) if each.language == "python"]
    (tmp_path / "test_client.py").write_text("\n\n".join(shown), encoding="utf-8")

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_client.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    tests = sum(text.count("def test_") for text in shown)
    assert (ran.returncode, f"{tests} passed" in ran.stdout) == (0, True), ran.stdout + ran.stderr
    assert (len(shown), tests) == (4, 3)
