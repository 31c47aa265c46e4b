"""Lay a configuration over the presets that it extends, and remember where in its file each value came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.mistake import InvalidConfiguration, Mistake

Path: TypeAlias = tuple[str | int, ...]

DEFAULT = "default"
PRESET_NAMES = (DEFAULT, "lean", "p-levels", "war-room", "regulated", "mitigate-first")
"""The presets, in the order in which they are shown."""

NAMED_LISTS: Mapping[Path, str] = {
    ("severities",): "label",
    ("statuses",): "word",
    ("roles",): "key",
    ("triage", "questions"): "id",
    ("ladder",): "name",
    ("checklists",): "name",
    ("announcements",): "name",
    ("playbooks",): "name",
    ("commands",): "name",
    ("references",): "name",
    ("services",): "name",
    ("postmortem", "sections"): "title",
}
"""The lists that can be changed item by item, each with the key that names an item."""

LEAST_LIKENESS = 0.6
"""The likeness, from 0 to 1, at which a word counts as a typo of another."""

OPEN_MAPS: frozenset[Path] = frozenset(
    {
        ("contacts",),
        ("directory",),
        ("people",),
        ("permissions",),
        ("alerts", "severities"),
        ("postmortem", "milestones"),
    }
)
"""The maps whose keys people choose; null removes one of them."""


@dataclass(frozen=True)
class Flaw:
    """Something wrong in the merged values."""

    path: Path
    problem: str
    value: str = ""
    """The value, where it helps to show it."""
    causes: tuple[str, ...] = ()
    """The keys that may have made it wrong."""
    idle: bool = False
    """Whether it is harmless; then it is reported only where the file itself has it, not where a preset does."""


@dataclass(frozen=True)
class Layers:
    """A file merged with the presets below it."""

    file: str
    own: CommentedMap
    values: dict[str, Any]
    names: Mapping[Path, tuple[str | None, ...]]
    """The file's own names for the items of lists that it changes."""
    strange: tuple[Flaw, ...]

    def is_reported(self, flaw: Flaw) -> bool:
        """Whether a flaw is reported."""
        return not flaw.idle or self._place(flaw.path)[0] == len(flaw.path)

    def mistake(self, flaw: Flaw) -> Mistake:
        """Locate a flaw where it can be fixed: at the value, or at the file's key that made a preset's value wrong."""
        found, place = self._place(flaw.path)
        causes = [key for key in (*flaw.causes, "extends") if key in self.own]
        if found == len(flaw.path) or not causes or (found and not flaw.causes):
            return Mistake(self.file, *place, self._spelt(flaw.path), flaw.problem)
        problem = f"the preset's {self._spelt(flaw.path)}" + (f" is {flaw.value!r}" if flaw.value else "")
        return Mistake(self.file, *self._place((causes[0],))[1], causes[0], f"{problem}: {flaw.problem}")

    def _place(self, path: Path) -> tuple[int, tuple[int, int]]:
        """Return how many steps of a path are in the file, and the line and column of the last; both from 1.

        A word that replaces an item's keys has all of them.
        """
        node: Any = self.own
        place = (1, 1)
        for depth, step in enumerate(path):
            names = self.names.get(path[:depth])
            inside = _inside(node, _at(names, step) if names is not None else step)
            if inside is None:
                is_word = not isinstance(node, dict | list | None)
                return len(path) if is_word else depth, place
            place, node = inside
        return len(path), place

    def _spelt(self, path: Path) -> str:
        """Write a path for people: an item of a list by its name, unless the list is the file's own."""
        node: Any = self.values
        words: list[str] = []
        for depth, step in enumerate(path):
            below = node[step] if _holds(node, step) else None
            own = self._place(path[:depth])[0] == depth and path[:depth] not in self.names
            label = NAMED_LISTS.get(path[:depth]) if isinstance(step, int) and not own else None
            name = _at(self.names.get(path[:depth]), step) or (_name(below, label) if label else None)
            words.append(str(step if name is None else name))
            node = below
        return ".".join(words)


def lay_over_presets(
    own: CommentedMap, preset: Callable[[str], str | None], file: str, *, below: str | None = DEFAULT
) -> Layers:
    """Lay a file's values over its presets; `below` is the preset under a file that names none.

    `below` is None for a preset itself. Raises InvalidConfiguration where the extended preset cannot be used.
    """
    noted = _Notes()
    name = str(own["extends"]) if "extends" in own else below
    try:
        under = _presets(name, preset) if name is not None else {}
    except LookupError as wrong:
        raise InvalidConfiguration((_wrong_preset(own, preset, file, str(wrong.args[0])),)) from wrong
    itself = {"name": file.rpartition("/")[2].removesuffix(".yml")} if below is None else {}
    values = CommentedMap(itself | {key: value for key, value in own.items() if key != "extends"})
    return Layers(file, own, _over(under, values, (), noted), noted.names, tuple(noted.strange))


def preset_names(preset: Callable[[str], str | None]) -> tuple[str, ...]:
    """Return the names of the presets that exist."""
    return tuple(name for name in PRESET_NAMES if preset(name) is not None)


def did_you_mean(given: object, allowed: Iterable[str]) -> str:
    """Return a "did you mean" hint to put before a list; empty where no word, or more than one, is close."""
    likeness = _likeness(given, allowed)
    best = max(likeness.values(), default=0)
    found = [each for each, alike in likeness.items() if alike == best]
    return f"did you mean `{found[0]}`? " if best >= LEAST_LIKENESS and len(found) == 1 else ""


def nearest(given: object, allowed: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the few words that are most like one, however little that is."""
    likeness = _likeness(given, allowed)
    return tuple(sorted(likeness, key=lambda each: (-likeness[each], each))[:count])


def _likeness(given: object, allowed: Iterable[str]) -> dict[str, float]:
    """Return how alike each word is to another, from 0 to 1."""
    from difflib import SequenceMatcher  # noqa: PLC0415  only for mistakes

    wanted = str(given).casefold()[:100]
    return {each: SequenceMatcher(None, wanted, each.casefold()).ratio() for each in allowed}


def _wrong_preset(own: CommentedMap, preset: Callable[[str], str | None], file: str, problem: str) -> Mistake:
    allowed = preset_names(preset)
    place = inside[0] if (inside := _inside(own, "extends")) else (1, 1)
    given = own.get("extends")
    hint = "" if given in allowed else did_you_mean(given, allowed)
    return Mistake(file, *place, "extends", f"{problem}; {hint}allowed: {', '.join(allowed)}")


def _presets(name: str, preset: Callable[[str], str | None]) -> dict[str, Any]:
    """Return a preset laid over those that it extends; raises LookupError for an unknown one and for a circle."""
    way: list[str] = []
    found: list[dict[str, Any]] = []
    following: str | None = name
    while following is not None:
        if following in way:
            raise LookupError(f"presets extend each other in a circle: {' → '.join((*way, following))}")
        text = preset(following)
        if text is None:
            by = f" (preset {way[-1]} extends it)" if way else ""
            raise LookupError(f"there is no preset {following!r}{by}")
        layer = {"name": following, **_preset_values(text)}
        way.append(following)
        following = layer.pop("extends", None)
        found.append(layer)
    values: dict[str, Any] = {}
    for layer in reversed(found):
        values = _over(values, layer, (), _Notes())
    return values


def _preset_values(text: str) -> dict[str, Any]:
    """Return what is in one of the tool's own presets, which is YAML, or JSON if it was compiled.

    They are valid, so lines and columns are not needed, and the library's fast C reader will do.
    """
    return dict(json.loads(text) if text.startswith("{") else YAML(typ="safe").load(text) or {})


@dataclass
class _Notes:
    """What is noted while a file is laid over its presets."""

    names: dict[Path, tuple[str | None, ...]] = field(default_factory=dict)
    strange: list[Flaw] = field(default_factory=list)

    def nothing_to_take(self, path: Path, there: Iterable[str]) -> None:
        names = tuple(there)
        hint = did_you_mean(path[-1], names)
        self.strange.append(
            Flaw(path, f"there is nothing of that name to remove; {hint}there are: {', '.join(names) or 'none'}")
        )


def _over(below: dict[str, Any], own: Mapping[Any, Any], path: Path, noted: _Notes) -> dict[str, Any]:
    """Lay keys over keys; lists are replaced whole, since their order matters, unless names change their items."""
    merged = dict(below)
    for given, value in own.items():
        key = str(given)
        here, under = (*path, key), merged.get(key)
        if here in NAMED_LISTS and isinstance(value, dict):
            merged[key] = _by_name(under if isinstance(under, list) else [], value, here, noted)
        elif value is None and path in OPEN_MAPS:
            if key not in merged:
                noted.nothing_to_take(here, map(str, merged))
            merged.pop(key, None)
        elif isinstance(value, dict):
            merged[key] = _over(under if isinstance(under, dict) else {}, value, here, noted)
        else:
            merged[key] = plain_values(value)
    return merged


def _by_name(below: list[Any], own: Mapping[Any, Any], path: Path, noted: _Notes) -> list[Any]:
    """Lay keys over the items of a list by name; null removes an item, and a new name is added at the end."""
    label = NAMED_LISTS[path]
    items: list[tuple[str | None, Any]] = [(None, each) for each in below]
    for given, value in own.items():
        name = str(given)
        there = [_name(each, label) for _, each in items]
        at = next((place for place, each in enumerate(there) if each.casefold() == name.casefold()), None)
        if value is None and at is None:
            noted.nothing_to_take((*path, name), there)
        elif value is None:
            del items[at or 0]
        elif at is None:
            items.append(
                (name, _over({label: name}, value, (*path, name), noted) if _keyed(value) else plain_values(value))
            )
        else:
            under = items[at][1] if _keyed(items[at][1]) else {label: items[at][1]}
            items[at] = (name, _over(under, value, (*path, name), noted) if _keyed(value) else plain_values(value))
    noted.names[path] = tuple(name for name, _ in items)
    return [each for _, each in items]


def _keyed(value: Any) -> bool:
    return isinstance(value, dict)


def plain_values(values: Any) -> Any:
    """Return a file's values without their places."""
    if isinstance(values, dict):
        return {str(key): plain_values(value) for key, value in values.items()}
    return [plain_values(value) for value in values] if isinstance(values, list) else values


def _name(item: Any, label: str) -> str:
    """Return the name of an item; an item without keys is its own name."""
    return str(item.get(label, "")) if isinstance(item, dict) else str(item)


def _holds(node: Any, step: str | int) -> bool:
    if isinstance(node, list):
        return isinstance(step, int) and step < len(node)
    return isinstance(node, dict) and step in node


def _at(names: tuple[str | None, ...] | None, step: str | int) -> str | None:
    """Return the file's own name for an item of a list."""
    if isinstance(step, str):
        return step if names is not None else None
    return names[step] if names is not None and step < len(names) else None


def _inside(node: Any, step: str | int | None) -> tuple[tuple[int, int], Any] | None:
    """Return place and value one step into a file's values; None where there is nothing."""
    try:
        if isinstance(node, CommentedSeq) and isinstance(step, int):
            (line, column), value = node.lc.item(step), node[step]
        elif isinstance(node, CommentedMap):
            key = next(_keys(node, step))
            (line, column), value = node.lc.key(key), node[key]
        else:
            return None
    except (LookupError, StopIteration, TypeError):  # a key merged by `<<` has no place of its own
        return None
    return (line + 1, column + 1), value


def _keys(node: CommentedMap, step: str | int | None) -> Iterator[Any]:
    return (key for key in node if step is not None and str(key) == str(step))
