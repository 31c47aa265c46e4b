"""Write the incident form that fits a process: the text of `.github/ISSUE_TEMPLATE/incident.yml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import FORM_FIELDS, Severity

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
        "severities": tuple(dict.fromkeys(_option(each) for each in process.severities)),
        "questions": [each for each in process.triage.questions if each.id not in FORM_FIELDS],
        "replaced": {each.id: each for each in process.triage.questions if each.id in FORM_FIELDS},
        "services": _listed(process.service_names),
    }
    return f"{render(TEMPLATE, values)}\n"


def _option(severity: Severity) -> str:
    """Write a severity's label before what it means, so that the label can be read back.

    How fast it is answered and its examples follow, as far as they fit.
    """
    parts = [severity.definition, severity.response or severity.respond_within or "", severity.examples]
    known = [each.strip() for each in parts if each.strip()]
    options = [f"{severity.label}: {' · '.join(known[:count])}" for count in range(len(known), 0, -1)]
    option = next((each for each in options if len(each) <= LONGEST), options[-1] if options else severity.label)
    return option if len(option) <= LONGEST else f"{option[: LONGEST - 1]}…"


def _listed(services: tuple[str, ...]) -> tuple[str, ...]:
    """Return the services to choose from; none where a name has a comma, since GitHub separates answers by commas."""
    return () if any("," in name for name in services) else tuple(dict.fromkeys(services))
