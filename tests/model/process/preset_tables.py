"""The tables of docs/presets.md: their rows, and the preset's value at a row's path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from incident_actions.model.process.process import Process

PAGE = Path(__file__).parents[3] / "docs" / "presets.md"
NAMES = ("label", "key", "id", "word", "title", "name")
"""The keys that may name an item of a list."""

STEP = re.compile(r"([a-z_]+)((?:\[[^]]*\])?)(?:\.|\Z)")


class Row(NamedTuple):
    """One row: the preset, what the document states, its value, its path in the preset, and the test that shows it."""

    preset: str
    parameter: str
    value: str
    where: str
    test: str


def rows() -> Iterator[Row]:
    """Return every row of every preset's table."""
    for part in PAGE.read_text().split("\n## `")[1:]:
        preset = part.partition("`")[0]
        for line in re.findall(r"^\| (.*) \|$", part, re.MULTILINE)[1:]:
            parameter, value, where, test = (each.replace(r"\|", "|") for each in re.split(r"(?<!\\) \| ", line))
            yield Row(preset, parameter, _bare(value), where, _bare(test))


def _bare(cell: str) -> str:
    """Return a cell without the backticks of code; empty for a dash."""
    return "" if cell == "–" else re.sub(r"^(`+)(.*)\1$", r"\2", cell)


def value_at(process: Process, path: str) -> Any:
    """Return the value at a path such as `severities[SEV-1].targets.room`; items by name, or by place from 1."""
    here: Any = process
    taken = 0
    for step in STEP.finditer(path):
        assert step.start() == taken, path
        taken = step.end()
        here = getattr(here, "with_roles" if step[1] == "with" else step[1])
        if step[2]:
            here = _item(here, step[2][1:-1])
    assert taken == len(path), path
    return here


def _item(items: Any, name: str) -> Any:
    if isinstance(items, Mapping):
        return items[name]
    if name.isdecimal():
        return items[int(name) - 1]
    (found,) = (each for each in items if name in (getattr(each, label, None) for label in NAMES))
    return found


def shown_value(value: Any) -> str:
    """Return a value as the table shows it; lists by their items' names."""
    if value is None or value in ((), ""):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " · ".join(shown_value(each) for each in value)
    if isinstance(value, Mapping):
        return " · ".join(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, BaseModel):
        return str(next(getattr(value, label) for label in NAMES if hasattr(value, label)))
    return str(value).replace("\n", " ⏎ ")


def judgements(text: str) -> list[str]:
    """Return the judgement calls in a preset's comments, each with the comment lines that continue it."""
    found: list[str] = []
    going_on = False
    for line in text.splitlines():
        _, sign, said = line.partition("judgement: ")
        if sign:
            found.append(said.strip())
        elif going_on and line.strip().startswith("#"):
            found[-1] += f" {line.strip().removeprefix('#').strip()}"
        going_on = line.strip().startswith("#") and bool(found) and (bool(sign) or going_on)
    return found


def listed_judgements() -> dict[str, list[str]]:
    """Return the judgement calls of each preset on the page."""
    part = PAGE.read_text().partition("## Judgement calls\n")[2].partition("\n## ")[0]
    return {
        preset: re.findall(r"^- (.*)$", calls, re.MULTILINE)
        for preset, calls in re.findall(r"^\*\*`([a-z-]+)`\*\*\n\n((?:- .*\n)+)", f"{part}\n", re.MULTILINE)
    }
