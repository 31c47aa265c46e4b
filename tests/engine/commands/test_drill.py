"""A drill begins on an ordinary issue, for whoever takes part, and nothing of it is real."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.drill_scenario import DrillScenario, LaterStep
from incident_actions.contract.questions import RunningIncidents
from incident_actions.engine.commands.drill import running_incidents
from incident_actions.model.incident import entry as e
from tests.engine.commands.asking import facts
from tests.timers.timer_records import process
from tests.worlds import PROCESS, World

BAD_RELEASE = DrillScenario(
    "bad-release",
    "A bad release",
    ("critical",),
    "Release 41 went out.",
    (LaterStep(5, "start", "mitigated", "comment", "mary", "Customers call us."),),
)


def ordinary() -> World:
    """An issue that is no incident, in a repository that has one scenario."""
    world = World(scenarios={"bad-release": BAD_RELEASE})
    world.issue = replace(world.issue, labels=())
    return world


def drill(text: str = "/drill") -> World:
    world = ordinary()
    world.ask("grace", text)
    return world


def test_a_drill_is_on_record_with_its_people_and_the_issue_says_so() -> None:
    world = ordinary()

    assert facts(world, "grace", "/drill @ada") == [
        {
            "kind": "drill",
            "status": "Investigating",
            "title": "[Drill] Checkout is down",
            "renamed_from": "Checkout is down",
            "people": ["grace", "ada"],
        }
    ]
    assert (world.issue.title, set(world.issue.label_names)) == (
        "[Drill] Checkout is down",
        {"drill", "incident", "status: investigating"},
    )


@pytest.mark.parametrize("typed", ["bad-release", "Bad Release", "bad_release"])
def test_a_scenario_gives_the_title_the_severity_and_the_briefing(typed: str) -> None:
    world = ordinary()

    assert facts(world, "grace", f"/drill {typed}") == [
        {
            "kind": "drill",
            "status": "Investigating",
            "title": "[Drill] A bad release",
            "renamed_from": "Checkout is down",
            "severity": "SEV-1",
            "scenario": "bad-release",
            "briefing": "Release 41 went out.",
            "people": ["grace"],
            "steps": [["start 5 mitigated comment mary", "Customers call us."]],
        }
    ]


def test_the_people_and_the_hours_come_from_the_configuration_where_the_command_names_nobody() -> None:
    world = ordinary()
    world.process = process("game_days: { people: [ada, linus], ends_after: 4 }\n")

    (begun,) = facts(world, "grace", "/drill")

    assert (begun["people"], begun["limit"]) == (["grace", "ada", "linus"], 4)


def test_the_reply_says_when_the_drill_ends_by_itself() -> None:
    world = drill()

    (begun,) = (each for each in world.entries() if isinstance(each, e.DrillBegun))
    assert f"or by itself at {begun.at + timedelta(hours=24):%Y-%m-%d %H:%M} UTC." in world.replies()[-1]


def test_an_incident_that_is_resolved_does_not_hold_up_a_drill() -> None:
    assert running_incidents(PROCESS) == RunningIncidents("incident", ("drill", "status: resolved"))


def test_an_unknown_scenario_is_refused_with_the_list() -> None:
    world = ordinary()

    (said,) = world.ask("grace", "/drill bad relese")

    assert said == (
        "There is no scenario `bad relese`. Did you mean `/drill bad-release`? Nothing was changed. You can use "
        "`bad-release`, or `/drill` alone for a scenario of your own."
    )
    assert "drill" not in world.issue.label_names


@pytest.mark.parametrize(
    ("running", "words"),
    [
        ((12,), "`/drill` did nothing, because a real incident is running: #12. Start the drill when it is resolved."),
        (
            (12, 14),
            "`/drill` did nothing, because a real incident is running: #12, #14. Start the drill when they are resolved.",
        ),
    ],
)
def test_real_incidents_come_first(running: tuple[int, ...], words: str) -> None:
    world = ordinary()
    world.running = running

    assert world.ask("grace", "/drill") == [words]
    assert "drill" not in world.issue.label_names


def test_a_second_drill_needs_another_issue() -> None:
    world = drill()

    assert world.ask("grace", "/drill") == [
        "`/drill` did nothing, because this issue is already a drill. For another one, open a new issue and comment "
        "`/drill` there."
    ]


@pytest.mark.parametrize(
    "text", ["/freeze all", "/unfreeze", "/private", "/rollback #12", "/duplicate #3", "/action @grace friday Fix it"]
)
def test_what_would_be_real_is_refused_with_a_sentence(text: str) -> None:
    world = drill()

    (said,) = world.ask("grace", text)

    assert said.startswith(f"`{text.split(maxsplit=1)[0]}` did nothing, because this is a drill. ")
    assert [entry.reason for entry in world.entries() if isinstance(entry, e.CommandRefused)] == ["NotInDrill"]


def test_a_mistyped_command_on_an_ordinary_issue_is_answered_with_the_drill() -> None:
    world = ordinary()
    world.event_comment = world.post("grace", "/dril bad-release")

    world.run()

    assert world.replies() == ["Unknown command `/dril`, so nothing was done. Did you mean `/drill bad-release`?"]


@pytest.mark.parametrize("text", ["/ic @ada", "/page @ada it grows", "/page @acme/sre", "/handoff ic @ada go on"])
def test_nobody_outside_is_named_until_they_take_part(text: str) -> None:
    world = drill()

    (said,) = world.ask("grace", text)

    assert "does not take part in this drill" in said


def test_whoever_types_a_command_takes_part() -> None:
    world = drill()
    world.ask("ada", "/ack")

    world.ask("grace", "/ic @ada")

    assert world.incident is not None
    assert world.incident.drill is not None
    assert (world.incident.drill.people, world.incident.roles) == (("grace", "ada"), {"commander": "ada"})


def test_a_published_text_is_only_on_record() -> None:
    world = drill()

    assert world.ask("grace", "/publish Payments fail") == [
        "This is a drill, so your text is only on record. Nothing was published."
    ]


def test_a_stranger_begins_no_drill() -> None:
    world = ordinary()
    world.event_comment = world.post("mary", "/drill")

    world.run()

    assert "drill" not in world.issue.label_names
    assert "needs the role **write**" in world.replies()[0]


def test_the_default_process_has_no_game_days() -> None:
    assert PROCESS.game_days is None
