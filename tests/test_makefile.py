"""Make picks a Python that was built to run fast, and runs tests so that one which hangs is named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OPTIMISED = "'--enable-optimizations' '--prefix=/opt/python'"
DISTRIBUTION = "'--enable-shared' '--prefix=/usr' '--without-ensurepip'"
PLAIN = "'--enable-shared' '--prefix=/usr/local'"


@pytest.mark.parametrize(
    ("pythons", "named", "chosen"),
    [
        ({"first": PLAIN, "second": OPTIMISED, "third": DISTRIBUTION}, "", "second"),
        ({"first": PLAIN, "second": DISTRIBUTION, "third": OPTIMISED}, "", "second"),
        ({"first": PLAIN, "second": PLAIN}, "", "first"),
        ({"first": PLAIN, "second": OPTIMISED}, "first", "first"),
        ({"first": PLAIN}, "missing", "first"),
    ],
    ids=["optimised", "a distribution's", "none is fast", "named", "a missing one is named"],
)
def test_make_takes_the_named_python_then_a_fast_one_then_any(
    tmp_path: Path, pythons: dict[str, str], named: str, chosen: str
) -> None:
    for name, built in pythons.items():
        install(tmp_path / name, built)

    assert choose(tmp_path, ["missing", *pythons], named).stdout == f"{tmp_path / chosen}\n"


def test_make_fails_where_there_is_no_python(tmp_path: Path) -> None:
    assert choose(tmp_path, ["missing"], "").returncode


@pytest.mark.rest
def test_a_test_that_hangs_ends_the_run_which_says_where(tmp_path: Path) -> None:
    hangs = "import threading\n\ndef test_waits_for_nobody():\n    threading.Event().wait()\n"
    (tmp_path / "test_hangs.py").write_text(hangs)
    (tmp_path / "test_fails.py").write_text("def test_is_wrong():\n    assert 1 == 2\n")

    ended = run_tests(tmp_path, "-o", "faulthandler_timeout=2")

    assert ended.returncode
    assert re.search(r'File ".*test_hangs\.py", line 4 in test_waits_for_nobody', ended.stderr)
    summary = ended.stdout.partition("short test summary")[2]
    assert re.findall(r"FAILED \S*(test_\w+\.py::\w+)", summary) == [
        "test_fails.py::test_is_wrong",
        "test_hangs.py::test_waits_for_nobody",
    ]


def run_tests(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder as make runs those of the project."""
    program = ["make", "--no-print-directory", "--eval", "those: ; @$(PYTEST) $(ARGS)", "those", "WORKERS=2"]
    given = " ".join(["-c pyproject.toml -p no:cacheprovider --rootdir", str(folder), *arguments, str(folder)])
    return subprocess.run(
        [*program, f"BIN={Path(sys.executable).parent}", f"ARGS={given}"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


def install(python: Path, built: str) -> None:
    """Install this Python under another name, with what it says of how it was built."""
    (python.parent / f"built_{python.name}.py").write_text(f"build_time_vars = {{'CONFIG_ARGS': {built!r}}}\n")
    python.write_text(
        f"#!/bin/sh\nPYTHONPATH='{python.parent}' _PYTHON_SYSCONFIGDATA_NAME=built_{python.name} "
        f"exec '{sys.executable}' \"$@\"\n"
    )
    python.chmod(0o755)


def choose(place: Path, pythons: list[str], named: str) -> subprocess.CompletedProcess[str]:
    """Let make choose among some Pythons."""
    names = " ".join(str(place / each) for each in pythons)
    command = ["make", "--no-print-directory", "--eval", "chosen: ; @$(CHOOSE)", "chosen", f"PYTHONS={names}"]
    return subprocess.run(
        [*command, *([f"PYTHON={place / named}"] if named else [])],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
