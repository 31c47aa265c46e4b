"""An issue's first line names its alerts, and only the first line is read."""

import pytest

from incident_actions.text import alert_marker

A, B, C = "a" * 12, "b" * 12, "c" * 12
LINE = f"<!-- incident-actions:alerts {A}.0 {B} {C} -->"


@pytest.mark.parametrize("body", [LINE, f"{LINE}\n", f"{LINE}\r\nMore.\r\n", f"{LINE} \n\nMore."])
def test_the_first_line_is_read(body: str) -> None:
    assert (alert_marker.key_in(body), alert_marker.alerts_in(body)) == (f"{A}.0", frozenset({A, B, C}))


@pytest.mark.parametrize(
    "body",
    [
        "",
        f"\n{LINE}",
        f"Look: {LINE}",
        f"> {LINE}",
        LINE.replace(A, "a" * 11),
        LINE.replace(B, "B" * 12),
        LINE.replace(".0", ""),
        LINE.replace(" -->", ""),
        LINE.replace(" -->", f" --> {LINE}"),
    ],
)
def test_any_other_first_line_has_no_key(body: str) -> None:
    assert (alert_marker.key_in(body), alert_marker.alerts_in(body)) == ("", frozenset())


@pytest.mark.parametrize(
    ("body", "after"),
    [
        (f"{LINE}\nMore.", "<!-- x -->\nMore."),
        (f"{LINE}\r\nMore.", "<!-- x -->\nMore."),
        ("More.\nStill more.", "<!-- x -->\nMore.\nStill more."),
        ("", "<!-- x -->\n"),
    ],
)
def test_a_marker_replaces_the_one_before(body: str, after: str) -> None:
    assert alert_marker.with_first_line(body, "<!-- x -->") == after


def test_a_written_marker_is_read_back() -> None:
    assert alert_marker.alerts_in(alert_marker.first_line(alert_marker.marker_key(A, 12), [B])) == frozenset({A, B})
