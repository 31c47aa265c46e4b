"""The tool's own commits and merges are checked in the run that makes or sees them, as no other run may check them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from incident_actions.contract.effects import ReportCheck, WriteCard
from incident_actions.contract.issue import PullRequest
from tests.engine.reactions.test_after_resolution import pull_of, resolved
from tests.engine.reactions.test_postmortem_gate import merge_as_it_is
from tests.worlds import World

PATH = "docs/incidents/2026-03-04-checkout-is-down.md"


def test_the_draft_is_reported_on_in_the_run_that_opens_it_after_everything_that_people_wait_for() -> None:
    world = resolved()

    (report,) = world.reports
    pull = pull_of(world)
    assert (report.pull, report.commit, report.passed, report.is_first) == (pull, f"c{pull}", False, True)
    assert report.description.endswith(" errors")
    assert report.body.startswith(f"<!-- incident-actions:say postmortem-check:{pull} -->\n### ❌ ")
    assert f"/blob/c{pull}/{PATH}?plain=1#L" in report.body
    assert world.log[-1] == report
    assert world.run().effects == ()


def test_a_merge_is_reported_on_before_the_card_is_written_since_no_later_run_would() -> None:
    world = resolved()
    before = len(world.log)

    merge_as_it_is(world, pull_of(world))

    draft, merged, fix = world.reports
    assert (merged.pull, merged.commit, merged.passed) == (draft.pull, "abc", False)
    assert (merged.description, merged.body.count("\n- ")) == (draft.description, draft.body.count("\n- "))
    assert (fix.is_first, fix.passed, fix.pull) == (True, False, max(world.pulls))
    ordered = [each for each in world.log[before:] if isinstance(each, ReportCheck | WriteCard)]
    assert [type(each) for each in ordered] == [ReportCheck, WriteCard, ReportCheck]
    assert ordered[0] == merged


def test_a_complete_post_mortem_is_reported_as_such() -> None:
    world = resolved()

    world.merge()
    world.run()

    assert [(each.passed, each.description) for each in world.reports[1:]] == [(True, "No errors")]


def test_a_commit_of_the_tool_upon_peoples_is_reported_on_as_the_file_is_then() -> None:
    world = resolved()

    world.ask("ada", "/impact 60 orders a minute\n/postmortem")

    first, updated = world.reports
    assert (updated.pull, updated.is_first) == (first.pull, False)
    assert updated.commit != first.commit


def proposed(world: World, *, at: datetime, head: str = "def") -> None:
    """Somebody pushes to the pull request."""
    number = pull_of(world)
    world.pulls[number] = PullRequest(number, open=True, merged=False, head=head, updated=at)


@pytest.mark.parametrize(
    ("ago", "head", "sweeps", "reported"),
    [
        (timedelta(hours=1), "def", True, True),
        (timedelta(hours=1), "def", False, False),
        (timedelta(days=2), "def", True, False),
        (timedelta(hours=1), "", True, False),
    ],
    ids=["lately", "but no sweep", "long ago", "its head is not known"],
)
def test_a_sweep_reports_on_the_newest_commit_where_nobody_has(
    ago: timedelta, head: str, sweeps: bool, reported: bool
) -> None:
    world = resolved()
    world.advance(days=3)
    world.run()
    proposed(world, at=world.now - ago, head=head)
    world.sweeping = sweeps

    world.run()

    assert [each.commit for each in world.reports[1:]] == ["def"] * reported
    assert world.run().effects == ()


def test_a_file_that_was_renamed_in_its_pull_request_is_left_to_the_check_of_the_push() -> None:
    world = resolved()
    proposed(world, at=world.now)
    world.files = {path.replace("checkout", "shop"): text for path, text in world.files.items()}

    world.run()

    assert len(world.reports) == 1


def test_a_sweep_withdraws_the_report_where_a_push_removed_the_post_mortem() -> None:
    world = resolved()
    proposed(world, at=world.now)
    world.files = {}
    world.sweeping = True

    world.run()

    assert [(each.commit, each.description, each.is_withdrawal) for each in world.reports[1:]] == [
        ("def", "No post-mortem", True)
    ]
