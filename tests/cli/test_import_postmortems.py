"""`import` writes front matter and the index, lists what it did not understand, and changes nothing in a rehearsal."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from incident_actions.cli.import_postmortems import DONE, LEFT_OUT
from tests.offline_laptop import Laptop

FOREIGN = "# Post-mortem: database outage\n\nSeverity: quite bad\nDate: May 6, 2024\n\nIt was down.\n"
NAME = "docs/incidents/2024/database.md"


@pytest.fixture
def desk(tmp_path: Path) -> Laptop:
    for words in (["init", "--quiet"], ["remote", "add", "origin", "https://github.com/acme/shop"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    (tmp_path / NAME).parent.mkdir(parents=True)
    (tmp_path / NAME).write_text(FOREIGN)
    return Laptop(tmp_path)


def test_a_folder_is_imported_with_a_line_for_each_thing_that_was_not_understood(desk: Laptop) -> None:
    ran = desk.run("import", "docs/incidents")

    assert (ran.exit_code, ran.output.splitlines()) == (
        DONE,
        [
            f'{NAME}: imported as "Database outage".',
            '  not understood: severity (line 3: "quite bad")',
            "  not found: services, duration",
        ],
    )
    assert (desk.folder / NAME).read_text().endswith(f"---\n\n{FOREIGN}")
    assert "[Database outage](2024/database.md)" in (desk.folder / "docs/incidents/README.md").read_text()


def test_a_second_import_changes_nothing(desk: Laptop) -> None:
    desk.run("import", NAME)
    before = {path: path.read_text() for path in desk.folder.rglob("*.md")}

    ran = desk.run("import", NAME)

    assert ran.output.splitlines()[0] == f"{NAME}: it has its front matter already."
    assert {path: path.read_text() for path in desk.folder.rglob("*.md")} == before


def test_a_rehearsal_prints_the_changes_and_makes_none(desk: Laptop) -> None:
    ran = desk.run("import", NAME, "--dry-run")

    assert ran.output.splitlines()[0] == f'{NAME}: would be imported as "Database outage".'
    assert f"+++ b/{NAME}" in ran.output.splitlines()
    assert "+title: Database outage" in ran.output.splitlines()
    assert "+++ b/docs/incidents/README.md" in ran.output.splitlines()
    assert (desk.folder / NAME).read_text() == FOREIGN
    assert not (desk.folder / "docs/incidents/README.md").exists()


def test_a_file_with_unreadable_front_matter_is_left_out(desk: Laptop) -> None:
    (desk.folder / NAME).write_text("---\na: [\n---\nIt was down.\n")

    ran = desk.run("import", NAME)

    assert (ran.exit_code, ran.output) == (
        LEFT_OUT,
        f"{NAME}: not imported, because its front matter is not valid YAML. Fix it, and run this again.\n",
    )
    assert not (desk.folder / "docs/incidents/README.md").exists()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("README.md", "'README.md' is not a post-mortem. Move it to docs/incidents/ first, as a Markdown file."),
        ("docs/other", "There is no post-mortem among these paths. Move your files to docs/incidents/ first."),
        ("/etc/hosts", "'/etc/hosts' is not in this repository."),
        (
            "docs/incidents/README.md",
            "There is no post-mortem among these paths. Move your files to docs/incidents/ first.",
        ),
        ("docs/incidents/missing.md", "docs/incidents/missing.md does not exist."),
    ],
)
def test_other_files_are_refused_with_the_reason(desk: Laptop, path: str, reason: str) -> None:
    (desk.folder / "docs/other").mkdir()

    ran = desk.run("import", path)

    assert (ran.exit_code, ran.stderr) == (2, f"incident-actions: {reason}\n")


def test_a_link_is_not_followed(desk: Laptop) -> None:
    (desk.folder / "docs/incidents/link.md").symlink_to("/etc/hosts")

    ran = desk.run("import", "docs/incidents")

    assert "link.md" not in ran.output


def test_words_of_a_file_control_no_terminal(desk: Laptop) -> None:
    (desk.folder / NAME).write_text("# A\x1b[2J\n\nSeverity: \x1b[31mbad\n")

    ran = desk.run("import", NAME, "--dry-run")

    assert "\x1b" not in ran.output
