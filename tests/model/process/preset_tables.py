"""The tables of docs/presets.md: each document's sentences, how its preset honours them, and which test shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_part import ConfigurationPart, key_types, to_plain_values
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import Severity

PAGE = Path(__file__).parents[3] / "docs" / "presets.md"
PRESETS = ("lean", "p-levels", "war-room", "regulated", "mitigate-first")
NAMES = ("label", "key", "id", "word", "title", "name")
"""The keys that may name an item of a list."""

TITLES = ("name", "title", "word", "label")
"""The keys that people read as an item's name."""

OWN = "the tool's own"
NOT_HONOURED = "**no**: "

KEYS = frozenset(key_types(Process))
"""The keys of a configuration."""

STEP = re.compile(r"([a-z_]+)((?:\[[^]]*\])?)(?:\.|\Z)")


class Row(NamedTuple):
    """One row: the preset, a sentence of its document, how the preset honours it, and the test that shows it."""

    preset: str
    sentence: str
    how: str
    test: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The paths of the preset's keys that the row names."""
        spans = re.findall(r"`(([a-z_]+)[^`]*)`", self.how)
        return tuple(span for span, first in spans if first in KEYS)

    @property
    def name(self) -> str:
        """What a failing test is called by."""
        return f"{self.preset}: {self.sentence}"


@cache
def preset(name: str) -> Process:
    """Return the process of a preset."""
    return read_process(f"extends: {name}\n", templates.load_preset, tuple(BY_WORD))


@cache
def rows() -> tuple[Row, ...]:
    """Return every row of every preset's table, apart from the documents' headings."""
    return tuple(_rows())


def _rows() -> Iterator[Row]:
    for part in PAGE.read_text().split("\n## `")[1:]:
        name = part.partition("`")[0]
        for line in re.findall(r"^\| (.*) \|$", part, re.MULTILINE)[1:]:
            if not line.endswith("** | |"):
                sentence, how, test = (each.replace(r"\|", "|") for each in re.split(r"(?<!\\) \| ", line))
                yield Row(name, sentence, how, test.strip("`"))


def rows_shown_by(test: str) -> tuple[Row, ...]:
    """Return the rows that name a test, by the end of its name."""
    return tuple(row for row in rows() if row.test.endswith(f"::{test}"))


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


def text_of(value: Any) -> str:
    """Return the words of a value: a text, or the name of an item."""
    if isinstance(value, ConfigurationPart):
        return str(next(getattr(value, each) for each in TITLES if hasattr(value, each)))
    assert isinstance(value, str), value
    return value


def changed_keys(severity: Severity) -> set[str]:
    """Return the keys of a severity whose values are not the defaults."""
    usual = to_plain_values(Severity(label=severity.label))
    return {key for key, value in to_plain_values(severity).items() if value != usual[key]}


def text_paths(process: Process) -> Iterator[str]:
    """Return the path of everything in a preset that people read, or that a clock counts by."""
    for each in process.severities:
        set_there = changed_keys(each) - {"label", "also", "colour"}
        yield from (f"severities[{each.label}].{key}" for key in set_there)
    yield from (f"statuses[{each.word}]" for each in process.statuses)
    yield from (f"targets.{key}" for key, value in to_plain_values(process.targets).items() if value)
    yield from (f"triage.questions[{each.id}]" for each in process.triage.questions)
    yield from ("triage.rules",) if process.triage.rules else ()
    yield from (f"ladder[{each.name}].{key}" for each in process.ladder for key in ("after", "page") if each.after)
    yield from (f"contacts[{key}]" for key in process.contacts)
    yield from (f"roles[{each.key}].duties" for each in process.roles)
    for listed in process.checklists:
        yield from (f"checklists[{listed.name}].items[{place}]" for place in range(1, len(listed.items) + 1))
    yield from (f"announcements[{each.name}].text" for each in process.announcements)
    for kind in ("playbooks", "commands", "references"):
        yield from (f"{kind}[{each.name}]" for each in getattr(process, kind))
    yield from (f"prevention[{place}]" for place in range(1, len(process.prevention) + 1))
    yield from (f"links.{key}" for key, value in to_plain_values(process.links).items() if value)
    yield from _postmortem_paths(process)


def _postmortem_paths(process: Process) -> Iterator[str]:
    rules = process.postmortem
    yield from ("postmortem.due", "postmortem.title", *(("postmortem.meeting",) if rules.meeting else ()))
    yield from (f"postmortem.header[{each.name}]" for each in rules.header)
    yield from (f"postmortem.sections[{each.title}]" for each in rules.sections)
    yield from (f"postmortem.columns[{each.name}]" for each in rules.columns)
    yield from (f"actions.types[{place}]" for place in range(1, len(process.actions.types) + 1))


def is_covered(path: str, keys: set[str]) -> bool:
    """Return whether a key, one above it or a part of it is among those that the rows name."""
    return any(f"{path}.".startswith((f"{key}.", f"{key}[")) or key.startswith(f"{path}.") for key in keys)


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
