"""The runbook has everything that the configuration knows about people, on paper."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.extends import preset_names
from incident_actions.model.process.process import Process
from incident_actions.offline.runbook import RunbookContact, contacts, runbook_values, severity_targets
from tests.offline.logs import NOON
from tests.offline_laptop import Laptop, check_out
from tests.own_timers import only_own_timers

AT = "2026-03-04T14:00Z"


@pytest.fixture
def desk(tmp_path: Path) -> Laptop:
    return check_out(tmp_path / "checkout")


def printed(desk: Laptop, *more: str, at: str = AT) -> str:
    ended = desk.run("runbook", *more, at=at)
    assert ended.exit_code == 0, ended.output
    return ended.output


def section(text: str, heading: str) -> list[str]:
    rest = text.partition(f"## {heading}\n\n")[2]
    return rest.partition("\n## ")[0].strip().splitlines()


def test_the_contacts_have_every_number_in_the_configuration(desk: Laptop) -> None:
    assert section(printed(desk), "Whom to call") == [
        "- **On call until Mon 2026-03-09 09:00 (UTC): linus**; for later, see the rota below",
        "",
        "| name | for | contact |",
        "|---|---|---|",
        "| **the engineering manager** |  | +44 20 7946 0009 |",
        "| **linus** | on-call | *no phone number: add it under `directory`* |",
        "| **grace** | on-call | +44 20 7946 0002 |",
        "| **margaret** | the engineering manager | *no phone number: add it under `directory`* |",
        "| **ada** | overdue reminders | +44 20 7946 0001 |",
    ]


def test_the_rota_is_listed_turn_by_turn_for_the_requested_weeks(desk: Laptop) -> None:
    assert section(printed(desk, "--weeks", "2"), "The rota") == [
        "### On call",
        "",
        "| from (UTC) | name | contact |",
        "|---|---|---|",
        "| Wed 2026-03-04 14:00 | **linus** | – |",
        "| Mon 2026-03-09 09:00 | **grace** | +44 20 7946 0002 |",
        "| Mon 2026-03-16 09:00 | **linus** | – |",
    ]


def test_a_runbook_is_the_same_for_the_same_moment(desk: Laptop) -> None:
    assert printed(desk) == printed(desk)
    assert printed(desk) != printed(desk, at="2026-04-04T14:00Z")


def test_a_runbook_has_the_commands_for_an_outage(desk: Laptop) -> None:
    record = section(printed(desk), "Keep a log")

    assert [line.split()[1] for line in record if line.startswith("incident-actions")] == [
        "declare",
        "log",
        "log",
        "log",
    ]
    assert "GITHUB_TOKEN=… incident-actions replay FILE --repository OWNER/NAME" in record


@pytest.mark.parametrize("preset", preset_names(templates.load_preset))
def test_every_preset_makes_a_runbook_whose_tables_are_whole(preset: str, desk: Laptop) -> None:
    text = printed(desk, "--preset", preset)

    shown = MarkdownIt("commonmark").enable("table").render(text)
    assert "{{" not in text
    assert "|---" not in shown
    assert shown.count("<table>") == len(re.findall(r"^\|(?:---\|)+$", text, re.MULTILINE))


def test_a_page_to_print_is_whole_by_itself(desk: Laptop) -> None:
    printed(desk, "--output", "runbook.html")

    page = (desk.folder / "runbook.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "<td><strong>the engineering manager</strong></td>" in page
    assert not re.search(r"(?:src|href)=", page)


def test_text_in_the_configuration_is_never_markup_of_the_page(desk: Laptop) -> None:
    hostile = "<script>alert(1)</script> | @acme/all"
    text = f'extends: lean\ndirectory: {{ ada: "{hostile}" }}\nservices: [{{ name: api, runbook: "{hostile}" }}]\n'
    (desk.folder / ".github/incidents.yml").write_text(text)

    printed(desk, "--output", "runbook.html")

    page = (desk.folder / "runbook.html").read_text()
    assert "<script" not in page


def test_a_runbook_has_what_people_copy_and_read(desk: Laptop) -> None:
    (desk.folder / ".github/incidents.yml").write_text(
        "extends: default\n"
        "prevention: [Deploy small]\n"
        "commands:\n"
        "  - { name: Undo, when: active, severities: [SEV-1], run: kubectl rollout undo deploy/<name> }\n"
        "  - { name: Memory, run: free -h }\n"
        "references:\n"
        "  - { name: Handbook, link: docs/HANDBOOK.md, text: the long version }\n"
        "  - { name: Bridge, text: Room 7 }\n"
        "playbooks: [{ name: Full disk, symptoms: No space left, mitigation: Delete old logs }]\n"
    )
    text = printed(desk)

    assert section(text, "Prevention") == ["- Deploy small"]
    assert section(text, "Shell commands") == [
        *("Replace the `<words>` in a command.", ""),
        *("**Undo**, while users are affected (SEV-1):", "", "```", "kubectl rollout undo deploy/<name>", "```", ""),
        *("**Memory**:", "", "```", "free -h", "```"),
    ]
    assert section(text, "Playbooks") == [
        *("### Full disk", "", "- **Symptoms:** No space left", "- **Mitigate:** Delete old logs")
    ]
    assert section(text, "References") == ["- Handbook: docs/HANDBOOK.md (the long version)", "- Bridge: Room 7"]


def test_a_path_that_cannot_be_written_is_reported(desk: Laptop) -> None:
    ended = desk.run("runbook", "--output", "nowhere/runbook.md", at=AT)

    assert ended.exit_code == 2
    assert "nowhere/runbook.md cannot be written: No such file or directory" in ended.output


# ── Values


def process(configuration: str) -> Process:
    return read_process(only_own_timers(configuration), templates.load_preset, tuple(BY_WORD))


def test_each_person_is_listed_once_with_everything_they_are_contacted_for() -> None:
    of = process("""
directory: { ada: "1", GRACE: "2", mary: "3" }
contacts:
  manager: { name: the manager, people: [Ada, kim], reach: "9" }
  press: { name: the press, people: [kim] }
on_call: { primary: [{ people: [ada, grace] }], secondary: [{ people: [grace] }] }
services: [{ name: api, owner: [kim, acme/platform] }, web]
escalation: [kim]
""")

    assert contacts(of) == (
        RunbookContact("the manager", (), "9"),
        RunbookContact("ada", ("on-call", "the manager"), "1"),
        RunbookContact("grace", ("on-call", "secondary"), "2"),
        RunbookContact("kim", ("the manager", "the press", "api", "overdue reminders"), ""),
        RunbookContact("acme/platform", ("api",), ""),
        RunbookContact("mary", (), "3"),
    )


def test_a_process_without_people_lists_nobody() -> None:
    assert contacts(process("contacts: { vp: { name: the VP } }\n")) == ()


@pytest.mark.parametrize(
    ("configuration", "targets"),
    [
        ("severities: [{label: SEV-1}]\n", ()),
        ("severities: [{label: SEV-1, response: at once}]\n", (("response", "at once"),)),
        ("severities: [{label: SEV-1, respond_within: next business day}]\n", (("response", "next business day"),)),
        ("severities: [{label: SEV-1, update_every: 45}]\n", (("update", "45 min"),)),
        ("update_every: 60\n", (("update", "1 h"),)),
        ("update_every: 60\nseverities: [{label: SEV-1, update_every: 90}]\n", (("update", "1 h 30 min"),)),
        (
            "targets: {assess: null, watch: null, room: 240, mitigate: 61}\n",
            (("room", "4 h"), ("mitigate", "1 h 1 min")),
        ),
        (
            "targets: {assess: null, watch: null, acknowledge: 5}\nseverities: [{label: SEV-1, response: now, update_every: 15, targets: {room: 10}}]\n",
            (("response", "now"), ("acknowledge", "5 min"), ("room", "10 min"), ("update", "15 min")),
        ),
    ],
)
def test_a_severity_has_its_targets_in_the_order_of_an_incident(
    configuration: str, targets: tuple[tuple[str, str], ...]
) -> None:
    of = process(configuration)

    assert severity_targets(of.severities[0], of) == targets


def test_the_values_of_a_runbook_are_those_of_the_process_and_the_moment() -> None:
    of = process("""
severities: [{label: SEV-1}, {label: SEV-2, tell: [lead]}]
triage:
  questions: [{ id: lost, label: Is data lost?, options: [Yes, No] }]
  rules: [{ when: { lost: "Yes" }, severity: SEV-1 }]
contacts: { lead: { name: the lead, people: [ada] } }
ladder:
  - { name: tell, when: not resolved, after: 15, severities: [sev-1], page: [lead, "@kim"] }
  - { name: all, when: blocked, page: [lead] }
""")

    values = runbook_values(of, NOON, 2)

    assert {key: values[key] for key in ("now", "end", "places", "zone", "people", "tells", "rules", "rungs")} == {
        "now": NOON,
        "end": NOON + timedelta(weeks=2),
        "places": (),
        "zone": "",
        "people": (RunbookContact("ada", ("the lead",), ""),),
        "tells": True,
        "rules": [([("Is data lost?", "Yes")], "SEV-1")],
        "rungs": [(of.ladder[0], ("the lead", "@kim"), ("SEV-1",)), (of.ladder[1], ("the lead",), ())],
    }


@pytest.mark.parametrize(
    ("secondary", "places"), [("", ["on-call"]), (", secondary: [{ people: [kim] }]", ["on-call", "secondary"])]
)
def test_a_place_on_the_rota_is_printed_where_somebody_has_it(secondary: str, places: list[str]) -> None:
    of = process(f"on_call: {{ primary: [{{ people: [ada] }}], time_zone: Europe/Berlin{secondary} }}\n")

    values = runbook_values(of, NOON, 1)

    assert ([place for place, _ in values["places"]], values["zone"], values["tells"]) == (
        places,
        "Europe/Berlin",
        False,
    )


def test_a_path_or_a_room_with_a_blank_is_shown_as_people_can_use_it(desk: Laptop) -> None:
    links = section(printed(desk, "--preset", "war-room"), "The first minutes")

    assert "| **War room** | `#incident-NUMBER`, with the issue's number, or the time while there is none |" in links
    assert "| **Runbooks** | `/docs/RUNBOOK.md` |" in links
