"""Severities and the questions that lead to one are refused where GitHub or a reader could not tell them apart."""

from typing import Any

import pytest

from incident_actions.model.process.severity import FORM_FIELDS, WORDS, FormQuestion, Severity, Targets, Triage
from incident_actions.model.process.validation import InvalidValues, validate


def problem(part: type[Severity | FormQuestion | Triage], **given: Any) -> str:
    """Return why a part is refused; empty where it is accepted."""
    try:
        validate(part, given)
    except InvalidValues as wrong:
        (error,) = wrong.errors
        return str(error["msg"]).removeprefix("Value error, ")
    return ""


def test_a_severity_needs_only_its_label() -> None:
    assert Severity(label="SEV-1") == Severity(
        label="SEV-1", targets=Targets(), tell=(), postmortem=False, colour="b60205", respond_within=None
    )


RESPONSE = (
    "expected a span such as `15 minutes` or `4 hours`, or one of `at once`, `business hours`, `next business day`, "
    "`next sprint`, `normal cycle`"
)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        *((word, "") for word in WORDS),
        ("15 minutes", ""),
        ("1 hours", ""),
        ("9999 hours", ""),
        ("10000 hours", RESPONSE),
        ("0 minutes", RESPONSE),
        ("15 min", RESPONSE),
        ("3 days", RESPONSE),
        ("At once", RESPONSE),
        ("", RESPONSE),
    ],
)
def test_a_response_is_a_span_or_one_of_a_few_words(given: str, refused: str) -> None:
    assert problem(Severity, label="A", respond_within=given) == refused


TWO_OPTIONS = "two options have the same name (case is ignored)"
BLANK = "a label or an option cannot be blank or `None`, which GitHub uses for no answer"


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"label": "Users", "options": ["all", "few"]}, ""),
        ({"label": "Users"}, ""),
        ({"label": "None of them", "options": ["none at all"]}, ""),
        ({"label": "Users", "options": ["all", " ALL "]}, TWO_OPTIONS),
        ({"label": "None"}, BLANK),
        ({"label": " none "}, BLANK),
        ({"label": " "}, BLANK),
        ({"label": "Users", "options": ["all", "NONE"]}, BLANK),
        ({"label": "Users", "options": [" "]}, BLANK),
    ],
)
def test_a_question_is_refused_where_github_would_refuse_it(given: dict[str, Any], refused: str) -> None:
    assert problem(FormQuestion, id="users", **given) == refused


@pytest.mark.parametrize("field", FORM_FIELDS)
def test_a_field_of_every_form_can_be_worded_and_has_no_options(field: str) -> None:
    refused = f"`{field}` is a standard field: you can change its label and description, but not its options"

    assert problem(FormQuestion, id=field, label="What?") == ""
    assert problem(FormQuestion, id=field, label="What?", options=["a"]) == refused


@pytest.mark.parametrize(
    ("labels", "refused"),
    [
        ([], ""),
        (["Users", "User"], ""),
        (["Users", "users"], "two questions have the same label"),
        (["Data  at risk", "a", " data at\u00a0risk"], "two questions have the same label"),
    ],
)
def test_two_questions_with_one_label_are_refused(labels: list[str], refused: str) -> None:
    questions = [{"id": f"q{place}", "label": label} for place, label in enumerate(labels)]

    assert problem(Triage, questions=questions) == refused
