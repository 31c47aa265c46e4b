"""Parse YAML that people write, with lines and columns, and within limits that no configuration needs to exceed."""

from __future__ import annotations

import warnings
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.mistake import InvalidConfiguration, Mistake

LONGEST = 32_768
"""The most characters of a configuration."""

DEEPEST = 20
_DEEP = lazy_pattern(rf"(?:[\[{{]\s*){{{DEEPEST}}}")


def parse_yaml(text: str, file: str) -> CommentedMap:
    """Parse YAML with the round-trip loader, which alone keeps lines and columns; raises InvalidConfiguration."""
    if len(text) > LONGEST:
        raise _unreadable(file, f"longer than {LONGEST:,} characters")
    if _DEEP.search(text):  # the library would take seconds to find out
        raise _unreadable(file, "nested too deeply")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a repeated anchor is harmless, since aliases are refused
            values = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise InvalidConfiguration((Mistake(file, line, column, "", str(wrong.problem or wrong.context)),)) from wrong
    except ReaderError as wrong:
        before = text[: wrong.position].split("\n")
        problem = f"the character #x{wrong.character:04x} is not allowed"
        raise InvalidConfiguration((Mistake(file, len(before), len(before[-1]) + 1, "", problem),)) from wrong
    except YAMLError as wrong:
        raise _unreadable(file, str(wrong)) from wrong
    except RecursionError as wrong:
        raise _unreadable(file, "nested too deeply") from wrong
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as wrong:
        # Errors that the library does not wrap: a date such as 2026-13-45, thousands of digits, a tag on a wrong value.
        raise _unreadable(file, f"a value is not what its form or tag says it is ({wrong})"[:300]) from wrong
    if values is None:
        return CommentedMap()
    if not isinstance(values, CommentedMap):
        raise _unreadable(file, "expected keys and values, such as `extends: default`")
    _untangled(values, file)
    return values


def _unreadable(file: str, problem: str) -> InvalidConfiguration:
    return InvalidConfiguration((Mistake(file, 1, 1, "", problem),))


def _untangled(values: CommentedMap, file: str) -> None:
    """Refuse keys and lists that an alias repeats, since they can grow without end, and deep nesting."""
    seen: set[int] = set()
    left: list[tuple[Any, int]] = [(values, 0)]
    while left:
        value, depth = left.pop()
        if not isinstance(value, dict | list):
            continue
        if id(value) in seen:
            raise _unreadable(file, "an alias (`*name`) repeats keys or a list; write them out")
        if depth > DEEPEST:
            raise _unreadable(file, "nested too deeply")
        seen.add(id(value))
        left += ((each, depth + 1) for each in (value.values() if isinstance(value, dict) else value))
