"""A fast dataclass behaves like one of the standard library."""

import dataclasses

import pytest

from incident_actions.model.fast_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0
    secret: str = dataclasses.field(default="", repr=False)
    note: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Point):
    name: str


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


def test_values_of_one_class_are_equal_where_their_compared_fields_are() -> None:
    assert Point(1, 2) == Point(1, 2, note="seen")
    assert Point(1, 2) != Point(1, 3)
    assert Named(x=1, name="a") != Point(1)
    assert Nothing() == Nothing() != object()
    assert {Point(1), Point(1, note="seen"), Point(2)} == {Point(1), Point(2)}


def test_a_value_is_shown_with_its_fields_but_for_those_that_must_not_be() -> None:
    assert repr(Named(x=1, secret="key", name="a")) == "Named(x=1, y=0, note='', name='a')"
    assert repr(Nothing()) == "Nothing()"


def test_a_value_never_changes_and_is_replaced() -> None:
    point = Point(1)

    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2  # type: ignore[misc]  # what must not be done
    assert dataclasses.replace(point, x=2) == Point(2)
    assert not hasattr(point, "__dict__")
