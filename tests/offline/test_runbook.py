"""The runbook has everything that the configuration knows about people, on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from incident_actions.gateway.repository import templates
from incident_actions.model.process.extends import preset_names
from tests.offline_laptop import Laptop, check_out

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
        "- **On call until Mon 2026-03-09 09:00 (UTC): linus**; then see the rota below",
        "",
        "| who | for | how |",
        "|---|---|---|",
        "| **the engineering manager** |  | +44 20 7946 0009 |",
        "| **linus** | on-call | *no number: `directory` in the configuration* |",
        "| **grace** | on-call | +44 20 7946 0002 |",
        "| **margaret** | the engineering manager | *no number: `directory` in the configuration* |",
        "| **ada** | what stays overdue | +44 20 7946 0001 |",
    ]


def test_the_rota_is_listed_turn_by_turn_for_the_requested_weeks(desk: Laptop) -> None:
    assert section(printed(desk, "--weeks", "2"), "The rota") == [
        "### On call",
        "",
        "| from (UTC) | who | how |",
        "|---|---|---|",
        "| Wed 2026-03-04 14:00 | **linus** | – |",
        "| Mon 2026-03-09 09:00 | **grace** | +44 20 7946 0002 |",
        "| Mon 2026-03-16 09:00 | **linus** | – |",
    ]


def test_a_runbook_is_the_same_for_the_same_moment(desk: Laptop) -> None:
    assert printed(desk) == printed(desk)
    assert printed(desk) != printed(desk, at="2026-04-04T14:00Z")


def test_a_runbook_has_the_commands_for_an_outage(desk: Laptop) -> None:
    record = section(printed(desk), "Keep the record")

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


def test_a_path_that_cannot_be_written_is_reported(desk: Laptop) -> None:
    ended = desk.run("runbook", "--output", "nowhere/runbook.md", at=AT)

    assert ended.exit_code == 2
    assert "nowhere/runbook.md cannot be written: No such file or directory" in ended.output
