"""The form's answers are shown once, are not asked again, and say when a milder severity was chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.engine.form_answers import (
    answers_with_questions,
    by_question,
    overruled_rule,
    unanswered_items,
    worst_rule,
)
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.communication import Checklist
from incident_actions.model.process.severity import FormQuestion, Triage, TriageRule
from tests.engine.commands.asking import running
from tests.worlds import PROCESS

AT_RISK = TriageRule(when={"data_at_risk": "Yes"}, severity="SEV-1")
FEW = TriageRule(when={"users": "Few"}, severity="SEV-3")
TRIAGE = Triage(
    questions=(
        FormQuestion(id="users", label="How many users?"),
        FormQuestion(id="data_at_risk", label="Is data at risk?"),
        FormQuestion(id="impact", label="Who is affected?"),
    ),
    rules=(FEW, AT_RISK, TriageRule(when={"users": "All"}, severity="P9")),
)
ASKING = replace(PROCESS, triage=TRIAGE)


def incident(severity: str = "", impact: str = "", **answers: str) -> Incident:
    return replace(running().incident, severity=severity, impact=impact, answers=answers)


def test_each_question_has_its_answer_and_a_field_of_every_form_the_incidents() -> None:
    assert by_question(incident(impact="All carts", users="Few", gone="x"), ASKING) == {
        "users": "Few",
        "data_at_risk": "",
        "impact": "All carts",
    }


def test_answers_have_their_questions_and_one_that_the_form_no_longer_asks_has_its_id() -> None:
    assert answers_with_questions(incident(users="Few", recent_change="Release 41"), ASKING) == (
        ("How many users?", "Few"),
        ("recent change", "Release 41"),
    )
    assert answers_with_questions(incident(users="Few", data_at_risk="Yes"), ASKING, ("Data_At_Risk",)) == (
        ("Is data at risk?", "Yes"),
    )


def test_a_checklist_does_not_ask_what_the_form_has_answered() -> None:
    asked = Checklist(
        name="Triage",
        when="declared",
        items=("How many users? (all / few)", "is  data at risk?", "Who is affected?", "Set the severity"),
    )

    assert unanswered_items(asked, incident(users="Few", impact="All"), ASKING) == (
        "is  data at risk?",
        "Set the severity",
    )
    assert unanswered_items(asked, incident(), PROCESS) == asked.items


def test_an_item_in_other_words_is_left_out_once_all_its_questions_are_answered() -> None:
    scope = Checklist(
        name="Scope",
        when="declared",
        items=("Identify the scope", "Set the severity"),
        answered_by={"Identify the scope": ("services", "users"), "Set the severity": ("severity",)},
    )

    assert unanswered_items(scope, incident(users="Few"), ASKING) == scope.items
    assert unanswered_items(scope, replace(incident(users="Few"), services=("web",)), ASKING) == ("Set the severity",)
    assert unanswered_items(scope, replace(incident(), severity="SEV-1"), ASKING) == ("Identify the scope",)


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"users": "few"}, FEW),
        ({"users": "Few", "Data_at_risk": " yes "}, AT_RISK),
        ({"users": "All"}, None),
        ({}, None),
    ],
)
def test_the_worst_of_the_rules_that_the_answers_match_is_found(
    answers: dict[str, str], rule: TriageRule | None
) -> None:
    assert worst_rule(answers, ASKING) == rule


@pytest.mark.parametrize(
    ("severity", "rule"), [("SEV-4", AT_RISK), ("SEV-2", AT_RISK), ("SEV-1", None), ("", None), ("no such", None)]
)
def test_a_chosen_severity_below_what_the_answers_say_names_the_rule(severity: str, rule: TriageRule | None) -> None:
    assert overruled_rule(incident(severity, data_at_risk="Yes"), ASKING) == rule
