"""A mistake in the rules for post-mortems is refused before any file is written with them."""

import pytest

from incident_actions.model.process.postmortem import Column, HeaderField, PostmortemRules
from incident_actions.model.process.validation import InvalidValues, validate

ITEM = {"name": "Item", "content": "item"}


def problem(**given: object) -> str:
    """Return what is wrong with the rules; empty for nothing."""
    try:
        validate(PostmortemRules, {"sections": [], **given})
    except InvalidValues as wrong:
        return str(wrong.errors[0]["msg"]).removeprefix("Value error, ")
    return ""


@pytest.mark.parametrize(
    "file", ["{date}-{name}.md", "{number}.md", "incident_{number}.md", "{name}.md", "0.{name}.md"]
)
def test_a_file_is_called_by_day_name_and_number(file: str) -> None:
    assert problem(file=file) == ""


@pytest.mark.parametrize(
    "file",
    ["{date}.md", "{name}", "x.md", "a/{name}.md", "../{name}.md", ".{name}.md", "-{name}.md", "{name} x.md", "({name}).md",
     "{name}].md", "{{name}}.md", "{name:9999999}.md", "{name!r}.md", "{title}.md", "{name}.md\n", "x" * 200 + "{name}.md"],
)  # fmt: skip
def test_a_file_that_no_link_could_name_or_two_incidents_would_share_is_refused(file: str) -> None:
    assert problem(file=file) == "expected a file name such as `{date}-{name}.md` or `{number}.md`"


@pytest.mark.parametrize(
    ("content", "form", "expected"),
    [
        ("duration", "{start} → {end} ({minutes} minutes)", ""),
        ("duration", "{hours} hours", ""),
        ("duration", "{value}", ""),
        ("severity", "{short}", ""),
        ("impact", "{{{value}}}", ""),
        ("impact", "{short}", "words in braces can be {value}"),
        ("severity", "{hours}", "words in braces can be {value} and {short}"),
        ("duration", "{value:9999999}", "words in braces can be {value}, {start}, {end}, {hours} and {minutes}"),
        ("duration", "{", "words in braces can be {value}, {start}, {end}, {hours} and {minutes}"),
    ],
)
def test_the_form_of_a_field_names_what_the_record_has(content: str, form: str, expected: str) -> None:
    assert problem(header=[{"name": "x", "content": content, "form": form}]) == expected


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([ITEM], ""),
        ([], "a column with the content `item` is missing"),
        ([{"name": "Who", "content": "owner"}], "a column with the content `item` is missing"),
        ([ITEM, {"name": "Measure", "content": "item"}], "duplicate content of a column: item"),
        ([{"name": "It: em", "content": "item"}], "String should match pattern '^[^:]+$'"),
    ],
)
def test_the_item_stands_in_one_column(columns: list[object], expected: str) -> None:
    assert problem(columns=columns) == expected


@pytest.mark.parametrize(
    ("columns", "fine"), [(["a"], False), (["a", "b"], True), (["a", "b", "c"], True), (list("abcd"), False)]
)
def test_a_timeline_has_when_what_and_perhaps_who(columns: list[str], fine: bool) -> None:
    assert (problem(timeline_columns=columns) == "") is fine


def test_a_field_named_by_its_content_may_be_a_word() -> None:
    given = validate(PostmortemRules, {"sections": [], "header": ["Detected by"], "columns": ["Item", "Due"]})

    assert given.header == (HeaderField(name="Detected by", content="detected by"),)
    assert given.columns == (Column(name="Item", content="item"), Column(name="Due", content="due"))
    assert given.column_contents == ("item", "due")
