"""The action items of a merged post-mortem get issues in every shape, and no line that looks like one is lost."""

from datetime import date

import pytest

from incident_actions.contract.effects import OpenIssue
from incident_actions.model.incident.phase import Phase
from tests.engine.reactions.test_after_resolution import resolved
from tests.engine.reactions.test_postmortem_review import PATH, ended, link, replies_of_run
from tests.worlds import World


def merged_with(section: str) -> World:
    """Return the world whose post-mortem was merged with this text as its section of action items."""
    world = resolved()
    before, _, rest = world.files[PATH].partition("## Action items\n\n")
    _, fold, appendix = rest.partition("\n<details>")
    world.files[PATH] = f"{before}## Action items\n\n{section}\n{fold}{appendix}"
    return ended(world, merged=True)


def opened_items(world: World) -> list[tuple[str, str, date | None, str]]:
    return [(each.text, each.owner, each.due, each.type) for each in world.incident.actions]


@pytest.mark.parametrize(
    "section",
    [
        "- Alert on the pool (@grace, due 2026-04-01)\n- Write the runbook\n",
        "1. Alert on the pool, owner @grace, due April 1, 2026\n2. Write the runbook\n",
        "| Task | Who | When |\n|---|---|---|\n| Alert on the pool | @grace | Apr 1, 2026 |\n| Write the runbook | | |\n",
        "| Description | Assignee | ETA |\n|--|--|--|\n| Alert on the pool | @grace | 1 April 2026 |\n| Write the runbook |\n",
    ],
)
def test_items_in_any_shape_are_opened_and_numbered(section: str) -> None:
    world = merged_with(section)

    (said,) = replies_of_run(world)

    first, second = (each.issue for each in world.incident.actions)
    assert opened_items(world) == [
        ("Alert on the pool", "grace", date(2026, 4, 1), ""),
        ("Write the runbook", "", date(2026, 3, 18), ""),
    ]
    assert said.endswith(
        f"\n\nAction items opened:\n- #{first} · @grace\n- #{second} · **needs an owner**: `/owner @user`"
    )
    assert f"Alert on the pool ({link(first)})" in world.files[PATH]
    assert f"Write the runbook ({link(second)})" in world.files[PATH]


@pytest.mark.parametrize(("due", "day"), [("next friday", (3, 13)), ("in 2 weeks", (3, 18)), ("March 1", (3, 1))])
def test_a_relative_due_date_counts_from_the_day_of_the_merge(due: str, day: tuple[int, int]) -> None:
    world = merged_with(f"- Alert on the pool — Owner: @grace — Due: {due}\n")
    world.advance(days=3)

    world.run()

    year = 2027 if due == "March 1" else 2026
    assert [each.due for each in world.incident.actions] == [date(year, *day)]


def test_an_item_that_names_an_issue_is_linked_and_no_second_one_is_opened() -> None:
    world = merged_with("- #41\n- [Add the alert](https://github.com/acme/shop/issues/42)\n")

    (said,) = replies_of_run(world)

    assert said.partition("\n\n")[2] == "Linked to issues that exist already: #41, #42"
    assert [(each.issue, each.text) for each in world.incident.actions] == [(41, "#41"), (42, "Add the alert")]
    assert not any(isinstance(creation, OpenIssue) for creation, _ in world.made.values())


def test_an_issue_of_another_repository_is_followed_by_one_here() -> None:
    world = merged_with("- [Add the alert](https://github.com/acme/ops/issues/42)\n")

    world.run()

    (item,) = world.incident.actions
    assert item.text == "Add the alert (acme/ops#42)"
    assert item.issue != 42


def test_the_number_of_the_incident_itself_is_no_link() -> None:
    world = merged_with("- Alert on the pool (#7)\n")

    world.run()

    (item,) = world.incident.actions
    assert (item.text, item.issue == 7) == ("Alert on the pool", False)


def test_lines_that_could_not_be_read_are_reported_with_how_to_open_them() -> None:
    (said,) = replies_of_run(
        merged_with("We will alert on the pool, @grace by 2026-04-01.\n\n• Write the runbook\n\nThat was all.\n")
    )

    assert said.endswith(
        "It has no new action items.\n\n"
        "2 lines look like action items but could not be read, so they have no issues. Open each here with"
        " `/action @user <due> <text>`:\n\n"
        "```\nWe will alert on the pool, @grace by 2026-04-01.\nWrite the runbook\n```"
    )


def test_many_unread_lines_are_counted() -> None:
    (said,) = replies_of_run(merged_with("".join(f"• Do {each}\n" for each in range(25))))

    assert "25 lines look like action items" in said
    assert "Do 19\n```" in said
    assert "5 more are in [the file]" in said


def test_an_item_that_is_written_twice_gets_one_issue_and_both_lines_its_number() -> None:
    world = merged_with("- Alert on the pool (@grace)\n- alert on the  pool (@grace)\n- Alert on the pool (@linus)\n")

    world.run()

    first, other = (each.issue for each in world.incident.actions)
    assert world.files[PATH].count(link(first)) == 2
    assert world.files[PATH].count(link(other)) == 1


def test_a_team_stays_with_its_item() -> None:
    world = merged_with("- Alert on the pool (@acme/shop)\n")

    world.run()

    (made,) = (each for each, _ in world.made.values() if isinstance(each, OpenIssue))
    assert (made.title, made.assignees) == ("Alert on the pool", ())
    assert "`acme/shop` can't be assigned in this repository." in made.body


def test_a_file_that_people_renamed_is_found_by_its_incident() -> None:
    world = merged_with("- Alert on the pool (@grace)\n")
    moved = "docs/incidents/2026/the-pool.md"
    world.files = {moved if path == PATH else path: text for path, text in world.files.items()}
    world.files["docs/incidents/2026/another.md"] = "---\nincident: 8\n---\n"

    (said,) = replies_of_run(world)

    (item,) = world.incident.actions
    assert said.startswith(f"The post-mortem is merged: [{moved}](https://github.com/acme/shop/blob/main/{moved}).")
    assert f"Alert on the pool ({link(item.issue)})" in world.files[moved]
    assert world.incident.postmortem is not None
    assert world.incident.postmortem.path == moved


def test_a_merge_without_the_file_says_that_its_items_could_not_be_read() -> None:
    world = merged_with("- Alert on the pool (@grace)\n")
    del world.files[PATH]

    (said,) = replies_of_run(world)

    assert said == (
        f"The pull request of the post-mortem is merged, but it has no file `{PATH}`, and no other file that names this"
        " incident in its front matter. So its action items could not be read. Open each here with"
        " `/action @user <due> <text>`, and add the file in another pull request. The incident stays open until then, or"
        " until somebody accepts that: `/accept <reason>`."
    )
    assert world.incident.phase is Phase.RESOLVED
    assert world.incident.actions == ()


@pytest.mark.rest
def test_a_file_with_too_many_items_opens_as_many_as_github_takes_and_lists_the_others() -> None:
    world = merged_with("".join(f"- Move table {each} (@grace)\n" for each in range(500)))

    for _ in range(4):
        world.run()

    opened = [each.text for each in world.incident.actions]
    assert (len(opened), opened[-1]) == (100, "Move table 99")
    assert "400 lines look like action items but could not be read" in world.replies()[-1]
