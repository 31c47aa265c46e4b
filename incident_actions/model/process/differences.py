"""Describe how one process differs from another, in a team's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import to_plain_values
from incident_actions.model.process.cross_checks import severity_references
from incident_actions.model.process.extends import NAMED_LISTS, Path
from incident_actions.model.process.process import Process

How = Literal["changed", "added", "removed", "reworded", "reordered"]
SHORT = 60
"""The longest value that is shown. If a longer one differs, only the change itself is reported."""

BY_NAME: Mapping[Path, str] = {**NAMED_LISTS, ("postmortem", "header"): "name", ("postmortem", "columns"): "name"}
ITEM_NOUNS: Mapping[Path, str] = {
    ("roles",): "role {name}",
    ("ladder",): '{for}escalation "{name}"',
    ("checklists",): 'checklist "{name}"',
    ("announcements",): 'announcement "{name}"',
    ("playbooks",): 'playbook "{name}"',
    ("commands",): 'shell command "{name}"',
    ("references",): 'reference "{name}"',
    ("services",): "service {name}",
    ("statuses",): "status {word}",
    ("severities",): "{label}",
    ("triage", "questions"): "question {id}",
    ("postmortem", "sections"): 'post-mortem section "{title}"',
    ("postmortem", "header"): 'post-mortem header "{name}"',
    ("postmortem", "columns"): 'action item column "{name}"',
}
"""The noun for an item of each list."""

WORDS: Mapping[str, str] = {
    "update_every": "update cadence",
    "postmortem": "post-mortem",
    "ladder": "escalation ladder",
    "on_call": "on-call rota",
    "commands": "shell commands",
    "page": "pages",
    "after": "",
    "columns": "action item columns",
    "items": "action items",
    "required_from": "required from",
}
"""Words for keys that do not read as words themselves."""

UNITS: Mapping[str, str] = {
    "update_every": "min",
    "after": "min",
    "storm": "min",
    "debounce": "min",
    "due_in_days": "days",
}


@dataclass(frozen=True)
class Difference:
    """One difference; `before` and `after` are shortened, or empty."""

    where: str
    how: How
    before: str = ""
    after: str = ""
    unit: str = ""


def differences(one: Process, other: Process) -> Iterator[Difference]:
    """Return what changes from one process to the other, in the order of the keys."""
    before, after = _dumped(one), _dumped(other)
    renamed = _renamed_severities(before["severities"], after["severities"])
    for path, label in severity_references(one):
        _put(before, path, renamed.get(label, label))
    for key in after:
        if key != "name":
            yield from _between(_word(key), (key,), before[key], after[key])


def _dumped(process: Process) -> dict[str, Any]:
    values: dict[str, Any] = to_plain_values(process)
    return values


def _put(values: Any, path: Path, label: str) -> None:
    for step in path[:-1]:
        values = values[step]
    values[path[-1]] = label


def _renamed_severities(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[str, str]:
    """Return the severities that kept their place and changed their label."""
    labels = [each["label"] for each in before], [each["label"] for each in after]
    pairs = zip(*labels, strict=False)
    return {old: new for old, new in pairs if old != new and old not in labels[1] and new not in labels[0]}


def _between(where: str, path: Path, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if path in BY_NAME:
        yield from _items(where, path, before, after)
    elif path == ("contacts",):
        yield from _contacts(before, after)
    elif isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _between(_joined(where, key, path), (*path, key), before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(where, before, after)
    else:
        yield _value(where, path, before, after)


def _joined(where: str, key: str, path: Path) -> str:
    word = (
        f"/{key}" if path == ("permissions",) else "steps" if (path[0], key) == ("checklists", "items") else _word(key)
    )
    return f"{where} {word}".strip()


def _value(where: str, path: Path, before: Any, after: Any) -> Difference:
    texts = _said(before), _said(after)
    if max(map(len, texts)) > SHORT or "\n" in "".join(texts):
        return Difference(where, "reworded" if before and after else "added" if after else "removed")
    unit = "min" if "targets" in path else UNITS.get(str(path[-1]), "")
    return Difference(where, "changed", *texts, unit if after not in (None, "") else "")


def _said(value: Any) -> str:
    if isinstance(value, dict) and value and all(isinstance(each, int) for each in value.values()):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if isinstance(value, dict | list):
        return "set" if value else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in (None, "") else "none"


def _lists(where: str, before: list[Any], after: list[Any]) -> Iterator[Difference]:
    """Compare lists without names: each word that was added or removed, or that something changed."""
    if any(isinstance(each, dict | list) for each in (*before, *after)):
        alike = len(before) == len(after)
        counts = ("", "") if alike else (str(len(before)), str(len(after)))
        yield Difference(where, "reworded" if alike else "changed", *counts)
        return
    yield from (Difference(where, "removed", before=str(each)) for each in before if each not in after)
    yield from (Difference(where, "added", after=str(each)) for each in after if each not in before)
    if sorted(map(str, before)) == sorted(map(str, after)):
        yield Difference(where, "reordered")


def _contacts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    yield from (
        Difference("contacts", "removed", before=each["name"]) for key, each in before.items() if key not in after
    )
    yield from (Difference("contacts", "added", after=each["name"]) for key, each in after.items() if key not in before)
    for key in before:
        if key in after:
            yield from _between(f'contact "{key}"', ("contacts", key), before[key], after[key])


def _items(where: str, path: Path, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Difference]:
    """Compare lists with names: what was removed, added and changed, and whether the order is another."""
    label = BY_NAME[path]
    old, new = ({each[label]: each for each in items} for items in (before, after))
    if path == ("severities",):
        renamed = _renamed_severities(before, after)
        for place, (was, now) in enumerate(zip_longest(before, after), 1):
            if was and now and renamed.get(was["label"]) == now["label"]:
                yield Difference(f"severity {place}", "changed", was["label"], now["label"])
        old = {renamed.get(name, name): {**each, "label": renamed.get(name, name)} for name, each in old.items()}
    yield from (
        Difference(where, "removed", before=_title(each, path)) for name, each in old.items() if name not in new
    )
    yield from (Difference(where, "added", after=_title(each, path)) for name, each in new.items() if name not in old)
    for name, each in new.items():
        if name in old:
            yield from _between(_called(each, path), (*path, 0), old[name], each)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield Difference(where, "reordered")


def _title(item: Mapping[str, Any], path: Path) -> str:
    """Describe an item that was added or removed."""
    return str(item["name"] if path == ("roles",) else item[BY_NAME[path]])


def _called(item: Mapping[str, Any], path: Path) -> str:
    severities = f"{', '.join(item.get('severities') or ())} ".lstrip()
    return ITEM_NOUNS[path].format(**{**item, "for": severities})


def _word(key: str) -> str:
    return WORDS.get(key, key.replace("_", " "))
