"""Read a configuration: the preset it extends, its own keys over that, and mistakes told by file, line and column."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from incident_actions.process.process import Process

DEFAULT = "default"
CONFIGURATION = ".github/incidents.yml"
LONGEST = 32_768
"""How many characters of a configuration are read."""

DEEPEST = 20
_DEEP = re.compile(rf"(?:[\[{{]\s*){{{DEEPEST}}}")
ENUM = re.compile(r"<\w+\.\w+: ('[^']*')>")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a configuration; lines and columns count from 1."""

    file: str
    line: int
    column: int
    key: str
    problem: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        return f"{where}: {self.key}: {self.problem}" if self.key else f"{where}: {self.problem}"


class ConfigurationWrong(Exception):
    """A configuration that cannot be used, with everything that is wrong in it."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def read(
    text: str, preset: Callable[[str], str | None], commands: Collection[str], file: str = CONFIGURATION
) -> Process:
    """Read a configuration's text over the preset it extends; `preset` gives a preset's text by name.

    `commands` are the words that permissions may name. Raises ConfigurationWrong.
    """
    own = parsed(text, file)
    name = own.pop("extends", DEFAULT)
    below = preset(str(name))
    if below is None:
        raise ConfigurationWrong(
            (Mistake(file, *_place(parsed(text, file), ("extends",)), "extends", f"no preset is called {name!r}"),)
        )
    # Ours and right, so nothing in it has to be found by line and column; this loader is the faster one.
    merged = _over(_plain(YAML(typ="safe", pure=True).load(below)), own)
    try:
        process = Process.model_validate({"name": str(name), **merged})
    except ValidationError as wrong:
        raise ConfigurationWrong(tuple(_mistake(error, own, file) for error in _told(wrong.errors()))) from wrong
    unknown = [word for word in process.permissions if word not in commands]
    if unknown:
        raise ConfigurationWrong(tuple(_no_command(word, commands, own, file) for word in unknown))
    meant = process.alerts.severities
    strange = [word for word, label in meant.items() if process.severity(label) is None]
    if strange:
        raise ConfigurationWrong(tuple(_no_severity(word, process, own, file) for word in strange))
    return process


def _no_severity(word: str, process: Process, own: CommentedMap, file: str) -> Mistake:
    path = ("alerts", "severities", word)
    known = ", ".join(each.label for each in process.severities)
    return Mistake(file, *_place(own, path), ".".join(path), f"no severity is called so; allowed: {known}")


def _no_command(word: str, commands: Collection[str], own: CommentedMap, file: str) -> Mistake:
    place = _place(own, ("permissions", word))
    return Mistake(file, *place, f"permissions.{word}", f"no command is called so; allowed: {', '.join(commands)}")


def parsed(text: str, file: str) -> CommentedMap:
    """Parse YAML by the round-trip loader, which alone remembers lines and columns; raises ConfigurationWrong."""
    if len(text) > LONGEST:
        raise _unreadable(file, f"longer than {LONGEST:,} characters")
    if _DEEP.search(text):  # the library takes seconds to find out
        raise _unreadable(file, "nested too deeply")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an anchor used twice does no harm: aliases are refused
            values = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise ConfigurationWrong((Mistake(file, line, column, "", str(wrong.problem or wrong.context)),)) from wrong
    except YAMLError as wrong:
        raise _unreadable(file, str(wrong)) from wrong
    except RecursionError as wrong:
        raise _unreadable(file, "nested too deeply") from wrong
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as wrong:
        # What the library lets through: a date such as 2026-13-45, thousands of digits, a tag on no such value.
        raise _unreadable(file, f"a value is not what its form or tag says it is ({wrong})"[:300]) from wrong
    if values is None:
        return CommentedMap()
    if not isinstance(values, CommentedMap):
        raise _unreadable(file, "expected keys and values, such as `extends: default`")
    _untangled(values, file)
    return values


def _unreadable(file: str, problem: str) -> ConfigurationWrong:
    return ConfigurationWrong((Mistake(file, 1, 1, "", problem),))


def _untangled(values: CommentedMap, file: str) -> None:
    """Refuse keys and lists that an alias repeats, since they can grow without end, and what is nested too deeply."""
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


def _plain(values: Any) -> Any:
    if isinstance(values, dict):
        return {str(key): _plain(value) for key, value in values.items()}
    return [_plain(value) for value in values] if isinstance(values, list) else values


def _over(below: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Lay keys over keys; lists are replaced whole, since their order is their meaning."""
    merged = dict(below)
    for key, value in own.items():
        under = merged.get(str(key))
        merged[str(key)] = _over(under, value) if isinstance(under, dict) and isinstance(value, dict) else _plain(value)
    return merged


def _told(errors: Sequence[Any]) -> Iterator[Any]:
    """The errors that people must mend: a list is not too short if it is only that its items were wrong."""
    for error in errors:
        path = error["loc"]
        inside = any(each["loc"][: len(path)] == path for each in errors if each is not error)
        if error["type"] != "too_short" or not inside:
            yield error


def _mistake(error: Any, own: CommentedMap, file: str) -> Mistake:
    path = tuple(error["loc"])
    problem = ENUM.sub(r"\1", error["msg"]).removeprefix("Value error, ")
    problem = problem.replace("Tuple", "List").replace("tuple", "list")
    if error["type"] == "extra_forbidden":
        problem = f"unknown key; allowed here: {', '.join(_allowed(path[:-1]))}"
    return Mistake(file, *_place(own, path), ".".join(map(str, path)), problem)


def _allowed(path: tuple[str | int, ...]) -> list[str]:
    """The keys that a part may have, found by walking the types along `path`."""
    schema = Process.model_json_schema()
    here: Any = schema
    for step in path:
        here = here["items"] if isinstance(step, int) else here["properties"][step]
        here = schema["$defs"][here["$ref"].rsplit("/", 1)[1]] if "$ref" in here else here
    names = sorted(here.get("properties", {}))
    return ["extends", *names] if not path else names


def _place(values: Any, path: tuple[str | int, ...]) -> tuple[int, int]:
    """The line and column of the deepest part of `path` that stands in the file, from 1."""
    place = (1, 1)
    for step in path:
        if isinstance(values, CommentedMap) and step in values:
            line, column = values.lc.key(step)
        elif isinstance(values, CommentedSeq) and isinstance(step, int) and step < len(values):
            line, column = values.lc.item(step)
        else:
            break
        place, values = (line + 1, column + 1), values[step]
    return place
