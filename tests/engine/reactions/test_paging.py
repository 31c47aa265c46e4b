"""On declaring and on raising, those who must know are told, once, and what comes first is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.issue import ManualAction
from incident_actions.engine.reactions.paging import page_responders
from incident_actions.model.incident import entry as e
from incident_actions.model.process.people import Role
from tests.prepared_team import prepared_process
from tests.worlds import PROCESS, WORDING, RunDied, World, make_labels

ON_CALL = "@ada, you are on call. You lead this incident until someone takes command."
TO_LEAD = "@margaret: you are notified of every {} incident."
FIRST = "**First minutes:**\n- [ ] Say that you are on it: `/ack`\n- [ ] Set the severity: `/sev`"
MITIGATE = "**Mitigate, in order of preference:**\n1. Roll back\n2. Switch the feature off"
ALL_HANDS = "**All hands:**\n- [ ] Open the war room"
LACKING = "impact (`/impact <who is affected, and how>`), Incident commander (`/ic @user`)"


def prepared(*commands: str) -> World:
    """An incident of the team that prepared, after these comments."""
    world = World(process=prepared_process())
    world.run()
    for command in commands:
        world.ask("grace", command)
    return world


def said(world: World) -> list[str]:
    """Everything that was said, less what is folded."""
    return [text.partition("\n\n<details>")[0] for text in world.tool_comments()]


def test_the_person_on_call_is_mentioned_with_the_first_steps() -> None:
    world = prepared()

    (text,) = world.tool_comments()
    assert text == (
        f"**Declared.** {ON_CALL}\n\n{FIRST}\n\n{MITIGATE}\n\n"
        f"The text for stakeholders is on the card. Still missing: severity (`/sev 1`), {LACKING}"
    )
    paged = e.PeoplePaged(at=world.now, accepted=world.now, to=("ada",), whom="on call")
    assert world.entries()[1:] == (paged,)
    assert world.issue.assignees == ("ada",)


def test_the_person_on_call_is_told_the_duties_of_the_role_for_people_on_call() -> None:
    process = prepared_process()
    role = Role(key="on-call", name="On-call", duties="Acknowledge alerts < 5 min. @linus")
    world = World(process=replace(process, roles=(*process.roles, role)))
    world.run()

    (text,) = world.tool_comments()
    assert text.startswith(f"**Declared.** {ON_CALL} Acknowledge alerts &lt; 5 min. @\u200blinus\n\n")


def test_a_severity_that_is_known_tells_its_people_and_shows_its_checklists_at_once() -> None:
    world = World(process=prepared_process())
    world.issue = replace(world.issue, labels=())
    world.ask("grace", "/declare 1")

    assert said(world) == [
        f"**Declared as SEV-1.** {ON_CALL} @margaret, @acme/leads: you are notified of every SEV-1 incident.\n\n{FIRST}\n\n{ALL_HANDS}\n\n{MITIGATE}\n\n"
        f"The text for stakeholders is on the card. Still missing: {LACKING}"
    ]


@pytest.mark.parametrize(
    ("commands", "told"),
    [
        (("/sev 3",), []),
        (("/sev 2",), [f"**Severity set to SEV-2.** {TO_LEAD.format('SEV-2')}"]),
        (
            ("/sev 1",),
            [
                f"**Severity set to SEV-1.** @margaret, @acme/leads: you are notified of every SEV-1 incident.\n\n{ALL_HANDS}"
            ],
        ),
        (
            ("/sev 2", "/sev 1"),
            [
                f"**Severity set to SEV-2.** {TO_LEAD.format('SEV-2')}",
                f"**Severity raised from SEV-2 to SEV-1.** {ON_CALL} @acme/leads: you are notified of every SEV-1 incident.\n\n{ALL_HANDS}",
            ],
        ),
        (
            ("/sev 3", "/sev 2", "/sev 3", "/sev 2"),
            [f"**Severity raised from SEV-3 to SEV-2.** {ON_CALL} {TO_LEAD.format('SEV-2')}"],
        ),
        (
            ("/sev 3", "/ack", "/sev 2"),
            [f"**Severity raised from SEV-3 to SEV-2.** {TO_LEAD.format('SEV-2')}"],
        ),
        (
            ("/affects checkout", "/sev 2"),
            [
                "Affected services: `checkout`.",
                "**Severity set to SEV-2.** @margaret, @linus: you are notified of every SEV-2 incident.",
            ],
        ),
    ],
    ids=lambda value: " ".join(value).replace("/", "") if value and value[0].startswith("/") else "",
)
def test_a_raise_is_announced_once_and_a_lowering_is_not(commands: tuple[str, ...], told: list[str]) -> None:
    world = prepared(*commands)

    assert said(world)[1:] == told


def test_people_who_were_paged_already_are_not_informed_again() -> None:
    world = prepared()
    paged = e.PeoplePaged(at=world.now, accepted=world.now, by="grace", to=("Margaret",), whom="@Margaret")
    raised = e.SeveritySet(at=world.now, accepted=world.now, by="grace", to="SEV-2")
    entries = (*world.entries(), paged, raised)
    context = Context(world.snapshot, world.process, WORDING, world.now)

    (decision,) = page_responders(len(entries) - 1, entries, context)
    assert decision == Decision(key="raised:1.2")


def test_the_person_on_call_who_raises_the_severity_is_not_paged_for_it_again() -> None:
    world = prepared("/sev 3")
    world.ask("ada", "/sev 2")

    assert said(world)[1:] == [f"**Severity raised from SEV-3 to SEV-2.** {TO_LEAD.format('SEV-2')}"]


def test_a_severity_set_by_a_label_tells_people_too() -> None:
    world = prepared()
    world.change_manually("grace", ManualAction.LABELED, "SEV-2")
    world.run()

    assert said(world)[1:] == [f"**Severity set to SEV-2.** {TO_LEAD.format('SEV-2')}"]


@pytest.mark.parametrize("command", ["/false-alarm a test", "/resolve", "/duplicate #3"])
def test_an_incident_that_is_over_before_it_was_declared_calls_nobody(command: str) -> None:
    world = World(process=prepared_process())
    world.issue = replace(world.issue, labels=())
    world.ask("grace", f"/declare 1\n{command}")

    assert [text for text in world.tool_comments() if "@ada" in text or "@margaret" in text] == []
    assert [entry for entry in world.entries() if isinstance(entry, e.PeoplePaged)] == []
    assert world.issue.assignees == ()


def test_a_process_without_anything_to_say_says_nothing() -> None:
    world = World(process=replace(PROCESS, checklists=(), announcements=()))
    world.run()
    world.ask("grace", "/sev 1")

    assert world.tool_comments() == []


def test_the_default_process_says_nothing_more_when_a_severity_is_set() -> None:
    world = World()
    world.run()

    assert (len(world.tool_comments()), world.ask("grace", "/sev 1"), world.ask("grace", "/sev 3\n/sev 2")) == (
        1,
        [],
        [],
    )


def test_the_rota_says_who_is_on_call_at_that_moment() -> None:
    layers = "[{people: [linus], hours: '08:00-20:00'}, {people: [kim], hours: '20:00-08:00'}]"
    by_day, by_night = (World(process=prepared_process(f"on_call: {{primary: {layers}}}\n")) for _ in range(2))
    by_night.advance(hours=8)
    by_day.run()
    by_night.run()

    mentioned = [world.tool_comments()[0].partition(":")[0] for world in (by_day, by_night)]
    assert mentioned == [
        "**Declared.** @linus, you are on call. You lead this incident until someone takes command.\n\n**First minutes",
        "**Declared.** @kim, you are on call. You lead this incident until someone takes command.\n\n**First minutes",
    ]


# ── Once, whatever happens


@pytest.mark.parametrize("strength", range(3))
def test_a_declaration_is_announced_once_wherever_its_run_dies(strength: int) -> None:
    whole, world = prepared(), World(process=prepared_process(), strength=strength)
    with pytest.raises(RunDied):
        world.run()
    world.strength = 10_000
    world.run()

    assert world.visible_issue() == whole.visible_issue()
    assert world.run().effects == ()


@pytest.mark.parametrize("strength", range(4))
def test_a_raise_is_announced_once_wherever_its_run_dies(strength: int) -> None:
    whole, world = prepared("/sev 2", "/sev 1"), prepared("/sev 2")
    world.post("grace", "/sev 1")
    world.strength = strength
    with pytest.raises(RunDied):
        world.run()
    world.strength = 10_000
    world.run()

    assert world.visible_issue() == whole.visible_issue()


def test_a_record_that_is_built_again_calls_nobody_again() -> None:
    world = prepared("/sev 2", "/ack")
    words = world.tool_comments()
    (card,) = world.cards()
    del world.comments[card.id]

    world.run()

    assert [entry.kind for entry in world.entries()][:2] == ["declared", "severity"]
    assert world.tool_comments() == words
    assert world.issue.assignees == ("ada",)


# ── Who is assigned


def test_the_commander_takes_over_from_who_was_on_call() -> None:
    world = prepared("/ic @grace")

    assert world.issue.assignees == ("grace",)


def test_a_person_on_call_with_a_role_stays_assigned() -> None:
    world = prepared("/tech @ada\n/ic @grace")

    assert world.issue.assignees == ("ada", "grace")


@pytest.mark.parametrize(
    ("people", "assigned"),
    [
        (("kim", "ada"), ("ada",)),
        (("acme/on-call",), ()),
        (("acme/on-call", "linus"), ("linus",)),
        (("nobody-here",), ()),
    ],
)
def test_the_first_who_can_be_is_assigned(people: tuple[str, ...], assigned: tuple[str, ...]) -> None:
    prepared_ = prepared_process()
    on_call = replace(prepared_.contacts["on-call"], people=people)
    contacts = {**prepared_.contacts, "on-call": on_call}
    world = World(process=replace(prepared_, contacts=contacts))
    world.run()

    assert world.issue.assignees == assigned


def test_people_whom_others_assigned_stay_assigned() -> None:
    world = World(process=prepared_process())
    world.issue = replace(world.issue, assignees=("mary",), labels=make_labels("incident"))
    world.run()
    world.ask("grace", "/ic @grace")

    assert world.issue.assignees == ("mary", "grace")
