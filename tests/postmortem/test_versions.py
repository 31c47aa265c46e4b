"""Which version of the record a file shows."""

from datetime import timedelta
from typing import Any

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.postmortem import versions
from tests.worlds import START


def at(minutes: int, kind: Any, **fields: Any) -> Any:
    when = START + timedelta(minutes=minutes)
    return kind(at=when, accepted=when, **fields)


DECLARED = at(0, e.Declared, title="Checkout is down", severity="SEV-1")
RESOLVED = at(10, e.Resolved)
OPENED = at(10, e.PostmortemOpened, branch="postmortem/7", path="a.md", pull=2, written=("a", "b"))
RECORD = (DECLARED, RESOLVED, OPENED)
AGAIN = at(12, e.PostmortemOpened, branch="postmortem/7", path="a.md", pull=3)
ASKED: e.Entry = at(13, e.PostmortemAsked)
IMPACT = at(14, e.ImpactSet, text="40 orders")


@pytest.mark.parametrize(
    ("later", "behind"),
    [
        ((), False),
        ((IMPACT,), True),
        ((at(11, e.Reopened, reason="again"),), True),
        ((at(11, e.ActionOpened, issue=5, text="x", key="c1.0"),), True),
        ((at(11, e.ActionOpened, issue=5, text="x", key="postmortem:7.1"),), False),
        ((ASKED, at(11, e.Closed), at(11, e.CommandAnswered, word="help")), False),
        ((IMPACT, at(15, e.PostmortemUpdated, written=("c",))), False),
        ((IMPACT, AGAIN), True),
    ],
)
def test_a_file_is_behind_once_the_record_has_something_for_it(later: tuple[e.Entry, ...], behind: bool) -> None:
    assert versions.is_behind((*RECORD, *later)) is behind


def test_a_request_waits_until_a_pull_request_or_an_update_answers_it() -> None:
    updated = at(15, e.PostmortemUpdated)

    assert versions.requested_since((*RECORD, ASKED, IMPACT)) == ASKED
    assert versions.requested_since((*RECORD, ASKED, updated)) is None
    assert versions.requested_since(RECORD) is None


def test_the_file_is_written_without_its_own_history() -> None:
    earlier = at(5, e.PostmortemAsked)

    assert versions.entries_for_file((DECLARED, earlier, RESOLVED, OPENED, ASKED, IMPACT, at(15, e.Closed))) == (
        DECLARED,
        RESOLVED,
        ASKED,
        IMPACT,
    )


def test_facts_that_differ_are_named_by_their_keys() -> None:
    later = (at(20, e.SeveritySet, to="SEV-2"), at(21, e.MilestoneSet, milestone="started"), IMPACT)
    shown = versions.incident_in_file(7, (*RECORD, *later))
    now = fold(7, (*RECORD, *later))

    assert shown is not None
    assert now is not None
    assert versions.differing_facts(shown, now) == ("severity", "started", "impact")
    assert versions.differing_facts(shown, shown) == ()


def test_an_offer_shows_the_incident_as_it_was_then() -> None:
    offered = at(22, e.FollowUpOffered, differs=("impact",))

    assert versions.incident_in_offer(7, RECORD) is None
    incident = versions.incident_in_offer(7, (*RECORD, IMPACT, offered))
    assert incident is not None
    assert incident.impact == "40 orders"
