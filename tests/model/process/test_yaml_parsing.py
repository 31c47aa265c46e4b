"""YAML is read with its lines and columns, and what costs too much or means nothing is refused."""

import pytest

from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.yaml_parsing import DEEPEST, LONGEST, parse_yaml


def refusal(text: str) -> str:
    """Return the message with which a text is refused."""
    with pytest.raises(InvalidConfiguration) as wrong:
        parse_yaml(text, "x.yml")
    return str(wrong.value)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "null"])
def test_an_empty_text_has_no_keys(text: str) -> None:
    assert parse_yaml(text, "x.yml") == {}


def test_keys_are_read_with_their_lines_and_columns() -> None:
    found = parse_yaml("a: 1\nb:\n  - {c: x}\n", "x.yml")

    assert found == {"a": 1, "b": [{"c": "x"}]}
    assert (found.lc.key("b"), found["b"].lc.item(0), found["b"][0].lc.key("c")) == ((1, 0), (2, 4), (2, 5))


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("a: [", "1:5: expected the node content, but found '<stream end>'"),
        ("name: x\n\tservices: []", "2:1: found character '\\t' that cannot start any token"),
        ("name: a\nname: b\n", '2:1: found duplicate key "name" with value "b" (original value: "a")'),
        ("a: *b", "1:4: found undefined alias 'b'"),
        ("- a", "1:1: expected keys and values, such as `extends: default`"),
        ("just words", "1:1: expected keys and values, such as `extends: default`"),
        ("a: 1\n---\nb: 2", "2:1: but found another document"),
        ("name: 2026-13-45", "1:1: a value is not what its form or tag says it is (month must be in 1..12)"),
        ("a: &a {x: 1}\nb: *a", "1:1: an alias (`*name`) repeats keys or a list; write them out"),
        ("a: &a [1]\nb: {c: *a}", "1:1: an alias (`*name`) repeats keys or a list; write them out"),
        ("#" * (LONGEST + 1), "1:1: longer than 32,768 characters"),
        ("a: 1\nb: [\x7f]", "2:5: the character #x007f is not allowed"),
        ("a: \x07", "1:4: the character #x0007 is not allowed"),
        ("a: " + "[" * DEEPEST + "]" * DEEPEST, "1:1: nested too deeply"),
        ("? " * 5_000, "1:1: nested too deeply"),
        ("{" * 10_000, "1:1: nested too deeply"),
        ("a:\n" + "".join(f"{' ' * depth}-\n" for depth in range(1, DEEPEST + 4)), "1:1: nested too deeply"),
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_a_text_that_is_no_configuration_is_refused_with_its_place(text: str, mistake: str) -> None:
    assert refusal(text) == f"x.yml:{mistake}"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            f"name: {'9' * 5_000}",
            "1:1: a value is not what its form or tag says it is (Exceeds the limit (4300 digits)",
        ),
        ("services: " + "- " * 5_000, "1:11: "),
    ],
    ids=["number", "list on one line"],
)
def test_excessive_input_is_refused_before_it_costs_anything(text: str, mistake: str) -> None:
    found = refusal(text)

    assert found.startswith(f"x.yml:{mistake}")
    assert len(found) < 400


@pytest.mark.parametrize(
    "text",
    [
        "#" * LONGEST,
        "a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1),
        "a:\n" + "".join(f"{' ' * depth}-\n" for depth in range(1, DEEPEST + 1)),
        "a: &a text\nb: *a",
        "a: &a 1\nb: &a 2",
    ],
    ids=["long", "braces", "deep", "alias of a text", "anchor twice"],
)
def test_a_text_at_the_limits_is_read(text: str) -> None:
    assert isinstance(parse_yaml(text, "x.yml"), dict)
