"""The directory of `--keep`: what a drill leaves there, and the marker by which the next drill recognises it."""

import shutil
from pathlib import Path

CLONE, TRANSCRIPTS = "shop", ("transcript.html", "transcript.md")
REPORT, STATUS_PAGE = "report.html", "status-page"
WRITTEN = (CLONE, *TRANSCRIPTS, REPORT, STATUS_PAGE)
MARKER = ".incident-actions-drill"
MARKER_TEXT = (
    "incident-actions drill wrote shop/, status-page/, report.html, transcript.html and transcript.md here."
    " The next drill replaces them.\n"
)
FORMER_MARKER_TEXT = (
    "incident-actions drill wrote shop/, transcript.html and transcript.md here. The next drill replaces them.\n"
)
"""The marker of versions whose drills wrote less."""


def foreign_files(directory: Path) -> list[str]:
    """Return what is in the way: names that a drill writes, in a directory that bears no marker."""
    if _is_marked(directory):
        return []
    return [name for name in (*WRITTEN, MARKER) if _exists(directory / name)]


def prepare_directory(directory: Path) -> None:
    """Make a directory ready for a drill's files: remove those of the last drill, and nothing else; mark it.

    Raises FileExistsError if anything there is not a drill's.
    """
    if foreign := foreign_files(directory):
        raise FileExistsError(f"{directory / foreign[0]} already exists, and the drill did not make it")
    directory.mkdir(parents=True, exist_ok=True)
    for path in (directory / name for name in WRITTEN):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (directory / MARKER).write_text(MARKER_TEXT, encoding="utf-8")


def _is_marked(directory: Path) -> bool:
    marker = directory / MARKER
    if not marker.is_file() or marker.is_symlink():
        return False
    return marker.read_bytes() in (MARKER_TEXT.encode(), FORMER_MARKER_TEXT.encode())


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()
