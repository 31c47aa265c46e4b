"""The configuration, and what must match it: labels and the issue form."""

from __future__ import annotations

from incident_actions.contract.labels import label_meanings
from incident_actions.contract.repository_facts import require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, Level, failure, pass_result, warning
from incident_actions.model.process.configuration_reader import CONFIGURATION as FILE
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process
from incident_actions.model.process.yaml_parsing import parse_yaml
from incident_actions.text.issue_form import FormField, read_fields

FORM_FILE = ".github/ISSUE_TEMPLATE/incident.yml"
MOST_MISTAKES = 10
"""The most mistakes that are shown; `preset check` shows all."""


def check_configuration(examined: Examination) -> CheckResult:
    """Check that the configuration can be used."""
    files, mistakes = require_fact(examined.facts.files), examined.facts.mistakes
    if mistakes:
        return failure("wrong", mistakes=mistakes[:MOST_MISTAKES], more=len(mistakes[MOST_MISTAKES:]))
    return pass_result("usable" if FILE in files else "absent", name=examined.process.name)


def check_labels(examined: Examination) -> CheckResult:
    """Check that the labels exist; GitHub ignores case in their names."""
    there = {name.casefold() for name in require_fact(examined.facts.labels)}
    wanted, incident = label_meanings(examined.process), examined.process.labels.incident
    lacking = tuple(name for name in wanted if name.casefold() not in there)
    if incident in lacking:
        return failure("incident", incident=incident, lacking=lacking)
    return warning("lacking", lacking=lacking) if lacking else pass_result("all", count=len(wanted))


def check_form(examined: Examination) -> CheckResult:
    """Check that the form adds the label and asks for what the process has, in whatever words."""
    text = require_fact(examined.facts.files).get(FORM_FILE)
    if text is None:
        return warning("absent")
    try:
        given = parse_yaml(text, FORM_FILE)
    except InvalidConfiguration as wrong:
        return failure("unreadable", mistake=str(wrong.mistakes[0]))
    named = given.get("labels")
    listed = named.split(",") if isinstance(named, str) else named if isinstance(named, list) else []
    incident = examined.process.labels.incident
    if incident.casefold() not in {str(each).strip().casefold() for each in listed}:
        return failure("unlabelled", incident=incident)
    return _in_step(read_fields(given), read_fields(parse_yaml(examined.form, FORM_FILE)), examined.process)


def _in_step(asked: tuple[FormField, ...], wanted: tuple[FormField, ...], process: Process) -> CheckResult:
    """Compare fields by their ids, since a team chooses their labels."""
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
        return CheckResult(Level.WARN, "behind", values)
    return pass_result("in step", count=len(wanted))


def _severity(option: str, process: Process) -> str:
    """Return the severity of an option: its label comes before the colon."""
    named = (each.label for each in process.severities if option == each.label or option.startswith(f"{each.label}:"))
    return max(named, key=len, default="")


def _options(fields_by_id: dict[str, FormField], field: str) -> frozenset[str]:
    return frozenset(fields_by_id[field].options) if field in fields_by_id else frozenset()


CONFIGURATION = Check(
    "configuration",
    "Configuration",
    "`.github/incidents.yml` is valid. Without the file, the default process applies.",
    "the file .github/incidents.yml",
    f"blob/HEAD/{FILE}",
    check_configuration,
)
LABELS = Check(
    "labels",
    "Labels",
    "The labels of the process exist under their names. Their colours can differ.",
    "Issues → Labels",
    "labels",
    check_labels,
)
FORM = Check(
    "form",
    "Issue form",
    "The incident form adds the label, and offers the severities, questions and services of the configuration.",
    "the file .github/ISSUE_TEMPLATE/incident.yml",
    f"blob/HEAD/{FORM_FILE}",
    check_form,
)
