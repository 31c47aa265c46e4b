"""After two hours, the reminders of an incident come once an hour, in one comment with conditions, actions and needs."""

from dataclasses import replace
from datetime import timedelta

from incident_actions.model.process.long_incident import LongIncidentRules
from tests.worlds import PROCESS, START, World

LONG = replace(PROCESS, long_incident=LongIncidentRules(), ladder=())


def reminders(world: World, start: int, end: int) -> list[tuple[int, str]]:
    """Let the clock look every five minutes, and return what it posts, with the minute."""
    found = []
    for minute in range(start, end, 5):
        world.now = START + timedelta(minutes=minute)
        before = len(world.replies())
        world.run()
        found += [(minute, each) for each in world.replies()[before:]]
    return found


def begun() -> World:
    world = World(process=LONG)
    world.run()
    world.ask("ada", "/sev 1\n/ic\n/ack\n/impact Nobody can pay\n/update We are looking into it")
    world.event_comment = None
    return world


def test_the_reminders_of_a_long_incident_come_once_an_hour() -> None:
    world = begun()

    early, late = reminders(world, 5, 121), reminders(world, 125, 301)

    assert len(early) > 3
    assert [minute for minute, _ in late] == [180, 240, 300]


def test_a_digest_has_conditions_actions_and_needs() -> None:
    world = begun()
    reminders(world, 5, 121)

    ((_, text),) = reminders(world, 125, 181)

    heading, _, needs = text.replace("\u200b", "").partition("- **Needs:**\n\n")
    assert heading.strip() == (
        "**This incident has lasted 3 h.** Reminders now come together.\n\n"
        "- **Conditions:** SEV-1 · Investigating · Nobody can pay\n"
        "- **Actions:** `ada` is in command; last update at 14:00 UTC: We are looking into it"
    )
    assert "the next update is due" in needs
    assert "_Due 17:00 UTC, posted 17:00 UTC." in needs


def test_without_the_key_nothing_changes() -> None:
    world = begun()
    world.process = replace(PROCESS, ladder=())
    reminders(world, 5, 121)

    late = reminders(world, 125, 181)

    assert all("has lasted" not in text for _, text in late)
    assert [minute for minute, _ in late] != [180]
