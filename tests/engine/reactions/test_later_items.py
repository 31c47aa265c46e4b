"""A row that somebody adds to a merged post-mortem gets its issue once, also if a run dies; rows of before get none."""

from dataclasses import replace

import pytest

from incident_actions.contract.effects import OpenIssue
from incident_actions.engine.reactions.postmortem_items import MOST_LATER
from incident_actions.model.incident import entry as e
from incident_actions.postmortem import index
from incident_actions.text import record
from tests.engine.reactions.test_after_resolution import resolved
from tests.engine.reactions.test_postmortem_review import PATH, URL, link, merged, replies_of_run
from tests.worlds import RunDied, World

POOL = "| Alert on saturation | @grace | 2026-03-20 | prevent |"
RUNBOOK = "| Write the runbook | | | mitigate |"
WORDS = f"Somebody added action items to the [post-mortem]({URL}/blob/main/{PATH})."


def filed(*, protected: bool = False) -> World:
    """A closed incident whose post-mortem was merged with one action item."""
    world = merged(resolved(), POOL)
    world.protects_default_branch = protected
    world.run()
    return world


def added(world: World, *rows: str) -> World:
    """The world in which somebody merged these rows since, and a sweep reads the file."""
    text = world.files[PATH]
    first = next(line for line in text.splitlines() if "Alert on saturation" in line)
    world.files[PATH] = text.replace(first, "\n".join([first, *rows]))
    return swept(world)


def swept(world: World) -> World:
    world.advance(days=2)
    world.postmortem_path, world.postmortem_text = PATH, world.files[PATH]
    return world


def opened(world: World) -> list[str]:
    return [creation.title for creation, _ in world.made.values() if isinstance(creation, OpenIssue)]


def test_an_added_row_gets_its_issue_its_number_and_its_place_in_the_index() -> None:
    world = added(filed(), RUNBOOK, "| Drain the nodes (#41) | @linus | 2026-04-01 | |")

    (said,) = replies_of_run(world)

    _, runbook, linked = world.incident.actions
    assert said == (
        f"{WORDS}\n\nAction items opened:\n- #{runbook.issue} · **needs an owner**: `/owner @user`\n\n"
        "Linked to an issue that exists already: #41"
    )
    assert (runbook.text, f"{runbook.due}", linked.issue) == ("Write the runbook", "2026-03-20", 41)
    assert f"| Write the runbook ({link(runbook.issue)}) |" in world.files[PATH]
    assert f", {link(runbook.issue)}, {link(41)} |" in world.files[index.PATH]
    assert (world.issue.open, replies_of_run(swept(world))) == (False, [])


def test_nothing_is_opened_twice_where_the_default_branch_is_protected() -> None:
    world = added(filed(protected=True), RUNBOOK)

    (said,) = replies_of_run(world)

    assert "GitHub refused a commit to `main`" in said
    assert opened(world) == ["Alert on saturation", "Write the runbook"]
    assert replies_of_run(swept(world)) == []


def test_a_record_of_an_earlier_version_opens_nothing_for_rows_that_it_does_not_know() -> None:
    world = filed(protected=True)
    (card,) = world.cards()
    block = record.read_block(card.body)
    assert block is not None
    older = [replace(each, keeps_rows=False) if isinstance(each, e.PostmortemEnded) else each for each in block.entries]
    world.comments[card.id] = replace(
        card, body=f"{card.body[: card.body.index(record.OPENING)]}{record.write_record(older)}"
    )
    world.run()

    assert replies_of_run(added(world, RUNBOOK)) == []
    assert opened(world) == ["Alert on saturation"]


def test_a_file_with_very_many_new_rows_gets_them_in_several_sweeps() -> None:
    world = added(filed(), *(f"| Check node {each} | | | |" for each in range(MOST_LATER + 5)))

    world.run()

    assert len(opened(world)) == 1 + MOST_LATER
    swept(world).run()
    assert len(opened(world)) == 1 + MOST_LATER + 5


def correcting(*, protected: bool) -> World:
    """A merged post-mortem with an open correction."""
    world = filed(protected=protected)
    world.ask("grace", "/impact twice as many\n/postmortem")
    assert world.incident.postmortem is not None
    assert world.incident.postmortem.state == "open"
    return world


@pytest.mark.parametrize("protected", [False, True])
def test_rows_that_are_added_while_a_correction_is_open_do_not_wait_for_it(*, protected: bool) -> None:
    world = added(correcting(protected=protected), RUNBOOK)

    (said,) = replies_of_run(world)

    assert said.startswith(f"{WORDS}\n\nAction items opened:")
    assert opened(world) == ["Alert on saturation", "Write the runbook"]

    world.merge()
    world.run()
    swept(world).run()

    assert opened(world) == ["Alert on saturation", "Write the runbook"]
    assert world.incident.postmortem is not None
    assert world.incident.postmortem.state == "merged"


@pytest.mark.parametrize("protected", [False, True])
def test_a_merged_correction_opens_the_rows_that_it_adds_and_no_other_again(*, protected: bool) -> None:
    world = correcting(protected=protected)
    proposed = world.proposed[max(world.pulls)]
    proposed[PATH] = proposed[PATH].replace("|---|---|---|---|\n", f"|---|---|---|---|\n{RUNBOOK}\n")

    world.merge()
    world.run()
    swept(world).run()

    assert opened(world) == ["Alert on saturation", "Write the runbook"]


@pytest.mark.parametrize("step", range(4))
def test_a_run_that_dies_anywhere_opens_and_posts_everything_once(step: int) -> None:
    world = added(filed(), RUNBOOK)
    world.strength = step
    with pytest.raises(RunDied):
        world.run()
    world.strength = 100

    replies_of_run(world)
    replies_of_run(swept(world))

    assert opened(world) == ["Alert on saturation", "Write the runbook"]
    assert [each.issue for each in world.incident.actions].count(world.incident.actions[-1].issue) == 1
    assert sum(WORDS in each for each in world.replies()) == 1
