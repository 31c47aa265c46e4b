"""A lost record is rebuilt from what people did, in its order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from incident_actions.contract.card_comment import CARD_MARK
from incident_actions.contract.issue import ManualAction, PullRequest
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.entry import Damage
from incident_actions.model.incident.entry_json import as_json
from incident_actions.model.incident.phase import Phase
from incident_actions.text import record
from tests.engine.commands.asking import running
from tests.worlds import BOT, World, make_labels


def lose_the_record(world: World) -> None:
    """Delete the card."""
    (card,) = world.cards()
    del world.comments[card.id]


def keep_only(world: World, *kinds: str) -> None:
    """Edit the card so that only entries of these kinds can still be read."""
    (card,) = world.cards()
    block = record.write_record([each for each in world.entries() if each.kind in kinds], at=world.now)
    body = f"{CARD_MARK}\nThe card\n\n{block.replace('sha256:', 'sha256:0')}"
    world.comments[card.id] = replace(card, body=body)


def facts(world: World) -> list[dict[str, object]]:
    """Return the record without the times at which the tool accepted its entries."""
    return [{name: value for name, value in as_json(each).items() if name != "accepted"} for each in world.entries()]


def repairs(world: World) -> list[e.RecordRepaired]:
    return [each for each in world.entries() if isinstance(each, e.RecordRepaired)]


def end_review(world: World, *, merged: bool) -> int:
    """Merge or close the post-mortem's pull request."""
    (number,) = (each.number for each in world.pulls.values() if each.open)
    if merged:
        world.merge(number, by="ada")
    else:
        world.pulls[number] = PullRequest(number, open=False, merged=False, ended_by="ada", ended=world.now)
    return number


@pytest.mark.parametrize(
    "comments",
    [
        (),
        ("/ack\n/sev 1", "/ic @ada", "/note 13:30 the deploy"),
        ("/sev 3", "/frobnicate", "/update we look", "/mitigated", "/resolve"),
        ("/resolve", "/reopen it came back", "/status identified"),
        ("/false-alarm a test",),
    ],
    ids=["nothing", "the first steps", "to its end", "reopened", "a false alarm"],
)
def test_a_record_of_comments_is_rebuilt_as_it_was(comments: tuple[str, ...]) -> None:
    world = running(*comments)
    before, shown = facts(world), world.visible_issue()["said"]

    lose_the_record(world)
    world.run()

    assert facts(world)[:-1] == before
    assert [each.what for each in repairs(world)] == [Damage.DELETED]
    assert world.visible_issue()["said"] == shown, "something was posted again"
    assert world.run().is_empty


def test_entries_that_can_still_be_read_are_kept_among_the_restored_ones() -> None:
    world = running("/sev 1", "/note by hand", "/ic @ada")
    before = facts(world)
    keep_only(world, "declared", "note")

    world.run()

    assert facts(world)[:-1] == before
    assert [each.what for each in repairs(world)] == [Damage.DAMAGED]


def test_a_kept_entry_of_a_deleted_comment_stays_at_its_time() -> None:
    world = running("/sev 1")
    noted = world.post("grace", "/note the deploy")
    world.run()
    world.ask("grace", "/ack")
    del world.comments[noted.id]
    keep_only(world, "declared", "note")

    world.run()

    assert [each.kind for each in world.entries()] == ["declared", "severity", "note", "acknowledged", "mended"]


def test_manual_changes_are_restored_between_the_comments_before_and_after_them() -> None:
    world = running("/sev 2")
    world.change_manually("ada", ManualAction.LABELED, "SEV-1")
    world.run()
    world.ask("grace", "/note later")
    before = facts(world)

    lose_the_record(world)
    world.run()

    assert facts(world)[:-1] == before
    assert [(each.to, each.by) for each in world.entries() if isinstance(each, e.SeveritySet)] == [
        ("SEV-2", "grace"),
        ("SEV-1", "ada"),
    ]


def test_a_label_that_repeated_the_severity_is_not_restored_after_the_incident_closed() -> None:
    world = running("/sev 3")
    world.change_manually("ada", ManualAction.LABELED, "P3")
    world.run()
    world.ask("grace", "/resolve")
    before = facts(world)

    lose_the_record(world)
    world.run()

    assert facts(world)[:-1] == before


def test_manual_changes_of_a_bot_restore_nothing() -> None:
    world = running()
    world.changes = [replace(each, by=BOT) for each in world.changes]

    lose_the_record(world)
    world.run()

    assert [each.kind for each in world.entries()] == ["declared", "mended"]


def test_a_comment_of_a_person_without_rights_restores_nothing() -> None:
    world = running()
    world.ask("mary", "/sev 1")

    lose_the_record(world)
    world.run()

    assert [each.kind for each in world.entries()] == ["declared", "mended"]


def test_a_comment_that_nobody_had_answered_is_answered_by_the_rebuild() -> None:
    world = running("/sev 1")
    lose_the_record(world)

    assert world.ask("grace", "/frobnicate") == [
        "Unknown command `/frobnicate`. `/help` lists the commands. Nothing was changed."
    ]
    assert world.incident.severity == "SEV-1"


def test_the_comment_of_this_run_is_seen_only_from_its_time_on() -> None:
    world = running("/sev 2")
    lose_the_record(world)
    world.event_comment = world.post("grace", "/sev 1")

    world.run()

    assert [each.to for each in world.entries() if isinstance(each, e.SeveritySet)] == ["SEV-2", "SEV-1"]


def test_a_declaration_that_somebody_made_unreadable_is_declared_again() -> None:
    world = running("/sev 1")
    (card,) = world.cards()
    body = card.body.replace('"kind":"declared","at":"2026', '"kind":"declared","at":"x026')
    world.comments[card.id] = replace(card, body=body)

    world.run()

    assert (world.incident.severity, world.incident.declared_by) == ("SEV-1", "grace")
    assert [each.what for each in repairs(world)] == [Damage.DAMAGED]
    assert world.run().is_empty


def test_an_incident_whose_declaring_comment_was_deleted_is_declared_again() -> None:
    world = World()
    world.issue = replace(world.issue, labels=())
    declaring = world.post("grace", "/declare 2")
    world.run()
    world.ask("grace", "/note after")
    del world.comments[declaring.id]
    world.changes = [replace(each, by=BOT) for each in world.changes]
    lose_the_record(world)

    world.run()

    assert [(each.kind, each.comment != 0) for each in world.entries()] == [
        ("declared", False),
        ("note", True),
        ("mended", False),
    ]


def merged(world: World) -> None:
    end_review(world, merged=True)


def rejected(world: World) -> None:
    end_review(world, merged=False)


@pytest.mark.parametrize(
    ("ends", "state", "phase"),
    [(None, "open", Phase.RESOLVED), (merged, "merged", Phase.CLOSED), (rejected, "rejected", Phase.RESOLVED)],
    ids=["in review", "merged", "rejected"],
)
def test_the_review_of_a_post_mortem_is_restored_as_it_ended(
    ends: Callable[[World], None] | None, state: str, phase: Phase
) -> None:
    world = running("/sev 1\n/resolve")
    world.advance(minutes=5)
    if ends is not None:
        ends(world)
    world.run()
    made = len(world.made)

    lose_the_record(world)
    world.advance(hours=1)
    world.run()

    assert world.incident.postmortem is not None
    assert (world.incident.postmortem.state, world.incident.phase, len(world.made)) == (state, phase, made)


def test_a_correction_of_a_merged_post_mortem_is_restored_with_the_request_for_it() -> None:
    world = running("/sev 1\n/resolve")
    world.advance(minutes=5)
    end_review(world, merged=True)
    world.run()
    world.ask("grace", "/impact 40 orders")
    world.ask("grace", "/postmortem")
    before, made = world.incident.postmortem, len(world.made)
    assert before is not None
    assert before.follow_up == 2

    lose_the_record(world)
    world.run()

    assert (world.incident.postmortem, len(world.made)) == (before, made)
    assert [each.kind for each in world.entries()].count("postmortem-asked") == 1
    assert world.run().is_empty


def test_a_request_to_correct_what_was_up_to_date_stays_refused() -> None:
    world = running("/sev 1\n/resolve")
    end_review(world, merged=True)
    world.run()
    world.ask("grace", "/postmortem")

    lose_the_record(world)
    world.run()

    assert [each.kind for each in world.entries()].count("postmortem-asked") == 0
    assert world.run().is_empty


def test_a_post_mortem_that_was_waived_and_then_wanted_is_restored_with_both_of_its_pull_requests() -> None:
    world = running("/sev 1\n/resolve")
    world.ask("grace", "/postmortem waive no need")
    world.advance(minutes=5)
    world.ask("ada", "/postmortem")
    before, shown = world.incident.postmortem, world.visible_issue()["said"]

    lose_the_record(world)
    world.run()

    assert (world.incident.postmortem, world.visible_issue()["said"]) == (before, shown)
    assert [(each.by, each.merged) for each in world.entries() if isinstance(each, e.PostmortemEnded)] == [
        ("grace", False)
    ]
    assert world.run().is_empty


def test_an_incident_that_was_reopened_after_its_review_is_open_again() -> None:
    world = running("/sev 1\n/resolve")
    world.advance(minutes=5)
    end_review(world, merged=True)
    world.run()
    world.advance(minutes=5)
    world.ask("grace", "/reopen it came back")
    before = world.incident

    lose_the_record(world)
    world.run()

    assert (world.incident.phase, world.incident.milestones) == (before.phase, before.milestones)


def test_a_post_mortem_that_the_record_still_has_is_not_recorded_twice() -> None:
    world = running("/sev 1\n/resolve")
    keep_only(world, "declared", "postmortem")

    world.run()

    assert [each.kind for each in world.entries()].count("postmortem") == 1


def test_a_post_mortem_whose_opening_alone_was_lost_is_found_with_its_end_in_one_run() -> None:
    world = running("/resolve")
    world.ask("grace", "/postmortem")
    end_review(world, merged=True)
    world.run()
    keep_only(world, "declared", "resolved", "closed", "postmortem-asked", "postmortem-ended")

    world.run()

    assert (world.incident.phase, world.issue.open) == (Phase.CLOSED, False)
    assert world.run().is_empty


def test_a_label_that_the_tool_had_added_does_not_restore_what_is_gone() -> None:
    world = running("/sev 1")
    world.issue = replace(world.issue, labels=make_labels("incident", "SEV-1", "status: investigating"))
    (comment,) = (each for each in world.comments.values() if each.author != BOT)
    del world.comments[comment.id]

    lose_the_record(world)
    world.run()

    assert world.incident.severity == ""


def test_a_loosely_typed_command_that_was_answered_days_ago_is_rebuilt() -> None:
    world = running("/sev1")
    world.advance(days=3)
    lose_the_record(world)

    world.run()

    assert world.incident.severity == "SEV-1"
