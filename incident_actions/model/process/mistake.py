"""Mistakes in a configuration, by file, line and column."""

from __future__ import annotations

from collections.abc import Iterable

from incident_actions.model.fast_dataclass import dataclass


@dataclass(frozen=True)
class Mistake:
    """One mistake in a configuration; lines and columns count from 1."""

    file: str
    line: int
    column: int
    key: str
    problem: str

    @property
    def text(self) -> str:
        """The mistake without its place."""
        return f"{self.key}: {self.problem}" if self.key else self.problem

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.text}"


class InvalidConfiguration(Exception):
    """A configuration that cannot be used, with all its mistakes in the order of the file."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(dict.fromkeys(mistakes), key=lambda each: (each.line, each.column)))
        super().__init__("\n".join(map(str, self.mistakes)))
