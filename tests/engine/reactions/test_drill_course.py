"""A drill plays what its scenario has, pages nobody else, ends by itself, and leaves nothing."""

from dataclasses import replace

from incident_actions.contract.drill_scenario import DrillScenario, LaterStep
from incident_actions.contract.effects import Notify, OpenHotfix, ProposeFiles, WithdrawFiles
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from tests.timers.timer_records import process
from tests.worlds import World

STEPS = (
    LaterStep(5, "start", "mitigated", "comment", "mary", "Customers call us."),
    LaterStep(1, "mitigated", "", "alert", "", "The disk is full"),
    LaterStep(500, "start", "", "silent", "linus", "he is on a train"),
)
RULES = """
escalation: [margaret]
on_call: { primary: [{ people: [margaret] }] }
notifications: [{ on: [declared] }]
repository_dispatch: [declared, resolved]
freeze: { severities: [SEV-1] }
recurrence: true
rating: true
"""


def drill(text: str = "/drill", rules: str = "") -> World:
    world = World(scenarios={"odd": DrillScenario("odd", "It is odd", (), "", STEPS)}, process=process(rules))
    world.issue = replace(world.issue, labels=())
    world.notifies = True
    world.ask("grace", text)
    return world


def made(world: World, *kinds: type) -> list[object]:
    return [creation for creation, _ in world.made.values() if isinstance(creation, kinds)]


def news(world: World) -> list[str]:
    return [each for each in world.replies() if each.startswith("**The scenario continues.**")]


def test_nobody_else_is_paged_and_nothing_leaves_the_repository() -> None:
    world = drill("/drill\n/sev 1", RULES)

    for _ in range(40):
        world.advance(minutes=30)
        world.run()

    paged = {
        login for entry in world.entries() if isinstance(entry, e.TimerFired | e.PeoplePaged) for login in entry.to
    }
    assert paged == {"grace"}
    assert "@margaret" not in "\n".join(world.replies())
    assert made(world, Notify) == []
    assert not any(isinstance(each, e.MergesFrozen | e.EventDispatched | e.RatingAsked) for each in world.entries())


def test_the_scenario_is_played_step_by_step_and_each_step_once() -> None:
    world = drill("/drill odd")
    world.advance(minutes=6)
    world.run()
    world.run()
    first = news(world)
    world.ask("grace", "/mitigated")
    world.advance(minutes=2)
    world.run()
    second = news(world)

    assert first == ["**The scenario continues.** `mary` says:\n\nCustomers call us."]
    assert second == [*first, "**The scenario continues.** An alert fires:\n\nThe disk is full"]
    assert [each.steps for each in world.entries() if isinstance(each, e.ScenarioPlayed)] == [(0,), (1,)]


def test_a_step_that_is_needless_by_then_is_left_out() -> None:
    world = drill("/drill odd")
    world.ask("grace", "/mitigated now")
    world.advance(minutes=30)
    world.run()

    assert [each.steps for each in world.entries() if isinstance(each, e.ScenarioPlayed)] == [(1,)]


def test_what_it_opened_goes_into_a_branch_of_its_own_and_is_removed_at_the_end() -> None:
    world = drill("/drill\n/sev 1\n/hotfix Undo it")
    world.ask("grace", "/resolve Undone")
    opened = [(each.branch, each.base) for each in made(world, OpenHotfix, ProposeFiles)]  # type: ignore[attr-defined]
    world.advance(hours=25)
    world.run()
    world.run()

    assert opened == [("hotfix/drill-7-undo-it", "drill/7"), ("postmortem/7", "drill/7")]
    assert [each.branch for each in made(world, WithdrawFiles)] == ["hotfix/drill-7-undo-it", "postmortem/7", "drill/7"]  # type: ignore[attr-defined]
    assert world.incident is not None
    assert (world.incident.phase, world.incident.hotfixes, world.incident.postmortem) == (Phase.CLOSED, (), None)
    assert sum("**The drill is over**, because its time is up." in each for each in world.replies()) == 1


def test_a_drill_that_nobody_answers_ends_by_itself() -> None:
    world = drill(rules="game_days: { ends_after: 2 }\n")
    world.advance(hours=2)

    world.run()

    assert [each for each in world.entries() if isinstance(each, e.DrillStopped)] == [
        e.DrillStopped(at=world.now, accepted=world.now)
    ]
    assert not world.issue.open
    assert any("**The drill is over**, because its time is up. You met **0 of " in each for each in world.replies())


def test_a_real_incident_ends_the_drill() -> None:
    world = drill()
    world.running = (7, 12)

    world.run()

    assert "**The drill is over**, because #12 is a real incident. Please help there." in world.replies()[-1]
    assert not world.issue.open


def test_only_a_sweep_or_a_clock_looks_for_real_incidents() -> None:
    world = drill()
    world.running, world.sweeping = (12,), False

    world.ask("grace", "/ack")

    assert world.issue.open


def test_a_reopened_drill_goes_on_and_is_scored_again() -> None:
    world = drill()
    world.ask("grace", "/false-alarm only a probe")
    world.advance(hours=30)
    world.ask("grace", "/reopen once more")
    again = world.issue.open
    world.ask("grace", "/resolve done")

    assert again
    assert not world.issue.open
    assert sum("**The drill is over**" in each for each in world.replies()) == 2


def test_the_score_names_what_was_asked_and_links_to_what_did_it() -> None:
    world = drill("/drill\n/sev 1")
    world.ask("grace", "/ack\n/ic\n/update we look\n/mitigated\n/resolve done")
    world.advance(hours=25)
    world.run()

    scored = [each for each in world.entries() if isinstance(each, e.DrillScored)]
    said = next(each for each in world.replies() if "**The drill is over**" in each)
    assert len(scored) == 1
    assert f"You met **{scored[0].points} of {scored[0].most}** targets of your process." in said
    assert "| Acknowledge | ✅ Met | 2026-03-04 14:" in said
