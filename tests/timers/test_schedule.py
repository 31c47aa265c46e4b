"""The record alone decides which timers run and when each is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.text.messages import ExpectedResponse
from incident_actions.timers.schedule import (
    Series,
    expected_response,
    is_for_severity,
    next_due,
    next_firings,
    next_update,
    pending_targets,
    reached_rungs,
    running_series,
)
from incident_actions.timers.targets import unclaimed_roles
from tests.own_timers import only_own_timers
from tests.timers.timer_records import (
    CONFIGURATION,
    START,
    at,
    declared,
    due_minutes,
    incident,
    process,
    series_of,
    stamp,
)

SEV_1 = {
    "acknowledge": 5,
    "first-update": 20,
    "room": 10,
    "mitigate": 60,
    "tell-lead": 15,
    "stuck": 30,
    "hurting": 45,
    "long": 120,
}
SEV_2 = {"first-update": 20, "room": 10, "tell-lead": 15, "stuck": 30, "long": 120}


def severity(minutes: float, to: str) -> e.SeveritySet:
    return e.SeveritySet(**stamp(minutes), to=to)


def fired(each: Series, times: int) -> e.TimerFired:
    due = each.due_at(times)
    return e.TimerFired(at=due, accepted=due, timer=each.key(times), what=each.what, due=due, times=times)


def updated(minutes: float) -> e.UpdatePosted:
    return e.UpdatePosted(**stamp(minutes), text="half is back")


def moved(minutes: float, to: str, phase: Phase) -> e.StatusSet:
    return e.StatusSet(**stamp(minutes), to=to, phase=phase)


def test_from_the_declaration_on_targets_and_ladder_run() -> None:
    assert due_minutes(declared()) == SEV_1


def test_the_target_is_silent_where_the_ladder_chases_an_acknowledgement_as_early() -> None:
    assert due_minutes(declared("SEV-2")) == SEV_2


def test_without_a_severity_the_worst_counts_and_its_naming_is_awaited() -> None:
    assert due_minutes(declared("")) == {**SEV_1, "assess": 10}


def test_naming_a_severity_first_restarts_nothing() -> None:
    assert due_minutes(declared(""), severity(8, "SEV-1")) == SEV_1 | {"stuck": 38}
    assert due_minutes(declared(""), severity(8, "SEV-2")) == SEV_2 | {"stuck": 38}


def test_a_raise_restarts_targets_and_ladder() -> None:
    assert due_minutes(declared("SEV-2"), severity(40, "SEV-1")) == {what: due + 40 for what, due in SEV_1.items()}


def test_lowering_restarts_nothing_and_ends_what_the_lower_one_does_not_ask() -> None:
    assert due_minutes(declared(), severity(40, "SEV-2")) == SEV_2 | {"stuck": 70}


def test_actions_by_people_are_progress_and_paging_or_a_refusal_is_not() -> None:
    moving = (e.NoteAdded(**stamp(12), text="x"), e.RoleTaken(**stamp(17), role="tech", person="ada"), updated(25))
    idle = (
        e.CommandRefused(**stamp(26), word="sev", reason="MayNot"),
        e.PeoplePaged(**stamp(27), to=("ada",), whom="ada"),
        e.TimerFired(**stamp(28, by=""), timer="x", what="x", due=START),
    )

    assert due_minutes(declared(), *moving, *idle)["stuck"] == 55


def test_a_note_about_an_hour_ago_is_progress_now() -> None:
    note = e.NoteAdded(at=at(-60), accepted=at(20), by="ada", text="the deploy went out")

    assert due_minutes(declared(), note)["stuck"] == 50


def test_a_target_that_was_met_has_no_timer() -> None:
    done = (
        e.Acknowledged(**stamp(2)),
        e.RoomOpened(**stamp(3), room="#inc-7"),
        updated(4),
        e.MilestoneSet(**stamp(30), milestone="mitigated", status="Monitoring"),
    )

    assert due_minutes(declared(), *done) == {"update": 19, "watch": 60, "long": 120}


def target_minutes(*entries: e.Entry) -> dict[str, float]:
    found = pending_targets(incident(*entries), process())
    return {what: (due - START) / timedelta(minutes=1) for what, due in found}


def test_targets_are_pending_by_their_time_until_they_are_met() -> None:
    met = (e.Acknowledged(**stamp(2)), e.RoomOpened(**stamp(3), room="#inc-7"))
    fixed = e.MilestoneSet(**stamp(30), milestone="mitigated", status="Monitoring")

    assert list(target_minutes(declared()).items()) == [("acknowledge", 5), ("room", 10), ("mitigate", 60)]
    assert target_minutes(declared(), *met) == {"mitigate": 60}
    assert target_minutes(declared(), *met, fixed) == {}


def test_an_acknowledgement_is_a_target_even_where_the_ladder_chases_it() -> None:
    assert "acknowledge" in target_minutes(declared("SEV-2"))


def test_an_incident_that_is_over_has_no_targets() -> None:
    assert target_minutes(declared(), e.Resolved(**stamp(50), status="Resolved")) == {}


@pytest.mark.parametrize(
    "over",
    [
        e.Resolved(**stamp(50), status="Resolved"),
        e.Dismissed(**stamp(50), reason="a test"),
        e.Closed(**stamp(50)),
    ],
)
def test_an_ended_incident_has_no_timers(over: e.Entry) -> None:
    assert due_minutes(declared(), over) == {}
    assert next_due(incident(declared(), over), process()) is None


def test_reopening_restarts_every_timer() -> None:
    over = e.Resolved(**stamp(50), status="Resolved")
    again = e.Reopened(**stamp(90), reason="it is back", status="Investigating")

    assert due_minutes(declared(), over, again) == {what: due + 90 for what, due in SEV_1.items()}


def test_after_a_relapse_users_are_affected_from_then_on() -> None:
    relapse = (moved(30, "Monitoring", Phase.MITIGATED), moved(80, "Investigating", Phase.ACTIVE))

    found = due_minutes(declared(), *relapse)

    assert {what: found[what] for what in ("mitigate", "hurting", "stuck", "long")} == {
        "mitigate": 140,
        "hurting": 125,
        "stuck": 110,
        "long": 120,
    }


@pytest.mark.parametrize(
    ("entries", "minutes"),
    [
        ((updated(40),), 55),
        ((updated(40), severity(45, "SEV-2")), 75),
        ((severity(10, "SEV-2"), updated(40), severity(45, "SEV-1")), 60),
        ((updated(40), e.CadenceSet(**stamp(50), minutes=20)), 70),
        ((updated(40), e.CadenceSet(**stamp(50), minutes=20), updated(60)), 80),
        ((updated(40), e.UpdatePublished(**stamp(42), text="We are on it")), 57),
        ((updated(40), moved(41, "Identified", Phase.ACTIVE)), 55),
    ],
    ids=["spoken", "lowered", "raised", "another cadence", "and spoken", "published", "a status without words"],
)
def test_an_update_is_promised_with_the_last_one_or_with_another_promise(
    entries: tuple[e.Entry, ...], minutes: float
) -> None:
    assert next_update(incident(declared(), *entries), process()) == at(minutes)


def test_a_response_in_business_time_is_awaited_over_the_weekend() -> None:
    friday = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
    begun = e.Declared(at=friday, accepted=friday, by="grace", severity="SEV-3", status="Investigating")
    rungless = CONFIGURATION.replace("severities: [SEV-1, SEV-2], page", "severities: [SEV-1], page")

    found = due_minutes(begun, extra=rungless)

    assert START + timedelta(minutes=found["respond"]) == datetime(2026, 3, 9, 17, 0, tzinfo=UTC)


RESPONSES = """severities:
  - {label: SEV-1, respond_within: at once, targets: {acknowledge: 5}}
  - {label: SEV-2, respond_within: 60 minutes, targets: {acknowledge: 5}}
  - {label: SEV-3, respond_within: 24 hours}
  - {label: SEV-4, respond_within: next sprint}
  - {label: SEV-5, respond_within: business hours}
on_call: {primary: [{people: [grace]}]}
"""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("SEV-1", {"acknowledge": 5}),
        ("", {"acknowledge": 5}),
        ("SEV-2", {"acknowledge": 5, "respond": 60}),
        ("SEV-3", {"respond": 1440}),
        ("SEV-4", {}),
        ("SEV-5", {"respond": 180}),
    ],
)
def test_each_severity_is_asked_for_its_own_response(given: str, expected: dict[str, float]) -> None:
    assert due_minutes(declared(given), extra=only_own_timers(RESPONSES)) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (e.Acknowledged(**stamp(2)), {}),
        (updated(2), {}),
        (moved(2, "Identified", Phase.ACTIVE), {}),
        (e.RoleTaken(**stamp(2), role="commander", person="ada"), {}),
        (e.ImpactSet(**stamp(2), text="all"), {"acknowledge": 5, "respond": 60}),
        (e.MilestoneSet(**stamp(2), milestone="started"), {"acknowledge": 5, "respond": 60}),
        (e.PeoplePaged(**stamp(2), to=("ada",), whom="ada"), {"acknowledge": 5, "respond": 60}),
    ],
)
def test_a_response_is_work_and_not_a_description(entry: e.Entry, expected: dict[str, float]) -> None:
    assert due_minutes(declared("SEV-2"), entry, extra=only_own_timers(RESPONSES)) == expected


@pytest.mark.parametrize(("given", "expected"), [("SEV-2", ["acknowledge"]), ("SEV-3", ["respond"])])
def test_a_response_is_asked_for_once_where_the_acknowledgement_is_asked_for_too(
    given: str, expected: list[str]
) -> None:
    of = process(only_own_timers(RESPONSES))
    (due,) = (each for each in running_series(incident(declared(given)), of) if each.what == "respond")
    fired = e.TimerFired(**{**stamp(61), "by": ""}, timer=due.key(0), what="respond", due=due.first)

    assert [each.what for each in running_series(incident(declared(given), fired), of)] == expected


@pytest.mark.parametrize(("given", "gap"), [("SEV-2", 15), ("SEV-3", 360)])
def test_what_may_wait_longer_is_asked_for_less_often(given: str, gap: int) -> None:
    series = running_series(incident(declared(given)), process(only_own_timers(RESPONSES)))

    assert [each.gap for each in series if each.what == "respond"] == [timedelta(minutes=gap)]


def on_saturday(response: str, *entries: e.Entry, sprint: str = "") -> dict[str, datetime]:
    """Return the timers of an incident that was declared on a Saturday, with the times when they are due."""
    saturday = datetime(2026, 3, 7, 22, 0, tzinfo=UTC)
    begun = e.Declared(at=saturday, accepted=saturday, by="ada", severity="SEV-1", status="Investigating")
    known = f"severities: [{{label: SEV-1, respond_within: {response}}}]\n{sprint}"
    of = process(only_own_timers(f"{known}on_call: {{primary: [{{people: [grace]}}]}}\n"))
    return {each.what: each.first for each in running_series(incident(begun, *entries), of)}


def test_a_response_in_business_time_lets_everybody_rest_until_its_hours_begin() -> None:
    monday = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    paged = e.PeoplePaged(at=monday, accepted=monday, to=("grace",), whom="on call")

    found = on_saturday("next business day")

    assert found == {"notify": monday, "respond": monday + timedelta(hours=8)}
    assert on_saturday("business hours") == found
    assert on_saturday("next business day", paged) == {"respond": monday + timedelta(hours=8)}


def test_a_response_of_a_sprint_is_asked_for_only_where_the_calendar_has_sprints() -> None:
    assert on_saturday("next sprint") == {}
    assert on_saturday("normal cycle", sprint="calendar: {sprint: {start: 2026-03-02}}\n") == {
        "respond": datetime(2026, 3, 27, 17, 0, tzinfo=UTC)
    }


def test_a_response_in_business_time_is_asked_for_once_a_business_day() -> None:
    (each,) = (
        each
        for each in running_series(incident(declared("SEV-5")), process(only_own_timers(RESPONSES)))
        if each.what == "respond"
    )

    assert [f"{each.due_at(times):%a %d %H:%M}" for times in range(5)] == [
        "Wed 04 17:00",
        "Thu 05 17:00",
        "Fri 06 17:00",
        "Mon 09 17:00",
        "Tue 10 17:00",
    ]
    assert [each.is_daily(times) for times in range(3)] == [False, True, True]


def test_the_expected_response_is_in_the_processs_words_with_the_time_that_it_means() -> None:
    words = only_own_timers("""severities:
  - {label: SEV-1, response: Immediately, respond_within: at once, targets: {acknowledge: 5}}
  - {label: SEV-2, respond_within: 60 minutes}
  - {label: SEV-3, response: Next sprint, respond_within: next sprint}
  - {label: SEV-4}
ladder: [{name: tell, when: not acknowledged, after: 3, severities: [SEV-1], page: [on-call]}]
""")

    found = {
        label: expected_response(incident(declared(label)), process(words)) for label in ("SEV-1", "SEV-2", "SEV-3")
    }

    assert found == {
        "SEV-1": ExpectedResponse("Immediately", None, at(3)),
        "SEV-2": ExpectedResponse("", timedelta(hours=1), at(60)),
        "SEV-3": ExpectedResponse("Next sprint", None, None),
    }
    assert [expected_response(incident(declared(label)), process(words)) for label in ("SEV-4", "")] == [None, None]


# ── series


def test_the_gaps_of_a_timer_double_up_to_a_day() -> None:
    each = Series("x", START, timedelta(minutes=15), ())

    dues = [(each.due_at(times) - START) / timedelta(minutes=1) for times in range(10)]

    assert dues == [0, 15, 45, 105, 225, 465, 945, 1905, 3345, 4785]
    assert [times for times in range(10) if each.is_daily(times)] == [8, 9]


@pytest.mark.parametrize(
    ("hours", "times", "daily"),
    [(12, 1, False), (12, 2, True), (24, 0, False), (48, 0, False), (24, 1, True), (25, 1, True)],
)
def test_a_timer_is_daily_once_its_gap_has_grown_to_a_day(hours: int, times: int, daily: bool) -> None:
    assert Series("x", START, timedelta(hours=hours), ()).is_daily(times) is daily


def test_a_step_that_was_taken_manually_skips_its_first_time() -> None:
    taken, fresh = (Series("x", START, timedelta(minutes=15), (), by_hand=by_hand) for by_hand in (True, False))

    assert [taken.rounds_fired(frozenset()), fresh.rounds_fired(frozenset())] == [1, 0]
    assert taken.rounds_fired(frozenset({taken.key(4)})) == 5


GAPS = st.integers(1, 60 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
MOMENTS = st.lists(st.integers(0, 60 * 24 * 20), min_size=1, max_size=40).map(sorted)


@given(gap=GAPS, moments=MOMENTS)
def test_every_round_of_a_timer_fires_once_whenever_runs_come(gap: timedelta, moments: list[int]) -> None:
    each = Series("x", START, gap, ())
    said: list[tuple[int, int]] = []
    for moment in moments:
        times = each.rounds_fired(frozenset(each.key(last) for _, last in said))
        if each.due_at(times) <= at(moment):
            said.append((times, each.latest_round(at(moment), times)))

    covered = [times for first, last in said for times in range(first, last + 1)]
    assert covered == list(range(len(covered)))
    assert all(each.due_at(times) <= at(moments[-1]) for times in covered)
    assert each.due_at(len(covered)) > at(moments[-1])


@given(gap=GAPS)
def test_a_timer_never_stops(gap: timedelta) -> None:
    each = Series("x", START, gap, ())

    between = [each.due_at(times + 1) - each.due_at(times) for times in range(60)]

    assert between == sorted(between)
    assert between[-1] == timedelta(days=1)


@pytest.mark.parametrize(
    "key", ["x@2026-03-04T14:00:00+-1", "x@2026-03-04T14:00:00+²", "x@2026-03-04T14:00:00+99999999", "y+7"]
)
def test_the_key_of_another_timer_does_not_count(key: str) -> None:
    assert Series("x", START, timedelta(minutes=15), ()).rounds_fired(frozenset({key})) == 0


# ── what is next


def test_the_next_timer_is_the_earliest_that_has_not_fired() -> None:
    ack = series_of("acknowledge", declared())

    assert next_due(incident(declared()), process()) == at(5)
    assert next_due(incident(declared(), fired(ack, 0)), process()) == at(10)


def test_a_snooze_delays_what_is_due_before_its_end() -> None:
    snoozed = e.TimersSnoozed(**stamp(1), until=at(12), reason="we are all in the call")

    assert next_due(incident(declared(), snoozed), process()) == at(12)
    assert next_due(
        incident(declared(), snoozed, e.Acknowledged(**stamp(2)), e.RoomOpened(**stamp(3), room="x")), process()
    ) == at(20)


def test_a_daily_timer_is_not_pressing() -> None:
    entries = [declared("SEV-3"), e.Acknowledged(**stamp(1)), e.RoomOpened(**stamp(2), room="#x"), updated(3)]
    often = [fired(each, 9) for each in (series_of("stuck", *entries), series_of("long", *entries))]

    assert next_firings(incident(*entries), process())[1] == at(33)
    assert next_firings(incident(*entries, *often), process())[1] is None
    assert next_due(incident(*entries, *often), process()) == series_of("stuck", *entries).due_at(10)


@pytest.mark.parametrize("to", ["SEV-2", "SEV-3"])
def test_a_new_severity_does_not_change_the_rhythm_of_running_timers(to: str) -> None:
    before = {each.key(0): each.gap for each in running_series(incident(declared()), process())}
    after = {each.key(0): each.gap for each in running_series(incident(declared(), severity(40, to)), process())}

    assert {key: after[key] for key in after.keys() & before.keys()} == {
        key: before[key] for key in after.keys() & before.keys()
    }
    assert len(after.keys() & before.keys()) >= 3


# ── escalation steps


def escalated(minutes: float, rung: str) -> e.Escalated:
    return e.Escalated(**stamp(minutes), to=("linus",), rung=rung)


def test_the_steps_that_fired_or_were_taken_manually_are_reached() -> None:
    tell = series_of("tell-lead", declared())

    assert reached_rungs(incident(declared()), process()) == frozenset()
    assert reached_rungs(incident(declared(), fired(tell, 0), escalated(16, "long")), process()) == {
        "tell-lead",
        "long",
    }


def test_a_raise_lets_the_ladder_start_over() -> None:
    tell = series_of("tell-lead", declared("SEV-2"))
    raised = (declared("SEV-2"), fired(tell, 0), escalated(16, "long"), severity(20, "SEV-1"))

    assert reached_rungs(incident(*raised), process()) == frozenset()
    assert reached_rungs(incident(*raised, escalated(20, "long")), process()) == {"long"}


def test_a_step_that_fired_in_the_moment_of_a_raise_is_not_reached() -> None:
    tell = series_of("tell-lead", declared("SEV-2"))

    found = reached_rungs(incident(declared("SEV-2"), fired(tell, 0), severity(15, "SEV-1")), process())

    assert (tell.first, found) == (at(15), frozenset())


def test_a_step_that_was_taken_manually_is_due_one_gap_later() -> None:
    taken = incident(declared(), escalated(3, "long"))

    (long,) = (each for each in running_series(taken, process()) if each.what == "long")
    assert long.due_at(long.rounds_fired(taken.pace.fired)) == at(120 + 240)


def test_a_step_that_waits_for_somebody_to_escalate_is_no_timer() -> None:
    waiting = only_own_timers("ladder: [{name: stuck, when: blocked, page: ['@linus']}]\n")

    assert due_minutes(declared(), extra=waiting) == {}


@pytest.mark.parametrize(
    ("labels", "given", "expected"),
    [("[]", "SEV-2", True), ("[SEV-1]", "SEV-1", True), ("[SEV-1]", "SEV-2", False), ("[SEV-1, SEV-2]", "SEV-2", True)],
)
def test_a_step_is_for_the_severities_that_it_names_or_for_all(labels: str, given: str, expected: bool) -> None:
    of = process(
        only_own_timers(f"ladder: [{{name: x, when: not resolved, after: 5, severities: {labels}, page: [on-call]}}]\n")
    )
    known = of.severity(given)

    assert known is not None
    assert is_for_severity(of.ladder[0], known, of) is expected


def test_roles_are_unclaimed_from_the_severity_on_that_requires_them() -> None:
    of = process(
        only_own_timers("""roles:
  - {key: commander, name: Boss, required_from: SEV-2}
  - {key: comms, name: Voice, required_from: SEV-1}
  - {key: scribe, name: Scribe}
""")
    )
    taken = e.RoleTaken(**stamp(1), role="commander", person="ada")

    found = {label: unclaimed_roles(incident(declared(label)), of) for label in ("SEV-1", "SEV-2", "")}

    assert found == {"SEV-1": ("Boss", "Voice"), "SEV-2": ("Boss",), "": ("Boss", "Voice")}
    assert unclaimed_roles(incident(declared(), taken), of) == ("Voice",)
