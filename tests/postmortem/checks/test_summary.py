"""A summary that is longer than a few sentences is reported with its number of words."""

from incident_actions.postmortem.checks.summary import MOST_WORDS
from incident_actions.postmortem.finding import SummaryTooLong
from tests.postmortem.good_postmortem import findings_of, line_of

SUMMARY = "A release cut the pool from 50 connections to 5. Rolling it back ended it."


def test_a_summary_of_a_few_sentences_is_short_enough() -> None:
    assert findings_of(SUMMARY, "word " * MOST_WORDS) == []


def test_a_longer_summary_is_reported_with_its_words() -> None:
    assert findings_of(SUMMARY, f"{'word ' * 100}\n\n- {'more ' * 51}") == [
        SummaryTooLong(line_of("## Summary"), MOST_WORDS + 1, MOST_WORDS)
    ]


def test_code_tables_and_comments_do_not_make_a_summary_long() -> None:
    code = f"```\n{'log ' * 200}\n```"
    table = f"| a |\n|---|\n| {'cell ' * 200} |"

    assert findings_of(SUMMARY, f"{SUMMARY}\n\n{code}\n\n{table}\n") == []


def test_other_sections_may_be_longer() -> None:
    assert findings_of("The rollback took four minutes.", "word " * 500) == []
