"""`python -m tests.documentation.process_schema`: write what Pydantic says of a process to its core, as Python."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, get_origin

from pydantic import TypeAdapter

from incident_actions.model.process import value_types
from incident_actions.model.process.process import Process

HEAD = '''"""What Pydantic's core checks of a process. `make docs` writes this file, from the types beside it."""

from __future__ import annotations

import datetime
from typing import Any

'''
PLACE = Path(value_types.__file__).with_name("process_schema.py")

DROPPED = ("metadata", "serialization", "ref")
"""What the core needs only to write values, and what Pydantic notes for itself."""

USUAL: Mapping[str, Any] = {
    "init": True, "computed_fields": [], "collect_init_only": False, "post_init": False, "frozen": False, "slots": False,
}  # fmt: skip
"""What the core takes for given."""


def write_process_schema() -> str:
    """Return the text of the module."""
    schema = process_schema()
    writer = _Writer(dict(_named_schemas(schema)))
    root = writer.code(schema)
    imports = (each.rpartition(".") for each in sorted(writer.modules))
    lines = [f"from {package} import {module}\n" for package, _, module in imports]
    return "".join((HEAD, *lines, "\n", *writer.lines, f"SCHEMA: Any = {root}\n"))


def process_schema() -> dict[str, Any]:
    """Return what Pydantic says of a process, as the core needs it."""
    schema: dict[str, Any] = _plain(TypeAdapter(Process).core_schema, {})
    return schema


def _plain(value: Any, definitions: Mapping[str, Any]) -> Any:
    """Return a schema with each definition in the places that refer to it, and without notes."""
    if isinstance(value, Mapping):
        if value.get("type") == "definitions":
            return _plain(value["schema"], {each["ref"]: each for each in value["definitions"]})
        if value.get("type") == "definition-ref":
            return _plain(definitions[value["schema_ref"]], definitions)
        kept = {key: each for key, each in value.items() if key not in DROPPED and USUAL.get(key, DROPPED) != each}
        return {key: each if key == "default" else _plain(each, definitions) for key, each in kept.items()}
    return [_plain(each, definitions) for each in value] if isinstance(value, list | tuple) else value


def _named_schemas(schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield the types that have a name where the parts are, each with its schema."""
    parts = list(_parts(schema))
    for module in dict.fromkeys((value_types.__name__, *(each["cls"].__module__ for each in parts))):
        for name, kind in vars(sys.modules[module]).items():
            if get_origin(kind) is Annotated:
                yield _constant(name), _plain(TypeAdapter(kind).core_schema, {})
    yield from ((_constant(each["cls"].__name__), each) for each in parts)


def _parts(schema: Any) -> Iterator[Any]:
    if isinstance(schema, dict) and schema.get("type") == "dataclass":
        yield schema
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _parts(each)


def _constant(name: str) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", "_", name).upper()


class _Writer:
    """Writes schemas as expressions, after constants for those that have a name."""

    def __init__(self, named: Mapping[str, Any]) -> None:
        self.lines: list[str] = []
        self.modules: set[str] = set()
        self._named = named
        self._written: set[str] = set()

    def code(self, value: Any) -> str:
        """Return the expression for a value."""
        name = next((name for name, schema in self._named.items() if schema == value), "")
        if name and name not in self._written:
            self.lines.append(f"{name}: Any = {self._expression(value)}\n")
            self._written.add(name)
        return name or self._expression(value)

    def _expression(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key!r}: {self.code(each)}" for key, each in value.items()) + "}"
        if isinstance(value, list):
            items = [self.code(each) for each in value]
            fields = any(each.startswith("{'type': 'dataclass-field'") for each in items)
            return "[\n" + "".join(f"    {each},\n" for each in items) + "]" if fields else f"[{', '.join(items)}]"
        if isinstance(value, Enum):
            return f"{self._reference(type(value))}.{value.name}"
        return self._reference(value) if callable(value) else repr(value)

    def _reference(self, value: Any) -> str:
        """Return how to name a class or a function."""
        if value.__module__ == "builtins":
            return str(value.__qualname__)
        self.modules.add(value.__module__)
        return f"{value.__module__.rpartition('.')[2]}.{value.__qualname__}"


if __name__ == "__main__":
    PLACE.write_text(write_process_schema(), encoding="utf-8")
