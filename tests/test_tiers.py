"""In which order tests start, and which of them a tier has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TIERS = {"fast": "not rest", "rest": "rest and not exhaustive", "exhaustive": "exhaustive"}
TESTS = {
    "slow/test_one.py": "def test_a(): pass",
    "slow/test_two.py": "def test_a(): pass\ndef test_b(): pass",
    "other/test_three.py": "def test_a(): pass\ndef test_b(): pass\ndef test_c(): pass",
    "other/test_tables.py": (
        "import pytest\n"
        "from tests.tiers import EXHAUSTIVE, as_rest\n"
        "@pytest.mark.parametrize('case', ['first', as_rest('second'), pytest.param('third', marks=EXHAUSTIVE)])\n"
        "def test_a(case): pass"
    ),
    "conftest.py": (
        "from pathlib import Path\n"
        "from tests.tiers import start_slow_files_first\n"
        "def pytest_collection_modifyitems(items): start_slow_files_first(items, [Path(__file__).parent / 'slow'])\n"
    ),
    "pytest.ini": "[pytest]\nmarkers =\n    rest\n    exhaustive\naddopts = --import-mode=importlib --strict-markers",
}


def collect(folder: Path, chosen: str) -> list[str]:
    """Collect the tests of one tier in a process of its own, in their order."""
    for name, text in TESTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
    ]
    given = subprocess.run([*command, "-m", chosen, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True)
    return [line for line in given.stdout.splitlines() if "::" in line]


def test_slow_folders_start_first_and_then_the_files_with_the_most_tests(tmp_path: Path) -> None:
    assert collect(tmp_path, TIERS["fast"]) == [
        "slow/test_two.py::test_a",
        "slow/test_two.py::test_b",
        "slow/test_one.py::test_a",
        "other/test_tables.py::test_a[first]",
        "other/test_three.py::test_a",
        "other/test_three.py::test_b",
        "other/test_three.py::test_c",
    ]


@pytest.mark.rest
def test_this_projects_slow_tests_start_first() -> None:
    files = ["tests/test_tiers.py", "tests/laboratory/torture/test_races.py"]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-m", "", *files]
    given = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert given.startswith("tests/laboratory/")


@pytest.mark.rest
def test_a_case_is_in_one_tier_alone(tmp_path: Path) -> None:
    found = {tier: [each for each in collect(tmp_path, chosen) if "[" in each] for tier, chosen in TIERS.items()}

    assert found == {
        "fast": ["other/test_tables.py::test_a[first]"],
        "rest": ["other/test_tables.py::test_a[second]"],
        "exhaustive": ["other/test_tables.py::test_a[third]"],
    }
