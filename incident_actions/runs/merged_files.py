"""The merged post-mortems in a sweep's checkout, each read and parsed once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from incident_actions.gateway.local.safe_files import MAX_BYTES_PER_CHARACTER, NotReadable, read_file
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.process.process import Process
from incident_actions.postmortem import check, index, outline
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.postmortem.items import ItemRow, read_items
from incident_actions.postmortem.row_matching import places_of_items

log = logging.getLogger(__name__)


class MergedFile:
    """One post-mortem; its text is empty if the checkout doesn't have it as text."""

    def __init__(self, text: str, process: Process) -> None:
        self.text, self._process = text, process
        self._places: dict[int, dict[int, int]] = {}

    def places_of(self, incident: int, items: Mapping[int, ActionItem]) -> Mapping[int, int]:
        """Return where the rows of an incident's items are, by their issues; `items` are all that a sweep knows."""
        if incident not in self._places:
            ours = {number: each for number, each in items.items() if each.incident == incident}
            self._places[incident] = places_of_items(self.rows, ours)
        return self._places[incident]

    @cached_property
    def incident(self) -> int:
        """Return the number of its incident in the front matter, or 0; nothing else is parsed."""
        front = outline.FRONT_MATTER.match(self.text.replace("\r\n", "\n"))
        return check.incident_of(front[0]) if front else 0

    @cached_property
    def rows(self) -> tuple[ItemRow, ...]:
        """Return its action items."""
        return read_items(self.text, self._process) if self.text else ()


class MergedFiles:
    """The post-mortems of a checkout, by path."""

    def __init__(self, workspace: Path, process: Process) -> None:
        self._workspace, self._process = workspace, process
        self._read: dict[str, MergedFile] = {}
        self.items: Mapping[int, ActionItem] = {}
        """The action items that the sweep has listed, by their issues."""

    def file_of_item(self, number: int, item: ActionItem) -> tuple[str, MergedFile, int]:
        """Return where an item's file is now, the file, and the place of the item's row; -1 if it isn't sure."""
        path = self.current_path(item.postmortem, item.incident)
        file = self.file(path)
        return path, file, file.places_of(item.incident, self.items).get(number, -1) if file.text else -1

    def file(self, path: str) -> MergedFile:
        """Return a post-mortem; one without text if there is none at the path."""
        if path not in self._read:
            self._read[path] = MergedFile(self._text(path) if path else "", self._process)
        return self._read[path]

    @cached_property
    def of_incident(self) -> dict[int, list[str]]:
        """Return the paths of the files that name an incident, by its number."""
        found: dict[int, list[str]] = {}
        for path in self._paths():
            found.setdefault(self.file(path).incident, []).append(path)
        return {number: paths for number, paths in found.items() if number}

    def current_path(self, path: str, incident: int) -> str:
        """Return where a post-mortem is now, if it was moved: where the only file is that names its incident."""
        if not path or self.file(path).text:
            return path
        moved = self.of_incident.get(incident, [])
        return moved[0] if len(moved) == 1 else path

    def _paths(self) -> list[str]:
        found = (self._workspace / DIRECTORY).rglob("*")
        return sorted(filter(index.is_postmortem, (each.relative_to(self._workspace).as_posix() for each in found)))

    def _text(self, path: str) -> str:
        try:
            content = read_file(self._workspace, path, check.LONGEST * MAX_BYTES_PER_CHARACTER)
            text = (content or b"").decode()
        except (NotReadable, UnicodeDecodeError) as wrong:
            log.warning("Could not read %s: %s", path, wrong)
            return ""
        return "" if check.is_too_long(text) else text
