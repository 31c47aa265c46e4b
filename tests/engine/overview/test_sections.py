"""Below the open incidents: who is on call, which post-mortems are owed, which action items are overdue, and figures."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from incident_actions.contract.decision import Context
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.overview.sections import (
    MOST_NAMED,
    LateFigures,
    OldRunbook,
    OverdueItems,
    OwedReview,
    Shift,
    SweptFacts,
    overdue_items,
    owed_reviews,
    render_figures,
    render_rest,
    same_week_last_year,
    shifts,
)
from incident_actions.gateway.repository import templates
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.model.process.runbook_rules import RunbookRules
from incident_actions.postmortem.index import IndexedPostmortem
from incident_actions.reports.compute import ReportOptions, compute_figures
from incident_actions.reports.incident_facts import IncidentFacts, Moment, ReviewFacts
from incident_actions.text import record
from tests.action_items.week_world import listed
from tests.worlds import PROCESS, START, WORDING, World

TODAY = START.date()
NOTHING = SweptFacts((), {})


def context(process: Process = PROCESS) -> Context:
    return Context(World().snapshot, process, WORDING, START)


def resolved(number: int = 7) -> Incident:
    world = World()
    world.run()
    world.ask("ada", "/sev 1\n/ic\n/resolve Rolled back")
    card = next(each.body for each in world.comments.values() if record.OPENING in each.body)
    incident = fold(number, record.entries_in(card))
    assert incident is not None
    return incident


def test_where_nothing_is_owed_one_line_says_so() -> None:
    assert render_rest(NOTHING, context()) == "No post-mortems are owed, and no action items are overdue."


def test_who_is_on_call_now_and_next() -> None:
    process = read_process(
        "extends: default\non_call: {primary: [{people: [ada, grace]}], secondary: [{people: [linus]}]}\n",
        templates.load_preset,
        tuple(BY_WORD),
    )

    assert shifts(process, START) == (
        Shift("primary", "grace", START.replace(day=9, hour=9), "ada"),
        Shift("secondary", "linus"),
    )
    assert render_rest(NOTHING, context(process)).startswith(
        "### On call\n\n- Primary: `grace` until 2026-03-09 09:00, then `ada`\n- Secondary: `linus`\n\n"
    )


def test_without_a_schedule_nobody_is_named() -> None:
    assert shifts(PROCESS, START) == ()


def test_an_owed_post_mortem_is_shown_with_its_day() -> None:
    first, second = resolved(7), resolved(9)
    late = replace(second, milestones={**second.milestones, "resolved": START - timedelta(days=30)})

    owed = owed_reviews((first, late), PROCESS)

    assert [(each.incident, each.commander) for each in owed] == [(9, "ada"), (7, "ada")]
    assert render_rest(SweptFacts((first, late), {}), context()) == (
        "### 2 post-mortems to write\n\n- #9\n  `ada` · **overdue** since 2026-02-09 14:00\n"
        "- #7\n  `ada` · due 2026-03-11 14:00\n\nNo action items are overdue."
    )


def test_an_incident_that_owes_nothing_is_not_shown() -> None:
    waived = replace(resolved(), postmortem_waived="a drill")

    assert owed_reviews((waived,), PROCESS) == ()


def test_incidents_to_review_are_shown_where_the_team_keeps_that_list() -> None:
    text = render_rest(SweptFacts((), {}, to_discuss=(3, 5)), context())

    assert text.startswith("### 2 incidents to review\n\n- #3\n- #5\n\n")


def test_overdue_items_are_grouped_by_person_without_a_mention() -> None:
    items = {
        40: listed(40, due=TODAY - timedelta(days=1)).item,
        41: listed(41, due=TODAY - timedelta(days=9)).item,
        42: listed(42, due=TODAY).item,
        43: listed(43, due=TODAY - timedelta(days=2), owner="").item,
        44: listed(44, due=TODAY - timedelta(days=2), owner="ada").item,
    }

    assert overdue_items(items, TODAY) == (
        OverdueItems("linus", ((41, date(2026, 2, 23)), (40, date(2026, 3, 3)))),
        OverdueItems("ada", ((44, date(2026, 3, 2)),)),
        OverdueItems("", ((43, date(2026, 3, 2)),)),
    )
    assert render_rest(SweptFacts((), items), context()) == (
        "### 4 overdue action items\n\n- `linus`\n  - #41\n    due 2026-02-23\n  - #40\n    due 2026-03-03\n"
        "- `ada`\n  - #44\n    due 2026-03-02\n- Without an owner\n  - #43\n    due 2026-03-02\n\n"
        "No post-mortems are owed."
    )


def test_of_very_many_only_some_are_named() -> None:
    items = {number: listed(number, due=TODAY - timedelta(days=1)).item for number in range(1, 90)}
    others = {number: listed(number, due=TODAY - timedelta(days=1), owner="ada").item for number in range(90, 100)}

    text = render_rest(SweptFacts((), {**items, **others}, to_discuss=tuple(range(200, 300))), context())

    assert text.count("    due ") == MOST_NAMED
    assert "### 99 overdue action items" in text
    assert "- and 49 more" in text
    assert "### 100 incidents to review" in text
    assert "- and 50 more" in text
    assert owed_reviews((), PROCESS) == tuple[OwedReview, ...]()


def facts(number: int, **given: object) -> IncidentFacts:
    at = START - timedelta(days=3)
    values = {"title": "Down", "opened": at, "updated": at, "phase": "closed", "severity": "SEV-1"}
    moments = {"declared": Moment(at), "resolved": Moment(at + timedelta(minutes=number))}
    return IncidentFacts(number, **{**values, "moments": moments, **given})  # type: ignore[arg-type]


def figures(*found: IncidentFacts, unread: int = 0, **late: Any) -> str:
    options = ReportOptions(severities=("SEV-1", "SEV-2"), unread=unread)
    computed = compute_figures(("acme/shop", "https://github.com/acme/shop"), found, (), START, options)
    process = replace(PROCESS, runbooks=RunbookRules(paths=("docs/runbooks",), months=6))
    return render_figures(LateFigures(computed, date(2026, 2, 2), **late), context(process))


def test_the_figures_are_medians_with_what_is_unknown() -> None:
    late = ReviewFacts(required=True, due=START - timedelta(days=1))
    text = figures(
        facts(38, promised=4, kept=3),
        facts(60, severity="SEV-2", review=late),
        facts(90, severity="", moments={"declared": Moment(START)}),
    )

    assert text == (
        "### Last 30 days\n\n"
        "3 incidents from 2026-02-02 to 2026-03-04 14:00: 1 SEV-1, 1 SEV-2, 1 without a severity.\n\n"
        "- Time to detect: unknown\n- Time to acknowledge: unknown\n- Time to mitigate: unknown\n"
        "- Time to resolve: **49 min** (median of 2, 1 unknown)\n- Updates on time: **3 of 4**\n"
        "- Post-mortems overdue: #60"
    )


def test_without_an_incident_there_are_no_figures() -> None:
    assert figures() == "### Last 30 days\n\nNo incidents from 2026-02-02 to 2026-03-04 14:00."


def test_what_could_not_be_read_is_named() -> None:
    text = figures(facts(5, legible=False), unread=3)

    assert "- Unknown, because the record can't be read: #5" in text
    assert "- 3 incidents were not read, so that requests remain for responders." in text


def test_runbooks_that_nobody_changes_are_named_with_their_last_change() -> None:
    text = figures(runbooks=(OldRunbook("docs/runbooks/a [b].md", None), OldRunbook("pool.md", date(2025, 2, 1))))

    assert text.partition("\n\n### ")[2] == (
        "2 runbooks to check\n\nUnchanged for more than 6 months. If everything still holds, say so in a commit.\n\n"
        "- [docs/runbooks/a \\[b\\].md](https://github.com/acme/shop/blob/main/docs/runbooks/a%20%5Bb%5D.md)\n"
        "  never changed on the default branch\n"
        "- [pool.md](https://github.com/acme/shop/blob/main/pool.md)\n  changed last on 2025-02-01"
    )


def indexed(number: int, day: date | None) -> IndexedPostmortem:
    return IndexedPostmortem(number, "canary", (), f"docs/incidents/{number}.md", day=day)


def test_the_incidents_of_the_same_week_a_year_ago_are_named_with_their_post_mortems() -> None:
    monday, sunday = date(2025, 3, 3), date(2025, 3, 9)
    known = (
        indexed(5, sunday),
        indexed(4, monday),
        indexed(3, monday - timedelta(days=1)),
        indexed(6, sunday + timedelta(days=1)),
        indexed(7, None),
    )

    found = same_week_last_year(known, TODAY)

    assert [each.number for each in found] == [4, 5]
    assert render_rest(SweptFacts((), {}, year_ago=found), context()).endswith(
        "\n\n### A year ago this week\n\n"
        "- #4\n  [post-mortem](https://github.com/acme/shop/blob/main/docs/incidents/4.md)\n"
        "- #5\n  [post-mortem](https://github.com/acme/shop/blob/main/docs/incidents/5.md)"
    )


def test_ratings_are_counted_and_missing_answers_are_no_zero() -> None:
    rated, unanswered = figures(facts(38), liked=5, disliked=1, asked=3), figures(facts(38), asked=1)

    assert "- Response rated in 3 incidents: 👍 **5** · 👎 **1**" in rated
    assert "- Response rated in 1 incident: no answers yet" in unanswered
    assert "Response rated" not in figures(facts(38))
