"""An offline log that people edited is read, and what cannot be read is reported by line."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.text.offline_log import (
    MOST,
    Log,
    LogFlaw,
    LogLine,
    NotALog,
    add_fence,
    derived_key,
    read_log,
    split_log,
    strip_fence,
    write_log,
)
from tests.generated_values import TEXTS

BEGAN = datetime(2026, 11, 21, 3, 10, tzinfo=UTC)
NOW = BEGAN + timedelta(days=1)
KEY = derived_key("Checkout is down", BEGAN, "ada")
HEAD = "incident-actions log 1\ntitle: Checkout is down\ndeclared: 2026-11-21T03:10Z @ada\n"


def at(minutes: int) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def test_a_log_is_read_as_it_was_written() -> None:
    text = HEAD + (
        "severity: SEV-1\nservices: checkout, api\nimpact: nobody can pay\nanswer data_at_risk: No\nprocess: lean\n"
        "# A remark.\n\n"
        "2026-11-21T03:12Z @ada /ack\n"
        "\n# By phone:\n"
        "2026-11-21T04:20+01:00 @grace /update The database is back.\n    Payments are slow.\n"
    )

    assert read_log(text, NOW) == Log(
        title="Checkout is down",
        declared=BEGAN,
        by="ada",
        severity="SEV-1",
        services="checkout, api",
        impact="nobody can pay",
        answers={"data_at_risk": "No"},
        process="lean",
        key=KEY,
        lines=(
            LogLine(at(2), "ada", "/ack", 11),
            LogLine(at(10), "grace", "/update The database is back.\nPayments are slow.", 14),
        ),
    )


ANY_LINES = st.lists(
    st.builds(
        LogLine,
        st.integers(0, 600).map(at),
        st.sampled_from(["ada", "grace"]),
        st.lists(TEXTS, min_size=1, max_size=3).map(lambda texts: "/note " + "\n".join(texts)),
    ),
    max_size=8,
)


@given(lines=ANY_LINES)
def test_any_written_log_is_read_back_unchanged(lines: list[LogLine]) -> None:
    ordered = tuple(sorted(lines, key=lambda line: line.at))
    once = read_log(write_log(Log("Checkout is down", BEGAN, "ada", key=KEY, lines=ordered)), NOW)

    assert read_log(strip_fence(add_fence(write_log(once))), NOW) == read_log(write_log(once), NOW)
    assert [line.digest for line in read_log(write_log(once), NOW).lines] == [line.digest for line in once.lines]


@given(st.text())
def test_no_text_is_too_strange_to_be_read_or_refused(text: str) -> None:
    for given_text in (text, HEAD + text):
        try:
            log = read_log(given_text, NOW)
        except NotALog:
            continue
        assert all(log.declared <= line.at for line in log.lines)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it does not begin with a line `incident-actions log 1`"),
        ("# Minutes\n", "it does not begin with a line `incident-actions log 1`"),
        ("incident-actions log 2\n", "a newer version of incident-actions wrote it, so use that version to read it"),
        ("incident-actions log 1\n", "it needs a line `title: …` and a line `declared: 2026-01-31T03:10Z @who`"),
        (
            "incident-actions log 1\ntitle: x\ndeclared: 03:10 @ada\n",
            "it needs a line `title: …` and a line `declared: 2026-01-31T03:10Z @who`",
        ),
    ],
)
def test_a_text_that_is_not_a_log_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(NotALog) as wrong:
        read_log(text, NOW)

    assert str(wrong.value) == why


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2026-11-21T03:11Z @ada /ack", "backwards"),
        ("2026-11-23T03:11Z @ada /ack", "ahead"),
        ("2026-11-21T03:40 @ada /ack", "unreadable"),
        ("2026-11-21T03:40Z ada /ack", "unreadable"),
        ("2026-11-21T03:40Z @ada acknowledged", "unreadable"),
        ("2026-11-21T03:4", "unreadable"),
        ("2026-13-21T03:40Z @ada /ack", "unreadable"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named_and_costs_no_other(line: str, why: str) -> None:
    text = f"{HEAD}\n2026-11-21T03:30Z @ada /ic\n{line}\n2026-11-21T03:50Z @ada /mitigated\n"

    log = read_log(text, NOW)

    assert [each.typed for each in log.lines] == ["/ic", "/mitigated"]
    assert log.flaws == (LogFlaw(6, line, why),)


def test_a_line_of_the_head_that_is_not_known_is_named() -> None:
    assert read_log(f"{HEAD}mood: calm\n", NOW).flaws == (LogFlaw(4, "mood: calm", "unknown"),)


def test_a_line_before_the_declaration_is_backwards() -> None:
    log = read_log(f"{HEAD}\n2026-11-21T03:00Z @ada /ack\n", NOW)

    assert (log.lines, log.flaws) == ((), (LogFlaw(5, "2026-11-21T03:00Z @ada /ack", "backwards"),))


def test_a_long_log_is_split_into_parts_that_fit_into_a_comment() -> None:
    lines = tuple(LogLine(at(minute), "ada", f"/note {minute} {'x' * 900}") for minute in range(2 * MOST + 1))
    log = Log("Checkout is down", BEGAN, "ada", key=KEY, lines=lines)

    pieces = tuple(split_log(log, lines))

    assert sum((piece.lines for piece in pieces), ()) == lines
    assert max(len(add_fence(write_log(piece))) for piece in pieces) < 60_000
    assert max(len(piece.lines) for piece in pieces) <= MOST
    assert {piece.key for piece in pieces} == {KEY}
    assert tuple(split_log(log, ())) == (log.with_lines(()),)
