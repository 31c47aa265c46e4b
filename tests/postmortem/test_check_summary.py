"""The words of a check on its pull request: what is missing first, each with a link to its line."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from incident_actions.contract.effects import ReportCheck
from incident_actions.model.process.check_rules import Level
from incident_actions.postmortem.check_summary import (
    MOST_ROWS,
    CheckedFile,
    describe_counts,
    summarize_check,
    withdraw_check,
)
from incident_actions.postmortem.links import FileLinks
from tests.worlds import WORDING

Found: TypeAlias = tuple[tuple[Level, int, str], ...]
LINKS = FileLinks("https://github.com", "acme/shop")
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
SHA = "0123456789abcdef0123456789abcdef01234567"
URL = f"https://github.com/acme/shop/blob/{SHA}/{PATH}"


def summary(*files: CheckedFile) -> ReportCheck:
    return summarize_check(files, 8, SHA, LINKS, WORDING)


def test_errors_come_first_with_what_a_merge_would_do() -> None:
    found: Found = (("notice", 3, "Maybe."), ("error", 24, "The impact has no number."), ("warning", 9, "Long."))

    report = summary(CheckedFile(PATH, 7, found))

    assert (report.pull, report.commit, report.passed, report.description) == (
        8,
        SHA,
        False,
        "1 error, 1 warning, 1 notice",
    )
    assert report.body == (
        "<!-- incident-actions:say postmortem-check:8 -->\n"
        "### ❌ 1 error, 1 warning, 1 notice in the post-mortem\n\n"
        f"The check looked at [the file]({URL}) at {SHA}."
        " After a merge, #7 stays open until the errors are fixed.\n\n"
        f"**Errors**\n\n- [line 24]({URL}?plain=1#L24): The impact has no number.\n\n"
        f"**Warnings**\n\n- [line 9]({URL}?plain=1#L9): Long.\n\n"
        f"**Notices**\n\n- [line 3]({URL}?plain=1#L3): Maybe."
    )


def test_a_file_without_errors_passes_with_its_warnings() -> None:
    report = summary(CheckedFile(PATH, 7, (("warning", 9, "Long."),)))

    assert (report.passed, report.description) == (True, "No errors, 1 warning")
    assert report.body.splitlines()[1:4] == [
        "### ✅ No errors, 1 warning in the post-mortem",
        "",
        f"The check looked at [the file]({URL}) at {SHA}.",
    ]


def test_several_files_are_named_with_each_line() -> None:
    other = PATH.replace("checkout", "search")
    report = summary(CheckedFile(PATH, 7, (("error", 2, "A."),)), CheckedFile(other, 9, (("error", 5, "B."),)))

    assert "After a merge, #7, #9 stay open until" in report.body
    assert f"- [{other}, line 5]({URL.replace('checkout', 'search')}?plain=1#L5): B." in report.body


def test_more_than_a_reader_takes_in_are_counted() -> None:
    found: Found = tuple(("error", line, "Missing.") for line in range(1, MOST_ROWS + 3))

    report = summary(CheckedFile(PATH, 0, found, (("warning", 4),)))

    assert report.description == f"{MOST_ROWS + 2} errors, 4 warnings"
    assert report.body.endswith("\n\n6 more are in the log of the check.")
    assert "stays open" not in report.body


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"error": 0, "warning": 0, "notice": 0}, "No errors"),
        ({"error": 2, "warning": 0, "notice": 1}, "2 errors, 1 notice"),
        ({"error": 0, "warning": 2, "notice": 0}, "No errors, 2 warnings"),
    ],
)
def test_the_description_counts_each_level(counts: dict[Level, int], words: str) -> None:
    assert describe_counts(counts) == words


def test_a_pull_request_without_a_post_mortem_left_shows_no_earlier_errors() -> None:
    report = withdraw_check(8, SHA, WORDING)

    assert (report.passed, report.description, report.is_withdrawal) == (True, "No post-mortem", True)
    assert report.body == (
        "<!-- incident-actions:say postmortem-check:8 -->\n"
        "### No post-mortem in this pull request\n\n"
        f"{SHA} removed it, so there is nothing left to check. Earlier findings no longer apply."
    )
