"""The figures that pandas does not check: what is left out, what is unknown, and what people and the tool did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from incident_actions.model.incident.milestone import DURATIONS
from incident_actions.reports.compute import ReportOptions, compute_figures
from incident_actions.reports.figures import CostFigures, Figures, PersonLoad, ReviewState, UpdateFigures
from incident_actions.reports.incident_facts import IncidentFacts, Moment, Page, ReviewFacts
from incident_actions.reports.item_facts import ItemFacts, ItemState
from incident_actions.reports.scope import Scope
from incident_actions.reports.spread import Spread

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
MAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def known(number: int, minutes: float | None = 60, at: datetime = MAY, **more: Any) -> IncidentFacts:
    """Return an incident that was resolved after so many minutes; None for one that is still running."""
    moments = {"declared": Moment(at)}
    if minutes is not None:
        moments["resolved"] = Moment(at + minutes * MINUTE, number * 10)
    phase = "active" if minutes is None else "closed"
    facts = IncidentFacts(number, f"Incident {number}", at, at, ("incident",), phase=phase, moments=moments)
    return replace(facts, **more)


def damaged(number: int, at: datetime = MAY) -> IncidentFacts:
    return IncidentFacts(number, "Damaged", at, at, legible=False)


def figures(*facts: IncidentFacts, items: tuple[ItemFacts | int, ...] = (), **options: Any) -> Figures:
    return compute_figures(("acme/shop", "https://x"), facts, items, NOW, ReportOptions(**options))


def names(found: Figures, kind: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(each.name, each.numbers) for each in found.groups[kind]]


def test_without_any_incident_every_figure_is_unknown_and_none_is_zero() -> None:
    found = figures()

    assert [each for each in found.total.durations.values() if each != Spread()] == []
    assert list(found.total.durations) == list(DURATIONS)
    assert found.groups == {"severity": (), "service": (), "month": (), "preset": ()}
    assert (found.updates, found.tool.delay) == (UpdateFigures(), Spread())


def test_drills_and_dismissed_incidents_are_left_out_and_named() -> None:
    found = figures(known(1), known(2, labels=("Drill",)), known(3, phase="dismissed"))

    assert (found.total.numbers, found.drills, found.dismissed) == ((1,), (2,), (3,))


def test_a_damaged_record_is_unknown_everywhere() -> None:
    found = figures(known(1, severity="SEV1", services=("web",), preset="default"), damaged(2))

    assert (found.total.numbers, found.unreadable) == ((2, 1), (2,))
    assert names(found, "severity") == [("SEV1", (1,)), ("unknown", (2,))]
    assert names(found, "service") == [("web", (1,)), ("unknown", (2,))]
    assert names(found, "preset") == [("default", (1,)), ("unknown", (2,))]
    assert found.total.durations["time to resolve"] == Spread(60, 60, 60, 60, (1,), (2,))
    assert found.updates.silence.unknown == (2,)


def test_what_is_still_running_is_pending_and_not_unknown() -> None:
    durations = figures(known(1, None)).total.durations

    assert [(each.unknown, each.pending) for each in durations.values()] == [
        ((1,), ()),
        ((), (1,)),
        ((), (1,)),
        ((), (1,)),
    ]


def test_a_resolution_in_the_future_and_one_of_nine_days() -> None:
    found = figures(known(1, 9 * 24 * 60), known(2, 60, NOW - MINUTE))

    assert found.total.durations["time to resolve"] == Spread(12960, 12960, 12960, 12960, (1,), (2,))


def test_severities_have_the_order_of_the_process_and_others_follow() -> None:
    facts = [known(n, severity=name) for n, name in enumerate(("P9", "SEV2", "", "sev1", "SEV1"), 1)]

    found = names(figures(*facts, severities=("SEV1", "SEV2")), "severity")

    assert found == [("SEV1", (5, 4)), ("SEV2", (2,)), ("P9", (1,)), ("not set", (3,))]


def test_a_renamed_service_is_one_service_and_so_is_another_spelling() -> None:
    facts = [known(n, services=each) for n, each in enumerate((("Web",), ("storefront", "web"), ("api",), ()), 1)]
    scope = Scope(former_names={"web": "storefront"})

    assert names(figures(*facts, scope=scope), "service") == [
        ("storefront", (2, 1)),
        ("api", (3,)),
        ("none named", (4,)),
    ]


def test_months_without_an_incident_are_shown_too() -> None:
    found = figures(known(1, at=datetime(2025, 11, 30, 23, tzinfo=UTC)), known(2, at=datetime(2026, 2, 1, tzinfo=UTC)))

    assert names(found, "month") == [("2025-11", (1,)), ("2025-12", ()), ("2026-01", ()), ("2026-02", (2,))]


def test_two_incidents_with_the_same_title_are_two() -> None:
    assert figures(known(1, title="Down"), known(2, title="Down")).total.numbers == (2, 1)


def test_the_scope_is_whole_days_and_one_service() -> None:
    facts = [known(n, at=MAY + n * DAY, services=("web",) if n % 2 else ("api",)) for n in range(1, 7)]
    days = Scope(since=date(2026, 5, 6), until=date(2026, 5, 9))

    assert figures(*facts, scope=days).total.numbers == (5, 4, 3, 2)
    assert figures(*facts, scope=replace(days, service="WEB")).total.numbers == (5, 3)


def test_updates_are_counted_and_the_longest_silence_is_that_of_one_incident() -> None:
    facts = [known(1, promised=4, kept=4, silence=10), known(2, promised=3, kept=1, silence=90), known(3)]

    found = figures(*facts).updates

    assert (found.promised, found.kept, found.late, found.longest) == (7, 5, (2,), 2)
    assert (found.silence.median, found.silence.known) == (50, (2, 1))


def test_each_required_post_mortem_has_one_state() -> None:
    due = MAY + 5 * DAY
    reviews = [
        ReviewFacts(required=True, due=due, merged=Moment(due)),
        ReviewFacts(required=True, due=due, merged=Moment(due + DAY), accepted=True, path="docs/incidents/b.md"),
        ReviewFacts(required=True, due=NOW + DAY),
        ReviewFacts(required=True, due=due),
        ReviewFacts(required=True, waived=True),
        ReviewFacts(required=True, due=due, merged=Moment(due), path="docs/incidents/gone.md"),
        ReviewFacts(),
    ]
    facts = [known(number, review=review) for number, review in enumerate(reviews, 1)]

    found = figures(*facts, known(8, None, review=reviews[2]), files=frozenset({"docs/incidents/b.md"})).reviews

    assert found.states == {
        ReviewState.ON_TIME: (1,),
        ReviewState.LATE: (2,),
        ReviewState.OWED: (3,),
        ReviewState.OVERDUE: (4,),
        ReviewState.WAIVED: (5,),
        ReviewState.GONE: (6,),
    }
    assert found.accepted == (2,)


def test_items_count_with_their_incident() -> None:
    items = (ItemFacts(11, 1, "Alert", ItemState.DONE), ItemFacts(12, 2, "Test", ItemState.OVERDUE, moves=2), 13)
    in_may = Scope(until=date(2026, 5, 31))

    every = figures(known(1), known(2, at=NOW - DAY), items=items).items
    some = figures(known(1), known(2, at=NOW - DAY), items=items, scope=in_may).items

    assert every.states[ItemState.DONE] == (items[0],)
    assert (every.states[ItemState.OVERDUE], every.moved, every.unreadable) == ((items[1],), (items[1],), (13,))
    assert (some.states[ItemState.DONE], some.moved, some.unreadable) == ((items[0],), (), ())


def test_what_came_back_names_the_earlier_incidents() -> None:
    found = figures(known(1), known(2, earlier=(1,)), known(3, reopened=2)).recurrence

    assert (found.reopened, found.like_earlier) == ((3,), {2: (1,)})


def test_night_is_that_of_the_teams_time_zone_and_off_by_default() -> None:
    evening = datetime(2026, 5, 4, 20, 30, tzinfo=UTC)  # 22:30 in Berlin
    pages = (Page(evening, "grace"), Page(evening + 14 * 60 * MINUTE, "grace"), Page(evening - DAY / 2, "ada"))
    berlin = ZoneInfo("Europe/Berlin")

    assert figures(known(1, pages=pages)).load is None
    assert figures(known(1, pages=pages), load=True, zone=berlin).load == (
        PersonLoad("grace", 2, 1, (1,)),
        PersonLoad("ada", 1, 0, ()),
    )
    assert figures(known(1, pages=pages), load=True).load == (
        PersonLoad("grace", 2, 0, ()),
        PersonLoad("ada", 1, 0, ()),
    )


def test_the_tools_own_lateness_is_over_all_timers() -> None:
    found = figures(known(1, delays=(0.0, 4.0)), known(2, delays=(1.0,)), known(3)).tool

    assert (found.timers, found.median, found.mean, found.delay.largest) == (3, 1.0, 5 / 3, 4.0)
    assert (found.delay.known, found.runner_minutes) == ((2, 1), None)


def test_the_cost_is_people_times_hours_where_both_are_known() -> None:
    found = figures(known(1, 90, people=4), known(2, None, people=2), known(3), hourly_cost=100, currency="EUR").cost

    assert found == CostFigures(6, 600, "EUR", (1,), (3, 2))
    assert figures(known(1)).cost is None


def test_ten_thousand_incidents_are_counted() -> None:
    facts = [
        known(number, at=MAY + number * MINUTE, labels=("drill",) * (number % 3 == 0)) for number in range(1, 10_001)
    ]

    found = figures(*facts)

    assert (len(found.total.numbers), len(found.drills)) == (6_667, 3_333)
