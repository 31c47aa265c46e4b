"""A merged post-mortem whose record changes is corrected on request, in a pull request of its own."""

import pytest

from incident_actions.contract.effects import ProposeFiles
from incident_actions.contract.issue import PullRequest
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from tests.engine.commands.asking import refused, running
from tests.engine.commands.test_postmortem import PATH, forget_digests
from tests.worlds import World

URL = "https://github.com/acme/shop"
VIEW = f"https://github.com/acme/shop/blob/main/{PATH}"
OFFER = f"The record has changed since the post-mortem [{PATH}]({VIEW}) was merged:\n\n"
END = "\n\nTo correct the file in a follow-up pull request, comment `/postmortem`."


def merged(*before: str) -> World:
    """An incident whose post-mortem was merged, so that it is closed."""
    world = running("/sev 1", *before, "/resolve over")
    end_pull(world)
    assert world.incident.phase is Phase.CLOSED
    return world


def end_pull(world: World, *, is_merged: bool = True) -> int:
    """Merge or close the newest pull request."""
    pull = max(world.pulls)
    if is_merged:
        world.merge(pull, by="ada")
    else:
        world.pulls[pull] = PullRequest(pull, open=False, merged=False, ended=world.now, ended_by="ada")
    world.ended_pull = pull
    world.run()
    return pull


def proposals(world: World) -> list[ProposeFiles]:
    return [each for each, _ in world.made.values() if isinstance(each, ProposeFiles)]


def test_a_correction_is_offered_once_for_each_change_and_never_made_unasked() -> None:
    world = merged()

    assert world.ask("ada", "/impact 40 orders") == [f"{OFFER}- impact: now *40 orders*{END}"]
    assert world.ask("ada", "/help")[1:] == []
    (said,) = world.ask("ada", "/sev 2")
    assert said == f"{OFFER}- severity: SEV-1, now SEV-2\n- impact: now *40 orders*{END}"
    assert (len(proposals(world)), world.incident.phase) == (1, Phase.CLOSED)
    assert world.run().is_empty


@pytest.mark.parametrize("text", ["/note the pool was full", "/ic @ada", "/action @ada fri Alert on a full pool"])
def test_what_is_no_fact_of_the_file_offers_nothing(text: str) -> None:
    assert [each for each in merged().ask("ada", text) if "has changed since" in each] == []


def test_an_incident_that_is_resolved_again_differs_in_its_end() -> None:
    world = merged()
    world.ask("ada", "/reopen it came back")
    world.advance(minutes=30)

    said = world.ask("ada", "/resolve for good")

    offered = [each for each in said if each.startswith(OFFER)]
    assert [line.partition(":")[0] for line in offered[0].splitlines() if line.startswith("- ")] == ["- resolved"]
    assert world.incident.phase is Phase.CLOSED


def test_the_request_opens_a_pull_request_that_updates_what_is_still_the_tools() -> None:
    world = merged()
    world.files[PATH] = world.files[PATH].replace("## Root cause\n", "## Root cause\n\nThe pool.\n")
    world.ask("ada", "/impact 40 orders\n/note the pool was full")

    said = world.ask("ada", "/postmortem")

    pull = max(world.pulls)
    assert said == [f"The correction of the merged post-mortem is ready for review: #{pull}."]
    proposal = proposals(world)[-1]
    assert (proposal.branch, proposal.title) == ("postmortem/7-2", "Correct the post-mortem: Checkout is down")
    text = dict(proposal.files)[PATH]
    assert "the pool was full" in text
    assert "The pool." in text
    assert proposal.body == (
        "This corrects the merged post-mortem of #7 (Checkout is down), because the incident's record has changed"
        " since.\n\nUpdated: Timeline (UTC)\n\n**Not updated, because people edited it:** Impact. Please check it,"
        f" and **[edit the file]({URL}/edit/postmortem/7-2/{PATH})** where it is wrong."
        "\n\nThe comment of the check below is about the file as it is now."
        " To check again after you edit it, click *Approve and run workflows* below."
    )
    assert world.incident.phase is Phase.CLOSED
    assert "needs-postmortem" not in world.issue.label_names


def test_a_merged_correction_ends_it_and_its_new_items_get_their_own_issues() -> None:
    world = merged()
    world.ask("ada", "/impact 40 orders")
    world.ask("ada", "/postmortem")
    head = "| Item | Owner | Due | Type |\n|---|---|---|---|\n"
    proposed = world.proposed[max(world.pulls)]
    proposed[PATH] = proposed[PATH].replace(head, f"{head}| Alert on a full pool | @ada | 2026-04-01 | detect |\n")

    pull = end_pull(world)

    (item,) = (each for each in world.entries() if isinstance(each, e.ActionOpened))
    assert item.key == "postmortem:7-2.1"
    assert world.incident.postmortem is not None
    assert (world.incident.postmortem.pull, world.incident.postmortem.state) == (pull, "merged")
    assert refused(world, "/postmortem")[0].startswith("`/postmortem` changed nothing, because the post-mortem exists")


def test_a_correction_that_is_closed_leaves_the_post_mortem_merged_and_the_next_one_has_its_own_branch() -> None:
    world = merged()
    world.ask("ada", "/impact 40 orders")
    world.ask("ada", "/postmortem")
    before = len(world.replies())

    end_pull(world, is_merged=False)

    assert world.replies()[before:] == []
    world.ask("ada", "/impact 60 orders")
    world.ask("ada", "/postmortem")
    assert [each.branch for each in proposals(world)] == ["postmortem/7", "postmortem/7-2", "postmortem/7-3"]


def test_a_correction_follows_the_record_as_well() -> None:
    world = merged()
    world.ask("ada", "/note the pool was full")
    world.ask("ada", "/impact 60 orders")
    world.ask("ada", "/postmortem")

    world.ask("ada", "/note and the queue, too")

    assert "and the queue, too" in world.proposed[max(world.pulls)][PATH]
    assert world.pull_comments == [(max(world.pulls), "Updated from the record of #7: Timeline (UTC)")]


def test_where_people_edited_everything_that_is_new_no_pull_request_opens() -> None:
    world = merged()
    world.files[PATH] = "# Our own\n\n## Impact\n\nAll of it.\n"
    world.ask("ada", "/impact 40 orders")

    (said,) = world.ask("ada", "/postmortem")

    assert said == (
        f"Nothing was updated in the post-mortem #{max(world.pulls)}. People edited Impact, so that part was left as it is."
        " Check it."
    )
    assert len(proposals(world)) == 1


def test_a_file_that_is_gone_is_reported() -> None:
    world = merged()
    del world.files[PATH]
    world.ask("ada", "/impact 40 orders")

    (said,) = world.ask("ada", "/postmortem")

    assert f"because its branch has no file `{PATH}`." in said


def test_a_file_of_an_earlier_version_is_offered_nothing() -> None:
    world = merged()
    forget_digests(world)

    assert world.ask("ada", "/impact 40 orders") == []
