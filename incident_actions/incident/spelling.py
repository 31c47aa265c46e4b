"""How an entry is spelled as JSON, and read back."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, cast

from incident_actions.incident.entry import KINDS, Entry, Harm, Unread
from incident_actions.incident.phase import Phase


class NotAnEntry(ValueError):
    """What was read is not an entry that this version knows."""


def as_json(entry: Entry) -> dict[str, Any]:
    """Give an entry as plain JSON values; fields that hold their default are left out, times are ISO in UTC."""
    if isinstance(entry, Unread):
        return cast("dict[str, Any]", json.loads(entry.raw))
    values: dict[str, Any] = {"kind": entry.kind}
    for slot in fields(entry):
        value = getattr(entry, slot.name)
        if value != slot.default:
            values[slot.name] = plain(value)
    return values


def plain(value: object) -> object:
    """Give a value as JSON knows it: times in UTC as ISO, tuples as lists."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_json(values: object) -> Entry:
    """Read an entry back; raises NotAnEntry for anything that `as_json` would not have written."""
    if not isinstance(values, dict):
        raise NotAnEntry(repr(values)[:80])
    kind = KINDS.get(str(values.get("kind")))
    if kind is None:
        raise NotAnEntry(repr(values)[:80])
    known = {slot.name: str(slot.type) for slot in fields(kind)}
    try:
        given: dict[str, Any] = {name: _typed(value, known[name]) for name, value in values.items() if name != "kind"}
        return kind(**given)
    except (KeyError, OverflowError, TypeError, ValueError) as problem:
        raise NotAnEntry(f"{kind.kind}: {problem}") from problem


def _typed(value: Any, type_name: str) -> object:
    match type_name.removesuffix(" | None"):
        case "datetime":
            return datetime.fromisoformat(value).astimezone(UTC)
        case "date":
            return date.fromisoformat(value)
        case "Phase":
            return Phase(value)
        case "Harm":
            return Harm(value)
        case "tuple[str, ...]" if isinstance(value, list):
            return tuple(str(item) for item in value)
        case "int" if isinstance(value, int):
            return value
        case "bool" if isinstance(value, bool):
            return value
        case "str" if isinstance(value, str):
            return value
    raise TypeError(type_name)
