"""Write a value on one line of YAML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from incident_actions.model.lazy_pattern import lazy_pattern

_PLAIN = lazy_pattern(r"[A-Za-z][\w./ -]*[\w-]|[A-Za-z]")
_OTHER_TYPES = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


def to_yaml_line(value: Any) -> str:
    """Return the value as YAML; a text that could be read as anything else is quoted."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key}: {to_yaml_line(each)}' for key, each in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(to_yaml_line, value))}]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _OTHER_TYPES:
        return value
    return "".join(map(_escape, json.dumps(value, ensure_ascii=False)))


def _escape(character: str) -> str:
    """Return a character that YAML would refuse or break a line at as its escape, and any other as it is."""
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"
