"""A part of a configuration is a dataclass that Pydantic validates, without being one of its classes."""

from dataclasses import FrozenInstanceError, replace
from functools import cached_property
from typing import Annotated, Any

import pytest

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import (
    After,
    Before,
    ChosenBy,
    ConfigurationPart,
    ValueLimits,
    field,
    key_types,
    to_plain_values,
)
from incident_actions.model.process.validation import InvalidValues, validate


def _without_dot(text: str) -> str:
    if text == ".":
        msg = "expected more than a dot"
        raise ValueError(msg)
    return text.removesuffix(".")


def _shape(given: object) -> str:
    return "many" if isinstance(given, dict) else "one"


Name = Annotated[str, ValueLimits(max_length=5), After(_without_dot)]
Count = Annotated[int | dict[str, int], ChosenBy(_shape, ("one", "many"))]


@dataclass(frozen=True, kw_only=True)
class Tool(ConfigurationPart):
    """A tool, which a word may stand for."""

    name: Name = field(description="the name")
    with_parts: tuple[Name, ...] = field(default=(), alias="with", max_length=2)
    count: Count = field(default=1)
    size: Annotated[int, Before(len)] = field(default=0)

    @classmethod
    def expand(cls, given: Any) -> Any:
        """Accept the name alone."""
        return {"name": given} if isinstance(given, str) else given

    @cached_property
    def loud(self) -> str:
        """The name, as it is shouted."""
        return self.name.upper()


@dataclass(frozen=True, kw_only=True)
class Chest(ConfigurationPart):
    """Tools, at least one of which is a saw."""

    tools: dict[str, Tool] = field(default_factory=dict)
    best: Tool | None = field(default=None)

    def __post_init__(self) -> None:
        if "saw" not in self.tools:
            msg = "a saw is missing"
            raise ValueError(msg)


def mistakes(kind: type[ConfigurationPart], given: object) -> list[tuple[Any, str]]:
    """Return where what is wrong with values; nothing where they are accepted."""
    try:
        validate(kind, given)
    except InvalidValues as wrong:
        return [(each["loc"], each["msg"]) for each in wrong.errors]
    return []


def test_values_become_a_part_as_its_types_say() -> None:
    tool = validate(Tool, {"name": "saw.", "with": ["blade", "grip."], "count": {"a": 1}, "size": "four"})

    assert tool == Tool(name="saw", with_parts=("blade", "grip"), count={"a": 1}, size=4)


def test_a_shorter_form_stands_for_a_part_wherever_the_part_can_be() -> None:
    chest = validate(Chest, {"tools": {"saw": "saw"}, "best": "awl"})

    assert chest == Chest(tools={"saw": Tool(name="saw")}, best=Tool(name="awl"))


@pytest.mark.parametrize(
    ("given", "where", "problem"),
    [
        ({}, ("name",), "Field required"),
        ({"name": "."}, ("name",), "Value error, expected more than a dot"),
        ({"name": "hammer"}, ("name",), "String should have at most 5 characters"),
        ({"nam": "saw", "name": "saw"}, ("nam",), "Unexpected keyword argument"),
        ({"name": "saw", "with": ["a", "."]}, ("with", 1), "Value error, expected more than a dot"),
        ({"name": "saw", "with": ["a", "b", "c"]}, ("with",), "Tuple should have at most 2 items after validation, not 3"),
        ({"name": "saw", "count": "x"}, ("count", "one"), "Input should be a valid integer, unable to parse string as an integer"),
        ({"name": "saw", "count": {"a": "x"}}, ("count", "many", "a"), "Input should be a valid integer, unable to parse string as an integer"),
        (7, (), "Input should be a dictionary or an instance of Tool"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_where_it_is(given: object, where: tuple[object, ...], problem: str) -> None:
    assert mistakes(Tool, given) == [(where, problem)]


def test_all_mistakes_are_reported_at_once() -> None:
    found = mistakes(Chest, {"tools": {"saw": {"name": 1}}, "best": {"size": "x", "sise": 1}})

    assert [where for where, _ in found] == [("tools", "saw", "name"), ("best", "name"), ("best", "sise")]


def test_a_part_checks_itself_when_it_is_read_and_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="a saw is missing"):
        Chest()

    assert mistakes(Chest, {}) == [((), "Value error, a saw is missing")]


def test_a_part_remembers_what_it_computes_and_does_not_change() -> None:
    tool = validate(Tool, "saw")

    with pytest.raises(FrozenInstanceError):
        tool.name = "awl"  # type: ignore[misc]

    assert (tool.loud, replace(tool, name="awl").loud, tool == Tool(name="saw")) == ("SAW", "AWL", True)


def test_a_part_is_written_as_people_write_it() -> None:
    chest = validate(Chest, {"tools": {"saw": {"name": "saw", "with": ["grip"]}}})

    assert to_plain_values(chest) == {
        "tools": {"saw": {"name": "saw", "with": ["grip"], "count": 1, "size": 0}},
        "best": None,
    }
    assert validate(Tool, to_plain_values(Tool(name="saw", with_parts=("grip",))) | {"size": ""}).with_parts == (
        "grip",
    )


def test_the_types_of_keys_are_known_by_the_names_that_people_write() -> None:
    assert list(key_types(Tool)) == ["name", "with", "count", "size"]
    assert key_types(Tool)["name"] == Name
