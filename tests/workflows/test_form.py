"""The incident form asks what the tool reads, and insists on one answer only."""

from incident_actions.model.process.process import Labels
from incident_actions.text.issue_form import read_fields
from tests.workflows.files import content

FORM = content(".github/ISSUE_TEMPLATE/incident.yml")
QUESTIONS = [part for part in FORM["body"] if part["type"] != "markdown"]


def test_the_form_makes_the_issue_an_incident() -> None:
    assert FORM["labels"] == [Labels().incident]


def test_the_forms_questions_are_these() -> None:
    assert [(field.id, field.type, field.label) for field in read_fields(FORM)] == [
        ("summary", "textarea", "What is broken?"),
        ("impact", "textarea", "Who is affected, and how?"),
        ("severity", "dropdown", "Severity"),
        ("data_at_risk", "dropdown", "Is data at risk?"),
        ("workaround", "dropdown", "Is there a workaround?"),
        ("recent_change", "textarea", "What changed recently?"),
        ("services", "input", "Affected services"),
        ("detected_by", "dropdown", "How was it noticed?"),
        ("started_at", "input", "When did it start? (UTC)"),
    ]


def test_only_the_description_is_required() -> None:
    required = [part["id"] for part in QUESTIONS if part.get("validations", {}).get("required")]

    assert required == ["summary"]


def test_each_severity_opens_with_its_label_so_that_it_can_be_read_back() -> None:
    [severity] = [part["attributes"]["options"] for part in QUESTIONS if part["id"] == "severity"]

    assert [option.partition(":")[0] for option in severity] == ["Not sure", "SEV-1", "SEV-2", "SEV-3", "SEV-4"]


def test_no_option_is_the_word_that_github_keeps_for_itself() -> None:
    options = [option for part in QUESTIONS for option in part["attributes"].get("options", ())]

    assert all(isinstance(option, str) and option.lower() != "none" for option in options)


def test_a_plain_issue_stays_possible() -> None:
    assert content(".github/ISSUE_TEMPLATE/config.yml")["blank_issues_enabled"] is True
