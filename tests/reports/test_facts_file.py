"""What a report has read comes back from its file, whatever somebody did to the file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.reports.collected_facts import collect_facts
from incident_actions.reports.facts_file import KnownFacts, read_facts, write_facts
from incident_actions.reports.incident_facts import IncidentFacts
from tests.reports.made_incidents import NOW, PROCESS, made_rows, record_of
from tests.reports.test_report_pages import MAY, NASTY, made

KNOWN = [replace(collect_facts(record_of(row), PROCESS, NOW, row.preset)) for row in made_rows(40)]
DAMAGED = IncidentFacts(99, "Damaged", MAY, MAY, ("incident",), legible=False)


def test_what_was_read_comes_back_as_it_was() -> None:
    facts = [*KNOWN, DAMAGED, made(50), *(made(100 + place, text, text, text) for place, text in enumerate(NASTY))]

    found = read_facts(write_facts("acme/shop", NOW, facts), "acme/shop")

    assert found.since == NOW
    assert list(found.by_number.values()) == facts


@pytest.mark.parametrize(
    "text", ["", "\n", "[]", "{}\n{}", "x" * 100, '{"incident-actions report":1,"repository":"acme/shop"}']
)
def test_another_file_knows_nothing(text: str) -> None:
    assert read_facts(text, "acme/shop") == KnownFacts()


def test_the_facts_of_another_repository_are_not_taken() -> None:
    assert read_facts(write_facts("acme/other", NOW, KNOWN), "acme/shop") == KnownFacts()


def test_a_damaged_line_is_read_again_and_costs_no_other() -> None:
    head, first, second, *rest = write_facts("acme/shop", NOW, KNOWN).split("\n")
    text = "\n".join([head, first[:40], "[]", '{"n":"1"}', '{"n":1,"opened":[],"updated":1}', second, *rest])

    assert list(read_facts(text, "acme/shop").by_number.values()) == KNOWN[1:]


def test_ten_thousand_incidents_stay_small() -> None:
    size = len(write_facts("acme/shop", NOW, KNOWN)) / len(KNOWN)

    assert size < 700
