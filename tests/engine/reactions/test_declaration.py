"""The form and the label begin an incident, as far as the one who used them may."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from incident_actions.contract.decision import Context
from incident_actions.contract.issue import ManualAction
from incident_actions.engine.reactions.declaration import (
    build_declaration,
    kept_answers,
    severity_by_rules,
    severity_in_form,
)
from incident_actions.model.incident.entry import Declared, Entry
from incident_actions.model.person import Person
from incident_actions.model.process.severity import Triage, TriageRule
from incident_actions.model.process.yaml_parsing import parse_yaml
from incident_actions.text import issue_form
from incident_actions.text.timeline import lines
from tests.worlds import PROCESS, START, WORDING, World, make_labels

FORM = Path(__file__).parents[3] / ".github" / "ISSUE_TEMPLATE" / "incident.yml"
FIELDS = issue_form.read_fields(parse_yaml(FORM.read_text(), "incident.yml"))
BODY = """### What is broken?

Checkout answers with an error 500.

### Who is affected, and how?

All customers in the EU

### Severity

SEV-2: a major feature is broken and many people are affected

### Affected services

checkout-api, web

### How was it noticed?

Alert

### When did it start? (UTC)

13:40
"""


def begun(body: str) -> Declared:
    world = World()
    world.issue = replace(world.issue, body=body)
    context = Context(world.snapshot, PROCESS, WORDING, START + timedelta(seconds=5))
    return build_declaration(context, issue_form.read_answers(body, FIELDS))


@pytest.mark.parametrize(
    "spelling",
    [
        "sev1",
        "SEV1",
        "Sev 1",
        "1",
        "Severity 1",
        "severity: 1",
        "sev-1",
        "Critical",
        "P1 - Critical",
        "sev1: all is down",
        "SEV-1 all is down",
        "1 (all is down)",
    ],
)
def test_a_severity_in_the_form_is_read_as_the_command_reads_it(spelling: str) -> None:
    chosen = "SEV-2: a major feature is broken and many people are affected"

    assert begun(BODY.replace(chosen, spelling)).severity == "SEV-1"


@pytest.mark.parametrize("answer", ["1 customer", "17", "S", "high load", "SEV-1 or SEV-2", "sev-zero"])
def test_a_form_answer_that_names_no_severity_is_kept_to_be_reported(answer: str) -> None:
    chosen = "SEV-2: a major feature is broken and many people are affected"

    declared = begun(BODY.replace(chosen, answer))

    assert (declared.severity, declared.unread) == ("", answer)


@pytest.mark.parametrize(
    "answer", ["Not sure", "not sure yet", "Unknown", "I don't know", "n/a", "?", "-", "TBD", "Not sure: work it out"]
)
def test_a_form_answer_that_leaves_the_severity_open_needs_no_report(answer: str) -> None:
    chosen = "SEV-2: a major feature is broken and many people are affected"

    declared = begun(BODY.replace(chosen, answer))

    assert (declared.severity, declared.unread) == ("", "")


@pytest.mark.parametrize(
    ("answer", "given", "words"),
    [
        ("Yes", "@acme/all <b>", "The form gives the severity as `@acme/all <b>`, which is none of"),
        (
            "Yes",
            "sev-zero",
            " The other answers make it **SEV-1**. To change that, comment one of these:\n\n- `/sev 1`",
        ),
        ("No", "sev-zero", " No severity is set, so reminders run as for the worst one. To set it, comment one"),
    ],
)
def test_a_severity_of_the_form_that_no_one_can_read_is_posted(answer: str, given: str, words: str) -> None:
    asked = f"\n### Is data at risk?\n\n{answer}\n\n### Affected"
    body = BODY.replace("SEV-2: a major feature is broken and many people are affected", given)
    world = World(process=RATING, form_fields=FIELDS)
    world.issue = replace(world.issue, body=body.replace("\n### Affected", asked))

    world.run()

    assert [words in reply for reply in world.tool_comments() if "severity as" in reply] == [True]


@pytest.mark.parametrize(
    ("labels", "severity", "after"),
    [
        (("SEV-2",), "SEV-2", ("SEV-2",)),
        (("sev1",), "SEV-1", ("SEV-1",)),
        (("P1",), "SEV-1", ("P1", "SEV-1")),
        (("error",), "", ("error",)),
        (("P1", "P2"), "", ("P1", "P2")),
    ],
)
def test_a_severity_that_a_label_names_when_the_incident_is_declared_counts(
    labels: tuple[str, ...], severity: str, after: tuple[str, ...]
) -> None:
    world = World()
    world.issue = replace(world.issue, labels=make_labels("incident", *labels))

    world.run()

    assert world.incident.severity == severity
    assert world.issue.label_names == {"incident", "status: investigating", *after}


def test_the_forms_answers_are_the_first_facts() -> None:
    assert begun(BODY) == Declared(
        at=START,
        accepted=START + timedelta(seconds=5),
        by="grace",
        by_id=2,
        severity="SEV-2",
        status="Investigating",
        title="Checkout is down",
        summary="Checkout answers with an error 500.",
        impact="All customers in the EU",
        services=("checkout-api", "web"),
        detected_by="Alert",
        started=START - timedelta(minutes=20),
    )


ASKED = (
    "\n### Is data at risk?\n\nYes\n\n### Is there a workaround?\n\n_No response_\n\n"
    "### What changed recently?\n\n{changed}\n\n### Affected"
)
"""The process's own questions, where its form has them."""


def test_the_answers_to_the_processs_own_questions_are_kept_by_their_ids() -> None:
    body = BODY.replace("\n### Affected", ASKED.format(changed="Release 41\nat 13:50"))

    assert begun(body).answers == (("data_at_risk", "Yes"), ("recent_change", "Release 41\nat 13:50"))


def test_a_long_answer_is_cut_and_of_many_the_first_are_kept() -> None:
    body = BODY.replace("\n### Affected", ASKED.format(changed="x" * 20_000))

    assert begun(body).answers == (("data_at_risk", "Yes"), ("recent_change", "x" * 299 + "…"))
    assert kept_answers({f"q{number}": "Yes" for number in range(30)}) == tuple((f"q{n}", "Yes") for n in range(20))


@pytest.mark.parametrize(
    "body", ["", "just words", BODY.replace("\n13:40\n", "\n_No response_\n").split("### What")[0]]
)
def test_blanks_are_legal(body: str) -> None:
    assert begun(body) == Declared(
        at=START,
        accepted=START + timedelta(seconds=5),
        by="grace",
        by_id=2,
        status="Investigating",
        title="Checkout is down",
    )


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [
        ("13:40", 20),
        ("2026-03-04T13:00Z", 60),
        ("1h ago", 60),
        ("some time ago", None),
        ("2026-03-04T15:00Z", None),
        ("", None),
    ],
)
def test_the_start_is_the_forms_time_unless_it_is_in_the_future_or_unreadable(answer: str, minutes: int | None) -> None:
    expected = START - timedelta(minutes=minutes) if minutes else None

    assert begun(BODY.replace("13:40", answer)).started == expected


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("SEV-1: everything is down for everybody, or data is being lost or leaked", "SEV-1"),
        ("sev-3", "SEV-3"),
        ("Not sure: work it out", ""),
        ("", ""),
    ],
)
def test_a_forms_option_names_its_severity(answer: str, label: str) -> None:
    assert severity_in_form(answer, PROCESS) == label


RULES = (
    TriageRule(when={"workaround": "Yes"}, severity="SEV-3"),
    TriageRule(when={"data_at_risk": "yes"}, severity="SEV-1"),
    TriageRule(when={"Data_at_risk": "no", "workaround": "no"}, severity="2"),
    TriageRule(when={}, severity="SEV-1"),
    TriageRule(when={"workaround": "Not known"}, severity="P9"),
)
RATING = replace(PROCESS, triage=Triage(rules=RULES))


@pytest.mark.parametrize(
    ("answers", "label"),
    [
        ({"workaround": "Yes"}, "SEV-3"),
        ({"workaround": "  yes\n"}, "SEV-3"),
        ({"workaround": "Yes", "data_at_risk": "Yes"}, "SEV-1"),
        ({"workaround": "No", "data_at_risk": "No"}, "SEV-2"),
        ({"workaround": "No", "data_at_risk": "Not known"}, ""),
        ({"workaround": "Yes, but a slow one"}, ""),
        ({"workaround": "Not known"}, ""),
        ({}, ""),
    ],
)
def test_of_the_rules_that_fit_the_answers_the_worst_rates_it(answers: dict[str, str], label: str) -> None:
    assert severity_by_rules(answers, RATING) == label


def rated(severity: str, data_at_risk: str) -> tuple[str, bool, str]:
    """What becomes of a form with these answers: the severity, whether the rules gave it, and the timeline's line."""
    asked = f"\n### Is data at risk?\n\n{data_at_risk}\n\n### Affected"
    body = BODY.replace("SEV-2: a major feature is broken and many people are affected", severity)
    world = World(process=RATING, form_fields=FIELDS)
    world.issue = replace(world.issue, body=body.replace("\n### Affected", asked))
    world.run()
    first = next(entry for entry in world.entries() if isinstance(entry, Declared))
    told = next(line.text for line in lines((first,), WORDING, PROCESS) if "Declared" in line.text)
    return first.severity, first.rated, told


@pytest.mark.parametrize(
    ("severity", "data_at_risk", "told"),
    [
        ("Not sure: work it out", "Yes", ("SEV-1", True, "Declared SEV-1 (from the form's answers): Checkout is down")),
        ("_No response_", "Yes", ("SEV-1", True, "Declared SEV-1 (from the form's answers): Checkout is down")),
        ("Not sure: work it out", "No", ("", False, "Declared: Checkout is down")),
        ("SEV-4: cosmetic, or not urgent", "Yes", ("SEV-4", False, "Declared SEV-4: Checkout is down")),
    ],
)
def test_the_answers_set_the_severity_if_nobody_does(
    severity: str, data_at_risk: str, told: tuple[str, bool, str]
) -> None:
    assert rated(severity, data_at_risk) == told


@pytest.mark.parametrize(
    ("severity", "advice"),
    [
        (
            "SEV-4: cosmetic, or not urgent",
            [
                "The answers in the form make this **SEV-1** (Is data at risk? Yes), but SEV-4 was chosen. "
                "To change it, comment `/sev 1`."
            ],
        ),
        ("SEV-1: everything is down", []),
        ("Not sure: work it out", []),
    ],
)
def test_a_chosen_severity_below_what_the_answers_say_earns_one_line(severity: str, advice: list[str]) -> None:
    asked = "\n### Is data at risk?\n\nYes\n\n### Affected"
    body = BODY.replace("SEV-2: a major feature is broken and many people are affected", severity)
    triage = Triage(questions=PROCESS.triage.questions, rules=RULES)
    world = World(process=replace(PROCESS, triage=triage), form_fields=FIELDS)
    world.issue = replace(world.issue, body=body.replace("\n### Affected", asked))

    world.run()

    said = [line for text in world.tool_comments() for line in text.split("\n") if line.startswith("The answers")]
    assert said == advice
    assert "| Answers | Is data at risk? Yes |" in world.cards()[0].body


def entries_after(world: World) -> tuple[Entry, ...]:
    world.run()
    return world.entries()


def test_the_person_who_added_the_label_declared_the_incident() -> None:
    world = World()
    world.issue = replace(world.issue, labels=(), author=Person("mary", 4))
    world.advance(minutes=30)
    world.change_manually("linus", ManualAction.LABELED, "incident")
    world.issue = replace(world.issue, updated=world.now)

    (entry,) = entries_after(world)
    assert (entry.by, entry.at) == ("linus", START + timedelta(minutes=30, seconds=1))


def test_a_label_that_a_bot_put_on_counts_as_the_authors() -> None:
    world = World()
    world.change_manually("triage[bot]", ManualAction.LABELED, "incident")
    world.changes = [replace(world.changes[0], by=Person("triage[bot]", 9, bot=True))]
    world.issue = replace(world.issue, updated=world.now)

    (entry,) = entries_after(world)
    assert (entry.by, entry.at) == ("grace", START)


def test_a_person_who_may_not_declare_is_thanked_once_and_somebody_else_can() -> None:
    world = World()
    world.issue = replace(world.issue, author=Person("mary", 4))
    world.run()

    assert world.replies() == [
        "@mary, thank you for the report. Declaring an incident needs the role **triage** in this repository, and yours is **read**. No one was alerted. Somebody with that role can comment `/declare`."
    ]
    assert (world.run().effects, world.cards()) == ((), [])
    world.ask("linus", "/declare 1")
    assert (world.incident.declared_by, world.incident.severity) == ("linus", "SEV-1")
