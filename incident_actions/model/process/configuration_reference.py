"""The reference of all configuration keys, made from the JSON Schema: what each key accepts and means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.error_text import PATTERNS
from incident_actions.model.process.extends import NAMED_LISTS, OPEN_MAPS, Path
from incident_actions.model.process.schema import OVER

KINDS: Mapping[str, str] = {"string": "text", "integer": "a whole number", "boolean": "true or false"}


@dataclass(frozen=True)
class KeyReference:
    """One key: what it accepts, what it means, and its default."""

    key: str
    takes: str
    meaning: str
    default: str
    needed: bool


@dataclass(frozen=True)
class PartReference:
    """The keys of one part of the configuration."""

    key: str
    meaning: str
    by: str
    """The key that names each item, where the part is an item of a list that can be changed by name."""
    rows: tuple[KeyReference, ...]


def reference_parts(schema: Mapping[str, Any]) -> tuple[PartReference, ...]:
    """Return every part of a configuration once: the whole first, and each part before those it refers to."""
    return tuple(_below((), schema, schema["$defs"], set()))


def _below(
    path: Path, part: Mapping[str, Any], definitions: Mapping[str, Any], seen: set[str]
) -> Iterator[PartReference]:
    rows = tuple(_row(key, value, (*path, key), part) for key, value in part["properties"].items())
    yield PartReference(".".join(map(str, path)), str(part["description"]), NAMED_LISTS.get(path, ""), rows)
    for key, value in part["properties"].items():
        for name in _references(value):
            whole = name.removesuffix(OVER)  # as an item of a list, which has the required keys
            if whole not in seen:
                seen.add(whole)
                yield from _below((*path, key), definitions.get(whole, definitions.get(name)), definitions, seen)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield str(value["$ref"]).rpartition("/")[2]
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


def _row(key: str, value: Mapping[str, Any], path: Path, part: Mapping[str, Any]) -> KeyReference:
    default = value.get("default", "")
    written = str(default).lower() if isinstance(default, bool) else str(default)
    takes = f"a list, or keys by {NAMED_LISTS[path]}" if path in NAMED_LISTS else _takes(value, path)
    return KeyReference(key, takes, str(value.get("description", "")), written, key in part.get("required", ()))


def _takes(value: Mapping[str, Any], path: Path) -> str:
    """Describe in words what a key accepts."""
    if "anyOf" in value:
        choices = [each for each in value["anyOf"] if each.get("type") != "null"]
        if [each.get("items") for each in choices] == [choices[-1], None]:
            return f"{_takes(choices[-1], path)}; or a list of these"
        return " or ".join(dict.fromkeys(_takes(each, path) for each in choices))
    if "enum" in value:
        return ", ".join(f"`{each}`" for each in value["enum"])
    if "$ref" in value:
        return "keys"
    if value.get("type") == "array":
        return f"a list, each {_takes(value['items'], path)}"
    if value.get("type") == "object":
        below = next(iter(value.get("patternProperties", {}).values()), value.get("additionalProperties", {}))
        keys = "keys from a list" if "propertyNames" in value else "keys of your own"
        return f"{keys}, each with {_takes(below, path)}" + (" (`null` removes one)" if path in OPEN_MAPS else "")
    return PATTERNS.get(value.get("pattern", ""), KINDS.get(value.get("type", ""), "text"))
