"""The directory of `--keep` holds one drill's files, and a drill replaces no others."""

from pathlib import Path

import pytest

from incident_actions.drill.kept_directory import MARKER, foreign_files, prepare_directory


def names_in(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir())


def leave_a_drill(directory: Path) -> None:
    prepare_directory(directory)
    (directory / "shop/.git").mkdir(parents=True)
    (directory / "shop/.git/config").touch()
    (directory / "transcript.html").touch()
    (directory / "transcript.md").touch()


def test_a_drill_makes_the_directory_that_it_was_given(tmp_path: Path) -> None:
    prepare_directory(tmp_path / "a/b")

    assert names_in(tmp_path / "a/b") == [MARKER]


def test_a_drill_replaces_its_own_files_and_leaves_other_files_alone(tmp_path: Path) -> None:
    leave_a_drill(tmp_path)
    (tmp_path / "notes.txt").touch()

    assert foreign_files(tmp_path) == []
    prepare_directory(tmp_path)
    assert names_in(tmp_path) == [MARKER, "notes.txt"]


@pytest.mark.parametrize("name", ["shop", "transcript.html", "transcript.md", MARKER])
def test_a_drill_deletes_nothing_that_it_did_not_make(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("somebody's own\n")
    (tmp_path / "notes.txt").touch()
    before = names_in(tmp_path)

    assert foreign_files(tmp_path) == [name]
    with pytest.raises(FileExistsError, match="already exists, and the drill did not make it"):
        prepare_directory(tmp_path)
    assert (names_in(tmp_path), (tmp_path / name).read_text()) == (before, "somebody's own\n")


def test_a_link_is_removed_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    kept, own = tmp_path / "kept", tmp_path / "own"
    own.mkdir()
    (own / "work.txt").touch()
    prepare_directory(kept)
    (kept / "shop").symlink_to(own)

    prepare_directory(kept)

    assert (names_in(kept), names_in(own)) == ([MARKER], ["work.txt"])


def test_a_marker_that_is_a_link_is_not_a_drills(tmp_path: Path) -> None:
    leave_a_drill(tmp_path / "one")
    (tmp_path / "two/shop").mkdir(parents=True)
    (tmp_path / "two" / MARKER).symlink_to(tmp_path / "one" / MARKER)

    assert foreign_files(tmp_path / "two") == ["shop", MARKER]
