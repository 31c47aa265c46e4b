"""A sweep opens the drill that is due, or asks for one, and never twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from incident_actions.contract.decision import Context
from incident_actions.contract.drill_scenario import DrillScenario
from incident_actions.contract.issue import Issue
from incident_actions.engine.game_day import drill_issue, due_drill, question_issue, scenario_name
from incident_actions.model.person import Person
from incident_actions.model.process.game_day_rules import GameDayRules
from incident_actions.model.process.validation import validate
from incident_actions.text import game_day_marker
from incident_actions.text.game_day_marker import ASK, DRILL, marker_key
from tests.timers.timer_records import process
from tests.worlds import BOT, WORDING, World, make_labels

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
WEEKLY = "game_days: { every: week, people: [grace] }\n"


def context(rules: str, now: datetime) -> Context:
    return Context(World().snapshot, process(rules), WORDING, now)


def listed(key: str = "", *labels: str, at: datetime = TUESDAY, author: Person = BOT) -> Issue:
    body = game_day_marker.first_line(key) if key else ""
    labelled = make_labels("drill", *labels)
    return Issue(9, 9000, "x", body, open=True, author=author, created=at, updated=at, labels=labelled)


DUE = listed(marker_key(DRILL, TUESDAY), "incident")
FORGED = replace(DUE, author=Person("mary", 4))


@pytest.mark.parametrize(
    ("hours", "known", "is_due"),
    [
        (-1, [], False),
        (0, [], True),
        (4, [], True),
        (9, [], False),
        (23, [], True),
        (24 * 6, [], True),
        (24 * 7, [], True),
        (24 * 7 + 1, [], False),
        (3, [DUE], False),
        (3, [FORGED], True),
    ],
    ids=["early", "punctual", "late", "evening", "next day", "monday", "a week", "too late", "opened", "forged"],
)
def test_a_drill_is_due_from_its_time_on_until_it_was_opened(hours: int, known: list[Issue], is_due: bool) -> None:
    rules = "game_days: { every: month, people: [grace] }\n"

    due = due_drill(known, context(rules, TUESDAY + timedelta(hours=hours)))

    assert due == (TUESDAY if is_due else None)


@pytest.mark.parametrize(
    ("every", "days", "names"), [("week", 7, "abab"), ("month", 30, "baba"), ("quarter", 91, "abab")]
)
def test_the_scenarios_are_played_in_turn(every: str, days: int, names: str) -> None:
    rules = validate(GameDayRules, {"every": every, "people": ["ada"]})
    moments = [TUESDAY + timedelta(days=days * place) for place in range(4)]

    assert "".join(scenario_name(each, rules, ("a", "b")) for each in moments) == names


@pytest.mark.parametrize("every", ["month", "quarter"])
def test_each_period_of_a_year_plays_the_scenario_after_the_last_ones(every: str) -> None:
    rules = validate(GameDayRules, {"every": every, "people": ["ada"]})
    days = [datetime(2026, month, 3, 10, tzinfo=UTC) for month in range(1, 13, 3 if every == "quarter" else 1)]
    known = tuple("abcde")

    turns = [known.index(scenario_name(each, rules, known)) for each in days]

    assert [later - before for before, later in pairwise(turns)] == [1 if before < 4 else -4 for before in turns[:-1]]


def test_a_team_chooses_its_scenarios() -> None:
    rules = validate(GameDayRules, {"every": "week", "people": ["ada"], "scenarios": ["full-disk"]})

    assert (scenario_name(TUESDAY, rules, ("a",)), scenario_name(TUESDAY, GameDayRules(), ())) == ("full-disk", "")


@pytest.mark.parametrize(
    ("scenario", "title"),
    [
        (None, "[Drill] Game day of 2026-03-03"),
        (DrillScenario("full-disk", "A full disk", ("critical",), "It fills."), "[Drill] A full disk"),
    ],
)
def test_the_issue_of_a_scheduled_drill_declares_itself(scenario: DrillScenario | None, title: str) -> None:
    world = World(process=process(WEEKLY), now=TUESDAY)
    rules = world.process.game_days
    assert rules is not None
    wanted = drill_issue(TUESDAY, scenario, rules, context(WEEKLY, TUESDAY))
    labelled = make_labels(*wanted.labels)
    world.issue = replace(world.issue, title=wanted.title, body=wanted.body, author=BOT, labels=labelled)

    world.run()

    assert (wanted.key, wanted.labels, wanted.title) == ("drill.20260303", ("drill", "incident"), title)
    assert world.incident is not None
    assert world.incident.drill is not None
    assert (world.incident.drill.people, world.incident.severity) == (("grace",), "SEV-1" if scenario else "")
    assert world.issue.body == wanted.body
    assert "or by itself at 2026-03-04 10:00 UTC" in wanted.body


NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rules", "now", "known", "asks"),
    [
        ("{}", NOON, [], True),
        ("{ ask: false }", NOON, [], False),
        ("{ every: week, people: [ada] }", NOON, [], False),
        ("{}", NOON + timedelta(hours=8), [], False),
        ("{}", NOON, [listed("", "incident", at=NOON - timedelta(days=90))], False),
        ("{}", NOON, [listed("", "incident", at=NOON - timedelta(days=91))], True),
        ("{}", NOON, [listed(marker_key(ASK, TUESDAY), at=TUESDAY)], False),
        ("{}", NOON, [listed(marker_key(ASK, TUESDAY), at=TUESDAY, author=Person("mary", 4))], True),
        ("{}", NOON, [listed(marker_key(ASK, TUESDAY), "incident", at=NOON - timedelta(days=99))], True),
    ],
    ids=["never", "not to ask", "scheduled", "evening", "lately", "a quarter ago", "asked", "forged", "answered"],
)
def test_the_team_is_asked_once_when_there_was_no_drill_for_a_quarter(
    rules: str, now: datetime, known: list[Issue], asks: bool
) -> None:
    assert (question_issue(known, context(f"game_days: {rules}\n", now)) is not None) is asks


def test_without_game_days_nothing_is_due() -> None:
    given = context("", NOON)

    assert (due_drill([], given), question_issue([], given)) == (None, None)
