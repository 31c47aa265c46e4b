"""Validate values against the types of a configuration, with no more of Pydantic than that takes.

Pydantic describes types to its compiled core, which validates. What it says of a process is written down in
`process_schema.py`, so that a run loads the core alone: the rest of Pydantic takes as long as half of a run.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from incident_actions.model.process.configuration_part import ConfigurationPart
from incident_actions.model.process.process import Process
from incident_actions.model.process.process_schema import SCHEMA
from incident_actions.model.process.validation_core import load_core

PartKind = TypeVar("PartKind", bound=ConfigurationPart)


class InvalidValues(Exception):
    """Values are not those of a part; `errors` are Pydantic's: https://docs.pydantic.dev/latest/errors/errors/."""

    def __init__(self, errors: list[Any]) -> None:
        super().__init__("; ".join(each["msg"] for each in errors))
        self.errors = errors


def validate(kind: type[PartKind], values: object) -> PartKind:
    """Return values as a part of a configuration; raises InvalidValues with every mistake."""
    try:
        part: PartKind = _validator(kind).validate_python(values)
    except load_core().ValidationError as wrong:
        raise InvalidValues(wrong.errors(include_url=False)) from wrong
    return part


def _validator(kind: type[ConfigurationPart]) -> Any:
    found = process_validator() if kind is Process else None
    if found is None:
        from pydantic import TypeAdapter  # noqa: PLC0415  takes as long as half of a run

        found = TypeAdapter(kind).validator
    return found


@cache
def process_validator() -> Any:
    """Return what validates a process; None if the schema is not one of the installed version of Pydantic."""
    core = load_core()
    try:
        return core.SchemaValidator(SCHEMA)
    except core.SchemaError:
        return None
