"""Convert entries to JSON and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any, TypeAlias, TypeVar, cast, get_args

from incident_actions.model.fast_dataclass import fields
from incident_actions.model.incident.entry import KINDS, Damage, Entry, UnknownEntry
from incident_actions.model.incident.phase import Phase
from incident_actions.model.incident.recent_change import RecentChange, RecentChangeKind

T = TypeVar("T")


class NotAnEntry(ValueError):
    """A JSON value that is not an entry of this version."""


_PLAIN = (str, int, bool, type(None))
"""The types that JSON has, and most values."""


def as_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain JSON values, without the fields that hold their defaults; times are ISO, in UTC."""
    if isinstance(entry, UnknownEntry):
        return cast("dict[str, Any]", json.loads(entry.raw))
    values: dict[str, Any] = {"kind": entry.kind}
    for slot in fields(entry):
        value = getattr(entry, slot.name)
        if value != slot.default:
            values[slot.name] = json_value(value)
    return values


def json_value(value: object) -> object:
    """Return a value as JSON knows it: times as ISO in UTC, tuples as lists."""
    if value.__class__ in _PLAIN:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, RecentChange):
        return {slot.name: json_value(getattr(value, slot.name)) for slot in fields(value)}
    return [json_value(each) for each in value] if isinstance(value, tuple) else value


def from_json(values: object) -> Entry:
    """Return the entry in a JSON value; raises NotAnEntry for anything that `as_json` would not write."""
    if not isinstance(values, dict):
        raise NotAnEntry(repr(values)[:80])
    kind = KINDS.get(str(values.get("kind")))
    if kind is None:
        raise NotAnEntry(repr(values)[:80])
    readers = _readers(kind.kind)
    try:
        given: dict[str, Any] = {
            name: value if value.__class__ is (reader := readers[name])[0] else reader[1](value)
            for name, value in values.items()
            if name != "kind"
        }
        return kind(**given)
    except (KeyError, OverflowError, TypeError, ValueError) as problem:
        raise NotAnEntry(f"{kind.kind}: {problem}") from problem


def may_be_newer(entry: UnknownEntry) -> bool:
    """Whether a newer version may have written an entry: its kind is unknown, or it has further fields."""
    values = as_json(entry)
    kind = KINDS.get(str(values.get("kind")))
    if kind is None:
        return True
    known = {name: value for name, value in values.items() if name == "kind" or name in _readers(kind.kind)}
    try:
        from_json(known)
    except NotAnEntry:
        return False
    return len(known) < len(values)


def kind_of(entry: Entry) -> str:
    """Return the kind of an entry, including one that only a newer version understands."""
    return str(as_json(entry).get("kind")) if isinstance(entry, UnknownEntry) else entry.kind


@cache
def _readers(kind: str) -> dict[str, FieldReader]:
    """Return the reader of each field of a kind."""
    return {slot.name: FIELD_READERS[str(slot.type).removesuffix(" | None")] for slot in fields(KINDS[kind])}


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, _of(list, value)))


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_of(str, name), _of(str, text)) for name, text in _of(list, value))


def _changes(value: Any) -> tuple[RecentChange, ...]:
    return tuple(_change(_of(dict, each)) for each in _of(list, value))


def _change(values: dict[str, Any]) -> RecentChange:
    at, kind = _moment(values.get("at")), _of(str, values.get("kind"))
    texts = [_of(str, values.get(name, "")) for name in ("name", "title", "by", "repository")]
    if kind not in get_args(RecentChangeKind):
        raise ValueError(kind)
    return RecentChange(cast("RecentChangeKind", kind), at, *texts)


def _numbers(value: Any) -> tuple[int, ...]:
    return tuple(_of(int, each) for each in _of(list, value))


def _of(kind: type[T], value: Any) -> T:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value


FieldReader: TypeAlias = tuple[type | None, Callable[[Any], Any]]
"""The type of JSON values that are taken as they are, and a function that reads all others."""

FIELD_READERS: dict[str, FieldReader] = {
    "datetime": (None, _moment),
    "date": (None, date.fromisoformat),
    "Phase": (None, Phase),
    "Damage": (None, Damage),
    "tuple[str, ...]": (None, _texts),
    "tuple[tuple[str, str], ...]": (None, _pairs),
    "tuple[int, ...]": (None, _numbers),
    "tuple[RecentChange, ...]": (None, _changes),
    "int": (int, partial(_of, int)),
    "bool": (bool, partial(_of, bool)),
    "str": (str, partial(_of, str)),
}
"""The readers, by the type's name as entries declare it."""
