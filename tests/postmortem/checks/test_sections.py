"""Every section of the process is present, in its place and filled in, and no placeholder is left."""

import pytest

from incident_actions.postmortem.check import findings
from incident_actions.postmortem.finding import (
    Finding,
    PlaceholderLeft,
    SectionEmpty,
    SectionMisnamed,
    SectionMissing,
    SectionMoved,
)
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, findings_of, line_of
from tests.postmortem.sound_postmortems import findings_of_spoilt_file, line_in
from tests.worlds import PROCESS

HINTS = {section.title: section.hint for section in PROCESS.postmortem.sections}


def test_a_missing_section_is_reported_where_it_belongs() -> None:
    assert findings_of("## Durations\n", "## How long\n") == [SectionMissing(line_of("## Who did"), ("Durations",))]
    assert SectionMissing(len(GOOD_POSTMORTEM.split("\n")), ("Action items",)) in findings_of(
        "## Action items", "## Later"
    )


def test_headings_count_at_any_level_and_in_any_case() -> None:
    assert findings_of("## ", "### ") == []
    assert findings_of("## Root cause", "## ROOT CAUSE") == []
    assert findings_of("## Impact\n", "Impact\n------\n") == []


def test_a_heading_of_ones_own_is_welcome() -> None:
    assert (
        findings_of("## What went well\n", "### A latent bug\n\nIt slept.\n\n## Charts\n\nNone.\n\n## What went well\n")
        == []
    )


@pytest.mark.parametrize("heading", ["```\n## Durations\n```\n", "<!--\n## Durations\n-->\n", "    ## Durations\n"])
def test_a_heading_in_code_or_in_a_comment_does_not_count(heading: str) -> None:
    assert SectionMissing in [type(each) for each in findings_of("## Durations\n", heading)]


def test_a_moved_section_is_reported_alone() -> None:
    lucky = "## Where we were lucky\n\nIt was at night.\n\n"
    moved = GOOD_POSTMORTEM.replace(lucky, "").replace("## Summary", f"{lucky}## Summary")
    first = GOOD_POSTMORTEM.replace("## Summary\n", "## Later\n").replace("## Impact", "## Summary\n\nx 1\n\n## Impact")

    assert findings(moved, PROCESS) == (
        SectionMoved(
            line_of("## Where", moved), "Where we were lucky", "What went poorly", "Customer-facing communication"
        ),
    )
    assert findings(first, PROCESS) == ()


def test_a_moved_section_is_reported_by_the_titles_of_the_process() -> None:
    lucky = "## Where we were lucky\n\nIt was at night.\n\n"
    moved = GOOD_POSTMORTEM.replace(lucky, "").replace("## Summary", f"{lucky}## Summary")
    loud = moved.replace("## What went poorly", "## WHAT WENT POORLY").replace("## Customer", "## CUSTOMER")

    assert findings(loud, PROCESS) == (
        SectionMoved(
            line_of("## Where", loud), "Where we were lucky", "What went poorly", "Customer-facing communication"
        ),
    )


@pytest.mark.parametrize("nothing", ["", "…", "...", "-", "<!-- markdownlint-disable -->", "### Details", "***", "[ ]"])
def test_a_section_that_says_nothing_is_empty(nothing: str) -> None:
    assert findings_of("It was at night.", nothing) == [
        SectionEmpty(line_of("## Where"), "Where we were lucky", HINTS["Where we were lucky"])
    ]


def test_a_table_without_rows_says_nothing_but_words_instead_do() -> None:
    rows = GOOD_POSTMORTEM[GOOD_POSTMORTEM.index("| Refuse") :]

    assert findings_of(rows) == [SectionEmpty(line_of("## Action items"), "Action items", HINTS["Action items"])]
    assert findings_of(rows, "\nNone: the guardrail was there, and held.\n") == []


@pytest.mark.parametrize(
    ("old", "new", "placeholder"),
    [
        ("The rollback took", "<!-- say more -->The rollback took", "say more"),
        ("The rollback took", "<!-- one\n\ntwo --> The rollback took", "one\n\ntwo"),
        ("The rollback took", "TODO The rollback took", "TODO"),
        ("`grace`", "TBD", "TBD"),
    ],
)
def test_a_placeholder_is_reported_on_its_line(old: str, new: str, placeholder: str) -> None:
    told = findings_of(old, new)

    (left,) = (each for each in told if isinstance(each, PlaceholderLeft))
    assert left.placeholder.startswith(placeholder)
    assert left.line == line_of("The rollback") if old != "`grace`" else line_of("| 2026-03-04 14:00")


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- a hint -->` stood there for 2 days",
        "<!-- prettier-ignore -->\nThree",
        "the `TODO` list",
        "a todo of ours",
    ],
)
def test_a_text_that_only_looks_like_a_placeholder_is_not_reported(text: str) -> None:
    assert findings_of("The rollback took four minutes.", text) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("lean", "### Root Cause\n", "### Cause\n", SectionMisnamed(line_in("lean", "### Root Cause"), "Root Cause", "Cause")),
        ("lean", "### Timeline\n", "#### Timeline\n", None),
        ("p-levels", "- 1,300 users", "- [Users affected]", PlaceholderLeft(line_in("p-levels", "- 1,300"), "[Users affected]")),
        ("p-levels", "- 1,300 users", "- [Users affected] 1,300", None),
        ("p-levels", "- The rollback", "- The rollback\n- [Positive observations]", PlaceholderLeft(line_in("p-levels", "- The roll") + 1, "[Positive observations]")),
        ("p-levels", "Compare them.", "- [Positive observations]", None),
        ("p-levels", "Refuse a smaller pool |", "[Action] |", PlaceholderLeft(line_in("p-levels", "| Refuse"), "[Action]")),
        ("lean", "Refuse a smaller pool (#12)", "[Preventive measure]",
         PlaceholderLeft(line_in("lean", "- [ ]"), "[Preventive measure] — Owner: @grace — Due: 2026-03-20")),
    ],
)  # fmt: skip
def test_a_section_of_another_form_is_checked_by_the_rules_of_its_process(
    name: str, old: str, new: str, finding: Finding | None
) -> None:
    assert findings_of_spoilt_file(name, old, new) == ([finding] if finding else [])


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Timeline (UTC)", "Timeline"),
        ("Timeline (UTC)", "Timeline of events"),
        ("Root cause", "Root Causes"),
        ("Root cause", "Root Cause Analysis"),
        ("What went poorly", "What Went Wrong"),
        ("What went poorly", "What Didn't Go Well"),
        ("Where we were lucky", "Where we got lucky"),
        ("Action items", "Action Items & Follow-ups"),
        ("Impact", "Customer impact"),
        ("Durations", "Duratoins"),
    ],
)
def test_a_section_under_a_near_name_is_named_with_what_it_should_be_called(title: str, heading: str) -> None:
    found = findings_of(f"## {title}\n", f"## {heading}\n")

    assert found == [SectionMisnamed(line_of(f"## {title}"), title, heading)]


def test_sections_that_a_file_of_another_tool_lacks_are_listed_once() -> None:
    front = GOOD_POSTMORTEM.partition("\n\n")[0]
    text = (
        f"{front}\n\n# Outage\n\n## Summary\n\nIt was down.\n\n## Timeline\n\n- 13:40 down\n\n## Follow-ups\n\nNone.\n"
    )

    found = [each for each in findings(text, PROCESS) if each.rule.startswith("section-")]

    assert found == [
        SectionMisnamed(line_of("## Timeline", text), "Timeline (UTC)", "Timeline"),
        SectionMissing(
            line_of("## Timeline", text),
            ("Impact", "Durations", "Who did what", "Root cause", "What went well", "What went poorly",
             "Where we were lucky", "Customer-facing communication"),
        ),
        SectionMisnamed(line_of("## Follow-ups", text), "Action items", "Follow-ups"),
    ]  # fmt: skip


ITEMS = "| Item | Owner | Due | Type |\n"
SRE = (
    "| Action item | Type | Owner | {title} |\n|---|---|---|---|\n| Alert on the pool | detect | @linus | {status} |\n"
)


@pytest.mark.parametrize(
    ("title", "status", "left"),
    [
        ("Status", "TODO", []),
        ("State", "**TODO**", []),
        ("Bug", "5554824 **TODO**", []),
        ("Due", "TODO", ["TODO"]),
        ("Notes", "TODO", ["TODO"]),
    ],
)
def test_a_todo_is_a_word_for_a_status_only_in_the_status_of_an_item(title: str, status: str, left: list[str]) -> None:
    head, _, _ = GOOD_POSTMORTEM.partition(ITEMS)

    found = findings(head + SRE.format(title=title, status=status), PROCESS)

    assert [each.placeholder for each in found if isinstance(each, PlaceholderLeft)] == left


def test_a_todo_in_a_table_of_anything_else_is_left() -> None:
    table = "| Time (UTC) | Status |\n|---|---|\n| 14:00 | TODO |\n"

    found = findings(GOOD_POSTMORTEM.replace("It was at night.\n", table), PROCESS)

    assert [type(each) for each in found] == [PlaceholderLeft]
