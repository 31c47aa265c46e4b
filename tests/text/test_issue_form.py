"""The answers of an issue form are found by the form's own labels."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.text.issue_form import (
    FormField,
    answers_older_form,
    best_form,
    fold_blank_answers,
    read_answers,
    read_fields,
    with_former_labels,
)

FORM = {
    "name": "Incident",
    "body": [
        {"type": "markdown", "attributes": {"value": "### Severity"}},
        {"type": "textarea", "id": "summary", "attributes": {"label": "What is broken?"}},
        {
            "type": "dropdown",
            "id": "severity",
            "attributes": {"label": "Severity", "options": ["Not sure", "SEV-1: all down", 2]},
        },
        {"type": "textarea", "id": "log", "attributes": {"label": "Log", "render": "shell"}},
        {
            "type": "checkboxes",
            "id": "seen",
            "attributes": {"label": "Seen in", "options": [{"label": "api"}, {"label": "web"}]},
        },
        {"type": "input", "attributes": {"label": "Started  at"}},
    ],
}
FIELDS = (
    FormField("summary", "What is broken?", "textarea"),
    FormField("severity", "Severity", "dropdown", ("Not sure", "SEV-1: all down", "2")),
    FormField("log", "Log", "textarea", render=True),
    FormField("seen", "Seen in", "checkboxes", ("api", "web")),
    FormField("Started  at", "Started at", "input"),
)


def body_of(**given: str) -> str:
    """Return the body that GitHub makes of a form."""
    return "\n\n".join(f"### {field.label}\n\n{given.get(field.id, '_No response_')}" for field in FIELDS)


def test_the_fields_of_a_form_are_its_questions_in_order() -> None:
    assert read_fields(FORM) == FIELDS


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"body": None},
        {"body": "text"},
        {"body": [None, "x", {}, {"type": "input"}, {"type": "input", "attributes": {"label": 3}}]},
    ],
)
def test_a_broken_form_asks_nothing(form: dict[str, object]) -> None:
    assert read_fields(form) == ()


def test_a_full_body_gives_every_answer() -> None:
    body = body_of(
        summary="Checkout fails.\n\nSince noon.",
        severity="SEV-1: all down",
        log="```shell\nerror: x\n\n### Severity\n```",
        seen="- [x] api\n- [ ] web",
    )

    assert read_answers(body, FIELDS) == {
        "summary": "Checkout fails.\n\nSince noon.",
        "severity": "SEV-1: all down",
        "log": "error: x\n\n### Severity",
        "seen": "- [x] api\n- [ ] web",
    }


def test_carriage_returns_make_no_difference() -> None:
    body = body_of(summary="one\ntwo", severity="2").replace("\n", "\r\n")

    assert read_answers(body, FIELDS) == {"summary": "one\ntwo", "severity": "2"}


@pytest.mark.parametrize("blank", ["", "  ", "_No response_", "_no response_", "None", "NONE", "```shell\n\n```"])
def test_a_blank_is_no_answer(blank: str) -> None:
    assert read_answers(body_of(log=blank), FIELDS) == {}


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        "written by hand",
        "### \n###",
        "### What was broken?\n\nold label",
        "## Severity\n\n2",
        "a ### Severity",
    ],
)
def test_a_body_without_the_forms_labels_has_no_answers(body: str | None) -> None:
    assert read_answers(body, FIELDS) == {}


@pytest.mark.parametrize(
    "summary",
    [
        "Steps:\n\n### Steps\n\n1. open\n\n#### Severity",
        "### What is broken?\n\nstill this",
        "### Severity\n\nvery bad",
        "### Log\n\nnothing\n\n### Seen in\n\neverywhere",
        "### Started at\n\n14:05",
        "```\n### Severity\n\nSEV-1: all down",
        " ### Severity\n\n2",
    ],
)
def test_a_heading_inside_an_answer_is_text(summary: str) -> None:
    body = body_of(summary=summary, severity="2", log="```shell\nx\n```", seen="- [x] api")

    assert read_answers(body, FIELDS) == {"summary": summary.strip(), "severity": "2", "log": "x", "seen": "- [x] api"}


@pytest.mark.parametrize(("severity", "expected"), [("None", {}), ("SEV-1: all down", {"severity": "SEV-1: all down"})])
def test_a_heading_that_no_form_has_is_not_part_of_an_answer_of_one_line(
    severity: str, expected: dict[str, str]
) -> None:
    extra = "\n\n### This is an extra field\n\nIt came with another tool."
    body = f"### Severity\n\n{severity}{extra}\n\n### Started at\n\n14:05{extra}"

    assert read_answers(body, FIELDS) == {**expected, "Started  at": "14:05"}


def test_a_line_that_only_looks_like_a_heading_stays_in_an_answer_of_one_line() -> None:
    assert read_answers("### Started at\n\n14:05 ### about", FIELDS) == {"Started  at": "14:05 ### about"}


def test_a_label_renamed_since_loses_only_its_own_answer() -> None:
    body = body_of(summary="Checkout fails.", severity="2", seen="- [x] api").replace("### Severity", "### How bad?")

    assert read_answers(body, FIELDS) == {"summary": "Checkout fails.\n\n### How bad?\n\n2", "seen": "- [x] api"}


def test_a_label_that_the_form_had_before_is_understood_beside_its_new_one() -> None:
    older = tuple(replace(field, label="How bad?") if field.id == "severity" else field for field in FIELDS)
    body = body_of(summary="Checkout fails.", severity="2", seen="- [x] api").replace("### Severity", "### How bad?")

    assert answers_older_form(body, FIELDS)
    fields = with_former_labels(FIELDS, older)
    assert not answers_older_form(body, fields)
    assert read_answers(body, fields) == {"summary": "Checkout fails.", "severity": "2", "seen": "- [x] api"}
    assert with_former_labels(fields, older) == fields


def test_a_current_label_wins_over_the_same_former_label() -> None:
    older = tuple(replace(field, label="What is broken?") if field.id == "severity" else field for field in FIELDS)

    assert read_answers(body_of(summary="Checkout", severity="2"), with_former_labels(FIELDS, older)) == {
        "summary": "Checkout",
        "severity": "2",
    }


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Something is wrong.\n\n### Steps\n\n1. open",
        body_of(summary="Steps:\n\n### One\n\nopen\n\n### Two\n\nclose", severity="2"),
    ],
    ids=["empty", "a plain issue", "headings in an answer"],
)
def test_a_body_of_the_current_form_is_not_taken_for_an_older_one(body: str) -> None:
    assert not answers_older_form(body, FIELDS)


def test_labels_in_another_order_give_what_follows_the_form() -> None:
    body = "### Severity\n\n2\n\n### What is broken?\n\nCheckout\n\n### Seen in\n\n- [x] api\n\n### Started at\n\n14:05"

    assert read_answers(body, FIELDS) == {
        "severity": "2",
        "seen": "- [x] api",
        "Started  at": "14:05",
    }


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("```shell\na\n```\nb", "```shell\na\n```\nb"),
        ("```shell\na", "```shell\na"),
        ("````shell\n```\na\n```\n````", "```\na\n```"),
        ("```shell\n```x\na\n```\n```", "```x\na\n```"),
        ("no fence", "no fence"),
    ],
)
def test_the_fence_around_a_rendered_answer_is_taken_off_and_no_other(log: str, expected: str) -> None:
    assert read_answers(body_of(log=log), FIELDS) == {"log": expected}


def test_a_fence_that_a_person_typed_stays() -> None:
    assert read_answers(body_of(summary="```\na\n```"), FIELDS) == {"summary": "```\na\n```"}


ANSWER = st.text("ab #`\n", max_size=30).map(str.strip).filter(lambda text: text.lower() not in {"", "none"})
ONE_LINE = ANSWER.filter(lambda text: "### " not in text)
"""Answers of an input, to which a heading never belongs."""


@given(
    st.fixed_dictionaries(
        {}, optional={"summary": ANSWER, "severity": st.sampled_from(FIELDS[1].options), "Started  at": ONE_LINE}
    )
)
def test_answers_written_into_the_form_are_read_back(given: dict[str, str]) -> None:
    assert read_answers(body_of(**given), FIELDS) == given


@given(
    st.lists(st.sampled_from([*(f"### {field.label}" for field in FIELDS), "", "text", "2", "```", "None"])).map(
        "\n".join
    )
    | st.text()
)
def test_any_body_is_read(body: str) -> None:
    found = read_answers(body, FIELDS)

    assert set(found) <= {field.id for field in FIELDS}
    assert all(re.search(r"\S", answer) for answer in found.values())


def test_a_body_of_headings_only_is_read_at_once() -> None:
    body = "### Severity\n\n2\n\n" * 4_000

    assert read_answers(body, FIELDS)["severity"].startswith("2")


def test_a_fence_with_nothing_seen_in_it_is_no_answer() -> None:
    assert read_answers("### Log\n\n```text\n \n```", FIELDS) == {}


FOLDED = "<details><summary>Not answered</summary>\n\n{}\n\n</details><!-- not answered -->"


def test_questions_that_nobody_answered_are_collapsed_where_they_are_and_all_else_stays() -> None:
    body = body_of(summary="Down.\n\n### Odd\n\n_No response_", seen="- [x] api")

    assert fold_blank_answers(body, FIELDS).split("\n\n### Seen") == [
        "### What is broken?\n\nDown.\n\n### Odd\n\n_No response_\n\n"
        + FOLDED.format("### Severity\n\n_No response_\n\n### Log\n\n_No response_"),
        " in\n\n- [x] api\n\n" + FOLDED.format("### Started at\n\n_No response_"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "It is down.",
        "### Severity\n\nNot sure",
        "Before\n\n### Severity\n\nNot sure\n\n### Other\n\n_No response_",
        body_of(**dict.fromkeys(("summary", "log", "seen", "Started  at"), "x"), severity="Not sure"),
    ],
)
def test_a_body_without_blank_answers_stays_as_it_is(body: str) -> None:
    assert fold_blank_answers(body, FIELDS) == body


def test_a_body_with_collapsed_answers_is_read_by_an_older_forms_words() -> None:
    older = tuple(replace(field, label=f"Old {field.label}") for field in FIELDS)
    body = fold_blank_answers(body_of(summary="Down", severity="2").replace("### ", "### Old "), older)

    assert "Not answered" in body
    assert answers_older_form(body, FIELDS)
    assert read_answers(body, with_former_labels(FIELDS, older)) == {"summary": "Down", "severity": "2"}


@given(st.dictionaries(st.sampled_from([each.id for each in FIELDS]), st.text(max_size=60)))
def test_collapsing_blank_answers_changes_none_that_was_given(given_: dict[str, str]) -> None:
    body = body_of(**given_)

    folded = fold_blank_answers(body, FIELDS)
    assert read_answers(folded, FIELDS) == read_answers(body, FIELDS)
    assert fold_blank_answers(folded, FIELDS) == folded


def test_a_body_belongs_to_the_form_whose_questions_it_has() -> None:
    first = (FormField("summary", "What is broken?", "textarea"), FormField("severity", "Severity", "dropdown"))
    second = (FormField("summary", "What leaks?", "textarea"), FormField("severity", "Severity", "dropdown"))
    body = "### What leaks?\n\nNames\n\n### Severity\n\nSEV-1"

    assert best_form(body, (first, second)) == second
    assert best_form("### Severity\n\nSEV-1", (first, second)) == first
    assert best_form(None, (first, (*second, *second))) == first
