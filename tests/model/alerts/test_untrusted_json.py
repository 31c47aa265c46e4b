"""A value of untrusted JSON is read as what it should be, within its size, or counts as absent."""

from datetime import UTC, datetime

import pytest

from incident_actions.model.alerts import untrusted_json as untrusted
from incident_actions.model.alerts.alert import NotAnAlert


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("x", "x"),
        ("  a\n b ", "a\n b"),
        (7, "7"),
        (-7, "-7"),
        (2**64 - 1, "18446744073709551615"),
        (2**64, ""),
        (True, ""),
        (1.5, ""),
        (None, ""),
        (["x"], ""),
        ("a\ud800b\x00c\x1b[0m\x7fd\te", "abc[0md\te"),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 199 + "…"),
        ("\x00" * 100 + "x", "x"),
        ("\x00" * 799 + "xy", "x"),
        ("\x00" * 800 + "x", ""),
    ],
    ids=ascii,
)
def test_a_text_is_read_without_what_cannot_be_stored(given: object, read: str) -> None:
    assert untrusted.text(given) == read


def test_a_text_has_another_limit_where_one_is_given() -> None:
    assert [untrusted.text(each, 3) for each in ("abc", "abcd")] == ["abc", "ab…"]


@pytest.mark.parametrize(("given", "read"), [(" a\n\tb  c ", "a b c"), (7, "7"), ({}, ""), ("\n", "")])
def test_a_line_is_a_text_on_one_line(given: object, read: str) -> None:
    assert untrusted.line(given) == read


@pytest.mark.parametrize(("texts", "first"), [(("", "b", "c"), "b"), (("", ""), ""), ((), "")])
def test_the_first_text_that_is_not_empty_is_taken(texts: tuple[str, ...], first: str) -> None:
    assert untrusted.first_filled(*texts) == first


def test_a_required_line_is_read_within_its_limit() -> None:
    assert untrusted.required_line(" a\nbc", "title", 3) == "a …"


@pytest.mark.parametrize("given", [None, "", "\x00 \ud800", ["x"], False])
def test_a_required_line_that_is_missing_is_refused_by_its_name(given: object) -> None:
    with pytest.raises(NotAnAlert) as wrong:
        untrusted.required_line(given, "event.data.id")

    assert str(wrong.value) == "`event.data.id` is missing or is not text"


def test_an_object_or_a_list_of_objects_is_read_and_anything_else_is_empty() -> None:
    one: tuple[object, ...] = ({"a": 1}, [], "a", None)
    several: tuple[object, ...] = ([{"a": 1}, 7, {}], {"a": {}}, None)

    assert [dict(untrusted.mapping(each)) for each in one] == [{"a": 1}, {}, {}, {}]
    assert [untrusted.objects(each) for each in several] == [({"a": 1}, {}), (), ()]


def test_lines_are_kept_once_in_order_up_to_twenty() -> None:
    many = [str(number) for number in range(30)]

    assert untrusted.distinct_lines(["b", "", "a", "b"]) == ("b", "a")
    assert untrusted.distinct_lines(many) == tuple(many[:20])


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (("https://a.example/x?y=1#z",), "https://a.example/x?y=1#z"),
        (("", None, 7, "http://a.example", "https://b.example"), "http://a.example"),
        (("https://" + "x" * 992,), "https://" + "x" * 992),
        (("https://" + "x" * 993,), ""),
        (("javascript:alert(1)",), ""),
        (("https://",), ""),
        (("https://a.example/) [x](https://evil.example",), ""),
        (("https://a.example/|x",), ""),
        (("https://a.example/<!--",), ""),
        (("https://a.example/\x7f",), ""),
        (("see https://a.example",), ""),
        ((), ""),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_web_address_is_taken_where_it_is_safe_in_markdown(given: tuple[object, ...], found: str) -> None:
    assert untrusted.web_address(*given) == found


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2026-03-04T14:10:00+01:00", datetime(2026, 3, 4, 13, 10, tzinfo=UTC)),
        ("2026-03-04T13:10:00.123456789Z", datetime(2026, 3, 4, 13, 10, 0, 123456, tzinfo=UTC)),
        ("2000-01-01T00:00:00Z", datetime(2000, 1, 1, tzinfo=UTC)),
        ("2100-12-31T00:00:00Z", datetime(2100, 12, 31, tzinfo=UTC)),
        ("1999-12-31T23:59:59Z", None),
        ("2101-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59+00:00", None),
        ("2026-03-04T13:00:00", datetime(2026, 3, 4, 13, tzinfo=UTC)),
        ("2026-03-04 13:00", datetime(2026, 3, 4, 13, tzinfo=UTC)),
        ("2026-03-04 13:00:00 UTC", datetime(2026, 3, 4, 13, tzinfo=UTC)),
        ("2026-03-04 14:00:00 +0100", datetime(2026, 3, 4, 13, tzinfo=UTC)),
        ("2026-03-04 14:00:00.5 +0100 UTC", datetime(2026, 3, 4, 13, 0, 0, 500000, tzinfo=UTC)),
        ("2026-03-04", None),
        ("20260304", None),
        ("yesterday", None),
        (1772632800, datetime(2026, 3, 4, 14, tzinfo=UTC)),
        (1772632800.5, datetime(2026, 3, 4, 14, 0, 0, 500000, tzinfo=UTC)),
        (1772632800123, datetime(2026, 3, 4, 14, 0, 0, 123000, tzinfo=UTC)),
        ("1772632800", datetime(2026, 3, 4, 14, tzinfo=UTC)),
        (" 1772632800123 ", datetime(2026, 3, 4, 14, 0, 0, 123000, tzinfo=UTC)),
        ("1772632800.25", datetime(2026, 3, 4, 14, 0, 0, 250000, tzinfo=UTC)),
        (0, None),
        (-1772632800, None),
        (1e300, None),
        (float("nan"), None),
        (10**40, None),
        (True, None),
        ("9" * 40, None),
        ("2026-03-04T13:00:00." + "0" * 19 + "Z", datetime(2026, 3, 4, 13, tzinfo=UTC)),
        ("2026-03-04T13:00:00." + "0" * 20 + "Z", None),
        (None, None),
    ],
    ids=str,
)
def test_a_time_is_read_in_the_ways_that_senders_write_it_where_its_year_makes_sense(
    given: object, at: datetime | None
) -> None:
    assert untrusted.timestamp(given) == at
