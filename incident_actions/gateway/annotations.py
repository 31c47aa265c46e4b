"""What is found, said beside the line where it stands: as the runner's annotations, or plainly in a terminal."""

from __future__ import annotations

from incident_actions.neutral import plain

DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts"""


def annotation(level: str, path: str, line: int, title: str, words: str) -> str:
    """The workflow command for it: `level` is error, warning or notice.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
    """
    where = {"file": path, "line": str(line), "title": title}
    properties = ",".join(f"{name}={_whole(value).translate(PROPERTY)}" for name, value in where.items())
    return f"::{level} {properties}::{_whole(words).translate(DATA)}"


def in_terminal(level: str, path: str, line: int, title: str, words: str) -> str:
    """One line as compilers write it, with nothing in it that a terminal would obey."""
    return _whole(f"{plain(path)}:{line}: {level}: {words} [{title}]")


def _whole(text: str) -> str:
    """A text that can be written in UTF-8, however broken a file's name is."""
    return text.encode("utf-8", "replace").decode()
