"""Every time of the timeline can be read, is in UTC, and is not before the one above it."""

from datetime import UTC, datetime

import pytest

from incident_actions.postmortem.finding import Finding, TimeOutOfOrder, TimeUnreadable
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, findings_of, line_of
from tests.postmortem.sound_postmortems import findings_of_spoilt_file, line_in, moment


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ("2026-03-04 13:39", TimeOutOfOrder(
            line_of("| 2026-03-04 14:00"),
            datetime(2026, 3, 4, 13, 39, tzinfo=UTC), datetime(2026, 3, 4, 13, 40, tzinfo=UTC))),
        ("13:39", TimeOutOfOrder(
            line_of("| 2026-03-04 14:00"),
            datetime(2026, 3, 4, 13, 39, tzinfo=UTC), datetime(2026, 3, 4, 13, 40, tzinfo=UTC))),
        ("", TimeUnreadable(line_of("| 2026-03-04 14:00"), "")),
        ("in the night", TimeUnreadable(line_of("| 2026-03-04 14:00"), "in the night")),
        ("14:05 CET", TimeUnreadable(line_of("| 2026-03-04 14:00"), "14:05 CET")),
        ("2026-03-04T14:05+01:00", TimeUnreadable(line_of("| 2026-03-04 14:00"), "2026-03-04T14:05+01:00")),
        ("25:00", TimeUnreadable(line_of("| 2026-03-04 14:00"), "25:00")),
        ("2026-02-30 14:00", TimeUnreadable(line_of("| 2026-03-04 14:00"), "2026-02-30 14:00")),
        ("2026-03-04 13:40", None),
        ("14:05", None),
        ("2026-03-04T14:05:30Z", None),
        ("2026-03-04 14:05 UTC", None),
        ("**2026-03-04 14:05**", None),
        ("~14:05", None),
        ("14:05-14:20", None),
        ("`14:05`", None),
    ],
)  # fmt: skip
def test_a_row_of_the_timeline_begins_with_its_time(given: str, finding: Finding | None) -> None:
    assert findings_of("2026-03-04 14:00 |", f"{given} |") == ([finding] if finding else [])


def test_a_timeline_of_lines_is_read_as_well() -> None:
    table = GOOD_POSTMORTEM[GOOD_POSTMORTEM.index("| Time (UTC)") : GOOD_POSTMORTEM.index("## Durations")]
    lines = "Times are UTC.\n\n- 2026-03-04 13:40 started\n- 14:00: declared, see 13:50\n  - by grace\n- 13:55 looked at\n\n"

    (told,) = findings_of(table, lines)
    assert told == TimeOutOfOrder(
        line_of("| Time (UTC)") + 5,
        datetime(2026, 3, 4, 13, 55, tzinfo=UTC),
        datetime(2026, 3, 4, 14, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("lean", "| 2026-03-05 00:10", "| 00:10", TimeOutOfOrder(line_in("lean", "| 2026-03-05"), moment("00:10"), moment("23:40"))),
        ("mitigate-first", "- 2026-03-05 00:10", "- 00:10",
         TimeOutOfOrder(line_in("mitigate-first", "- 2026-03-05"), moment("00:10"), moment("23:40"))),
        ("mitigate-first", "00:10 — resolved", "00:10 — mitigated\n- 00:05 — resolved",
         TimeOutOfOrder(line_in("mitigate-first", "- 2026-03-05") + 1, moment("00:05", "2026-03-05"), moment("00:10", "2026-03-05"))),
        ("mitigate-first", "23:40 — declared", "late — declared", TimeUnreadable(line_in("mitigate-first", "- 23:40"), "late — declared")),
        ("mitigate-first", "23:40 — declared", "23:40 CET — declared", TimeUnreadable(line_in("mitigate-first", "- 23:40"), "23:40 CET — declared")),
        ("mitigate-first", "23:40 — declared", "23:40+01:00 x", TimeUnreadable(line_in("mitigate-first", "- 23:40"), "23:40+01:00 x")),
        ("mitigate-first", "23:40 — declared", "23:70 — declared", TimeUnreadable(line_in("mitigate-first", "- 23:40"), "23:70 — declared")),
        ("mitigate-first", "23:40 — declared", "23:40 UTC — declared", None),
        ("mitigate-first", "23:40 — declared", "**23:40-23:50**: declared", None),
        ("mitigate-first", "23:40 — declared", "`23:40` 3 errors", None),
        ("mitigate-first", "  - by grace", "  and by grace", None),
    ],
)  # fmt: skip
def test_a_timeline_in_another_form_is_read_by_the_rules_of_its_process(
    name: str, old: str, new: str, finding: Finding | None
) -> None:
    assert findings_of_spoilt_file(name, old, new) == ([finding] if finding else [])


@pytest.mark.parametrize(
    "given",
    ["24:00", "14:60", "14:05:60", "14:5", "2026-3-4 14:05", "14:05 UTCx", "x 14:05", "14:05-15", "\u0661\u0664:05"],
)
def test_a_text_that_is_not_a_time_of_day_is_unreadable(given: str) -> None:
    assert findings_of("2026-03-04 14:00 |", f"{given} |") == [TimeUnreadable(line_of("| 2026-03-04 14:00"), given)]


def test_an_hour_may_have_one_digit() -> None:
    assert findings_of("2026-03-04 14:00 |", "2026-03-05 0:05 |") == []


def test_an_unreadable_time_does_not_hide_one_that_goes_back() -> None:
    at = line_of("| 2026-03-04 14:00")

    assert findings_of("2026-03-04 14:00 |", "soon | x | y |\n| 13:39 |") == [
        TimeUnreadable(at, "soon"),
        TimeOutOfOrder(at + 1, datetime(2026, 3, 4, 13, 39, tzinfo=UTC), datetime(2026, 3, 4, 13, 40, tzinfo=UTC)),
    ]


def test_a_row_without_anything_in_it_is_skipped() -> None:
    assert findings_of("| 2026-03-04 14:00 | Declared | `grace` |", "| | | |\n| 14:00 | … | |") == []


def test_times_are_compared_to_the_second() -> None:
    assert findings_of("2026-03-04 14:00 |", "14:00:10 | x | y |\n| 14:00:09 |") == [
        TimeOutOfOrder(
            line_of("| 2026-03-04 14:00") + 1,
            datetime(2026, 3, 4, 14, 0, 9, tzinfo=UTC),
            datetime(2026, 3, 4, 14, 0, 10, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize("day", ["2026-03-05", "**2026-03-05**", "`2026-03-05`"])
def test_a_row_that_is_a_date_alone_gives_the_day_of_the_times_below(day: str) -> None:
    rows = f"| {day} | | |\n| 00:05 | x | y |\n| 00:10"

    assert findings_of("| 2026-03-05 00:10", rows) == []
    assert findings_of("| 2026-03-05 00:10", rows.replace("00:05", "00:15")) == [
        TimeOutOfOrder(
            line_of("| 2026-03-05") + 2,
            datetime(2026, 3, 5, 0, 10, tzinfo=UTC),
            datetime(2026, 3, 5, 0, 15, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize(
    ("day", "findings"),
    [
        ("2026-03-05", []),
        ("2026-03-03", [TimeOutOfOrder(line_in("mitigate-first", "- 2026-03-05") + 1, moment("00:10", "2026-03-03"), moment("00:05", "2026-03-04"))]),
        ("2026-02-30", [TimeUnreadable(line_in("mitigate-first", "- 2026-03-05"), "**2026-02-30**"),
                        TimeOutOfOrder(line_in("mitigate-first", "- 2026-03-05") + 1, moment("00:10"), moment("23:40"))]),
    ],
)  # fmt: skip
def test_a_line_that_is_a_date_alone_gives_the_day_as_well(day: str, findings: list[Finding]) -> None:
    first = "2026-03-04 00:05" if day == "2026-03-03" else "23:40"
    found = findings_of_spoilt_file(
        "mitigate-first",
        "- 23:40 — declared\n  - by grace\n- 2026-03-05 00:10",
        f"- {first} — declared\n  - by grace\n- **{day}**\n- 00:10",
    )

    assert found == findings
