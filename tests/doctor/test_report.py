"""The report counts its lines by level, and asks for the people of the process."""

from __future__ import annotations

from incident_actions.contract.questions import FactsOf
from incident_actions.doctor import report
from tests.doctor.healthy_repository import NOON, WORDING, healthy_facts, process


def test_the_facts_are_asked_for_with_the_people_and_teams_of_the_process() -> None:
    named = process(
        "extends: default\nescalation: [ada]\ncontacts: { payments: { name: Payments, people: [acme/pay] } }\n"
        "private: { repository: acme/security }\n"
    )

    assert report.facts_question(named, NOON) == FactsOf(NOON, ("ada",), ("acme/pay",), "incident", "", "acme/security")


def test_the_report_for_machines_counts_every_level() -> None:
    lines = report.report_lines(healthy_facts(labels=frozenset()), process(), WORDING)

    shown = report.as_json("acme/shop", NOON, lines)

    assert shown["repository"] == "acme/shop"
    assert shown["counts"] == {"fail": 1, "warn": 0, "unknown": 0, "pass": len(lines) - 1}
    assert [each["check"] for each in shown["checks"]] == [each.check for each in lines]
