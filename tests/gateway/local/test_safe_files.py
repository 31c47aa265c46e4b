"""From a checkout nothing is read but regular files inside it, whatever a commit put there."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from incident_actions.gateway.local import safe_files
from incident_actions.gateway.local.safe_files import NotReadable, read_file, read_named_file

PATH = "a/b/file.md"
MOST = 1_000


@pytest.fixture(params=["by folder", "by path"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one file, beside a secret; on a system that opens relative to folders, and on another."""
    if request.param == "by path":
        monkeypatch.setattr(os, "supports_dir_fd", set())
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "checkout/a/b").mkdir(parents=True)
    (tmp_path / "checkout" / PATH).write_text("words")
    return tmp_path / "checkout"


def test_a_regular_file_is_read(root: Path) -> None:
    assert read_file(root, PATH, MOST) == b"words"


def test_a_checkout_may_itself_be_behind_a_link(root: Path) -> None:
    (root.parent / "link").symlink_to(root)

    assert read_file(root.parent / "link", PATH, MOST) == b"words"


@pytest.mark.parametrize("path", ["a/b/none.md", "a/none/file.md", "none/b/file.md"])
def test_a_missing_file_is_none(root: Path, path: str) -> None:
    assert read_file(root, path, MOST) is None


def link(target: str) -> Callable[[Path], object]:
    return lambda place: place.symlink_to(target)


def bound(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(place))


@pytest.mark.parametrize(
    ("put", "why"),
    [
        (link("../../../secret.md"), "a/b/file.md is a symbolic link, not a regular file"),
        (link("/proc/self/environ"), "a/b/file.md is a symbolic link, not a regular file"),
        (link("other.md"), "a/b/file.md is a symbolic link, not a regular file"),
        (link("nowhere"), "a/b/file.md is a symbolic link, not a regular file"),
        (link("file.md"), "a/b/file.md is a symbolic link, not a regular file"),
        (Path.mkdir, "a/b/file.md is a folder, not a regular file"),
        (os.mkfifo, "a/b/file.md is a device, pipe or socket, not a regular file"),
        (bound, "a/b/file.md is a device, pipe or socket, not a regular file"),
        (lambda place: place.write_bytes(b"a" * 2_000_000), "a/b/file.md is longer than 1,000 bytes"),
    ],
    ids=["link out", "link to proc", "link inside", "broken link", "loop", "folder", "fifo", "socket", "2 MB"],
)
def test_anything_else_is_refused_with_its_path(
    root: Path, monkeypatch: pytest.MonkeyPatch, put: Callable[[Path], object], why: str
) -> None:
    monkeypatch.chdir(root / "a/b")
    (root / PATH).rename(root / "a/b/other.md")
    put(Path("file.md"))

    with pytest.raises(NotReadable, match=why):
        read_file(root, PATH, MOST)


def test_a_link_in_the_place_of_a_parent_folder_is_refused_with_its_path(root: Path) -> None:
    (root / "a").rename(root.parent / "elsewhere")
    (root / "a").symlink_to("../elsewhere")

    with pytest.raises(NotReadable, match=r"^a is a symbolic link, not a folder$"):
        read_file(root, PATH, MOST)


def test_a_file_in_the_place_of_a_folder_is_refused(root: Path) -> None:
    with pytest.raises(NotReadable, match=r"^a/b/file\.md is a regular file, not a folder$"):
        read_file(root, f"{PATH}/below", MOST)


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.md", "a/../../secret.md", "", "."])
def test_no_path_leads_out(root: Path, path: str) -> None:
    with pytest.raises(NotReadable, match="is not a path inside the checkout"):
        read_file(root, path, MOST)


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="nothing is opened relative to a folder here")
def test_a_link_that_is_put_there_after_the_look_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file.md").symlink_to("/etc/passwd")
    monkeypatch.setattr(safe_files, "_refuse_other_than_file", lambda *_: None)

    with pytest.raises(NotReadable, match=r"file\.md cannot be read: "):
        read_file(tmp_path, "file.md", MOST)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_that_somebody_names_is_refused_at_once(device: str) -> None:
    with pytest.raises((NotReadable, OSError), match=f"{device} is a device|No such device"):
        read_named_file(Path(device), MOST)


def test_a_fifo_that_somebody_names_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")

    with pytest.raises(NotReadable, match="fifo is a device, pipe or socket"):
        read_named_file(tmp_path / "fifo", MOST)


def test_a_folder_that_somebody_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="is a folder, not a regular file"):
        read_named_file(tmp_path, MOST)


def test_a_link_that_somebody_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("words")
    (tmp_path / "link").symlink_to("there")

    assert read_named_file(tmp_path / "link", MOST) == b"words"


def descriptors() -> int:
    """How many are open; 0 where the system does not tell."""
    told = Path("/proc/self/fd")
    return sum(1 for _ in told.iterdir()) if told.is_dir() else 0


def test_no_descriptor_stays_open(root: Path) -> None:
    (root / "link").symlink_to("a")
    before = descriptors()
    for path in (PATH, "a/none.md", "link/b/file.md", "a/b"):
        try:
            read_file(root, path, 1)
        except NotReadable:
            continue

    assert descriptors() == before
