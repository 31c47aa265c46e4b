"""A fast dataclass behaves like one of the standard library."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import copy, deepcopy
from functools import cached_property
from threading import Barrier, BrokenBarrierError
from typing import Any, ClassVar

import pytest

from incident_actions.model import dataclass_fields, fast_dataclass
from incident_actions.model.fast_dataclass import dataclass, fields, replace


@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0
    secret: str = dataclasses.field(default="", repr=False)
    note: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class Named(Point):
    name: str


@dataclass(frozen=True)
class Nothing:
    pass


@dataclass
class Basket:
    kind: str
    things: list[str] = dataclasses.field(default_factory=list)
    size: int = dataclasses.field(init=False, default=0)

    def __post_init__(self) -> None:
        self.size = len(self.things)


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


def test_a_value_is_made_as_the_standard_library_makes_it() -> None:
    first, second = Basket("eggs"), Basket("tea", ["green", "black"])
    first.things.append("one")

    assert [(each.kind, each.things, each.size) for each in (first, second)] == [
        ("eggs", ["one"], 0),
        ("tea", ["green", "black"], 2),
    ]
    assert Named(1, 2, name="a") == Named(name="a", y=2, x=1)
    assert Basket.__match_args__ == ("kind", "things")


def test_a_value_can_be_copied() -> None:
    @dataclass(frozen=True)
    class Open:
        x: int

    point = Named(1, 2, secret="s", note="n", name="a")

    assert (deepcopy(point), deepcopy(Open(1)), copy(Basket("tea", ["green"]))) == (
        point,
        Open(1),
        Basket("tea", ["green"]),
    )
    assert deepcopy(point).secret == "s"


def test_a_field_that_is_missing_or_unknown_is_named() -> None:
    with pytest.raises(TypeError, match=r"Point\.__init__\(\) missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]  # what must not be done
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'z'"):
        Point(1, z=2)  # type: ignore[call-arg]  # as above
    with pytest.raises(TypeError, match="keyword-only argument: 'name'"):
        Named(1)  # type: ignore[call-arg]  # as above


def test_a_class_and_the_one_that_it_extends_are_each_made_with_their_own_fields() -> None:
    @dataclass(frozen=True)
    class Shape:
        sides: int

    @dataclass(frozen=True)
    class Square(Shape):
        edge: int = 1

    assert (Square(4), Shape(3), Square(4, edge=2)) == (Square(4, 1), Shape(3), Square(4, 2))
    assert hash(Shape(3)) == hash(Shape(3))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Basket("eggs"))


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (Point(1, note="seen"), {"x": 2, "secret": "key"}),
        (Named(x=1, name="a"), {"name": "b"}),
        (Nothing(), {}),
        (Basket("fruit", ["apple"]), {"things": []}),
    ],
    ids=["frozen", "inherited", "empty", "with more to do"],
)
def test_a_replaced_value_is_what_the_standard_library_makes(value: Any, changes: dict[str, Any]) -> None:
    before, replaced = repr(value), replace(value, **changes)

    assert (type(replaced), repr(replaced)) == (type(value), repr(dataclasses.replace(value, **changes)))
    assert repr(value) == before


def test_threads_that_have_a_class_read_by_the_standard_library_at_the_same_time_get_the_same_fields(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, half_way = dataclass_fields._let_standard_library_read, Barrier(2)

    def read_slowly(kind: Any, how: Any) -> None:
        with suppress(BrokenBarrierError):
            half_way.wait(0.2)  # until another thread reads the fields, too, which must not happen
        read(kind, how)

    monkeypatch.setattr(dataclass_fields, "_let_standard_library_read", read_slowly)

    @dataclass(frozen=True)
    class Shelf:
        room: str
        books: list[str] = dataclasses.field(default_factory=list)

    with ThreadPoolExecutor(2) as threads:
        noted = [each.result() for each in (threads.submit(dataclasses.fields, Shelf) for _ in range(2))]

    assert (noted[0], Shelf("attic").books, half_way.broken) == (noted[1], [], True)
    assert [each.name for each in noted[0]] == ["room", "books"]


def test_a_field_that_does_not_exist_is_not_replaced() -> None:
    with pytest.raises(TypeError):
        replace(Point(1), z=2)  # type: ignore[call-arg]  # what must not be done
    with pytest.raises((TypeError, ValueError), match="init=False"):  # another kind since Python 3.13
        replace(Basket("fruit"), size=3)


@pytest.mark.parametrize("kind", [Point, Named, Nothing, Basket])
def test_fields_say_what_the_standard_library_says(kind: Any) -> None:
    attributes = ("name", "type", "default", "default_factory", "init", "repr", "compare", "kw_only", "metadata")

    def described(all_fields: Any) -> list[Any]:
        return [[getattr(each, name) for name in attributes] for each in all_fields]

    before = described(fields(kind))
    read_there = described(dataclasses.fields(kind))

    assert (before, described(fields(kind))) == (read_there, read_there)


def test_a_class_reads_its_fields_after_the_standard_library_did() -> None:
    @dataclass(frozen=True)
    class Box:
        weight: int = dataclasses.field(default=1, compare=False)
        marks: ClassVar[int] = 2
        things: list[str] = dataclasses.field(default_factory=list)

    names = [each.name for each in dataclasses.fields(Box)]

    assert ([each.name for each in fields(Box)], Box(), Box().things) == (names, Box(5), [])
    assert Box.marks == 2


def test_a_class_makes_and_copies_its_first_and_its_many_instances_alike() -> None:
    @dataclass(frozen=True)
    class Stone:
        size: int
        veins: list[int] = dataclasses.field(default_factory=list)
        weight: int = dataclasses.field(default=3, kw_only=True)

    made = [Stone(1, weight=size) for size in range(3 * fast_dataclass.MANY)]
    copies = [replace(stone, size=2) for stone in made]

    assert [(stone.size, stone.veins, stone.weight) for stone in made] == [(1, [], size) for size in range(len(made))]
    assert copies == [Stone(2, [], weight=stone.weight) for stone in made]
    assert len({id(stone.veins) for stone in made}) == len(made)


@pytest.mark.parametrize(
    ("given", "named", "words"),
    [
        ((), {}, r"missing 1 required positional argument: 'x'"),
        ((1, 2, "s", "n", 5), {}, r"takes from 2 to 5 positional arguments but 6 were given"),
        ((1,), {"x": 2}, r"got multiple values for argument 'x'"),
        ((), {"y": 2, "z": 1}, r"unexpected keyword argument 'z'"),
    ],
)
def test_the_first_instance_and_a_later_one_refuse_what_python_would(
    given: tuple[Any, ...], named: dict[str, Any], words: str
) -> None:
    @dataclass(frozen=True)
    class Fresh(Point):
        pass

    for _ in range(2):
        with pytest.raises(TypeError, match=words):
            Fresh(*given, **named)


def test_a_field_may_have_any_name() -> None:
    @dataclass(frozen=True)
    class Odd:
        one: int
        kind: int
        given: int = 0
        named: int = 0

    assert Odd(one=1, kind=2, named=3) == Odd(1, 2, 0, 3)


def test_a_class_that_makes_many_instances_leaves_the_classes_that_extend_it_as_they_are() -> None:
    @dataclass(frozen=True)
    class Bird:
        name: str

    @dataclass(frozen=True)
    class Duck(Bird):
        quacks: bool = True

    many = [Bird("coot") for _ in range(2 * fast_dataclass.MANY)]

    @dataclass(frozen=True)
    class Goose(Bird):
        honks: bool = False

    assert {*many} == {Bird("coot")}
    assert (Duck("mallard"), Goose("greylag", honks=True).honks) == (Duck("mallard", quacks=True), True)
    assert replace(Duck("mallard"), quacks=False) == Duck("mallard", quacks=False)


def test_each_class_is_matched_by_its_own_places() -> None:
    @dataclass(frozen=True)
    class Bird:
        name: str

    @dataclass(frozen=True)
    class Duck(Bird):
        weight: int

    assert (Bird.__match_args__, Duck.__match_args__) == (("name",), ("name", "weight"))
    match Duck("teal", 300):
        case Duck(name, weight):
            assert (name, weight) == ("teal", 300)


def test_a_copy_remembers_nothing_of_what_it_was_made_from() -> None:
    @dataclass(frozen=True)
    class Square:
        edge: int

        @cached_property
        def area(self) -> int:
            return self.edge**2

    square = Square(2)

    assert (square.area, replace(square, edge=3).area, replace(square).area) == (4, 9, 4)
    assert (replace(square), hash(replace(square))) == (Square(2), hash(Square(2)))
