"""The incident form that fits a process, as the text that GitHub reads from `.github/ISSUE_TEMPLATE/incident.yml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import ASKED

TEMPLATE = "form/incident.yml"
LONGEST = 200
"""How many characters of an option are shown: the list of a dropdown is as wide as its longest."""


def form_text(process: Process, render: Callable[[str, Mapping[str, Any]], str]) -> str:
    """Write the form; `render` fills a template, and a filter of it makes YAML of whatever people called things.

    GitHub refuses a form in which two options of a dropdown are alike, or one is empty.
    https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/common-validation-errors-when-creating-issue-forms
    """
    values = {
        "label": process.labels.incident,
        "severities": tuple(dict.fromkeys(_option(each.label, each.definition) for each in process.severities)),
        "questions": [each for each in process.triage.questions if each.id not in ASKED],
        "replaced": {each.id: each for each in process.triage.questions if each.id in ASKED},
        "services": _listed(process.service_names),
    }
    return f"{render(TEMPLATE, values)}\n"


def _option(label: str, definition: str) -> str:
    """What a severity is called before what it means, so that its label can be read back."""
    option = f"{label}: {definition}" if definition.strip() else label
    return option if len(option) <= LONGEST else f"{option[: LONGEST - 1]}…"


def _listed(services: tuple[str, ...]) -> tuple[str, ...]:
    """The services to choose from; none where GitHub, which separates those chosen by commas, would split a name."""
    return () if any("," in name for name in services) else tuple(dict.fromkeys(services))
