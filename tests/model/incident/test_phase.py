"""The lifecycle has the steps of its table, and every phase has a way back to work."""

import pytest

from incident_actions.model.incident.phase import RUNNING, TRANSITIONS, LifecycleStep, Phase, is_allowed


def test_the_table_has_every_phase_and_every_step() -> None:
    assert set(TRANSITIONS) == set(Phase)
    assert {step for steps in TRANSITIONS.values() for step in steps} == set(LifecycleStep)


@pytest.mark.parametrize("phase", Phase)
def test_from_every_phase_a_way_leads_back_to_work(phase: Phase) -> None:
    reached = {phase}
    for _ in Phase:
        reached |= {after for before in reached for after in TRANSITIONS[before].values()}

    assert reached >= RUNNING


@pytest.mark.parametrize(
    ("step", "phases"),
    [
        (LifecycleStep.MITIGATE, {Phase.ACTIVE}),
        (LifecycleStep.RELAPSE, {Phase.MITIGATED}),
        (LifecycleStep.RESOLVE, {Phase.ACTIVE, Phase.MITIGATED}),
        (LifecycleStep.CLOSE, {Phase.RESOLVED}),
        (LifecycleStep.DISMISS, {Phase.ACTIVE, Phase.MITIGATED}),
        (LifecycleStep.REOPEN, {Phase.RESOLVED, Phase.CLOSED, Phase.DISMISSED}),
    ],
)
def test_a_step_is_possible_from_its_phases_alone(step: LifecycleStep, phases: set[Phase]) -> None:
    assert {phase for phase in Phase if is_allowed(step, phase)} == phases
