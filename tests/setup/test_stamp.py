"""The stamp of a file reveals edits by people, and ignores moved pins."""

import pytest

from incident_actions.setup.source import Source
from incident_actions.setup.stamp import add_stamp, is_pristine, is_stamped, pin_to_source

OLD, NEW = "a" * 40, "b" * 40
SOURCE = Source("acme/tool", NEW, "2.0.0")
TEXT = f"jobs:\n  sweep:\n    uses: acme/tool/.github/workflows/sweep.yml@{OLD} # v1.0.0\n"
STAMP = "# incident-actions init e7c794c9d6ea86bf wrote this; edit it freely, the next init keeps your edits\n"


def test_a_stamp_is_one_comment_above_the_text() -> None:
    assert add_stamp(TEXT) == STAMP + TEXT


def test_the_same_text_at_another_commit_has_the_same_stamp() -> None:
    moved = TEXT.replace(f"{OLD} # v1.0.0", NEW)

    assert add_stamp(moved) == STAMP + moved


def test_a_file_as_it_was_written_is_stamped_and_pristine() -> None:
    assert (is_stamped(add_stamp(TEXT)), is_pristine(add_stamp(TEXT))) == (True, True)


@pytest.mark.parametrize(
    "edited",
    [
        add_stamp(TEXT).replace("sweep:", "swoop:"),
        add_stamp(TEXT) + "\n",
        add_stamp(TEXT).replace("workflows/sweep", "workflows/clock"),
        add_stamp(TEXT).replace("init e", "init 0"),
        STAMP,
    ],
    ids=["a changed line", "a new line", "another workflow", "another digest", "everything removed"],
)
def test_an_edited_file_is_stamped_and_not_pristine(edited: str) -> None:
    assert (is_stamped(edited), is_pristine(edited)) == (True, False)


@pytest.mark.parametrize(
    "text",
    ["", TEXT, f"\n{STAMP}{TEXT}", STAMP.rstrip(), STAMP.replace("e7c7", "E7C7") + TEXT, STAMP.replace("e7c7", "") + TEXT],
    ids=["empty", "no stamp", "a line above it", "no end of the line", "not a digest", "a short digest"],
)  # fmt: skip
def test_a_file_without_a_whole_stamp_in_its_first_line_is_not_stamped(text: str) -> None:
    assert (is_stamped(text), is_pristine(text)) == (False, False)


def test_words_after_the_digest_may_change() -> None:
    assert is_pristine(f"{STAMP[:40]} by hand\n{TEXT}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"uses: acme/tool/.github/workflows/sweep.yml@{OLD} # v1", f"uses: {SOURCE.pin('.github/workflows/sweep.yml')}"),
        (f"uses: acme/tool/.github/workflows/clock.yml@{OLD}", f"uses: {SOURCE.pin('.github/workflows/clock.yml')}"),
        (f"uses: o/p/.github/actions/incident-actions@{OLD}", f"uses: {SOURCE.pin('.github/actions/incident-actions')}"),
        (f"uses: actions/checkout@{OLD} # v7", None),
        (f"uses: acme/own/.github/workflows/lint.yml@{OLD} # v3", None),
        ("uses: acme/tool/.github/workflows/sweep.yml@main", None),
        (f"# acme/tool/.github/workflows/sweep.yml@{OLD}", None),
    ],
)  # fmt: skip
def test_a_pin_is_moved_wherever_the_tool_is_used_and_nowhere_else(before: str, after: str | None) -> None:
    lines = "      - {0}\n        with: {{}}\n      - {0}\n"

    assert pin_to_source(lines.format(before), SOURCE) == lines.format(after or before)
