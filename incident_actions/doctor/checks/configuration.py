"""The configuration, and what must be in step with it: labels and the issue form."""

from __future__ import annotations

from incident_actions.contract.labels import label_meanings
from incident_actions.contract.repository_facts import told
from incident_actions.doctor.check import Check, Examined, Finding, Level, failed, passed, warned
from incident_actions.model.process.mistake import ConfigurationWrong
from incident_actions.model.process.process import Process
from incident_actions.model.process.reading import CONFIGURATION as FILE
from incident_actions.model.process.yaml_parsing import parsed
from incident_actions.text.issue_form import Field, fields

FORM_FILE = ".github/ISSUE_TEMPLATE/incident.yml"
SHOWN = 10
"""Mistakes that are told; `preset check` tells all."""


def configuration(examined: Examined) -> Finding:
    """Whether the configuration can be used."""
    files, mistakes = told(examined.facts.files), examined.facts.mistakes
    if mistakes:
        return failed("wrong", mistakes=mistakes[:SHOWN], more=len(mistakes[SHOWN:]))
    return passed("usable" if FILE in files else "absent", name=examined.process.name)


def labels(examined: Examined) -> Finding:
    """Whether the labels are there; GitHub does not tell upper from lower case in their names."""
    there = {name.casefold() for name in told(examined.facts.labels)}
    wanted, incident = label_meanings(examined.process), examined.process.labels.incident
    lacking = tuple(name for name in wanted if name.casefold() not in there)
    if incident in lacking:
        return failed("incident", incident=incident, lacking=lacking)
    return warned("lacking", lacking=lacking) if lacking else passed("all", count=len(wanted))


def form(examined: Examined) -> Finding:
    """Whether the form puts the label on, and asks for what the process has, whatever words it asks in."""
    text = told(examined.facts.files).get(FORM_FILE)
    if text is None:
        return warned("absent")
    try:
        given = parsed(text, FORM_FILE)
    except ConfigurationWrong as wrong:
        return failed("unreadable", mistake=str(wrong.mistakes[0]))
    named = given.get("labels")
    listed = named.split(",") if isinstance(named, str) else named if isinstance(named, list) else []
    incident = examined.process.labels.incident
    if incident.casefold() not in {str(each).strip().casefold() for each in listed}:
        return failed("unlabelled", incident=incident)
    return _in_step(fields(given), fields(parsed(examined.form, FORM_FILE)), examined.process)


def _in_step(asked: tuple[Field, ...], wanted: tuple[Field, ...], process: Process) -> Finding:
    """Compare by the fields' ids: what a field is called is the team's own choice."""
    there = {each.id: each for each in asked}
    lacking = tuple(each.id for each in wanted if each.id not in there)
    options = there["severity"].options if "severity" in there else ()
    offered = {_severity(option, process) for option in options}
    unoffered = tuple(each.label for each in process.severities if options and each.label not in offered)
    strange = tuple(option for option in options[1:] if not _severity(option, process))
    services = _options(there, "services"), _options({each.id: each for each in wanted}, "services")
    unnamed = tuple(sorted(services[1] - services[0])) if services[0] and services[1] else ()
    if lacking or unoffered or strange or unnamed:
        values = {"lacking": lacking, "unoffered": unoffered, "strange": strange, "unnamed": unnamed}
        return Finding(Level.WARN, "behind", values)
    return passed("in step", count=len(wanted))


def _severity(option: str, process: Process) -> str:
    """Which severity an option stands for: its label is what comes before the colon."""
    named = (each.label for each in process.severities if option == each.label or option.startswith(f"{each.label}:"))
    return max(named, key=len, default="")


def _options(fields_by_id: dict[str, Field], field: str) -> frozenset[str]:
    return frozenset(fields_by_id[field].options) if field in fields_by_id else frozenset()


CONFIGURATION = Check(
    "configuration",
    "Configuration",
    "`.github/incidents.yml` can be used as it is; without the file, the default process holds.",
    "the file .github/incidents.yml",
    f"blob/HEAD/{FILE}",
    configuration,
)
LABELS = Check(
    "labels",
    "Labels",
    "The labels of the process are there under their names; their colours are people's own choice.",
    "Issues → Labels",
    "labels",
    labels,
)
FORM = Check(
    "form",
    "Issue form",
    "The incident form puts the label on, and offers the severities, questions and services of the configuration.",
    "the file .github/ISSUE_TEMPLATE/incident.yml",
    f"blob/HEAD/{FORM_FILE}",
    form,
)
