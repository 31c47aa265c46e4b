"""Dataclasses that share their methods, and do the rest when the first instance is made.

The standard library reads the fields of each class at once, and compiles up to eight methods. A run loads close to five
hundred classes, which took a third of it, and makes instances of a third of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass", "replace"]

Kind = TypeVar("Kind")

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(kind: type[Kind] | None = None, *, frozen: bool = False, slots: bool = False, **how: bool) -> Any:
        """Make a dataclass; `frozen`, `slots` and `kw_only` mean what they mean in the standard library."""

        def decorate(kind: type[Kind]) -> type[Kind]:
            methods = _FROZEN_METHODS if frozen else _METHODS
            if slots:
                return _with_slots(kind, methods, how)
            for name, method in methods.items():
                setattr(kind, name, method)
            kind.__dataclass_fields__ = note = _LateNote(_NOTES[0], kind, how)  # type: ignore[attr-defined]
            note.made = kind
            return kind

        return decorate if kind is None else decorate(kind)

    def replace(one: Kind, /, **changes: Any) -> Kind:
        """Return a copy of a value with some fields changed.

        An incident has forty fields and changes with each entry, so this copies slots instead of initialising.
        """
        kind = one.__class__
        copy = _compiled_copy(kind)
        setters = _setters(kind) if copy else {}
        if copy is None or not changes.keys() <= setters.keys():
            return dataclasses.replace(one, **changes)
        new = copy(one)
        for name, value in changes.items():
            setters[name](new, value)
        return new


def _read_fields(kind: type[Kind], how: Mapping[str, bool]) -> type[Kind]:
    """Let the standard library read the fields of a class, and add nothing but what it notes on the class."""
    return dataclasses.dataclass(init=False, eq=False, repr=False, **how)(kind)


def _with_slots(kind: Any, methods: Mapping[str, Any], how: Mapping[str, bool]) -> Any:
    """Make the class anew with methods and a slot for each field, since slots can't be added.

    Its fields are read later, by the standard library, in the class without slots, which keeps the defaults.
    """
    body = dict(vars(kind))
    for without in ("__dict__", "__weakref__"):
        body.pop(without, None)
    slots = [name for name, shape in kind.__annotations__.items() if "ClassVar" not in str(shape).partition("[")[0]]
    for name in slots:
        body.pop(name, None)
    notes = [_LateNote(name, kind, how) for name in _NOTES]
    body |= {"__slots__": slots, "__qualname__": kind.__qualname__, **methods, **dict(zip(_NOTES, notes, strict=True))}
    made = type(kind)(kind.__name__, kind.__bases__, body)
    for note in notes:
        note.made = made
    return made


_NOTES = ("__dataclass_fields__", "__match_args__")
"""What the standard library notes on a dataclass, for itself and for pattern matching."""

_one_thread_reads = RLock()


class _LateNote:
    """Stands for a note on a class until somebody reads it. Then all notes are made."""

    __slots__ = ("_how", "_name", "_source", "made")
    made: Any

    def __init__(self, name: str, source: Any, how: Mapping[str, bool]) -> None:
        self._name, self._source, self._how = name, source, how

    def __get__(self, one: object, kind: Any = None) -> Any:
        with _one_thread_reads:  # reading the fields takes the defaults off the source, so it can't be done again
            if vars(self.made)[self._name] is self:
                _read_fields(self._source, self._how)
                for name in (*_NOTES, "__dataclass_params__"):
                    setattr(self.made, name, vars(self._source)[name])
        return getattr(self.made, self._name)


@cache
def _setters(kind: Any) -> dict[str, Callable[[object, object], None]]:
    """Return what sets each field of a class with slots, frozen or not."""
    return {each.name: getattr(kind, each.name).__set__ for each in dataclasses.fields(kind)}


@cache
def _compiled_copy(kind: Any) -> Callable[[Any], Any] | None:
    """Compile a function that copies all fields, or return None if a new value needs more than that."""
    fields = dataclasses.fields(kind)
    if "__slots__" not in kind.__dict__ or hasattr(kind, "__post_init__") or not all(each.init for each in fields):
        return None
    names: dict[str, Any] = {"_new": object.__new__, "_kind": kind}
    names |= {f"_set_{name}": setter for name, setter in _setters(kind).items()}
    lines = [f" _set_{each.name}(new, one.{each.name})" for each in fields]
    exec("\n".join(("def copy(one):", " new = _new(_kind)", *lines, " return new")), names)  # noqa: S102  as below
    made: Callable[[Any], Any] = names["copy"]
    return made


def _compile_and_initialise(one: object, *given: object, **named: object) -> None:
    """Initialise the first instance of a class, and compile the method that initialises the others."""
    kind: Any = type(one)
    kind.__init__ = _compiled_init(kind)
    kind.__init__(one, *given, **named)


def _compiled_init(kind: Any) -> Callable[..., None]:
    """Compile what the standard library would: a method with one parameter for each field, that sets it."""
    fields = [each for each in dataclasses.fields(kind) if each.init]
    names: dict[str, Any] = {"_put": object.__setattr__, "_unset": dataclasses.MISSING}
    setters = _setters(kind) if "__slots__" in kind.__dict__ else {}
    names |= {f"_set_{name}": setter for name, setter in setters.items()}
    places = [_parameter(each, names) for each in fields if not each.kw_only]
    keywords = [_parameter(each, names) for each in fields if each.kw_only]
    lines = [
        f"_set_{each.name}(self, {_value(each)})" if setters else f"_put(self, {each.name!r}, {_value(each)})"
        for each in fields
    ]
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
    compared = tuple(field.name for field in dataclasses.fields(kind) if field.compare)
    return attrgetter(*compared) if compared else lambda _: ()


def _equal(one: Any, other: object) -> bool:
    if one is other:
        return True
    values = _values_of(one.__class__)
    return bool(values(one) == values(other)) if other.__class__ is one.__class__ else NotImplemented


def _hash(one: Any) -> int:
    return hash(_values_of(one.__class__)(one))


def _repr(one: Any) -> str:
    shown = (f"{field.name}={getattr(one, field.name)!r}" for field in dataclasses.fields(one) if field.repr)
    return f"{one.__class__.__qualname__}({', '.join(shown)})"


def _refuse_setting(one: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(one: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _restore(one: object, state: Any) -> None:
    """Fill a copy, which must not go through the method that refuses to set."""
    values, slots = state if isinstance(state, tuple) else (state, None)
    for name, value in {**(values or {}), **(slots or {})}.items():
        object.__setattr__(one, name, value)


_METHODS = {"__init__": _compile_and_initialise, "__eq__": _equal, "__repr__": _repr, "__hash__": None}
_FROZEN_METHODS = {
    **_METHODS,
    "__hash__": _hash,
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
    "__setstate__": _restore,
}
