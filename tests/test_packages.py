"""What is built from the project knows its commit, and is built again from an sdist without git."""

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from incident_actions import __version__
from incident_actions.gateway.local.tool_build import ToolBuild, inspect_checkout, read_record
from tests.checkouts import run_git

pytestmark = pytest.mark.rest
ROOT = Path(__file__).parents[1]
RECORD = "incident_actions/adopt/build.json"
UNPACKING: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
"""What `extractall` needs to be safe, and knows since Python 3.11.4."""


def build(root: Path, target: str) -> tuple[Path, str]:
    """Build a wheel or an sdist, and return it with what the build printed."""
    place = root / "dist" / target
    command: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", place]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    (made,) = place.iterdir()
    return made, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of what is committed here, with the release's tag."""
    folder = tmp_path_factory.mktemp("clone") / "tool"
    run_git(ROOT, "clone", "--quiet", "--no-tags", "--depth=1", ROOT.as_uri(), str(folder))
    run_git(folder, "remote", "set-url", "origin", "https://github.com/acme/tool")
    run_git(folder, "tag", f"v{__version__}")
    return folder


def test_a_wheel_and_a_wheel_of_an_sdist_have_the_commit_and_no_test(clone: Path, tmp_path: Path) -> None:
    wheel, _ = build(clone, "wheel")
    sdist, _ = build(clone, "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, **UNPACKING)  # noqa: S202  what was built here
    again, printed = build(tmp_path / f"incident_actions-{__version__}", "wheel")

    expected = inspect_checkout(clone, __version__)
    assert (expected.repository, expected.is_tagged, expected.is_dirty) == ("acme/tool", True, False)
    for each in (wheel, again):
        with zipfile.ZipFile(each) as held:
            held.extract(RECORD, tmp_path / each.parent.parent.parent.name)
            assert [name for name in held.namelist() if re.match(r"tests/|hatch_build|(.*/)?conftest", name)] == []
        assert read_record(tmp_path / each.parent.parent.parent.name / RECORD) == expected
    assert wheel.read_bytes() == again.read_bytes()
    assert "no git history" not in printed


def test_a_wheel_of_a_folder_without_git_says_so_and_has_no_commit(clone: Path, tmp_path: Path) -> None:
    run_git(clone, "archive", "--output", str(tmp_path / "all.tar"), "HEAD")
    with tarfile.open(tmp_path / "all.tar") as archive:
        archive.extractall(tmp_path / "tool", **UNPACKING)  # noqa: S202  as above
    wheel, printed = build(tmp_path / "tool", "wheel")
    with zipfile.ZipFile(wheel) as held:
        held.extract(RECORD, tmp_path)

    assert "`incident-actions init` from it needs `--source OWNER/NAME@COMMIT`." in " ".join(printed.split())
    assert read_record(tmp_path / RECORD) == ToolBuild()
