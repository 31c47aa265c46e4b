"""A log that somebody names is a regular file, or it is refused at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from incident_actions.gateway.local import offline_log_file
from incident_actions.gateway.local.runner import UserError


def test_a_log_behind_a_link_is_read_and_added_to(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("one\n")
    (tmp_path / "link.txt").symlink_to("log.txt")

    with offline_log_file.open_for_appending(tmp_path / "link.txt") as (text, add):
        add("two")

    assert (text, offline_log_file.read_text(tmp_path / "link.txt")) == ("one\n", "one\ntwo\n")


def test_a_fifo_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")

    with pytest.raises(UserError, match="fifo is a device, pipe or socket, not a regular file"):
        offline_log_file.read_text(tmp_path / "fifo")
    with (
        pytest.raises(UserError, match="fifo is a device, pipe or socket, not a regular file"),
        offline_log_file.open_for_appending(tmp_path / "fifo"),
    ):
        pass


def test_a_device_is_refused() -> None:
    with pytest.raises(UserError, match="/dev/zero is a device"):
        offline_log_file.read_text(Path("/dev/zero"))


def test_a_log_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_bytes(b"x" * (offline_log_file.MAX_BYTES + 1))

    with pytest.raises(UserError, match="longer than 4,194,304 bytes"):
        offline_log_file.read_text(tmp_path / "log.txt")
