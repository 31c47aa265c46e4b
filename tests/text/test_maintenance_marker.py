"""The issue of a maintenance is read back as it was written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from incident_actions.text.maintenance_marker import END, TEXT, MaintenanceWindow, first_line, key_in, window_in

START, STOP = datetime(2026, 3, 7, 22, tzinfo=UTC), datetime(2026, 3, 8, 0, tzinfo=UTC)
WINDOW = MaintenanceWindow("c7.0", START, STOP, ("web", "a, b --> c"), "A new database\n\nMore", quiet=True)


def body(window: MaintenanceWindow) -> str:
    return f"{first_line(window)}\n\nwords\n\n{TEXT}\n{window.text}\n{END}\n\nmore words"


@pytest.mark.parametrize("window", [WINDOW, MaintenanceWindow("k", START, STOP, (), "x")])
def test_what_was_written_is_read(window: MaintenanceWindow) -> None:
    assert window_in(body(window)) == window
    assert window_in(body(window).replace("\n", "\r\n")) == window
    assert key_in(body(window)) == window.key


@pytest.mark.parametrize(
    "text",
    ["", "words", body(WINDOW).replace("2026-03-07T22", "2026-99-07T22"), body(WINDOW).replace("+00:00", "")],
)
def test_any_other_text_is_no_maintenance(text: str) -> None:
    assert (window_in(text), key_in(text)) == (None, "")


def test_nothing_in_a_service_or_key_ends_the_marker() -> None:
    assert first_line(WINDOW).count("-->") == 1
