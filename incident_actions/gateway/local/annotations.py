"""Findings beside their lines, as the runner's annotations or as lines in a terminal."""

from __future__ import annotations

from incident_actions.text.safe_markdown import plain_line

DATA_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY_ESCAPES = DATA_ESCAPES | str.maketrans({":": "%3A", ",": "%2C"})
"""https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts"""


def annotation(level: str, path: str, place: tuple[int, ...], title: str, words: str) -> str:
    """Return the workflow command that annotates a line.

    `level` is error, warning or notice; `place` is the line, and the column if it is known.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
    """
    where = {"file": path, **dict(zip(("line", "col"), map(str, place), strict=False)), "title": title}
    properties = ",".join(f"{name}={_as_utf8(value).translate(PROPERTY_ESCAPES)}" for name, value in where.items())
    return f"::{level} {properties}::{_as_utf8(words).translate(DATA_ESCAPES)}"


def terminal_line(level: str, path: str, place: tuple[int, ...], title: str, words: str) -> str:
    """Return a finding in one line, in the format of compilers, without control characters."""
    where = ":".join((plain_line(path), *map(str, place)))
    return printable_line(f"{where}: {level}: {words} [{title}]")


def printable_line(text: str) -> str:
    """Return one line of valid UTF-8 without control characters."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in _as_utf8(text))


def _as_utf8(text: str) -> str:
    """Return a text that can be encoded as UTF-8, even if it comes from a broken file name."""
    return text.encode("utf-8", "replace").decode()
