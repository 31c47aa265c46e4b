"""The lifecycle has the steps of its table, and no dead ends but those people may leave."""

import pytest

from incident_actions.model.incident.phase import RUNNING, TRANSITIONS, Phase, Step, may


def test_the_table_speaks_of_every_phase_and_every_step() -> None:
    assert set(TRANSITIONS) == set(Phase)
    assert {step for steps in TRANSITIONS.values() for step in steps} == set(Step)


@pytest.mark.parametrize("phase", Phase)
def test_from_every_phase_a_way_leads_back_to_work(phase: Phase) -> None:
    reached = {phase}
    for _ in Phase:
        reached |= {after for before in reached for after in TRANSITIONS[before].values()}

    assert reached >= RUNNING


@pytest.mark.parametrize(
    ("step", "phases"),
    [
        (Step.MITIGATE, {Phase.ACTIVE}),
        (Step.RELAPSE, {Phase.MITIGATED}),
        (Step.RESOLVE, {Phase.ACTIVE, Phase.MITIGATED}),
        (Step.CLOSE, {Phase.RESOLVED}),
        (Step.DISMISS, {Phase.ACTIVE, Phase.MITIGATED}),
        (Step.REOPEN, {Phase.RESOLVED, Phase.CLOSED, Phase.DISMISSED}),
    ],
)
def test_a_step_is_possible_from_its_phases_alone(step: Step, phases: set[Phase]) -> None:
    assert {phase for phase in Phase if may(step, phase)} == phases
