"""Dataclasses that share their methods, and compile others when a class has made many instances.

The standard library reads the fields of each class at once, and compiles up to eight methods. A run loads close to five
hundred classes, which took a third of it. It makes instances of a sixth of them, and of few classes more than a dozen.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from incident_actions.model.dataclass_fields import fields, note_late

__all__ = ["dataclass", "fields", "replace"]

Kind = TypeVar("Kind")

MANY = 40
"""Instances that a class makes before its method is compiled: that takes as long as making these does."""

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(kind: type[Kind] | None = None, *, frozen: bool = False, **how: bool) -> Any:
        """Make a dataclass; `frozen` and `kw_only` mean what they mean in the standard library.

        There are no slots: they would make a value smaller, but each class would be made twice.
        """

        def decorate(kind: type[Kind]) -> type[Kind]:
            for name, method in (_FROZEN_METHODS if frozen else _METHODS).items():
                if getattr(kind, name, None) is not method:  # else it inherits what is the same
                    setattr(kind, name, method)
            note_late(kind, how)
            return kind

        return decorate if kind is None else decorate(kind)

    def replace(one: Kind, /, **changes: Any) -> Kind:
        """Return a copy of a value with some fields changed.

        An incident has forty fields and changes with each entry, so this copies them instead of initialising.
        """
        kind = one.__class__
        names = _names_to_copy(kind)
        if names is None or not changes.keys() <= names.keys():
            return dataclasses.replace(one, **changes)
        new = object.__new__(kind)
        for name in names:
            _put(new, name, changes[name] if name in changes else getattr(one, name))
        return new


@cache
def _names_to_copy(kind: Any) -> dict[str, None] | None:
    """Return the names of all fields in their order, or None if a new value needs more than these."""
    if hasattr(kind, "__post_init__") or not all(each.init for each in fields(kind)):
        return None
    return dict.fromkeys(each.name for each in fields(kind))


_put = object.__setattr__
"""Sets a field of any value. Filling the dictionary of a value instead would keep the values of its class from sharing
their keys, which takes three times the memory.
"""

_instances: Counter[type] = Counter()


def _initialise(one: object, /, *given: object, **named: object) -> None:
    """Initialise one of the first instances of a class."""
    kind: Any = type(one)
    _instances[kind] += 1
    values = _values_to_set(kind, given, named) if _instances[kind] <= MANY else None
    if values is None:
        _compile_and_initialise(one, *given, **named)
        return
    for name, value in values.items():
        _put(one, name, value)
    if hasattr(kind, "__post_init__"):
        kind.__post_init__(one)


def _values_to_set(kind: Any, given: tuple[object, ...], named: Mapping[str, object]) -> dict[str, Any] | None:
    """Return the value of each field, or None if what is given is not right. A compiled method then says why."""
    names, places, defaults, factories = _parameters(kind)
    placed = dict(zip(places, given, strict=False))
    if len(given) > len(places) or not placed.keys().isdisjoint(named):
        return None
    values = {**defaults, **placed, **named}
    for name, make in factories.items():
        if name not in values:
            values[name] = make()
    return values if values.keys() == names else None


@cache
def _parameters(kind: Any) -> tuple[frozenset[str], list[str], dict[str, Any], dict[str, Callable[[], Any]]]:
    """Return all names to set, those that may be given by place, the defaults, and what makes defaults."""
    taken = [each for each in fields(kind) if each.init]
    return (
        frozenset(each.name for each in taken),
        [each.name for each in taken if not each.kw_only],
        {each.name: each.default for each in taken if each.default is not dataclasses.MISSING},
        {each.name: each.default_factory for each in taken if each.default_factory is not dataclasses.MISSING},
    )


def _compile_and_initialise(one: object, /, *given: object, **named: object) -> None:
    """Initialise an instance with a method that is compiled for it and for all others of its class."""
    kind: Any = type(one)
    for heir in kind.__subclasses__():
        if "__init__" not in vars(heir):
            heir.__init__ = _initialise
    kind.__init__ = _compiled_init(kind)
    kind.__init__(one, *given, **named)


def _compiled_init(kind: Any) -> Callable[..., None]:
    """Compile what the standard library would: a method with one parameter for each field, that sets it."""
    taken = [each for each in fields(kind) if each.init]
    names: dict[str, Any] = {"_put": _put, "_unset": dataclasses.MISSING}
    places = [_parameter(each, names) for each in taken if not each.kw_only]
    keywords = [_parameter(each, names) for each in taken if each.kw_only]
    lines = [f"_put(self, {each.name!r}, {_value(each)})" for each in taken]
    lines += ["self.__post_init__()"] if hasattr(kind, "__post_init__") else []
    parameters = ", ".join(("self", *places, *(("*", *keywords) if keywords else ())))
    exec(f"def __init__({parameters}):\n " + "\n ".join(lines or ["pass"]), names)  # noqa: S102  as the standard library does
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    return made


def _parameter(field: dataclasses.Field[Any], names: dict[str, Any]) -> str:
    """Return a field as a parameter, and give its default a name of its own."""
    if field.default_factory is not dataclasses.MISSING:
        names[f"_make_{field.name}"] = field.default_factory
        return f"{field.name}=_unset"
    if field.default is dataclasses.MISSING:
        return field.name
    names[f"_default_{field.name}"] = field.default
    return f"{field.name}=_default_{field.name}"


def _value(field: dataclasses.Field[Any]) -> str:
    if field.default_factory is dataclasses.MISSING:
        return field.name
    return f"_make_{field.name}() if {field.name} is _unset else {field.name}"


@cache
def _values_of(kind: Any) -> Callable[[object], Any]:
    """Return a function that reads the fields which make two instances of a class equal."""
    compared = tuple(field.name for field in fields(kind) if field.compare)
    return attrgetter(*compared) if compared else lambda _: ()


def _equal(one: Any, other: object) -> bool:
    if one is other:
        return True
    values = _values_of(one.__class__)
    return bool(values(one) == values(other)) if other.__class__ is one.__class__ else NotImplemented


def _hash(one: Any) -> int:
    return hash(_values_of(one.__class__)(one))


def _repr(one: Any) -> str:
    shown = (f"{field.name}={getattr(one, field.name)!r}" for field in fields(one) if field.repr)
    return f"{one.__class__.__qualname__}({', '.join(shown)})"


def _refuse_setting(one: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(one: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_METHODS = {"__init__": _initialise, "__eq__": _equal, "__repr__": _repr, "__hash__": None}
_FROZEN_METHODS = {
    **_METHODS,
    "__hash__": _hash,
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
}
