"""Earlier labels of the incident form's questions: those of the process's own form, and those of the file's history."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository.file_history import file_versions
from incident_actions.model.process import incident_form
from incident_actions.model.process.configuration_reader import FORM
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process
from incident_actions.model.process.yaml_parsing import parse_yaml
from incident_actions.text import issue_form

log = logging.getLogger("incident_actions")


def with_older_labels(
    body: str,
    fields: tuple[issue_form.FormField, ...],
    process: Process,
    render: Callable[[str, Mapping[str, Any]], str],
    connection: Connection,
) -> tuple[issue_form.FormField, ...]:
    """Return the fields with as many older labels as it takes to read a body. Few bodies need any.

    If GitHub does not show earlier versions, the incident is declared all the same.
    """
    try:
        for older in _older_forms(process, render, connection):
            if not issue_form.answers_older_form(body, fields):
                break
            fields = issue_form.with_former_labels(fields, older)
    except (GithubError, OSError, LookupError, TypeError, ValueError) as error:
        log.warning("Could not read earlier versions of %s: %s", FORM, type(error).__name__)
    return fields


def process_form_fields(
    process: Process, render: Callable[[str, Mapping[str, Any]], str]
) -> tuple[issue_form.FormField, ...]:
    """Return the fields of the form that a process gives."""
    return _fields(incident_form.form_text(process, render))


def _older_forms(
    process: Process, render: Callable[[str, Mapping[str, Any]], str], connection: Connection
) -> Iterator[tuple[issue_form.FormField, ...]]:
    yield process_form_fields(process, render)
    yield from (_fields(version.text) for version in file_versions(connection, FORM))


def _fields(text: str) -> tuple[issue_form.FormField, ...]:
    try:
        return issue_form.read_fields(parse_yaml(text, FORM))
    except InvalidConfiguration:
        return ()
