"""On the issue of a week, everybody who gets reminders can snooze their own, and nothing else runs."""

from dataclasses import replace
from datetime import date

import pytest

from incident_actions.contract.issue import ManualAction
from incident_actions.model.incident.action_week import Absence
from incident_actions.model.person import Person
from tests.action_items.week_world import listed, week_world

MARY = Person("mary", 4)


def reactions(world: object, login: str) -> list[str]:
    """Return the tool's reactions to somebody's comments."""
    return [sign for each in world.comments.values() if each.author.login == login for sign in each.reactions or ()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("/snooze 2026-12-24", date(2026, 12, 24)),
        ("/snooze until monday", date(2026, 3, 9)),
        ("/snooze 5d", date(2026, 3, 9)),
        ("/snooze until 2026-12-24 on leave", date(2026, 12, 24)),
    ],
)
def test_a_person_with_a_digest_snoozes_their_own_reminders(text: str, until: date) -> None:
    world = week_world(listed(20, owner="mary"), listed(21, owner="mary"))
    world.roles = {**world.roles, "mary": "triage"}  # can be assigned, but may not snooze an item
    world.run()

    said = world.ask("mary", text)

    assert (said, world.week.absences, reactions(world, "mary")) == ([], (Absence(MARY, until),), ["+1"])
    assert f"Reminders are snoozed: `mary` until {until}." in world.face
    assert world.run().effects == ()


def test_a_snooze_ends_with_off_and_the_last_one_counts() -> None:
    world = week_world()
    for text in ("/snooze until 2026-12-24", "/snooze until 2026-04-01", "/snooze off"):
        world.ask("grace", text)

    assert world.week.absences == (Absence(Person("grace", 2), date(2026, 3, 4)),)
    assert "Reminders are snoozed" not in world.face


@pytest.mark.parametrize("text", ["/snooze", "/snooze until whenever", "/snooze 2026-01-01"])
def test_a_day_that_cannot_be_used_is_refused(text: str) -> None:
    world = week_world()

    (said,) = world.ask("grace", text)

    assert said.startswith(("`/snooze` takes", "`/snooze` can't read", "2026-01-01 is in the past"))
    assert (world.week.absences, reactions(world, "grace")) == ((), ["confused"])


def test_a_command_for_action_items_does_nothing_here() -> None:
    world = week_world()

    assert world.ask("grace", "/done #4\n/sev 1") == [
        "`/done` does not work on this issue, so nothing was changed. Use it on the issue of an action item. Here you"
        " can pause your own reminders: `/snooze until <date>`.\n\n"
        "`/sev` does not work on this issue, so nothing was changed. Use it on the issue of an action item. Here you"
        " can pause your own reminders: `/snooze until <date>`."
    ]


@pytest.mark.parametrize("text", ["/snooze until 2026-12-24", "/frobnicate", "/lgtm"])
def test_a_stranger_and_other_bots_commands_get_no_answer(text: str) -> None:
    world = week_world()

    assert (world.ask("mallory", text), world.week.absences, reactions(world, "mallory")) == ([], (), [])


def test_an_edited_comment_snoozes_nothing() -> None:
    world = week_world()
    world.edit(world.post("grace", "/snooze until 2026-04-01"), "/snooze until 2030-04-01")

    world.run()

    assert world.week.absences == ()
    assert "was edited" in world.replies()[0]


def test_a_record_that_somebody_damaged_is_written_again_from_the_comments() -> None:
    world = week_world()
    world.ask("grace", "/snooze until 2026-12-24")
    known = world.week
    world.issue = replace(world.issue, body=world.issue.body.replace("2026-12-24", "2030-12-24"))

    world.run()

    assert world.week == known
    assert world.run().effects == ()


def test_a_week_that_somebody_labels_as_an_incident_stays_a_week() -> None:
    world = week_world()
    world.change_manually("grace", ManualAction.LABELED, "incident")
    world.ask("grace", "/sev 1")

    assert world.week.week == "2026-W10"
    assert not any("incident-actions:card" in each.body for each in world.comments.values())
