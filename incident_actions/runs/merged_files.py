"""The merged post-mortems in a sweep's checkout, each read and parsed once."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path

from incident_actions.gateway.local.safe_files import MAX_BYTES_PER_CHARACTER, NotReadable, read_file
from incident_actions.model.process.process import Process
from incident_actions.postmortem import check, index, outline
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.postmortem.items import ItemRow, read_items

log = logging.getLogger(__name__)


class MergedFile:
    """One post-mortem; its text is empty if the checkout doesn't have it as text."""

    def __init__(self, text: str, process: Process) -> None:
        self.text, self._process = text, process

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
