"""Issue forms, and the text that GitHub makes of the answers."""

from incident_actions.sandbox.pages.issue_form import IssueForm, read_form, read_template

FORM = """\
name: Incident
description: Something is broken
title: "[Incident] "
labels: [incident, urgent]
assignees: ada
body:
  - {type: markdown, attributes: {value: "Write what you know."}}
  - {type: input, id: where, attributes: {label: "Where?"}, validations: {required: true}}
  - {type: textarea, id: log, attributes: {label: Log, render: shell}}
  - {type: dropdown, id: bad, attributes: {label: "How bad?", options: [Low, High], default: 1}}
  - {type: dropdown, id: services, attributes: {label: Services, multiple: true, options: [api, web, db]}}
  - type: checkboxes
    id: terms
    attributes: {label: Terms, options: [{label: I agree, required: true}, {label: Tell me}]}
"""


def form() -> IssueForm:
    return read_form("incident.yml", FORM)


def test_a_form_has_its_questions_labels_and_title() -> None:
    read = form()

    assert (read.name, read.title, read.labels, read.assignees) == (
        "Incident",
        "[Incident] ",
        ["incident", "urgent"],
        ["ada"],
    )
    assert [each.id for each in read.questions] == ["question-0", "where", "log", "bad", "services", "terms"]
    assert read.questions[3].value == "High"


def test_answers_become_headings_and_texts_as_on_github() -> None:
    answers = {
        "where": [" checkout "],
        "log": ["boom"],
        "bad": ["High"],
        "services": ["db", "api"],
        "terms": ["I agree"],
    }

    assert form().body(answers) == (
        "### Where?\n\ncheckout\n\n### Log\n\n```shell\nboom\n```\n\n### How bad?\n\nHigh\n\n### Services\n\napi, db\n\n"
        "### Terms\n\n- [x] I agree\n- [ ] Tell me"
    )


def test_what_nobody_answered_is_named_as_github_names_it() -> None:
    assert form().body({}) == (
        "### Where?\n\n_No response_\n\n### Log\n\n_No response_\n\n### How bad?\n\nNone\n\n### Services\n\nNone\n\n"
        "### Terms\n\n- [ ] I agree\n- [ ] Tell me"
    )


def test_the_questions_that_need_an_answer_are_named() -> None:
    assert form().missing({"where": [" "]}) == ["Where?", "Terms"]
    assert form().missing({"where": ["x"], "terms": ["I agree"]}) == []


def test_a_file_that_is_no_form_has_problems_and_no_questions() -> None:
    broken = [read_form("a.yml", text) for text in ("body: [", "- x", "name: x", "")]

    assert [(each.questions, len(each.problems)) for each in broken] == [((), 1)] * 4


def test_a_template_has_its_text_and_what_its_front_matter_says() -> None:
    read = read_template("bug.md", "---\nname: Bug\nabout: A bug\nlabels: 'bug, web'\n---\n\n## Steps\n")

    assert (read.name, read.description, read.labels, read.text) == ("Bug", "A bug", ["bug", "web"], "## Steps\n")
    assert read_template("plain.md", "Steps?\n").text == "Steps?\n"
