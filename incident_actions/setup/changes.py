"""Decide what happens to each file: created, updated, merged with a team's edits, or left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.setup.source import Source
from incident_actions.setup.stamp import is_pristine, is_stamped, pin_to_source

_MARK = "\n<<<<<<< "
"""How git marks the start of a conflict."""


class ChangeKind(StrEnum):
    """How a file changes, in the word that people read."""

    NEW = "new"
    UPDATED = "updated"
    MERGED = "merged with your edits"
    CONFLICT = "your edits conflict with the update"
    UNRESOLVED = "still has the conflicts of an earlier init"
    NOT_OURS = "not written by init, so it stays as it is"
    NO_BASE = "edited, but its original is not in git's history here, so it stays as it is"


NEEDS_REVIEW = (ChangeKind.CONFLICT, ChangeKind.UNRESOLVED, ChangeKind.NOT_OURS, ChangeKind.NO_BASE)
"""The changes that a person must look at."""


@dataclass(frozen=True)
class SetupChange:
    """A file's text before and after; for one that is left alone, what it would have become."""

    path: str
    kind: ChangeKind
    before: str
    after: str

    @property
    def is_written(self) -> bool:
        """Whether the file itself changes."""
        return self.kind not in (ChangeKind.UNRESOLVED, ChangeKind.NOT_OURS, ChangeKind.NO_BASE)


@dataclass(frozen=True)
class MergeResult:
    """The result of a three-way merge, and whether it is free of conflicts."""

    text: str
    clean: bool


def initial_changes(wanted: Mapping[str, str], now: Mapping[str, str]) -> list[SetupChange]:
    """Return the files of the first setup that do not exist yet."""
    return [SetupChange(path, ChangeKind.NEW, "", text) for path, text in wanted.items() if path not in now]


@dataclass(frozen=True)
class FileHistory:
    """What is needed to keep people's edits."""

    base: Callable[[str], str | None]
    """Return what `init` wrote last, from the file's history."""
    merge: Callable[[str, str, str], MergeResult]
    """Merge the present text, that base and the new text."""


def update_changes(
    wanted: Mapping[str, str], now: Mapping[str, str], source: Source, past: FileHistory
) -> list[SetupChange]:
    """Return the changes to the files that the tool maintains."""
    changes = []
    for path, text in wanted.items():
        there = now.get(path)
        if there is None:
            changes.append(SetupChange(path, ChangeKind.NEW, "", text))
        elif there != text:
            changes.append(_change_of(path, there, text, source, past))
    return [each for each in changes if each.kind in NEEDS_REVIEW or each.before != each.after]


def _change_of(path: str, there: str, text: str, source: Source, past: FileHistory) -> SetupChange:
    if _MARK in there:
        return SetupChange(path, ChangeKind.UNRESOLVED, there, text)
    if is_pristine(there):
        return SetupChange(path, ChangeKind.UPDATED, there, text)
    if not is_stamped(there):
        return SetupChange(path, ChangeKind.NOT_OURS, there, text)
    origin = past.base(path)
    if origin is None:
        return SetupChange(path, ChangeKind.NO_BASE, there, text)
    merged = past.merge(pin_to_source(there, source), pin_to_source(origin, source), text)
    return SetupChange(path, ChangeKind.MERGED if merged.clean else ChangeKind.CONFLICT, there, merged.text)
