"""A sweep reads post-mortems from its checkout, each once, and none that it should not."""

from pathlib import Path

import pytest

from incident_actions.postmortem.check import LONGEST
from incident_actions.runs.merged_files import MergedFiles
from tests.worlds import PROCESS

PATH = "docs/incidents/2026-03-04-checkout.md"
TEXT = (
    "## Action items\n\n| Item | Owner | Due | Type |\n|---|---|---|---|\n| Alert on it (#20) | @ada | 2026-03-20 | |\n"
)


def files(workspace: Path, text: str | bytes = TEXT) -> MergedFiles:
    (workspace / PATH).parent.mkdir(parents=True)
    (workspace / PATH).write_bytes(text if isinstance(text, bytes) else text.encode())
    return MergedFiles(workspace, PROCESS)


def test_a_file_is_read_and_parsed_once(tmp_path: Path) -> None:
    found = files(tmp_path)
    first = found.file(PATH).rows
    (tmp_path / PATH).unlink()

    assert [(each.text, each.issue) for each in first] == [("Alert on it", 20)]
    assert found.file(PATH).rows is first


@pytest.mark.parametrize("path", ["", "docs/incidents/gone.md", "../secret.md", "/etc/hostname", "docs/incidents"])
def test_what_is_no_file_of_the_checkout_has_no_text(path: str, tmp_path: Path) -> None:
    file = files(tmp_path).file(path)

    assert (file.text, file.rows) == ("", ())


@pytest.mark.parametrize("text", [b"\xff\xfe", "x" * (LONGEST + 1), "\n" * 5_000])
def test_what_is_no_text_or_too_long_is_left_alone(text: str | bytes, tmp_path: Path) -> None:
    assert files(tmp_path, text).file(PATH).text == ""


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    found = files(tmp_path)
    (tmp_path / PATH).rename(tmp_path / "elsewhere.md")
    (tmp_path / PATH).symlink_to(tmp_path / "elsewhere.md")

    assert found.file(PATH).text == ""
