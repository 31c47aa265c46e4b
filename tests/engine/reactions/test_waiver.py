"""A waived post-mortem leaves no open pull request, and a row with its reason in the index."""

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem import index
from tests.engine.commands.asking import running
from tests.worlds import World

WAIVE = "/postmortem waive same cause as #3"
SEVEN, THREE = (f"[#{number}](https://github.com/acme/shop/issues/{number})" for number in (7, 3))
ROW = f"| 2026-03-04 | Checkout is down (post-mortem waived: same cause as {THREE}) | {SEVEN} | SEV-1 |  | under a minute | none |"


def waived(world: World) -> list[str]:
    """An incident whose post-mortem was waived after the end, in a repository that has an index on `main`."""
    world.files[index.PATH] = index.empty_index()
    return world.ask("grace", WAIVE)


def test_its_pull_request_is_closed_with_the_reason_and_its_branch_is_deleted() -> None:
    world = running("/sev 1", "/resolve")
    (pull,) = world.pulls

    assert waived(world) == []

    assert world.pull_comments == [
        (
            pull,
            "`grace` waived the post-mortem of #7: same cause as #3\n\nThis pull request is closed, and its branch is"
            " deleted. To continue after all, comment `/postmortem` on #7 for a new one, or restore the branch here.",
        )
    ]
    assert world.deleted_branches == ["postmortem/7"]
    assert world.incident.postmortem is not None
    assert (world.incident.postmortem.state, world.incident.phase) == ("rejected", Phase.CLOSED)
    assert world.run().is_empty


def test_the_index_gets_a_row_with_the_reason_once_the_incident_is_over() -> None:
    world = running("/sev 1", WAIVE)
    world.files[index.PATH] = index.empty_index()
    world.run()
    assert ROW not in world.files[index.PATH]

    world.ask("grace", "/resolve")

    assert ROW in world.files[index.PATH]
    assert world.run().is_empty


@pytest.mark.parametrize("reason", ["protected", "missing"])
def test_a_row_that_cannot_be_written_is_posted_once(reason: str) -> None:
    world = running("/sev 1", WAIVE)
    if reason == "protected":
        world.files[index.PATH] = index.empty_index()
        world.protects_default_branch = True

    said = world.ask("grace", "/resolve")

    words = (
        "GitHub refused a commit to `main`, or `docs/incidents/README.md` has no table, so the index doesn't list the waived"
        " post-mortem. If you want it there, [edit the file](https://github.com/acme/shop/edit/main/docs/incidents/README.md)"
        f" and paste:\n\n```\n{ROW}\n```"
    )
    assert words in said
    assert world.run().is_empty


def test_a_post_mortem_that_was_merged_meanwhile_stays_merged() -> None:
    world = running("/sev 1", "/resolve")
    (pull,) = world.pulls
    world.merge(pull)

    waived(world)

    assert world.incident.postmortem is not None
    assert (world.incident.postmortem.state, world.deleted_branches) == ("merged", [])


def test_asked_for_again_it_opens_under_the_same_names() -> None:
    world = running("/sev 1", "/resolve")
    before = sorted(world.files)
    waived(world)
    assert ROW in world.files[index.PATH]

    world.ask("grace", "/postmortem")

    assert sorted(world.files) == before
    assert "waived" not in world.files[index.PATH]
    assert [each.branch for each in world.entries() if isinstance(each, e.PostmortemOpened)] == ["postmortem/7"] * 2
