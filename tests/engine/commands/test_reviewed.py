"""A review puts an incident that is over off the meeting's list, on record."""

from dataclasses import replace

import pytest

from incident_actions.contract.issue import ManualAction
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from tests.engine.commands.asking import facts, refused
from tests.worlds import PROCESS, World

SYNC = replace(PROCESS, labels=replace(PROCESS.labels, review="ops sync"))
LIST = "https://github.com/acme/shop/issues?q=is%3Aissue%20label%3A%22ops%20sync%22"


def resolved(*commands: str) -> World:
    """An incident of a team with a review meeting, resolved as SEV-1 unless the commands say otherwise."""
    world = World(process=SYNC)
    world.run()
    for command in commands or ("/sev 1", "/resolve Rolled back"):
        world.ask("grace", command)
    return world


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("/reviewed", {"kind": "reviewed"}),
        ("/reviewed a limit\nfor the pool", {"kind": "reviewed", "text": "a limit\nfor the pool"}),
    ],
)
def test_an_incident_that_is_over_can_be_reviewed(text: str, fact: dict[str, str]) -> None:
    assert facts(resolved(), "grace", text) == [fact]


def test_an_incident_stays_on_the_list_until_it_is_reviewed_even_once_it_is_closed() -> None:
    world = resolved()
    assert "ops sync" in world.issue.label_names

    world.ask("grace", "/postmortem waive a drill")
    assert (world.incident.phase, "ops sync" in world.issue.label_names) == (Phase.CLOSED, True)
    assert f"| Review | In [the list of incidents to review]({LIST}) until `/reviewed` |" in world.cards()[0].body
    next_step = "| Next | **Discuss it in the review meeting**, then `/reviewed <what was decided>`. |"
    assert next_step in world.cards()[0].body

    world.ask("grace", "/reviewed We alert on a full pool")
    assert "ops sync" not in world.issue.label_names
    assert "| Next | Nothing is left to do. |" in world.cards()[0].body
    assert "Reviewed in the meeting: We alert on a full pool" in world.cards()[0].body


@pytest.mark.parametrize(("process", "listed"), [(SYNC, True), (PROCESS, False)])
def test_the_comment_on_the_resolution_links_the_list_that_the_process_has(process: Process, *, listed: bool) -> None:
    meeting = replace(process.postmortem, meeting="We meet on Friday.")
    world = World(process=replace(process, postmortem=meeting))
    world.run()

    world.ask("grace", "/sev 1\n/resolve")

    words = (
        f"We meet on Friday. This incident is in [the list of incidents to review]({LIST})"
        " until someone comments `/reviewed <what was decided>`."
    )
    assert any(words in text for text in world.tool_comments()) == listed


@pytest.mark.parametrize("commands", [("/sev 1",), ("/sev 3", "/resolve"), ("/sev 1", "/false-alarm the probe broke")])
def test_only_an_incident_that_needs_a_post_mortem_and_is_over_is_on_the_list(commands: tuple[str, ...]) -> None:
    assert "ops sync" not in resolved(*commands).issue.label_names


def test_an_incident_that_is_reopened_is_reviewed_again_once_it_is_over() -> None:
    world = resolved("/sev 1", "/resolve", "/reviewed", "/reopen it is back")
    assert "ops sync" not in world.issue.label_names

    world.ask("grace", "/resolve for good")
    assert "ops sync" in world.issue.label_names


def test_a_review_leaves_the_post_mortem_as_it_is() -> None:
    world = resolved()
    known = dict(world.made)

    before = [type(entry).__name__ for entry in world.entries()]
    world.ask("grace", "/reviewed We alert on a full pool")

    assert world.made == known
    assert [type(entry).__name__ for entry in world.entries()] == [*before, "IncidentReviewed"]


def test_an_incident_that_runs_cannot_be_reviewed() -> None:
    assert refused(resolved("/sev 1"), "/reviewed") == [
        "`/reviewed` did nothing, because this incident is **active**. You can use `/mitigated` or `/resolve`."
    ]


@pytest.mark.parametrize(("person", "reviewed"), [("grace", True), ("linus", False)])
def test_removing_the_label_is_a_review_under_the_same_permission(person: str, *, reviewed: bool) -> None:
    world = resolved()
    world.roles = {**world.roles, "linus": "triage"}
    world.advance(minutes=5)

    world.change_manually(person, ManualAction.UNLABELED, "ops sync")
    world.run()

    assert (world.incident.reviewed, "ops sync" in world.issue.label_names) == (reviewed, not reviewed)
    assert any("removed the label" in text for text in world.replies()) != reviewed
    assert world.run().effects == ()
