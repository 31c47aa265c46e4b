"""The checklists of a phase are those that apply to the incident's severity."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.engine.checklists import for_phase, open_steps, to_steps
from incident_actions.model.process.communication import Checklist
from incident_actions.model.process.severity import FormQuestion, Triage
from incident_actions.text.messages import Steps
from tests.own_timers import only_own_timers
from tests.timers.timer_records import declared, incident, process

PROCESS = process(
    only_own_timers("""
checklists:
  - {name: First, when: declared, items: [Look at the pool]}
  - {name: Worst, when: declared, severities: [SEV-1], ordered: true, items: [Call the owner, Open a room]}
  - {name: Both, when: active, severities: [SEV-1, SEV-2], items: [Post an update]}
  - {name: Last, when: resolved, items: [Thank everybody]}
""")
)


@pytest.mark.parametrize(
    ("phase", "severity", "expected"),
    [
        ("declared", "SEV-1", ["First", "Worst"]),
        ("declared", "SEV-2", ["First"]),
        ("declared", "", ["First"]),
        ("active", "SEV-2", ["Both"]),
        ("resolved", "SEV-1", ["Last"]),
        ("mitigated", "SEV-1", []),
    ],
)
def test_a_phase_has_the_checklists_that_apply_to_the_severity_in_their_order(
    phase: str, severity: str, expected: list[str]
) -> None:
    found = for_phase(phase, incident(declared(severity)), PROCESS)

    assert [each.name for each in found] == expected


def test_messages_show_a_checklist_with_its_name_its_items_and_whether_they_are_ordered() -> None:
    plain = Checklist(name="First", when="declared", items=("Look at the pool",))
    ordered = Checklist(name="Worst", when="declared", ordered=True, items=("Call the owner", "Open a room"))

    options = Checklist(name="Ways", when="active", kind="options", items=("Roll back", "Scale"))

    assert to_steps((plain, ordered, options)) == (
        Steps("First", ("Look at the pool",), ordered=False),
        Steps("Worst", ("Call the owner", "Open a room"), ordered=True),
        Steps("Ways", ("Roll back", "Scale"), kind="options"),
    )


def test_a_checklist_of_which_the_form_answers_everything_is_left_out() -> None:
    asked = Triage(questions=(FormQuestion(id="impact", label="Who is affected?"),))
    process = replace(PROCESS, triage=asked)
    lists = (
        Checklist(name="Assess", when="declared", items=("Who is affected?",)),
        Checklist(name="First", when="declared", items=("Who is affected?", "Look at the pool")),
    )

    found = open_steps(lists, replace(incident(declared("SEV-1")), impact="All"), process)

    assert found == (Steps("First", ("Look at the pool",)),)
