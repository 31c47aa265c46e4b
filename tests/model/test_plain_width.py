"""Full-width characters become plain ones of the same number."""

from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.plain_width import to_plain_signs, to_plain_width


def test_full_width_letters_digits_and_blanks_become_plain() -> None:
    assert to_plain_width("ＳＥＶ　１４：０５　＠ada") == "SEV 14:05 @ada"


def test_dashes_become_hyphens_where_signs_are_read() -> None:
    assert to_plain_signs("false–alarm") == "false-alarm"
    assert to_plain_width("one – two") == "one – two"


@given(st.text())
def test_a_text_keeps_its_length(text: str) -> None:
    assert len(to_plain_width(text)) == len(to_plain_signs(text)) == len(text)
