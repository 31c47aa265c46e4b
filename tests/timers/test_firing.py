"""A due timer fires once, for people who can be reached, with the time at which it was due."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.contract.effects import comment_keys
from incident_actions.contract.issue import Comment
from incident_actions.model.incident import entry as e
from incident_actions.text import record as records
from tests.own_timers import only_own_timers
from tests.timers.timer_records import CONFIGURATION, START, at, process
from tests.worlds import BOT, World

LADDER = only_own_timers("""escalation: [margaret]
ladder:
  - {name: tell, when: not acknowledged, after: 15, page: [commander]}
""")
LONELY = LADDER.replace("escalation: [margaret]\n", "")
ON_CALL = LADDER + "on_call: {primary: [{people: [kim]}]}\n"
ROLES = {"ada": "admin", "grace": "write", "margaret": "read", "kim": "write", "linus": "triage"}


def world(extra: str = CONFIGURATION, **roles: str) -> World:
    found = World(process=process(extra), roles=ROLES | roles)
    found.run()
    return found


def fired(found: World) -> list[e.TimerFired]:
    return [entry for entry in found.entries() if isinstance(entry, e.TimerFired)]


def firings(found: World) -> list[tuple[str, float, float, int]]:
    """Return each firing: what for, when it was due and when it was posted in minutes, and which time it was."""
    minute = (at(1) - START).total_seconds()
    return [
        (each.what, (each.due - START).total_seconds() / minute, (each.at - START).total_seconds() / minute, each.times)
        for each in fired(found)
    ]


def test_a_timer_fires_once_when_it_is_due_and_not_before() -> None:
    found = world(LADDER)
    found.now = at(14.9)
    found.run()
    assert found.replies() == []

    found.now = at(16)
    found.run()
    found.run()

    assert found.replies() == [
        "@margaret: **not acknowledged for 15 minutes.** This goes to Incident commander now.\n\n"
        "Nobody holds Incident commander: `/take <role>`, or `/role <name> @user`.\n\n"
        "_Due 2026-03-04 14:15 UTC, posted 2026-03-04 14:16 UTC._"
    ]
    assert firings(found) == [("tell", 15, 16, 0)]


def test_a_late_clock_posts_one_message_with_the_first_due_time() -> None:
    found = world(LADDER)
    found.now = at(200)
    found.run()

    assert firings(found) == [("tell", 15, 200, 2)]
    assert "**not acknowledged for 105 minutes.**" in found.replies()[0]
    assert found.replies()[0].endswith(
        "_Due 2026-03-04 14:15 UTC, posted 2026-03-04 17:20 UTC. Said 3 times now, and again while it lasts._"
    )


def test_timers_that_are_due_at_once_share_one_comment() -> None:
    found = world()
    found.now = at(16)
    found.run()

    assert [what for what, *_ in firings(found)] == ["assess", "room", "acknowledge", "tell-lead"]
    assert [comment_keys(each.body) for each in timer_comments(found)] == [{each.timer for each in fired(found)}]


def test_a_timer_whose_condition_ends_in_time_never_fires() -> None:
    found = world(LADDER)
    found.now = at(14)
    found.post("grace", "/ack")
    found.now = at(20)
    found.run()

    assert firings(found) == []


def test_a_snoozed_timer_fires_with_the_end_of_the_snooze_as_its_due_time() -> None:
    found = world(LADDER)
    record(found, e.TimersSnoozed(at=at(2), accepted=at(2), by="grace", until=at(40), reason="all in the call"))
    found.now = at(39)
    found.run()
    assert firings(found) == []

    found.now = at(41)
    found.run()

    assert firings(found) == [("tell", 40, 41, 0)]


def test_a_snooze_that_is_ended_early_is_due_from_then_on() -> None:
    found = world(LADDER)
    found.now = at(2)
    found.ask("grace", "/snooze 60m all in the call")
    found.now = at(30)
    found.ask("grace", "/snooze off")

    assert [(what, round(due), round(posted)) for what, due, posted, _ in firings(found)] == [("tell", 30, 30)]


def test_a_timer_that_a_late_entry_starts_is_due_from_that_entry_on() -> None:
    found = world(
        only_own_timers(
            "severities: [{label: SEV-1, targets: {mitigate: 10}}, {label: SEV-2, targets: {mitigate: 20}}]"
        )
    )
    found.now = at(1)
    found.ask("grace", "/sev 1")
    found.now = at(12)
    found.run()
    found.now = at(24)
    found.ask("grace", "/sev 2")

    assert [(what, round(due), round(posted), times) for what, due, posted, times in firings(found)] == [
        ("mitigate", 10, 12, 0),
        ("mitigate", 24, 24, 0),
    ]


def record(found: World, *entries: e.Entry) -> None:
    """Put entries on record whose commands are tested elsewhere."""
    (card,) = found.cards()
    before, block = records.visible_text(card.body), records.read_block(card.body)
    assert block is not None
    body = f"{before}\n{records.write_record((*block.entries, *entries), at=block.written)}"
    found.comments[card.id] = replace(card, body=body)


# ── whom


@pytest.mark.parametrize(
    ("extra", "roles", "minutes", "people"),
    [
        (LADDER, {}, 16, ("linus",)),
        (LADDER, {}, 61, ("linus",)),
        (ON_CALL, {}, 61, ("linus", "kim")),
        (ON_CALL, {}, 106, ("linus", "kim", "margaret")),
        (ON_CALL, {"linus": "none"}, 16, ("kim",)),
        (LADDER, {"linus": "none"}, 16, ("margaret",)),
        (LONELY, {"linus": "none"}, 16, ("grace",)),
        (LONELY, {"linus": "none", "grace": "none"}, 16, ()),
        (LADDER, {"linus": "could-not-check"}, 16, ("linus",)),
    ],
    ids=["the lead", "again", "and who is on call", "and the escalation", "gone: who is on call", "gone: the escalation",
         "gone: who declared", "gone, all of them", "nobody knows"],
)  # fmt: skip
def test_a_repeated_timer_pages_more_people_and_falls_back_on_who_is_left(
    extra: str, roles: dict[str, str], minutes: int, people: tuple[str, ...]
) -> None:
    found = world(extra)
    found.ask("grace", "/ic @linus")
    found.roles = ROLES | roles
    found.now = at(minutes)
    found.run()

    assert [each.to for each in fired(found)] == [people]


def test_a_timer_that_reaches_nobody_fires_and_says_so() -> None:
    found = world(LONELY)
    found.roles = {}
    found.now = at(15)
    found.run()

    assert found.replies() == [
        "**not acknowledged for 15 minutes.** This goes to Incident commander now.\n\n"
        "Nobody holds Incident commander: `/take <role>`, or `/role <name> @user`.\n\n"
        "Nobody is set to be called: `on_call` or `escalation` in `.github/incidents.yml`.\n\n"
        "_Due 2026-03-04 14:15 UTC, posted 2026-03-04 14:15 UTC._"
    ]


def test_the_owners_of_what_is_affected_and_the_rotas_second_are_called() -> None:
    extra = only_own_timers("""
services: [{name: api, owner: [ada]}, {name: web, owner: [linus]}]
on_call: {primary: [{people: [kim]}], secondary: [{people: [margaret]}]}
ladder: [{name: tell, when: not resolved, after: 15, page: [service-owner, secondary, "@acme/sre"]}]
""")
    found = world(extra)
    found.ask("grace", "/affects API")
    found.now = at(15)
    found.run()

    assert fired(found)[0].to == ("ada", "margaret", "acme/sre")


def test_missing_people_are_named_with_what_would_fix_it() -> None:
    extra = only_own_timers("""
services: [{name: api, owner: [ada]}, web]
contacts: {cto: {name: the CTO}, vp: {name: the VP}}
ladder:
  - {name: tell, when: not resolved, after: 15, page: [commander, service-owner, cto, vp, comms]}
""")
    found = world(extra)
    found.ask("grace", "/affects web")
    found.now = at(15)
    found.run()

    assert found.replies()[-1].split("\n\n")[1:-1] == [
        "Nobody holds Incident commander, Comms lead: `/take <role>`, or `/role <name> @user`.",
        "Nobody owns what is affected: `/affects <service>`, or `owner` of `services` in `.github/incidents.yml`.",
        "Nobody is set for the CTO, the VP: `contacts` or `on_call` in `.github/incidents.yml`.",
    ]


# ── whatever the instants


@given(
    st.lists(st.integers(0, 60 * 24), min_size=1, max_size=12).map(sorted), st.lists(st.integers(0, 400), max_size=4)
)
def test_every_round_fires_once_whenever_runs_come(moments: list[int], progress: list[int]) -> None:
    found = world()
    notes = sorted(progress)
    for moment in moments:
        while notes and notes[0] <= moment:
            found.now = max(found.now, at(notes.pop(0)))
            found.post("grace", "/note looking into it")
            found.run()
        found.now = max(found.now, at(moment))
        found.run()

    keys = [each.timer for each in fired(found)]
    said = [key for comment in timer_comments(found) for key in comment_keys(comment.body)]
    assert sorted(said) == sorted(set(keys))
    assert len(keys) == len(set(keys))
    assert all(each.due <= each.at for each in fired(found))


def timer_comments(found: World) -> list[Comment]:
    """Return the comments by timers."""
    return [each for each in found.comments.values() if each.author == BOT and "@" in "".join(comment_keys(each.body))]


def test_the_fuller_of_two_comments_about_the_same_round_stays() -> None:
    found = world()
    found.now = at(10)
    found.run()
    (first,) = timer_comments(found)
    (key,) = (key for key in comment_keys(first.body) if key.startswith("assess"))
    short = f"<!-- incident-actions:say {key} -->\nhow bad is it?"
    older, younger = 1, first.id + 1
    found.comments |= {older: replace(first, id=older, body=short), younger: replace(first, id=younger)}

    found.run()

    assert [each.id for each in timer_comments(found)] == [first.id]
