"""The base of every part of a configuration: a dataclass, and what Pydantic is to check of its values.

Pydantic takes longer to load than a run takes for all else. So parts say what they accept in these terms, Pydantic
turns that into a schema (`process_schema.py`), and a run loads only the compiled core that validates by a schema.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, get_type_hints

from incident_actions.model.fast_dataclass import dataclass

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class ConfigurationPart:
    """A part of a configuration: unknown keys are mistakes, and values cannot change.

    A part that people can also write in a shorter form has a class method `expand`. It gets what is given for the part,
    and returns the keys and values that this stands for.
    """

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "populate_by_name": True}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, kind: type[ConfigurationPart], make_schema: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema, expand = make_schema(kind), getattr(cls, "expand", None)
        if expand is None:
            return schema
        whole: Any = make_schema.resolve_ref_schema(schema)
        within = {key: value for key, value in whole.items() if key != "ref"}  # other parts refer to what expands, too
        first: Any = {"type": "no-info", "function": expand}
        return {"type": "function-before", "function": first, "schema": within, "ref": whole["ref"]}


def field(*, default: Any = dataclasses.MISSING, default_factory: Any = dataclasses.MISSING, **details: Any) -> Any:
    """Declare a key of a part; the details are those of Pydantic's `Field`, such as its description and alias."""
    return dataclasses.field(default=default, default_factory=default_factory, metadata=details)


class _Annotation:
    """What Pydantic reads from a type's annotations. It iterates over it for annotations of its own."""

    __is_annotated_types_grouped_metadata__ = True


class ValueLimits(_Annotation):
    """The limits of a value, by their names in Pydantic's `Field`: `max_length`, `pattern`, `ge` and others."""

    def __init__(self, **limits: Any) -> None:
        self.limits = limits

    def __iter__(self) -> Iterator[Any]:
        limits = _pydantic().Field(**self.limits)
        yield from limits.metadata
        limits.metadata = []
        yield limits


@dataclass(frozen=True)
class Before(_Annotation):
    """What a value goes through before its type is checked; raises ValueError if the value can't be meant."""

    check: Callable[[Any], Any]

    def __iter__(self) -> Iterator[Any]:
        yield _pydantic().BeforeValidator(self.check)


@dataclass(frozen=True)
class After(_Annotation):
    """What a value of the right type goes through; raises ValueError if the value is refused."""

    check: Callable[[Any], Any]

    def __iter__(self) -> Iterator[Any]:
        yield _pydantic().AfterValidator(self.check)


def _pydantic() -> Any:
    """Return Pydantic, which is loaded where it reads annotations."""
    return sys.modules["pydantic"]


@dataclass(frozen=True)
class ChosenBy:
    """Chooses the type of a union, instead of trying each: by the name that a function returns for what is given."""

    choose: Callable[[Any], str]
    names: tuple[str, ...]
    """The names of the union's types, in their order; a mistake's path has them."""

    def __get_pydantic_core_schema__(self, kind: Any, make_schema: GetCoreSchemaHandler) -> CoreSchema:
        union: Any = make_schema(kind)
        named = dict(zip(self.names, union["choices"], strict=True))
        return {"type": "tagged-union", "choices": named, "discriminator": self.choose}


def is_part(kind: Any) -> bool:
    """Return whether a type is a part of a configuration."""
    return isinstance(kind, type) and issubclass(kind, ConfigurationPart)


def key_types(kind: type[ConfigurationPart]) -> dict[str, Any]:
    """Return the type of each key of a part, by the name that people write."""
    types = get_type_hints(kind, include_extras=True)
    return {key_of(each): types[each.name] for each in dataclasses.fields(kind)}  # type: ignore[arg-type]


def key_of(field: dataclasses.Field[Any]) -> str:
    """Return the name that people write for a field."""
    return str(field.metadata.get("alias", field.name))


def to_plain_values(value: Any) -> Any:
    """Return a part, and all in it, as the keys and values that people write."""
    if isinstance(value, ConfigurationPart):
        fields = dataclasses.fields(value)  # type: ignore[arg-type]
        return {key_of(each): to_plain_values(getattr(value, each.name)) for each in fields}
    if isinstance(value, Mapping):
        return {key: to_plain_values(each) for key, each in value.items()}
    return [to_plain_values(each) for each in value] if isinstance(value, tuple) else value
