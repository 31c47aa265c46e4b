"""Write the incident form that fits a process: the text of `.github/ISSUE_TEMPLATE/incident.yml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import FORM_FIELDS

TEMPLATE = "form/incident.yml"
LONGEST = 200
"""The most characters of an option that are shown: a dropdown is as wide as its longest option."""


def form_text(process: Process, render: Callable[[str, Mapping[str, Any]], str]) -> str:
    """Write the form; `render` fills a template.

    GitHub refuses a form in which two options of a dropdown are alike, or one is empty.
    https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/common-validation-errors-when-creating-issue-forms
    """
    values = {
        "label": process.labels.incident,
        "severities": tuple(dict.fromkeys(_option(each.label, each.definition) for each in process.severities)),
        "questions": [each for each in process.triage.questions if each.id not in FORM_FIELDS],
        "replaced": {each.id: each for each in process.triage.questions if each.id in FORM_FIELDS},
        "services": _listed(process.service_names),
    }
    return f"{render(TEMPLATE, values)}\n"


def _option(label: str, definition: str) -> str:
    """Write a severity's label before its definition, so that the label can be read back."""
    option = f"{label}: {definition}" if definition.strip() else label
    return option if len(option) <= LONGEST else f"{option[: LONGEST - 1]}…"


def _listed(services: tuple[str, ...]) -> tuple[str, ...]:
    """Return the services to choose from; none where a name has a comma, since GitHub separates answers by commas."""
    return () if any("," in name for name in services) else tuple(dict.fromkeys(services))
