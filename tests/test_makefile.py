"""Make picks a Python that was built to run fast, and the one that somebody names before it."""

from __future__ import annotations

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
