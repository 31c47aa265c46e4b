"""Configurations: whatever YAML somebody commits, it is a process or a list of mistakes with their places."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis import target
from ruamel.yaml import YAML

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.extends import NAMED_LISTS
from incident_actions.model.process.mistake import InvalidConfiguration, Mistake
from incident_actions.model.process.process import Process
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.searching import Properties, searched

FRAGMENTS = (
    "extends: default", "extends: ", "severities:", "statuses:", "roles:", "permissions:", "postmortem:", "actions:", "calendar:",
    "labels:", "escalation:", "services:", "bot:", "label: ", "word: ", "phase: active", "key: ", "sev: admin", "due: ", "title: ",
    "sections:", "remind: ", "time_zone: ", "country: DE", "country: ", "subdivision: BY", "\n", "\n  ", "\n    ", "\n- ", "\n  - ",
    "[", "]", "{", "}", ", ", ": ", "? ", "- ", "&a ", "*a", "<<: *a", "!!python/object:os.system ", "!!int ", "!!float x", "!!binary x",
    "!!timestamp x", "!!set ", "!!omap ", "!x ", "|\n", ">-\n", "'", '"', "#", "---\n", "...\n", "%YAML 1.1\n", "\t", "\x00", "\ufeff",
    "null", "~", "yes", "0x1F", "1e400", ".nan", ".inf", "9" * 5_000, "2026-13-45", "2026-03-04T99:00:00Z", "12:30:45", "{number}",
    "SEV-2", "SEV-1: ", "SEV-2: {update_every: 20}", "ladder:", "contacts:", "on_call:", "primary:", "people: [ada]", "hours: '9-5'",
    "checklists:", "announcements:", "triage:", "playbooks:", "notifications:", "when: blocked", "page: [commander]", "after: 30 minutes",
    "extends: lean", "extends: regulated", "severities: [P1]", "null: null", "commander: null", "'@ada'", "targets: {assess: ",
    "'{title:99999999999}'", "'{title.__class__}'", "'{'", "Europe/../etc/passwd", "é", "🔥", "\\ud800", "5 days",
)  # fmt: skip
BROKEN = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(FRAGMENTS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.integers() | st.none(), inner, max_size=3)
    ),
    max_leaves=6,
)
PRESET: dict[str, Any] = YAML(typ="safe", pure=True).load(templates.load_preset("default"))


def _paths(values: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    return [path, *(each for key, value in items for each in _paths(value, (*path, key)))]


def _under(values: Any, path: tuple[Any, ...]) -> list[Any]:
    for step in path:
        values = values.get(step, {}) if isinstance(values, dict) else []
    return values if isinstance(values, list) else []


def _name(item: Any, label: str) -> str:
    return str(item.get(label)) if isinstance(item, dict) else str(item)


OF_ITEMS = (
    "severities",
    "page",
    "after",
    "targets",
    "update_every",
    "when",
    "with",
    "required_from",
    "items",
    "stage",
    "owner",
)
PLACES = [path for path in _paths(PRESET) if path]
EXTRA = [("calendar", "time_zone"), ("calendar", "country"), ("calendar", "subdivision"), ("labels",), ("labels", "status"),
         ("services",), ("escalation",), ("bot",), ("extends",), ("postmortem", "reviewers"), ("unheard of",),
         ("on_call",), ("on_call", "primary"), ("on_call", "secondary"), ("on_call", "overrides"), ("notifications",), ("links",),
         ("contacts", "vp"), ("contacts", "vp", "people"), ("targets", "watch"), ("triage", "rules"), ("update_every",),
         ("alerts", "severities", "page"), ("permissions", "sev")]  # fmt: skip
KEPT: dict[tuple[Any, ...], tuple[str, ...]] = {
    path: tuple(_name(each, label) for each in _under(PRESET, path)) for path, label in NAMED_LISTS.items()
}
BY_NAME = st.sampled_from([*KEPT]).flatmap(
    lambda path: st.tuples(
        st.just(path),
        st.sampled_from([*KEPT[path], "new", "SEV-2", 3, ""]),
        st.sampled_from([None, NAMED_LISTS[path], *OF_ITEMS]),
        VALUES,
    )
)
"""A list, the name of one of its items (or of none), one of its keys or the whole, and any value for that."""


def _with(values: Any, path: tuple[Any, ...], value: object) -> Any:
    """The values with another one at a place, where there is such a place."""
    if not path:
        return value
    if isinstance(values, list):
        return [_with(each, path[1:], value) if place == path[0] else each for place, each in enumerate(values)]
    values = values if isinstance(values, dict) else {}
    return {**values, path[0]: _with(values.get(path[0]), path[1:], value)}


def read_or_told(text: str) -> None:
    """A text is a process, or every mistake in it has a place inside the text."""
    process, mistakes = _read(text)
    target(float(len(mistakes)), label="mistakes")

    assert all(1 <= each.line <= _lines(text) and each.column >= 1 and each.problem for each in mistakes)
    assert [
        each.problem for each in mistakes if "Input should" in each.problem or "should be a valid" in each.problem
    ] == []
    assert sum(len(str(each)) for each in mistakes) < 40_000
    assert (process is None) == bool(mistakes)
    assert process is None or len(process.postmortem.title.format(number=1, title="x")) < 10_000


def _read(text: str) -> tuple[Process | None, tuple[Mistake, ...]]:
    try:
        return read_process(text, templates.load_preset, tuple(BY_WORD)), ()
    except InvalidConfiguration as wrong:
        return None, wrong.mistakes


def _lines(text: str) -> int:
    """How many lines a text has, by YAML 1.1's own ends of lines."""
    return sum(text.count(end) for end in "\n\r\x85\u2028\u2029") + 2


def retyped_is_read_or_told(drawn: tuple[tuple[Any, ...], object]) -> None:
    """The same for the preset with any value at any one of its places."""
    path, value = drawn
    try:
        text = json.dumps(_with(PRESET, path, value))
    except (TypeError, ValueError):
        return
    read_or_told(text)


def renamed_is_read_or_told(drawn: tuple[tuple[Any, ...], object, str | None, object]) -> None:
    """The same where an item of a list is changed by its name, over the preset."""
    path, name, key, value = drawn
    try:
        text = json.dumps(_with({}, (*path, str(name), *((key,) if key else ())), value))
    except (TypeError, ValueError):
        return
    read_or_told(text)


PROPERTIES: Properties = {
    "broken": (read_or_told, BROKEN | st.text()),
    "retyped": (retyped_is_read_or_told, st.tuples(st.sampled_from([*PLACES, *EXTRA]), VALUES)),
    "renamed": (renamed_is_read_or_told, BY_NAME),
}


def torture(seed: int, seconds: float) -> Row:
    """Search until the time is over."""
    return searched("configurations", PROPERTIES, seed, seconds)
