"""The front matter can be read by machines and has the keys that the tool writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from incident_actions.model.process.process import Process
from incident_actions.postmortem.finding import (
    Finding,
    FrontMatterKey,
    FrontMatterMissing,
    FrontMatterUnreadable,
)
from incident_actions.postmortem.outline import Outline

MOST, BRACKETS = 4_096, 50
"""The most characters, and the most of them that may open a list or mapping, since YAML is slow."""

REQUIRED_KEYS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "incident": ("the incident's number", lambda value: type(value) is int and value > 0),
    "title": ("a text", lambda value: isinstance(value, str) and value.strip() != ""),
    "severity": ("a severity, or null where none was set", lambda value: value is None or isinstance(value, str)),
    "services": ("a list", lambda value: isinstance(value, list)),
    "roles": ("a mapping of roles to logins", lambda value: isinstance(value, dict)),
    "minutes": ("a mapping of durations to minutes", lambda value: isinstance(value, dict)),
}


class UnreadableFrontMatter(Exception):
    """The front matter is not a YAML mapping; the line is the file's."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find what is wrong with the front matter."""
    if outline.front_matter is None:
        yield FrontMatterMissing(1)
        return
    try:
        values = parse_front_matter(outline.front_matter)
    except UnreadableFrontMatter as wrong:
        yield FrontMatterUnreadable(wrong.line, str(wrong))
        return
    for key, (expected, fits) in REQUIRED_KEYS.items():
        if key not in values:
            yield FrontMatterKey(1, key, expected)
        elif not (fits(values[key]) or (key == "incident" and _is_imported(values))):
            yield FrontMatterKey(line_of_key(key, outline), key, expected)


def _is_imported(values: Mapping[Any, Any]) -> bool:
    """Whether a file is about an incident that has no issue, since the tool was not there."""
    return values.get("incident") is None and values.get("imported") is True


@lru_cache(maxsize=4)  # several checks read the same file, and YAML is slow
def parse_front_matter(text: str) -> Mapping[Any, Any]:
    """Parse front matter; raises UnreadableFrontMatter."""
    if len(text) > MOST or text.count("[") + text.count("{") > BRACKETS:
        raise UnreadableFrontMatter(1, "it is far longer than what the tool writes")
    try:
        values = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        raise UnreadableFrontMatter(mark.line + 2 if mark else 1, str(wrong.problem or wrong.context)) from wrong
    except Exception as wrong:  # a hostile text may raise anything
        raise UnreadableFrontMatter(1, "it cannot be read") from wrong
    if not isinstance(values, dict):
        raise UnreadableFrontMatter(1, "it holds no keys")
    return values


def role_holders(outline: Outline) -> tuple[str, ...]:
    """Return the logins of role holders; none where the front matter does not have them."""
    try:
        roles = parse_front_matter(outline.front_matter or "").get("roles")
    except UnreadableFrontMatter:
        return ()
    return tuple(each for each in roles.values() if isinstance(each, str)) if isinstance(roles, dict) else ()


def line_of_key(key: str, outline: Outline) -> int:
    """Return the line of a key in the front matter; the first line where it is missing."""
    return next((number for number, each in enumerate(outline.lines, 1) if each.startswith(f"{key}:")), 1)
