"""Whatever tired people type is understood, or answered with what to type."""

import pytest

from incident_actions.text.slash_line import read_line
from tests.people.typings import Typing, full_reply, read_table, try_out
from tests.tiers import sampled

TABLE = read_table()
COPYABLE = ("`/", "\n/", "Try `")


@pytest.mark.parametrize("typing", sampled(TABLE, one_in=4), ids=lambda typing: typing.typed)
def test_a_typing_is_understood_or_answered_as_the_table_says(typing: Typing) -> None:
    assert try_out(typing.typed) == typing


def test_only_what_is_no_command_gets_neither_a_record_nor_a_reply() -> None:
    silent = [each.typed for each in TABLE if (each.record, each.reply) == ("nothing", "")]

    assert [typed for typed in silent if read_line(typed)] == []


def test_every_refusal_has_something_to_copy() -> None:
    refused = {each.record: each.typed for each in TABLE if each.record.startswith("refused")}

    replies = {typed: full_reply(typed).partition(" ")[2] for typed in refused.values()}

    assert [typed for typed, reply in replies.items() if not any(form in reply for form in COPYABLE)] == []


def test_the_table_has_more_than_three_hundred_typings() -> None:
    assert len({each.typed for each in TABLE}) > 300
