"""Whoever is paged and has addresses of their own is reached there once, by every way in which the tool pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import Notify
from incident_actions.engine.reactions.personal_pages import due_pages
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.communication import Notification
from incident_actions.model.process.configuration_part import key_types
from incident_actions.model.process.process import Process
from incident_actions.model.process.validation import validate
from tests.engine.commands.manned import TEXT, manned
from tests.engine.reactions.test_notifications import Heard
from tests.worlds import ROLES, START, WORDING, World

PEOPLE = """
people:
  Ada: { notify: [ada-pager, ada-sms] }
  linus: { notify: linus-pager }
  acme/managers: { notify: managers-pager }
  olga: { notify: olga-pager }
notifications: [{ on: [published], to: [press] }]
"""
LINK = "https://github.com/acme/shop/issues/7"


def world_of(text: str = TEXT, *, down: dict[str, str] | None = None, notifies: bool = True) -> Heard:
    world = Heard(down=down or {}, notifies=notifies)
    world.process = manned(text + PEOPLE)
    return world


def settled(world: World, *comments: tuple[str, str], minutes: float = 0) -> None:
    """Let time pass, post comments, and run the tool until it has nothing left to do."""
    world.advance(minutes=minutes)
    for login, body in comments:
        world.post(login, body)
    for _ in range(3):
        world.run()


def paged(world: Heard) -> list[tuple[str, ...]]:
    """To whose tags each page went."""
    return [each.audiences for each in world.sent if each.key.startswith("notify:personal_page")]


def results(world: World) -> list[tuple[str, str, str]]:
    """What the record says of pages: who, by which tag, and what kept it."""
    sent = (each for each in world.entries() if isinstance(each, e.NotificationSent) and each.person)
    return [(each.person, each.audience, each.problem) for each in sent]


def test_whoever_is_on_call_is_paged_at_the_declaration() -> None:
    world = world_of()

    settled(world)

    assert [replace(each, event="") for each in world.sent] == [
        Notify(
            key="notify:personal_page:2026-03-04T14:00:00",
            issue=7,
            audiences=("ada-pager", "ada-sms"),
            title="[severity not set] you are paged: Checkout is down (#7)",
            body=f"You are on call. Paged at 2026-03-04 14:00 UTC: ada.\nTo acknowledge, comment /ack on the issue:\n\n{LINK}",
            level="failure",
            personal=("ada-pager", "ada-sms"),
        )
    ]
    assert results(world) == [("ada", "ada-pager", ""), ("ada", "ada-sms", "")]


@pytest.mark.parametrize(
    ("asked", "tags", "why"),
    [
        ("/page @linus the pool is full", ("linus-pager",), "grace pages you: the pool is full"),
        ("/page @LINUS", ("linus-pager",), "grace pages you"),
        ("/page backup", ("linus-pager",), "grace pages you"),
        ("/page @acme/managers", ("managers-pager",), "grace pages you"),
        ("/page @linus @ada", ("linus-pager", "ada-pager", "ada-sms"), "grace pages you"),
        ("/escalate stuck", ("managers-pager",), "Escalated by grace: stuck"),
    ],
)
def test_whoever_is_paged_manually_is_reached(asked: str, tags: tuple[str, ...], why: str) -> None:
    world = world_of()
    settled(world)

    settled(world, ("grace", asked))

    assert paged(world)[1:] == [tags]
    assert world.sent[-1].body.startswith(f"{why}. Paged at ")


def test_somebody_without_an_address_of_their_own_is_only_mentioned() -> None:
    world = world_of()
    settled(world)

    settled(world, ("grace", "/page @margaret"))

    assert paged(world) == [("ada-pager", "ada-sms")]


def test_an_escalation_step_reaches_its_people_and_each_repetition_reaches_them_again() -> None:
    world = world_of()
    settled(world, ("grace", "/sev 2"))

    settled(world, minutes=6)
    assert paged(world)[1:] == [("linus-pager",)]
    assert world.sent[-1].body.startswith("Not acknowledged for 5 min. Paged at 2026-03-04 14:06 UTC: linus.")
    settled(world)
    assert len(paged(world)) == 2
    settled(world, minutes=10)

    assert paged(world)[2:] == [("linus-pager", "ada-pager", "ada-sms")], "the second time, those on call as well"


def test_the_reminder_to_acknowledge_pages_again() -> None:
    world = world_of(TEXT.replace("unanswered, when: not acknowledged", "unanswered, when: not resolved"))
    world.process = replace(world.process, targets=replace(world.process.targets, acknowledge=3))
    settled(world)

    settled(world, minutes=4)

    assert paged(world)[1:] == [("ada-pager", "ada-sms")]
    assert world.sent[-1].body.startswith("Nobody has acknowledged this incident. Paged at 2026-03-04 14:04 UTC: ada.")


def test_three_steps_that_come_due_at_once_page_their_person_once() -> None:
    steps = "".join(
        f"  - {{ name: step-{name}, when: not resolved, after: {minutes}, page: ['@linus'] }}\n"
        for name, minutes in (("a", 5), ("b", 6), ("c", 7))
    )
    world = world_of(TEXT.replace("ladder:\n", f"ladder:\n{steps}"))
    settled(world, ("grace", "/ack"))

    settled(world, minutes=9)

    assert paged(world)[1:] == [("linus-pager",)]
    assert world.sent[-1].body.splitlines()[:3] == [
        f"Not resolved for {minutes} min. Paged at 2026-03-04 14:09 UTC: linus." for minutes in (5, 6, 7)
    ]


def test_the_people_of_a_severity_are_reached_as_well_and_are_on_record_only_then() -> None:
    text = f"{TEXT}severities: {{ SEV-1: {{ tell: ['@olga', '@margaret'] }} }}\n"
    world = world_of(text)
    settled(world)

    settled(world, ("grace", "/sev 1"))

    assert paged(world)[1:] == [("olga-pager",)]
    assert world.sent[-1].body.startswith("You are paged for SEV-1. Paged at ")
    assert [each.to for each in world.entries() if isinstance(each, e.PeoplePaged)] == [("ada",), ("olga",)]


def test_without_the_secret_nothing_is_sent_and_nothing_is_claimed() -> None:
    world = world_of(notifies=False)

    settled(world)

    assert (world.sent, results(world)) == ([], [])


def test_a_page_that_failed_is_posted_and_keeps_nobody_else_from_being_paged() -> None:
    world = world_of(down={"ada-pager": "refused:2:JSON", "ada-sms": "nobody::"})
    settled(world)

    settled(world, minutes=6)

    assert results(world) == [
        ("ada", "ada-pager", "refused:2:JSON"),
        ("ada", "ada-sms", "nobody::"),
        ("linus", "linus-pager", ""),
    ]
    assert [reply for reply in world.replies() if "the page" in reply] == [
        "@linus, @margaret: **`ada` may not have got the page by `ada-pager`.** Please reach them another way, or page "
        "somebody else: `/page @user`.\n\nJSON rejected it (line 2)\n\n"
        "@linus, @margaret: **`ada` may not have got the page by `ada-sms`.** Please reach them another way, or page "
        "somebody else: `/page @user`.\n\n`INCIDENT_NOTIFY_URLS` has no address for them"
    ]


def test_the_second_person_who_acknowledges_stops_the_ladder_for_that_alone() -> None:
    world = world_of(
        TEXT.replace("when: not resolved, after: 30, page: [vp]", "when: not resolved, after: 30, page: ['@olga']")
    )
    world.roles = {**ROLES, "linus": "write"}
    settled(world, ("grace", "/sev 1"))
    settled(world, minutes=6)

    settled(world, ("linus", "/ack"))
    settled(world, minutes=14)
    settled(world, minutes=2)
    settled(world, minutes=10)

    fired = [each.what for each in world.entries() if isinstance(each, e.TimerFired)]
    assert [each for each in fired if world.process.find_rung(each)] == ["unanswered", "stuck", "unresolved"]
    assert paged(world) == [("ada-pager", "ada-sms"), ("linus-pager",), ("managers-pager",), ("olga-pager",)]


def test_a_comment_of_the_paged_person_that_is_no_acknowledgement_does_not_stop_the_ladder() -> None:
    world = world_of()
    settled(world)

    settled(world, ("ada", "/note I am on a plane"))
    settled(world, minutes=6)

    assert paged(world)[1:] == [("linus-pager",)]


def test_whoever_was_paged_hears_of_the_end_and_so_their_pager_is_closed() -> None:
    world = world_of()
    settled(world)

    settled(world, ("grace", "/resolve rolled back"))

    assert [(each.key.split(":")[1], each.audiences) for each in world.sent] == [
        ("personal_page", ("ada-pager", "ada-sms")),
        ("resolved", ("ada-pager", "ada-sms")),
    ]


def test_without_rules_everybody_hears_and_the_addresses_of_people_get_pages_alone() -> None:
    world = world_of()
    world.process = replace(world.process, notifications=())
    settled(world)

    settled(world, ("grace", "/resolve"))

    personal = world.process.personal_tags
    assert [(each.key.split(":")[1], each.audiences, each.personal) for each in world.sent] == [
        ("personal_page", ("ada-pager", "ada-sms"), ("ada-pager", "ada-sms")),
        ("declared", ("",), personal),
        ("resolved", ("", "ada-pager", "ada-sms"), personal),
    ]


def test_two_people_who_share_an_address_get_one_message_there() -> None:
    world = world_of()
    world.process = replace(world.process, people={**world.process.people, "mary": world.process.people["linus"]})
    settled(world)

    settled(world, ("grace", "/page @linus @mary"))

    assert paged(world)[1:] == [("linus-pager",)]
    assert results(world)[2:] == [("linus", "linus-pager", ""), ("mary", "linus-pager", "")]


def page(minutes: float = 0, **fields: object) -> e.PeoplePaged:
    at = START + timedelta(minutes=minutes)
    return e.PeoplePaged(**{"at": at, "accepted": at, "to": ("ada",), "whom": "", "comment": 9, **fields})  # type: ignore[arg-type]


def due(*entries: e.Entry, minutes: float = 10, phase: Phase = Phase.ACTIVE) -> tuple[str, ...]:
    """Who is due to be reached so many minutes after the start."""
    world = world_of()
    world.run()
    context = Context(world.snapshot, world.process, WORDING, START + timedelta(minutes=minutes))
    found = due_pages(entries, replace(world.incident, phase=phase), context)
    return tuple(each.login for each in found.pages) if found else ()


def test_an_old_page_and_one_of_an_incident_that_is_over_are_not_sent() -> None:
    assert due(page()) == ("ada",)
    assert due(page(), minutes=61) == ()
    assert due(page(), phase=Phase.RESOLVED) == ()


def test_somebody_who_has_answered_meanwhile_is_not_disturbed() -> None:
    answer = e.NoteAdded(at=START, accepted=START, by="ADA", text="here")

    assert due(page(), answer) == ()
    assert due(page(), answer, page(1)) == ("ada",)


def test_a_rebuilt_record_pages_nobody_again() -> None:
    repair = e.RecordRepaired(at=START, accepted=START + timedelta(minutes=5), what=e.Damage.DELETED)

    assert due(page(), repair) == ()
    assert due(page(), repair, page(6)) == ("ada",)


def test_a_person_in_the_configuration_whom_nobody_pages_is_left_alone() -> None:
    world = world_of()
    rules = (Notification(on=("declared",), to=("olga-pager",)),)
    read = {name: getattr(world.process, name) for name in key_types(Process)}
    world.process = validate(Process, {**read, "notifications": rules})

    settled(world)

    assert [(each.audiences, "olga-pager" in each.personal) for each in world.sent] == [
        (("ada-pager", "ada-sms"), False),
        (("olga-pager",), False),
    ], "a rule that names a person's tag makes it an audience like any other"
