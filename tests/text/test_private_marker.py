"""The lines that connect a private incident with the issue where it began."""

import pytest

from incident_actions.text.private_marker import (
    began_elsewhere,
    issue_in,
    moved_alerts,
    moved_from_line,
    moved_to_line,
)


def test_each_line_is_read_as_it_was_written() -> None:
    assert issue_in(f"{moved_to_line('acme/security#12')}\r\nWords") == ("acme/security", 12)
    assert issue_in(moved_to_line("acme/security#12", ["0123456789ab", "ba9876543210"])) == ("acme/security", 12)
    assert moved_alerts(moved_to_line("acme/security#12", ["0123456789ab", "ba9876543210"])) == (
        "0123456789ab",
        "ba9876543210",
    )
    assert moved_alerts(moved_to_line("acme/security#12")) == ()
    assert began_elsewhere(f"{moved_from_line('acme/shop#7')}\nWords")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Words",
        f"Words\n{moved_to_line('acme/security#12')}",
        moved_to_line("acme/security#0"),
        moved_to_line("a#1"),
    ],
)
def test_nothing_else_is_such_a_line(body: str) -> None:
    assert issue_in(body) is None
    assert not began_elsewhere(body)
