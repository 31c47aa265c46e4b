"""A value on one line of YAML is read back as it was, whatever it looks like."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from incident_actions.setup.yaml_line import to_yaml_line


def read(line: str) -> Any:
    return YAML(typ="safe").load(line)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("api", "api"),
        ("a", "a"),
        ("a-", "a-"),
        ("Zürich", "Zürich"),
        ("checkout api/v2.1", "checkout api/v2.1"),
        ("docs/**", '"docs/**"'),
        ("#1", '"#1"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("api ", '"api "'),
        ("api.", '"api."'),
        ("é", '"é"'),
        ("🔥", '"🔥"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("a\nb", '"a\\nb"'),
        ("", '""'),
        ("12", '"12"'),
        ("2026-03-04", '"2026-03-04"'),
        ("~", '"~"'),
        ("on", '"on"'),
        ("Null", '"Null"'),
        ("Y", '"Y"'),
        (True, "true"),
        (None, "null"),
        (3, "3"),
        ([], "[]"),
        (["linus", "no"], '[linus, "no"]'),
        ({}, "{  }"),
        ({"name": "web", "owner": ["linus", "no"]}, '{ name: web, owner: [linus, "no"] }'),
        ({"on": {"cron": "23 * * * *"}}, '{ on: { cron: "23 * * * *" } }'),
    ],
)
def test_a_value_on_one_line_is_read_back_as_it_was(value: object, line: str) -> None:
    assert to_yaml_line(value) == line
    assert read(line) == value


@pytest.mark.parametrize("word", ["true", "false", "null", "yes", "no", "on", "off", "y", "n"])
def test_a_word_that_yaml_reads_as_something_else_is_quoted_in_any_case(word: str) -> None:
    assert [to_yaml_line(each) for each in (word, word.upper())] == [f'"{word}"', f'"{word.upper()}"']


def test_a_tuple_is_written_as_a_list() -> None:
    assert to_yaml_line(("a", ("b", 1))) == "[a, [b, 1]]"


@pytest.mark.parametrize("text", ["a\x85b", "a\u2028b", "a\u2029b", "a\x7fb", "a\x9fb", "\ufeffa", "\U000e0001🔥"])
def test_a_character_that_yaml_breaks_at_or_refuses_is_escaped(text: str) -> None:
    line = to_yaml_line(text)

    assert line.isprintable()
    assert read(line) == text


@given(st.recursive(st.text(st.characters(exclude_categories=["Cs"])) | st.booleans(), st.lists, max_leaves=5))
def test_any_text_in_any_list_is_read_back(value: object) -> None:
    assert read(f"key: {to_yaml_line(value)}\n") == {"key": value}
