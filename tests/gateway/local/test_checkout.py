"""What `init` reads of a clone, and would write over, is a regular file inside it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from incident_actions.gateway.local.checkout import MAX_FILE_BYTES, Checkout
from incident_actions.gateway.local.runner import UserError

PATH = ".github/workflows/incident-respond.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A clone, beside a folder that is none of its business."""
    subprocess.run(["git", "init", "--quiet", tmp_path / "shop"], check=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/incident-respond.yml").write_text("mine")
    (tmp_path / "shop/.github").mkdir()
    return tmp_path / "shop"


def linked_file(root: Path) -> None:
    (root / ".github/workflows").mkdir()
    (root / PATH).symlink_to(root.parent / "outside/incident-respond.yml")


def linked_folder(root: Path) -> None:
    (root / ".github/workflows").symlink_to(root.parent / "outside")


def broken_link(root: Path) -> None:
    (root / ".github/workflows").mkdir()
    (root / PATH).symlink_to("nowhere")


def huge(root: Path) -> None:
    (root / ".github/workflows").mkdir()
    (root / PATH).write_bytes(b"x" * (MAX_FILE_BYTES + 1))


@pytest.mark.parametrize("lay", [linked_file, linked_folder, broken_link, huge])
def test_a_file_that_is_no_regular_one_of_the_clone_is_refused_before_anything_is_written(
    root: Path, lay: Callable[[Path], None]
) -> None:
    lay(root)

    with pytest.raises(UserError, match=r"incident-respond\.yml cannot be read as a text file: \.github/workflows"):
        Checkout(root).read_texts([PATH])


def test_missing_files_are_left_out(root: Path) -> None:
    assert Checkout(root).read_texts([PATH, "README.md"]) == {}


def test_line_ends_stay_as_they_are(root: Path) -> None:
    (root / "a.txt").write_bytes(b"a\r\nb\n")

    assert Checkout(root).read_texts(["a.txt"]) == {"a.txt": "a\r\nb\n"}
