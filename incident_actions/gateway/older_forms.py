"""The labels by which the incident form asked before: of the form that the process gives, and of the file's history."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from github import GithubException

from incident_actions import form
from incident_actions.gateway.connection import Connection
from incident_actions.gateway.history import versions
from incident_actions.process import incident_form
from incident_actions.process.mistake import ConfigurationWrong
from incident_actions.process.parsing import parsed
from incident_actions.process.process import Process
from incident_actions.process.reading import FORM

log = logging.getLogger("incident_actions")


def understood(
    body: str,
    fields: tuple[form.Field, ...],
    process: Process,
    render: Callable[[str, Mapping[str, Any]], str],
    connection: Connection,
) -> tuple[form.Field, ...]:
    """The questions, with as many of their older labels as it takes to understand a body; few bodies need any.

    That GitHub does not tell is no reason not to declare the incident.
    """
    try:
        for older in _older(process, render, connection):
            if not form.seem_older(body, fields):
                break
            fields = form.remembering(fields, older)
    except (GithubException, OSError, LookupError, TypeError, ValueError) as error:
        log.warning("earlier versions of %s could not be looked at: %s", FORM, type(error).__name__)
    return fields


def of_process(process: Process, render: Callable[[str, Mapping[str, Any]], str]) -> tuple[form.Field, ...]:
    """The questions of the form that a process gives."""
    return _fields(incident_form.text_of(process, render))


def _older(
    process: Process, render: Callable[[str, Mapping[str, Any]], str], connection: Connection
) -> Iterator[tuple[form.Field, ...]]:
    yield of_process(process, render)
    yield from (_fields(version.text) for version in versions(connection, FORM))


def _fields(text: str) -> tuple[form.Field, ...]:
    try:
        return form.fields(parsed(text, FORM))
    except ConfigurationWrong:
        return ()
