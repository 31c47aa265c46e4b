"""What happens to what is linked gets a line once; a sweep or a clock asks, and only while the incident is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.issue import LinkablePull
from incident_actions.contract.link_news import LinkEvent, LinkNews
from incident_actions.contract.questions import NewsOf
from incident_actions.engine.reactions.followed_links import MOST_EVENTS, MOST_MENTIONS, follow_links
from incident_actions.model.incident.entry import Entry, LinkChanged, ThingLinked
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.link import Link, LinkName
from incident_actions.model.incident.phase import Phase
from tests.worlds import PROCESS, START, WORDING, World

PULL = LinkName("number", "12")
LATER = START + timedelta(minutes=5)
MERGED = LinkEvent(PULL, "merged", "merged", LATER, "linus")
PASSED = LinkEvent(PULL, "passed", "3f2a9c1:passed", detail="3f2a9c1")
STAMP = {"accepted": LATER, "what": "number", "name": "12"}


def incident(*links: Link, phase: Phase = Phase.ACTIVE) -> Incident:
    return Incident(7, phase, "Investigating", "SEV-1", "Checkout is down", START, "grace", links=links)


def followed(
    known: Incident,
    news: LinkNews | None,
    *pulls: LinkablePull,
    entries: tuple[Entry, ...] = (),
    sweep: bool = True,
) -> tuple[NewsOf | None, Decision]:
    """Return what was asked, and what was decided on the answer."""
    asked: list[NewsOf] = []

    class Asking(Context):
        def ask(self, question: object) -> object:  # type: ignore[override]
            assert isinstance(question, NewsOf)
            asked.append(question)
            return news

    snapshot = replace(World().snapshot, is_sweep=sweep, linkable_pulls=pulls)
    decision = follow_links(entries, known, Asking(snapshot, PROCESS, WORDING, LATER))
    return next(iter(asked), None), decision


def changed(known: Incident, *events: LinkEvent) -> list[tuple[str, str]]:
    entries = followed(known, LinkNews(events))[1].entries
    return [(each.event, each.key) for each in entries if isinstance(each, LinkChanged)]


def test_a_merge_is_recorded_with_its_time_and_who_merged() -> None:
    decision = followed(incident(Link(PULL, START)), LinkNews((MERGED,)))[1]

    assert decision == Decision(
        (LinkChanged(at=LATER, by="linus", event="merged", key="merged", **STAMP),)  # type: ignore[arg-type]
    )


def test_what_is_on_record_gets_no_second_line() -> None:
    assert changed(incident(Link(PULL, START, seen=frozenset({"merged"}))), MERGED, PASSED) == [
        ("passed", "3f2a9c1:passed")
    ]


def test_the_end_of_a_hotfix_has_its_own_line_and_its_checks_and_deployments_have_theirs_here() -> None:
    deployed = LinkEvent(PULL, "deployed", "9:deployed", LATER, detail="production")

    assert changed(incident(Link(PULL, START, hotfix=True)), MERGED, PASSED, deployed) == [
        ("passed", "3f2a9c1:passed"),
        ("deployed", "9:deployed"),
    ]


def test_passed_checks_of_what_was_merged_before_are_no_news_and_failed_ones_are() -> None:
    before, failed = replace(MERGED, at=START - timedelta(hours=2)), LinkEvent(PULL, "failed", "3f2a9c1:failed")

    assert changed(incident(Link(PULL, START)), before, PASSED, failed) == [
        ("merged", "merged"),
        ("failed", "3f2a9c1:failed"),
    ]


def test_what_happened_long_before_the_incident_is_no_news() -> None:
    assert changed(incident(Link(PULL, START)), replace(MERGED, at=START - timedelta(days=8))) == []


def test_a_pull_request_that_mentions_the_incident_is_linked_by_itself_and_once() -> None:
    decision = followed(incident(Link(PULL, START)), LinkNews(mentions=(12, 13)))[1]

    assert decision == Decision((ThingLinked(**{**STAMP, "name": "13"}, at=LATER, mentioned=True),))  # type: ignore[arg-type]


MENTIONING = LinkablePull(13, frozenset({7, 20}))
UNDOING = LinkablePull(14, frozenset({12}), reverts=12)


def test_a_mention_is_linked_where_nothing_is_linked_yet_and_its_news_are_asked_for_at_once() -> None:
    pull = LinkName("number", "13")
    asked, decision = followed(incident(), LinkNews((replace(MERGED, link=pull),), (13,)), MENTIONING, UNDOING)

    linked = ThingLinked(**{**STAMP, "name": "13"}, at=LATER, mentioned=True)  # type: ignore[arg-type]
    merged = LinkChanged(**{**STAMP, "name": "13"}, at=LATER, by="linus", event="merged", key="merged")  # type: ignore[arg-type]
    assert asked == NewsOf(7, (pull,))
    assert decision == Decision((linked, merged))


def test_a_mention_is_linked_even_if_github_does_not_answer() -> None:
    decision = followed(incident(), None, MENTIONING)[1]

    assert decision == Decision((ThingLinked(**{**STAMP, "name": "13"}, at=LATER, mentioned=True),))  # type: ignore[arg-type]


def test_the_revert_of_what_is_linked_is_linked_with_what_it_reverts() -> None:
    known = incident(Link(PULL, START), Link(LinkName("number", "13"), START))
    decision = followed(known, LinkNews(), MENTIONING, UNDOING)[1]

    undone = ThingLinked(**{**STAMP, "name": "14"}, at=LATER, mentioned=True, reverts="12")  # type: ignore[arg-type]
    assert decision == Decision((undone,))


def test_the_revert_of_something_else_is_not_linked() -> None:
    elsewhere = incident(Link(LinkName("number", "12", "acme/web"), START))

    assert followed(incident(), LinkNews(), UNDOING) == (None, Decision())
    assert followed(elsewhere, LinkNews(), UNDOING)[1] == Decision()


def test_no_more_than_so_many_mentions_are_linked() -> None:
    entries = tuple(
        ThingLinked(at=START, accepted=START, what="number", name=str(each), mentioned=True) for each in range(100, 119)
    )

    found = followed(incident(Link(PULL, START)), LinkNews(mentions=(1, 2, 3)), entries=entries)[1].entries

    assert len(found) == MOST_MENTIONS - 19


@pytest.mark.parametrize(
    ("known", "sweep"),
    [
        (incident(Link(PULL, START), phase=Phase.RESOLVED), True),
        (incident(Link(PULL, START)), False),
        (incident(), True),
    ],
    ids=["it is over", "an event started the run", "nothing is linked"],
)
def test_nothing_is_asked_then(known: Incident, sweep: bool) -> None:
    assert followed(known, LinkNews((MERGED,)), sweep=sweep) == (None, Decision())


def test_what_has_filled_the_timeline_or_is_in_a_repository_of_no_service_is_not_asked_about() -> None:
    full = Link(PULL, START, seen=frozenset(map(str, range(MOST_EVENTS))))
    over = Link(LinkName("run", "5"), START, seen=frozenset({"ended"}))
    foreign = Link(LinkName("number", "1", "acme/other"), START)
    waits = Link(LinkName("run", "6"), START)

    asked, decision = followed(incident(full, over, foreign, waits), None)

    assert (asked, decision) == (NewsOf(7, (LinkName("run", "6"),)), Decision())


def test_a_run_that_found_something_asks_no_second_time() -> None:
    found = LinkChanged(at=LATER, event="merged", key="merged", **STAMP)  # type: ignore[arg-type]

    assert followed(incident(Link(PULL, START)), LinkNews((PASSED,)), entries=(found,)) == (None, Decision())
