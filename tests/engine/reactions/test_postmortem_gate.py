"""A post-mortem that is merged with errors closes nothing until they are fixed, or until somebody accepts them."""

import pytest

from incident_actions.contract.effects import ProposeFiles, ReplaceLines
from incident_actions.contract.issue import PullRequest
from incident_actions.drill.rehearsal.written_file import fill_in
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem import index
from tests.engine.reactions.test_after_resolution import pull_of, resolved
from tests.worlds import World

PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
WELL = "The release note named the setting, so the cause was found within minutes."
"""What is written into one of its sections."""

VIEW = f"https://github.com/acme/shop/blob/main/{PATH}"


def merged_as_drafted() -> World:
    """An incident whose draft was merged although nobody had written a word."""
    world = resolved()
    merge_as_it_is(world, pull_of(world))
    return world


def merge_as_it_is(world: World, pull: int) -> None:
    world.advance(hours=1)
    world.files |= world.proposed.pop(pull, {})
    world.pulls[pull] = PullRequest(pull, open=False, merged=True, head="abc", ended_by="linus", ended=world.now)
    world.run()


def state(world: World) -> tuple[Phase, bool, bool]:
    """The phase, whether the issue is open, and whether its post-mortem is owed."""
    return world.incident.phase, world.issue.open, "needs-postmortem" in world.issue.label_names


OWED = (Phase.RESOLVED, True, True)
CLOSED = (Phase.CLOSED, False, False)


def test_the_untouched_draft_closes_nothing_and_the_reply_lists_what_is_missing() -> None:
    world = merged_as_drafted()

    (fix,) = (pull for pull in world.pulls.values() if pull.open)
    said = world.replies()[-1]
    assert state(world) == OWED
    assert said.startswith(f"The post-mortem is merged: [{PATH}]({VIEW}). But the check still finds **")
    assert "Nobody has written" in said or "is empty" in said
    assert f"#{fix.number} is prepared to fix them." in said
    assert "`/accept <reason>`" in said
    assert world.run().effects == ()


def test_the_prepared_pull_request_lists_the_same_and_there_is_never_a_second() -> None:
    world = merged_as_drafted()
    fix = max(world.pulls)
    proposal = next(made for made, result in world.made.values() if result.number == fix)
    assert isinstance(proposal, ProposeFiles)

    merge_as_it_is(world, fix)

    assert (proposal.branch, proposal.title) == ("postmortem/7-2", "Complete the post-mortem: Checkout is down")
    text = dict(proposal.files)[PATH]
    assert text.startswith("---\n")
    assert "\n<!-- The check still finds errors in this file." in text
    assert state(world) == OWED
    assert [pull.number for pull in world.pulls.values() if pull.open] == []
    assert "prepared" not in world.replies()[-1]


def test_the_merge_of_the_fixed_file_closes_the_incident() -> None:
    world = merged_as_drafted()
    fix = max(world.pulls)
    world.proposed[fix][PATH] = fill_in(world.proposed[fix][PATH], world.process, ())

    merge_as_it_is(world, fix)

    assert state(world) == CLOSED
    assert world.replies()[-1].startswith(f"The post-mortem is merged: [{PATH}]({VIEW}).\n\n")


def test_any_commit_that_fixes_the_file_closes_the_incident() -> None:
    world = merged_as_drafted()
    before = len(world.replies())
    world.files[PATH] = fill_in(world.files[PATH], world.process, ())
    world.run()

    assert state(world) == CLOSED
    assert world.replies()[before:] == [f"The post-mortem has no errors any more: [{PATH}]({VIEW})."]
    assert world.run().effects == ()


def test_fewer_errors_close_nothing() -> None:
    world = merged_as_drafted()
    world.files[PATH] = fill_in(world.files[PATH], world.process, ()).replace(WELL, "")

    assert world.run().effects == ()
    assert state(world) == OWED


def test_a_file_that_was_deleted_stays_owed() -> None:
    world = merged_as_drafted()
    del world.files[PATH]
    world.run()

    assert state(world) == OWED


@pytest.mark.parametrize("typed", ["/accept nobody was affected", "/postmortem accept nobody was affected"])
def test_accepting_it_closes_the_incident_on_record_and_in_the_index(typed: str) -> None:
    world = merged_as_drafted()

    world.ask("ada", typed)

    assert state(world) == CLOSED
    (accepted,) = (each for each in world.entries() if isinstance(each, e.PostmortemAccepted))
    assert (accepted.by, accepted.reason) == ("ada", "nobody was affected")
    assert "(accepted: nobody was affected)" in world.files[index.PATH]
    (said,) = (made.message for made, _ in world.made.values() if isinstance(made, ReplaceLines))
    assert said == "Say why the post-mortem of #7 was accepted"


def test_accepting_needs_a_role_of_its_own_a_reason_and_something_to_accept() -> None:
    world = merged_as_drafted()

    assert world.ask("grace", "/postmortem accept it will do")[0].startswith(
        "@grace, `/accept` needs the role **maintain**"
    )
    assert world.ask("ada", "/accept") == ["`/accept` needs a reason: `/accept <reason>`. Nothing was changed."]
    assert state(world) == OWED
    world.ask("ada", "/accept it will do")
    assert world.ask("ada", "/accept it will do")[0].startswith("`/accept` changed nothing, because there is no merged")


def test_an_older_record_without_a_count_stays_closed() -> None:
    world = resolved()
    world.merge()
    world.run()
    (ended,) = (each for each in world.entries() if isinstance(each, e.PostmortemEnded))

    assert ended.errors == 0
    assert state(world) == CLOSED
