"""A due timer fires once, for people who can be reached, with the time at which it was due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import comment_keys
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import AnyQuestion, IdOf, LoginOf, RoleOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.model.incident.recent_change import RecentChange
from incident_actions.text import record as records
from incident_actions.text.messages import (
    ExpectedResponse,
    FirstUpdateDue,
    LadderReached,
    MissingPeople,
    MitigationAwaited,
    NotAcknowledged,
    PublicUpdateDue,
    ResponseAwaited,
    ResponseBegins,
    RolesUnclaimed,
    RoomAwaited,
    SeverityAwaited,
    TimerMessage,
    UpdateDue,
    WatchOver,
)
from incident_actions.timers.firing import due_timers, reachable_people
from tests.own_timers import only_own_timers
from tests.timers.timer_records import CONFIGURATION, START, at, declared, incident, process, stamp
from tests.worlds import BOT, WORDING, World

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
        "@margaret: **not acknowledged for 15 min.** This escalates to Incident commander.\n\nNo one is Incident commander. To take the role: `/take <role>`. To assign it: `/role <name> @user`.\n\n_Due 14:15 UTC, posted 14:16 UTC._"
    ]
    assert firings(found) == [("tell", 15, 16, 0)]


def test_a_late_clock_posts_one_message_with_the_first_due_time() -> None:
    found = world(LADDER)
    found.now = at(200)
    found.run()

    assert firings(found) == [("tell", 15, 200, 2)]
    assert "**not acknowledged for 1 h 45 min.**" in found.replies()[0]
    assert found.replies()[0].endswith(
        "_Due 14:15 UTC, posted 17:20 UTC. This is reminder 3. Reminders continue until it is done._"
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
        "**not acknowledged for 15 min.** This escalates to Incident commander.\n\nNo one is Incident commander. To take the role: `/take <role>`. To assign it: `/role <name> @user`.\n\nNo one is configured to be paged. Set `on_call` or `escalation` in `.github/incidents.yml`.\n\n_Due 14:15 UTC, posted 14:15 UTC._"
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
        "No one is Incident commander or Comms lead. To take the role: `/take <role>`. To assign it: `/role <name> @user`.",
        "The affected services have no owner. Name a service with `/affects <service>`, or set its `owner` under `services` in `.github/incidents.yml`.",
        "No one is configured for the CTO, the VP. Set `contacts` or `on_call` in `.github/incidents.yml`.",
    ]


# ── what is posted

ACKNOWLEDGED = e.Acknowledged(**stamp(1))
COMMANDER = e.RoleTaken(**stamp(2), role="commander", person="linus")
COMMS = e.RoleTaken(**stamp(3), role="comms", person="kim")
MERGE = RecentChange("merge", at(-5), "#12", "Raise the pool size", "linus")
LISTED = e.ChangesListed(**stamp(1), until=at(0), repositories=("",), changes=(MERGE,))
ANNA = "on_call: {primary: [{people: [anna]}]}\n"


def message_of(configuration: str, *entries: e.Entry, minutes: float = 6) -> tuple[TimerMessage, ...]:
    """Return what the timers that are due post, with anna on call."""
    of = process(only_own_timers(ANNA + configuration))
    record = (declared(), *entries)
    context = Context(World().snapshot.with_answers({RoleOf("grace"): "write"}), of, WORDING, at(minutes))
    return tuple(each.message for each in due_timers(incident(*record), record, context))


@pytest.mark.parametrize(
    ("configuration", "entries", "message"),
    [
        ("targets: {acknowledge: 5}", (), NotAcknowledged(("anna",), at(5), at(6), 0)),
        ("targets: {first_update: 5}", (), FirstUpdateDue(("anna",), at(5), at(6), 0)),
        ("update_every: 5", (), UpdateDue(("anna",), at(5), at(6), 0, None)),
        ("update_every: 5", (e.UpdatePosted(**stamp(1), text="x"),), UpdateDue(("anna",), at(6), at(6), 0, at(1))),
        ("targets: {public_update: 5}", (), PublicUpdateDue(("anna",), at(5), at(6), 0)),
        ("targets: {room: 5}\nlinks: {room: 'inc-{number}'}", (), RoomAwaited(("anna",), at(5), at(6), 0, "inc-7")),
        ("targets: {mitigate: 5}", (), MitigationAwaited(("anna",), at(5), at(6), 0, (), None, at(0))),
        ("targets: {mitigate: 5}", (LISTED,), MitigationAwaited(("anna",), at(5), at(6), 0, (), MERGE, at(0))),
        (
            "targets: {mitigate: 5}\nchecklists: [{name: Mitigate, when: active, ordered: true, items: [Roll back, Scale up]}, "
            "{name: Look, when: active, items: [Logs]}, {name: Fix, when: mitigated, ordered: true, items: [Merge]}]",
            (),
            MitigationAwaited(("anna",), at(5), at(6), 0, ("Roll back", "Scale up"), None, at(0)),
        ),
        (
            "severities: [{label: SEV-1, respond_within: 5 minutes, response: At once}]",
            (),
            ResponseAwaited(("anna",), at(5), at(6), 0, "SEV-1", ExpectedResponse("At once", timedelta(minutes=5), at(5))),
        ),
        (
            "severities: [{label: SEV-1, respond_within: 5 minutes}]",
            (e.SeveritySet(**stamp(1), to=""),),
            ResponseAwaited(("anna",), at(6), at(6), 0, "", ExpectedResponse("", timedelta(minutes=5), at(6))),
        ),
        (
            "targets: {watch: 5}",
            (e.StatusSet(**stamp(1), to="Monitoring", phase=Phase.MITIGATED),),
            WatchOver(("anna",), at(6), at(6), 0, 5),
        ),
        (
            "targets: {roles: 5}\nroles: [{key: commander, name: Boss, required_from: SEV-2}]",
            (),
            RolesUnclaimed(("anna",), at(5), at(6), 0, ("Boss",)),
        ),
        (
            "ladder: [{name: tell, when: no progress, after: 5, page: [commander, on-call], also: [look up]}]",
            (),
            LadderReached(
                ("anna",), at(5), at(6), 0, "no progress", 5, ("Boss", "on-call"), MissingPeople(roles=("Boss",)), ("look up",)
            ),
        ),
    ],
)  # fmt: skip
def test_each_timer_posts_what_is_due(configuration: str, entries: tuple[e.Entry, ...], message: TimerMessage) -> None:
    named = (
        configuration if "roles: [" in configuration else f"{configuration}\nroles: [{{key: commander, name: Boss}}]"
    )

    assert message_of(named, *entries) == (message,)


def test_a_severity_that_nobody_set_is_asked_for_with_the_number_of_choices() -> None:
    of = process(only_own_timers(f"{ANNA}targets: {{assess: 5}}\n"))
    record = (declared(""),)

    found = due_timers(incident(*record), record, Context(World().snapshot, of, WORDING, at(6)))

    assert [each.message for each in found] == [SeverityAwaited(("anna",), at(5), at(6), 0, 2)]


@pytest.mark.parametrize(
    ("configuration", "entries", "people"),
    [
        (ANNA, (ACKNOWLEDGED,), ("grace",)),
        (ANNA, (), ("anna",)),
        ("", (), ("margaret",)),
        (ANNA, (ACKNOWLEDGED, COMMANDER), ("linus",)),
        (ANNA, (ACKNOWLEDGED, COMMANDER, COMMS), ("kim", "linus")),
    ],
    ids=["who acknowledged", "who is on call", "the escalation", "the commander", "comms, too"],
)
def test_where_nobody_holds_a_role_a_reminder_goes_to_who_is_at_work_and_only_then_up(
    configuration: str, entries: tuple[e.Entry, ...], people: tuple[str, ...]
) -> None:
    of = process(only_own_timers(f"{configuration}escalation: [margaret]\ntargets: {{first_update: 5}}\n"))
    known: dict[AnyQuestion, object] = {RoleOf(login): "write" for login in ("grace", "linus", "kim", "margaret")}
    record = (declared(), *entries)

    found = due_timers(incident(*record), record, Context(World().snapshot.with_answers(known), of, WORDING, at(6)))

    assert [each.entry.to for each in found] == [people]


def test_a_step_of_the_ladder_whose_people_are_not_configured_goes_up() -> None:
    ladder = "ladder: [{name: up, when: not acknowledged, after: 5, page: [manager]}]\n"
    of = process(only_own_timers(f"{ANNA}escalation: [margaret]\ncontacts: {{manager: {{name: Manager}}}}\n{ladder}"))
    record = (declared(),)

    found = due_timers(incident(*record), record, Context(World().snapshot, of, WORDING, at(6)))

    assert [each.entry.to for each in found] == [("margaret",)]


def test_a_mention_that_waited_for_business_hours_pages_those_on_call_once() -> None:
    of = process(only_own_timers(f"{ANNA}severities: [{{label: SEV-1, respond_within: next business day}}]\n"))
    record = (declared(),)
    thursday = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    context = Context(World().snapshot, of, WORDING, thursday + timedelta(minutes=2))

    (found,) = due_timers(incident(*record), record, context)

    response = ExpectedResponse("next business day", None, datetime(2026, 3, 5, 17, 0, tzinfo=UTC))
    assert found.message == ResponseBegins(("anna",), thursday, context.now, 0, "SEV-1", response)
    assert found.page == e.PeoplePaged(at=context.now, accepted=context.now, to=("anna",), whom="on call")
    later = (*record, found.entry)
    assert [*due_timers(incident(*later), later, replace(context, now=thursday + timedelta(hours=7)))] == []


# ── who can be reached


@pytest.mark.parametrize(
    ("answers", "people"),
    [
        ({IdOf("ada"): 1, RoleOf("ada"): "write"}, ("ada", "linus")),
        ({IdOf("ada"): None, RoleOf("ada"): "could-not-check"}, ("ada", "linus")),
        ({IdOf("ada"): 1, RoleOf("ada"): "none"}, ("linus", "anna")),
        ({IdOf("ada"): 99, LoginOf(1): "adele", RoleOf("ada"): "write", RoleOf("adele"): "write"}, ("adele", "linus")),
        ({IdOf("ada"): 99, LoginOf(1): "adele", RoleOf("ada"): "write", RoleOf("adele"): "none"}, ("linus", "anna")),
        ({IdOf("ada"): 99, LoginOf(1): "", RoleOf("ada"): "write"}, ("linus", "anna")),
        ({IdOf("ada"): 99, LoginOf(1): "ADA", RoleOf("ada"): "read"}, ("ADA", "linus")),
    ],
    ids=["still there", "nobody knows", "left", "renamed", "renamed and left", "deleted", "written otherwise"],
)
def test_a_role_is_reached_by_its_holders_present_login_or_else_who_is_on_call(
    answers: dict[AnyQuestion, object], people: tuple[str, ...]
) -> None:
    held = replace(incident(declared()), roles={"commander": "ada"}, role_ids={"commander": 1})
    context = Context(World().snapshot.with_answers(answers), process(only_own_timers(ANNA)), WORDING, START)

    assert reachable_people(("ada", "linus"), held, context) == people


def test_people_who_hold_no_role_are_reached_without_a_question() -> None:
    context = Context(World().snapshot, process(only_own_timers(ANNA)), WORDING, START)

    assert reachable_people(("linus", "acme/sre", "linus"), incident(declared()), context) == ("linus", "acme/sre")


# ── whatever the instants


RUNS = st.lists(st.integers(0, 60 * 24), min_size=1, max_size=12).map(sorted)
NOTES = st.lists(st.integers(0, 400), max_size=4)


@settings(max_examples=5)
@given(RUNS, NOTES)
def test_every_round_fires_once_whenever_runs_come(moments: list[int], progress: list[int]) -> None:
    check_that_every_round_fires_once(moments, progress)


@pytest.mark.rest
@given(RUNS, NOTES)
def test_every_round_fires_once_however_many_runs_come(moments: list[int], progress: list[int]) -> None:
    check_that_every_round_fires_once(moments, progress)


def check_that_every_round_fires_once(moments: list[int], progress: list[int]) -> None:
    """Run at these minutes, with notes in between, and compare what fired with what was posted."""
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
