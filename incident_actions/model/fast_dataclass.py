"""Dataclasses that share one implementation of comparing, hashing and printing, so that they load faster.

The standard library compiles six methods for each class, and a run loads two hundred classes; half of that was a
twentieth of the whole run.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

Kind = TypeVar("Kind")

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, kw_only: bool = False, **how: bool) -> Callable[[type[Kind]], type[Kind]]:
        """Make a dataclass; `frozen` and `slots` mean what they mean in the standard library."""

        def decorate(kind: type[Kind]) -> type[Kind]:
            kind = dataclasses.dataclass(kind, eq=False, repr=False, kw_only=kw_only, **how)
            kind.__eq__, kind.__hash__, kind.__repr__ = _equal, _hash, _repr
            return kind

        return decorate


def _values(one: Any) -> tuple[object, ...]:
    return tuple(getattr(one, field.name) for field in dataclasses.fields(one) if field.compare)


def _equal(one: object, other: object) -> bool:
    return _values(one) == _values(other) if other.__class__ is one.__class__ else NotImplemented


def _hash(one: Any) -> int:
    return hash(_values(one))


def _repr(one: Any) -> str:
    shown = (f"{field.name}={getattr(one, field.name)!r}" for field in dataclasses.fields(one) if field.repr)
    return f"{one.__class__.__qualname__}({', '.join(shown)})"
