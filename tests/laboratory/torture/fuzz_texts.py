"""Times, names, form answers and repeated texts: anything may be typed, and only what is named may be raised."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis import target

from incident_actions.model.incident import day_text, time_text
from incident_actions.text import issue_form, safe_markdown
from incident_actions.text.code_spans import Backticks
from incident_actions.text.slug import LONGEST, make_slug
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.searching import Properties, searched
from tests.live_markdown import live_parts
from tests.text.test_safe_markdown import TEXT

T = TypeVar("T")
TIME_FRAGMENTS = (
    "14:05", "00:00", "23:59:59", "24:00", "9:5", "12", "2026-03-29", "2026-02-30", "0001-01-01", "9999-12-31", "T", "Z", " UTC",
    "+02:00", "-23:59", "+99:99", "am", " pm", " ", "today", "yesterday", "tomorrow", "now", "ago", " at ", "-", "+", "1", "99999",
    "1h", "30m", "5 days", "2 weeks", "1 month", "99999w", "99999mo", "in ", "by ", "next ", "this ", "fri", "monday", "and ", ",",
    ".", ":", "–", "é", "٣", "\uff11\uff14:0\uff15", "\u00a0", "\n", "x",
)  # fmt: skip
TIMES = st.lists(st.sampled_from(TIME_FRAGMENTS), max_size=7).map("".join)
ZONES = st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago")).map(
    ZoneInfo
)
NOWS = st.datetimes(datetime(1970, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  the zone is beside it
FIELDS = tuple(
    issue_form.FormField(f"f{place}", label, kind, ("SEV-1", "SEV-2"), render=place == 2)
    for place, (label, kind) in enumerate(
        (("Severity", "dropdown"), ("What happens?", "textarea"), ("Log", "textarea"), ("Severity", "input"))
    )
)
FORM_FRAGMENTS = (
    "### Severity", "### What happens?", "### Log", "### Other", "###", "\n", "\n\n", "\r\n", "\r", "SEV-1", "_No response_", "None",
    "```", "````", "```text\n", "\n```", "~~~", " ", "- [x] a", "#### Log", "###  What   happens?", "text", "\x00", "\u2028",
)  # fmt: skip
BODIES = st.lists(st.sampled_from(FORM_FRAGMENTS), max_size=25).map("".join)


def time_or_refusal(drawn: tuple[str, datetime, ZoneInfo]) -> None:
    """A time is a moment in UTC or NotATime; splitting agrees with reading, and loses no text."""
    text, now, zone = drawn
    whole = _or_none(lambda: time_text.parse_moment(text, now, zone))
    first, rest = time_text.split_moment(text, now, zone)
    target(float(first is not None) + len(rest) / 1_000, label="a time, and text")

    assert whole is None or whole.utcoffset() == timedelta()
    assert first is None or first.utcoffset() == timedelta()
    assert text.strip().endswith(rest)
    assert first is not None or rest == text.strip()
    if whole is not None:
        assert time_text.parse_moment(whole.isoformat(), now, zone) == whole.replace(microsecond=0)
        assert len(time_text.format_moment(whole)) == len("2026-01-31 14:05 UTC")


def day_or_refusal(drawn: tuple[str, datetime, ZoneInfo]) -> None:
    """A day is a date or None, and what is shown of it is read as the same day."""
    text, now, _ = drawn
    first, rest = day_text.split_day(text, now.date())

    assert first is None or type(first) is date
    assert first is None or day_text.split_day(first.isoformat(), now.date()) == (first, "")
    assert (first is not None) or rest == text.strip()
    assert text.strip().endswith(rest)


def span_or_refusal(text: str) -> None:
    """A span is above zero or NotATime, and can be shown."""
    span = _or_none(lambda: time_text.parse_span(text))

    assert span is None or span > timedelta()
    assert span is None or time_text.format_length(span)


def _or_none(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except time_text.NotATime:
        return None


def slug_is_safe(text: str) -> None:
    """A short name is safe as a branch, a file name and a link."""
    short = make_slug(text, "incident-7")

    assert re.fullmatch(rf"[a-z0-9](?:[a-z0-9-]{{0,{LONGEST - 1}}})", short)


def form_answers_stand_in_the_body(body: str) -> None:
    """Every answer is a part of the body, blank ones are absent, and no answer holds another's heading taken."""
    answers = issue_form.read_answers(body, FIELDS)
    target(float(len(answers)), label="answers")

    settled = re.sub(r"\r\n?", "\n", body)
    assert set(answers) <= {field.id for field in FIELDS}
    assert all(answer.strip() and answer in settled for answer in answers.values())
    assert issue_form.read_answers(settled, FIELDS) == answers


def repeated_is_dead(text: str) -> None:
    """Whatever is repeated is dead, and repeating it again changes nothing."""
    for form_ in (
        safe_markdown.escape_block,
        safe_markdown.escape_line,
        safe_markdown.escape_cell,
        safe_markdown.inline_code,
        safe_markdown.code_block,
    ):
        written = form_(text)
        assert live_parts(written) == []
        assert "<!--" not in written
    for form_ in (
        safe_markdown.escape_block,
        safe_markdown.escape_line,
        safe_markdown.escape_cell,
        safe_markdown.plain_line,
    ):
        assert form_(form_(text)) == form_(text)


def spans_close_where_a_run_of_their_length_stands(text: str) -> None:
    """A code span ends at the next run of backticks of its own length."""
    backticks = Backticks(text)
    for opening in re.finditer("`+", text):
        later = (
            run for run in re.finditer("`+", text) if run.start() >= opening.end() and len(run[0]) == len(opening[0])
        )
        closing = next(later, None)
        assert backticks.end(opening) == (closing.end() if closing else None)


MOMENTS = st.tuples(TIMES | st.text(), NOWS, ZONES)
PROPERTIES: Properties = {
    "times": (time_or_refusal, MOMENTS),
    "days": (day_or_refusal, MOMENTS),
    "spans": (span_or_refusal, TIMES | st.text()),
    "slugs": (slug_is_safe, TEXT),
    "forms": (form_answers_stand_in_the_body, BODIES | st.text()),
    "neutral": (repeated_is_dead, TEXT),
    "backticks": (spans_close_where_a_run_of_their_length_stands, TEXT | st.text("`a", max_size=60)),
}


def torture(seed: int, seconds: float) -> Row:
    """Search until the time is over."""
    return searched("times, names, forms, repeated texts", PROPERTIES, seed, seconds)
