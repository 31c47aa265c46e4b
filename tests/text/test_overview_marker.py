"""The overview is known by its first line, and divided by others."""

from incident_actions.text import overview_marker

BODY = (
    f"{overview_marker.FIRST_LINE}\n\n### No open incidents\n\n{overview_marker.REST}\n\non call\n\n"
    f"{overview_marker.FIGURES}\n\nfigures\n\n{overview_marker.END}\n\nfooter"
)


def test_the_first_line_alone_marks_the_overview() -> None:
    assert overview_marker.key_in(BODY) == "overview"
    assert overview_marker.key_in(BODY.replace("\n", "\r\n")) == "overview"
    assert overview_marker.key_in(f"My overview\n{BODY}") == ""
    assert overview_marker.key_in("") == ""


def test_the_parts_of_a_sweep_are_found_however_lines_end() -> None:
    assert overview_marker.parts_in(BODY) == ("on call", "figures")
    assert overview_marker.parts_in(BODY.replace("\n", "\r\n")) == ("on call", "figures")


def test_a_text_without_the_lines_has_no_parts() -> None:
    assert overview_marker.parts_in("somebody wrote over it") == ("", "")
    assert overview_marker.parts_in(f"{overview_marker.REST}\non call") == ("on call", "")
