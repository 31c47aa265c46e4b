"""The words of each document are shown where people need them: the rows of docs/presets.md that name these tests."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

import pytest

from incident_actions.contract.effects import Notify, ProposeFiles
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process import incident_form
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.offline.runbook import runbook_values
from tests.model.process.preset_tables import Row, preset, rows_shown_by, text_of, value_at
from tests.postmortem.checkout_incident import rendered
from tests.worlds import START, WORDING, World, make_labels

SATURDAY = START + timedelta(days=3)


@dataclass(frozen=True)
class Life:
    """What people see of an incident of the highest severity: in each phase the card and what was posted for it."""

    declared: str
    active: str
    mitigated: str
    resolved: str
    pull_request: str


@cache
def staffed(name: str) -> Process:
    """Return a preset whose contacts have people."""
    contacts = "".join(f"  {key}: {{ people: [ada] }}\n" for key in preset(name).contacts)
    return read_process(f"extends: {name}\ncontacts:\n{contacts}", templates.load_preset, tuple(BY_WORD))


@cache
def life(name: str) -> Life:
    """Play an incident by a preset, from its declaration to its end."""
    process = staffed(name)
    world = World(process=process)
    world.issue = replace(world.issue, labels=make_labels("incident", process.severities[0].label))
    world.run()
    declared = shown(world, world.tool_comments())
    world.ask("grace", "/ack\n/ic")
    active = shown(world, world.tool_comments())
    mitigated, resolved = (shown(world, world.ask("grace", text)) for text in ("/mitigated", "/resolve Rolled back"))
    (pull,) = (made for made, _ in world.made.values() if isinstance(made, ProposeFiles))
    return Life(declared, active, mitigated, resolved, pull.body)


def shown(world: World, comments: list[str]) -> str:
    """Return the comments and the card."""
    return "\n".join((*comments, world.cards()[0].body))


@cache
def form(name: str) -> str:
    """Return the form of a preset."""
    return incident_form.form_text(preset(name), WORDING.render)


@cache
def runbook(name: str) -> str:
    """Return the runbook of a preset."""
    return WORDING.render("runbook/runbook.md", runbook_values(preset(name), START, 1))


@cache
def duties(name: str, role: str) -> str:
    """Return what somebody reads who is given a role."""
    world = World(process=staffed(name))
    world.run()
    return "\n".join(world.ask("grace", f"/role {role} @ada"))


def words(text: str) -> str:
    """Return the words of a text alone, without marks and line ends."""
    found = re.findall(r"[^\W_]+", html.unescape(text).lower())
    return f" {' '.join(found)} "


def assert_shown(row: Row, place: str) -> None:
    """Check that the row's words are in a place, and that they are the document's."""
    value = words(text_of(value_at(preset(row.preset), row.keys[0])))

    assert value in words(place)
    longest = max(map(words, row.sentence.split("…")), key=len)
    assert value in words(row.sentence) or longest in value, value


def assert_new(row: Row, before: str) -> None:
    """Check that the row's words were not shown before."""
    assert words(text_of(value_at(preset(row.preset), row.keys[0]))) not in words(before)


def shown_by(test: str) -> pytest.MarkDecorator:
    """Parametrise a test with the rows that name it."""
    return pytest.mark.parametrize("row", rows_shown_by(test), ids=lambda row: row.name)


@shown_by("test_the_form_has_these_words")
def test_the_form_has_these_words(row: Row) -> None:
    assert_shown(row, form(row.preset))


@shown_by("test_the_runbook_has_these_words")
def test_the_runbook_has_these_words(row: Row) -> None:
    assert_shown(row, runbook(row.preset))


@shown_by("test_the_declaration_shows_these_words")
def test_the_declaration_shows_these_words(row: Row) -> None:
    assert_shown(row, life(row.preset).declared)


@shown_by("test_these_words_are_shown_while_users_are_affected")
def test_these_words_are_shown_while_users_are_affected(row: Row) -> None:
    assert_shown(row, life(row.preset).active)


@shown_by("test_the_mitigation_brings_these_words")
def test_the_mitigation_brings_these_words(row: Row) -> None:
    assert_shown(row, life(row.preset).mitigated)
    assert_new(row, life(row.preset).active)


@shown_by("test_the_resolution_brings_these_words")
def test_the_resolution_brings_these_words(row: Row) -> None:
    assert_shown(row, life(row.preset).resolved)
    assert_new(row, life(row.preset).mitigated)


@shown_by("test_the_pull_request_of_the_post_mortem_and_the_runbook_have_these_words")
def test_the_pull_request_of_the_post_mortem_and_the_runbook_have_these_words(row: Row) -> None:
    assert_shown(row, life(row.preset).pull_request)
    assert_shown(row, runbook(row.preset))


@shown_by("test_the_file_of_the_post_mortem_has_these_words")
def test_the_file_of_the_post_mortem_has_these_words(row: Row) -> None:
    assert_shown(row, rendered(preset(row.preset)))


@shown_by("test_whoever_is_given_the_role_reads_these_words")
def test_whoever_is_given_the_role_reads_these_words(row: Row) -> None:
    role = row.keys[0].partition("[")[2].partition("]")[0]

    assert_shown(row, duties(row.preset, role))


@shown_by("test_a_shell_command_is_on_the_card_and_in_the_runbook")
def test_a_shell_command_is_on_the_card_and_in_the_runbook(row: Row) -> None:
    run = value_at(preset(row.preset), row.keys[0])

    lines = [
        line for line in run.splitlines() if words(line) in words(row.sentence) or words(row.sentence) in words(line)
    ]
    assert lines
    for line in lines:
        assert f"\n{line}\n" in life(row.preset).active
        assert f"\n{line}\n" in runbook(row.preset)


def test_the_blank_playbook_of_the_preset_becomes_one_on_the_card() -> None:
    text = templates.load_preset("war-room") or ""
    blank = "".join(line.removeprefix("# ") for line in re.findall(r"^# (?: |playbooks).*\n", text, re.MULTILINE))
    filled = blank.replace("# playbooks", "playbooks").replace("words, or whole phrases", "checkout is down")
    world = World(process=read_process(f"extends: war-room\n{filled}", templates.load_preset, tuple(BY_WORD)))
    world.run()

    card = world.cards()[0].body
    assert "| Looks like | Incident type 1 (playbook below) |" in card
    for line in (
        "**Symptoms:** What indicates this incident type",
        "**Look at:** How to investigate",
        "**Mitigate:** Quick fixes or workarounds",
        "**Then:** Long-term fix",
    ):
        assert f"* {line}\n" in card


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("lean", ["Investigating", "Identified", "Mitigated", "Resolved"]),
        ("p-levels", ["Investigating", "Identified", "Monitoring", "Resolved"]),
        ("war-room", ["Investigating", "Mitigating", "Verifying", "Resolved"]),
        ("regulated", ["investigating", "identified", "mitigating", "resolved"]),
        ("mitigate-first", ["Investigating", "Identified", "Monitoring", "Resolved"]),
    ],
)
def test_an_incident_goes_through_the_statuses_of_the_document(name: str, statuses: list[str]) -> None:
    world = World(process=staffed(name))
    world.run()
    world.ask("grace", "/sev 1")

    headlines = []
    for status in statuses:
        world.ask("grace", f"/status {status}")
        headlines += re.findall(r"^## .* · (.+)$", world.cards()[0].body, re.MULTILINE)
    assert headlines == statuses


# ── By severity


@cache
def declaration(name: str, severity: str, now: datetime = START) -> World:
    """Return an incident right after its declaration with a severity."""
    world = World(process=staffed(name), now=now, notifies=True)
    world.issue = replace(world.issue, labels=make_labels("incident", severity), created=now, updated=now)
    world.run()
    world.run()
    return world


@shown_by("test_the_declaration_names_the_response_of_its_severity")
def test_the_declaration_names_the_response_of_its_severity(row: Row) -> None:
    severity = row.keys[0].partition("[")[2].partition("]")[0]

    assert_shown(row, declaration(row.preset, severity).tool_comments()[0])


def test_the_war_room_asks_for_the_severity_only_where_the_form_named_none() -> None:
    boxes = [declaration("war-room", severity).tool_comments()[0] for severity in ("bug", "Severity 2: High")]

    assert ["- [ ] Determine severity level" in each for each in boxes] == [True, False]


@pytest.mark.parametrize(
    ("name", "mentioned"),
    [
        ("lean", [True, True, True, False]),
        ("p-levels", [True, True, True, True]),
        ("war-room", [True, True, True, False]),
        ("regulated", [True, True, True, False]),
        ("mitigate-first", [True, True, False, False]),
    ],
)
def test_on_a_saturday_those_on_call_are_mentioned_for_these_severities(name: str, mentioned: list[bool]) -> None:
    severities = [each.label for each in preset(name).severities]

    found = ["@ada, you are on call" in declaration(name, each, SATURDAY).tool_comments()[0] for each in severities]
    assert found == mentioned


def test_a_ticket_of_the_regulated_process_is_the_issue_alone() -> None:
    notified = {
        each.label: [type(made) for made, _ in declaration("regulated", each.label).made.values()]
        for each in preset("regulated").severities
    }

    assert notified == {"Sev1": [Notify], "Sev2": [Notify], "Sev3": [Notify], "Sev4": []}


@pytest.mark.parametrize(
    ("name", "text", "severities"),
    [
        ("p-levels", "We are aware of issues with", ["P1 - Critical", "P2 - High"]),
        ("p-levels", "Update status page and notify stakeholders", ["P1 - Critical", "P2 - High"]),
        ("regulated", "First 15 minutes (Sev1)", ["Sev1"]),
        ("mitigate-first", "or status page / Twitter / customer email", ["SEV-1", "SEV-2"]),
        ("mitigate-first", "or chat channel", ["SEV-1", "SEV-2", "SEV-3"]),
    ],
)
def test_these_words_are_for_the_severities_that_the_document_names(
    name: str, text: str, severities: list[str]
) -> None:
    labels = [each.label for each in preset(name).severities]

    assert [
        each for each in labels if text in shown(world := declaration(name, each), world.tool_comments())
    ] == severities
