"""A merged post-mortem opens its action items, writes their numbers into its files, and closes the incident."""

from datetime import date

import pytest

from incident_actions.contract.effects import OpenIssue, ReplaceLines
from incident_actions.contract.issue import PullRequest
from incident_actions.drill.rehearsal.written_file import fill_in
from incident_actions.model.incident.entry_json import as_json
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem import index
from incident_actions.postmortem.items import read_items
from tests.engine.reactions.test_after_resolution import pull_of, resolved
from tests.worlds import RunDied, World

PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
URL = "https://github.com/acme/shop"


def merged(world: World, *rows: str) -> World:
    """Return the world whose post-mortem was merged with these action items, before any run has noticed."""
    table = "|---|---|---|---|\n"
    world.files[PATH] = world.files[PATH].replace(table, table + "".join(f"{row}\n" for row in rows))
    return ended(world, merged=True)


def ended(world: World, *, merged: bool) -> World:
    """Return the world whose pull request has ended, before any run has noticed."""
    number = pull_of(world)
    world.advance(hours=1)
    if merged:
        world.merge(number)
    else:
        world.pulls[number] = PullRequest(number, open=False, merged=False, ended_by="linus", ended=world.now)
    return world


def replies_of_run(world: World) -> list[str]:
    """Run the tool until nothing is left to do, and return its replies."""
    before = len(world.replies())
    world.run()
    assert world.run().effects == ()
    return world.replies()[before:]


def link(number: int) -> str:
    return f"[#{number}]({URL}/issues/{number})"


def test_merging_the_postmortem_opens_its_items_and_closes_the_incident() -> None:
    world = resolved("/action @linus fri check the pool detect")
    known = world.incident.actions[0].issue

    (said,) = replies_of_run(
        merged(
            world,
            f"| check the pool (#{known}) | @linus | 2026-03-06 | detect |",
            "| Alert on saturation | [@grace](https://github.com/grace) | 2026-03-20 | prevent |",
            "| | | | |",
        )
    )

    _, first = world.incident.actions
    assert said == (
        f"The post-mortem is merged: [{PATH}]({URL}/blob/main/{PATH}).\n\n"
        f"Action items opened:\n- #{first.issue} · @grace"
    )
    assert (first.text, first.owner, first.due, first.type) == (
        "Alert on saturation",
        "grace",
        date(2026, 3, 20),
        "prevent",
    )
    opened = [creation for creation, _ in world.made.values() if isinstance(creation, OpenIssue)]
    assert [creation.key for creation in opened][1:] == ["postmortem:7.2"]
    assert f"[post-mortem]({URL}/blob/main/{PATH})" in opened[1].body
    assert (world.incident.phase, world.issue.open) == (Phase.CLOSED, False)
    merge = as_json(world.entries()[-2])
    assert {name: merge[name] for name in ("kind", "by", "pull", "merged", "items")} == {
        "kind": "postmortem-ended",
        "by": "linus",
        "pull": pull_of(world),
        "merged": True,
        "items": 1,
    }


def test_items_are_opened_from_a_file_that_was_merged_with_errors_and_keep_the_incident_open() -> None:
    world = resolved()

    (said,) = replies_of_run(merged(world, "| Write it down | @mary | soon | other |"))

    (item,) = world.incident.actions
    assert (item.text, item.owner, item.due, item.type) == ("Write it down", "", date(2026, 3, 18), "")
    assert said.endswith(f"Action items opened:\n- #{item.issue} · **needs an owner**: `/owner @user`")
    assert (world.incident.phase, world.issue.open) == (Phase.RESOLVED, True)


def test_the_numbers_of_new_items_are_written_into_the_file_and_the_index() -> None:
    world = merged(resolved(), "| Alert on a \\| b | @grace | 2026-03-20 | prevent |", "| Write it down | @mary | | |")

    world.run()

    first, second = (each.issue for each in world.incident.actions)
    assert f"| Alert on a \\| b ({link(first)}) | @grace | 2026-03-20 | prevent |\n" in world.files[PATH]
    assert f"| Write it down ({link(second)}) | @mary | | |\n" in world.files[PATH]
    assert f"| {link(first)}, {link(second)} |\n" in world.files[index.PATH]
    assert [row.issue for row in read_items(world.files[PATH], world.process)] == [first, second]


def test_a_run_that_dies_leaves_the_numbers_to_the_next() -> None:
    for strength in range(1, 4):
        world = merged(resolved(), "| Alert on saturation | @grace | 2026-03-20 | prevent |")
        world.strength = strength
        with pytest.raises(RunDied):
            world.run()
        world.strength = 10_000

        world.run()

        (item,) = world.incident.actions
        assert world.files[PATH].count(f"| Alert on saturation ({link(item.issue)}) |") == 1


def test_a_protected_branch_is_reported_with_the_numbers_to_paste_and_not_tried_again() -> None:
    world = merged(resolved(), "| Alert on @acme/all | @grace | 2026-03-20 | prevent |")
    world.protects_default_branch = True
    before = dict(world.files)

    (said,) = replies_of_run(world)

    (item,) = world.incident.actions
    assert world.files == before
    assert said.partition("\n\n")[2] == (
        f"Action items opened:\n- #{item.issue} · @grace\n\n"
        "GitHub refused a commit to `main`, so the file doesn't have these numbers. If you want them there,"
        f" [edit the file]({URL}/edit/main/{PATH}) and paste them:\n\n"
        f"```\nAlert on @acme/all ({link(item.issue)})\n```"
    )
    world.protects_default_branch = False
    world.run()
    assert world.files == before


def test_a_row_in_which_no_number_can_be_read_back_is_reported() -> None:
    world = merged(resolved(), "| Alert `on | @grace | 2026-03-20 | prevent |")
    world.files[index.PATH] = "# Ours\n"

    (said,) = replies_of_run(world)

    (item,) = world.incident.actions
    if f"({link(item.issue)})" not in world.files[PATH]:
        assert "Some rows could not be changed automatically." in said


def test_an_index_whose_row_people_removed_stays_as_they_left_it() -> None:
    world = merged(resolved(), "| Alert on saturation | @grace | 2026-03-20 | prevent |")
    world.files[index.PATH] = "# Ours\n"

    world.run()

    assert world.files[index.PATH] == "# Ours\n"
    ((path, _),) = next(each.files for each, _ in world.made.values() if isinstance(each, ReplaceLines))
    assert path == PATH


def test_a_merge_without_new_items_says_so_and_commits_nothing() -> None:
    world = merged(resolved())

    assert replies_of_run(world) == [
        f"The post-mortem is merged: [{PATH}]({URL}/blob/main/{PATH}).\n\nIt has no new action items."
    ]
    assert not any(isinstance(creation, ReplaceLines) for creation, _ in world.made.values())


def test_a_postmortem_closed_without_merging_is_still_owed_and_may_be_merged_later() -> None:
    world = resolved()
    number = pull_of(world)

    assert replies_of_run(ended(world, merged=False)) == [
        f"@ada, the post-mortem #{number} was closed without being merged. It is still needed, by"
        " **2026-03-11 14:00 UTC**. Choose one:\n\n"
        f"- Reopen and merge #{number}\n- Open a new one: `/postmortem`\n- Waive it: `/postmortem waive <reason>`"
    ]
    assert (world.incident.phase, world.issue.open) == (Phase.RESOLVED, True)
    replies_of_run(ended(world, merged=True))
    assert (world.incident.phase, world.issue.open) == (Phase.CLOSED, False)


def finished(world: World) -> None:
    """People write what the file lacks, with one action item."""
    table, row = "|---|---|---|---|\n", "| Alert when the pool is over 90 % full | @grace | 2026-03-20 | prevent |\n"
    written = fill_in(world.files[PATH], world.process, ())
    world.files[PATH] = written.replace(table, f"{table}{row}")


def awaited(world: World, path: str = PATH) -> World:
    """The world in which a sweep finds the post-mortem on the default branch, and nobody merged its pull request."""
    world.advance(hours=1)
    world.sweeping, world.awaited_postmortem = True, (path, world.files[path])
    return world


def test_a_post_mortem_that_another_pull_request_brought_opens_its_items_and_closes_the_incident() -> None:
    world = resolved()
    finished(world)
    pull = pull_of(world)

    (said,) = replies_of_run(awaited(world))

    assert said.startswith(
        f"The post-mortem is merged: [{PATH}]({URL}/blob/main/{PATH})."
        f" Another pull request brought it, so #{pull} is no longer needed.\n\nAction items opened:\n- #"
    )
    assert (world.incident.phase, world.issue.open) == (Phase.CLOSED, False)
    assert "Post-mortem merged in another pull request" in world.cards()[0].body

    world.pulls[pull] = PullRequest(pull, open=False, merged=False, ended_by="linus", ended=world.now)
    assert replies_of_run(world) == []


def test_a_post_mortem_that_was_rejected_and_merged_elsewhere_counts_wherever_it_is() -> None:
    world = resolved()
    replies_of_run(ended(world, merged=False))
    finished(world)
    world.files["docs/incidents/2026/checkout.md"] = world.files[PATH]

    (said,) = replies_of_run(awaited(world, "docs/incidents/2026/checkout.md"))

    assert said.startswith(
        f"The post-mortem is merged: [docs/incidents/2026/checkout.md]({URL}/blob/main/docs/incidents/2026/"
    )
    assert "no longer needed" not in said
    assert world.incident.postmortem is not None
    assert (world.incident.postmortem.path, world.incident.phase) == ("docs/incidents/2026/checkout.md", Phase.CLOSED)


def test_an_unfinished_file_on_the_default_branch_leaves_the_pull_request_as_it_is() -> None:
    world = resolved()

    assert replies_of_run(awaited(world)) == []
    assert world.incident.phase is Phase.RESOLVED
