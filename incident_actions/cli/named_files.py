"""Files that a person names on the command line, such as that of `--cache`: read and written whole."""

from __future__ import annotations

from pathlib import Path

from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.safe_files import NotReadable, read_named_file

LARGEST = 200_000_000


def read_named(path: Path | None, what: str) -> str:
    """Return the text of a file that may not exist yet; raises UserError, which says `what` the file is."""
    try:
        return read_named_file(path, LARGEST).decode("utf-8", "replace") if path else ""
    except FileNotFoundError:
        return ""
    except (OSError, NotReadable) as wrong:
        raise UserError(f"The {what} cannot be read: {wrong}.") from wrong


def write_named(path: Path, text: str) -> None:
    """Write a file in one step, so that a stopped command leaves the earlier one; raises UserError."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", errors="replace", newline="\n")
        part.replace(path)
    except OSError as wrong:
        raise UserError(f"{path} cannot be written: {wrong.strerror}.") from wrong
