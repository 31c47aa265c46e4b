"""An update keeps people's edits of a file or reports that it cannot; it never overwrites them silently."""

import pytest

from incident_actions.gateway.local.checkout import merge_texts
from incident_actions.setup.changes import ChangeKind, FileHistory, SetupChange, initial_changes, update_changes
from incident_actions.setup.source import Source
from incident_actions.setup.stamp import add_stamp, is_pristine

OLD, NEW = "a" * 40, "b" * 40
SOURCE = Source("acme/tool", NEW, "2.0.0")
PATH = ".github/workflows/incident-sweep.yml"


def caller(commit: str = OLD, version: str = "1.0.0", cron: str = "23 * * * *", extra: str = "") -> str:
    """Return a workflow of a few lines."""
    lines = [
        "name: incident-sweep",
        "on:",
        f'  schedule: [{{ cron: "{cron}" }}]',
        "permissions: {}",
        "jobs:",
        "  sweep:",
        "    permissions: { contents: write }",
        f"    uses: acme/tool/.github/workflows/sweep.yml@{commit} # v{version}",
    ]
    return "\n".join(lines) + f"\n{extra}"


WANTED = add_stamp(caller(NEW, "2.0.0", extra="    with: { fast: true }\n"))
WRITTEN = add_stamp(caller())


def became(there: str | None, base: str | None = WRITTEN) -> list[SetupChange]:
    now = {} if there is None else {PATH: there}
    return update_changes({PATH: WANTED}, now, SOURCE, FileHistory(lambda _: base, merge_texts))


def test_a_file_that_is_not_there_is_written() -> None:
    assert became(None) == [SetupChange(PATH, ChangeKind.NEW, "", WANTED)]


def test_a_file_that_is_as_wanted_does_not_change() -> None:
    assert became(WANTED) == []


def test_a_file_that_nobody_edited_is_brought_up_to_date() -> None:
    assert became(WRITTEN) == [SetupChange(PATH, ChangeKind.UPDATED, WRITTEN, WANTED)]


def test_a_pin_that_was_moved_is_no_edit() -> None:
    bumped = WRITTEN.replace(f"{OLD} # v1.0.0", f"{'c' * 40} # v1.5.0")

    assert is_pristine(bumped)
    assert became(bumped) == [SetupChange(PATH, ChangeKind.UPDATED, bumped, WANTED)]


def test_an_edit_is_kept_beside_the_update_and_a_second_time_nothing_is_left_to_do() -> None:
    edited = WRITTEN.replace("23 * * * *", "41 * * * *")

    [change] = became(edited)

    assert change == SetupChange(PATH, ChangeKind.MERGED, edited, WANTED.replace("23 * * * *", "41 * * * *"))
    assert became(change.after) == []


def test_an_edit_of_what_the_update_changes_is_a_conflict_with_both_in_it() -> None:
    edited = add_stamp(caller(extra="    with: { fast: false }\n"))
    edited = edited.replace(edited.splitlines()[0], WRITTEN.splitlines()[0])

    [change] = became(edited)

    assert change.kind is ChangeKind.CONFLICT
    assert change.is_written
    conflict = change.after[change.after.index("<<<<<<< ") :]
    assert conflict == (
        "<<<<<<< as it is here\n"
        "    with: { fast: false }\n"
        "=======\n"
        "    with: { fast: true }\n"
        ">>>>>>> as init would write it now\n"
    )


def test_a_conflict_that_nobody_resolved_is_not_made_worse() -> None:
    text = "# incident-actions init 0123456789abcdef wrote this\na\n<<<<<<< as it is here\n=======\n>>>>>>> x\n"

    assert became(text) == [SetupChange(PATH, ChangeKind.UNRESOLVED, text, WANTED)]
    assert not became(text)[0].is_written


@pytest.mark.parametrize(
    ("there", "base", "kind"),
    [
        ("name: mine\n", WRITTEN, ChangeKind.NOT_OURS),
        (WRITTEN.replace("23 *", "41 *"), None, ChangeKind.NO_BASE),
        ("", WRITTEN, ChangeKind.NOT_OURS),
    ],
)
def test_a_file_that_cannot_be_merged_is_left_alone_and_reported(
    there: str, base: str | None, kind: ChangeKind
) -> None:
    [change] = became(there, base)

    assert (change.kind, change.before, change.is_written) == (kind, there, False)


def test_files_for_the_team_are_created_once() -> None:
    wanted = {"a": "1", "b": "2"}

    assert initial_changes(wanted, {"b": "mine"}) == [SetupChange("a", ChangeKind.NEW, "", "1")]
