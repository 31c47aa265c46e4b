"""What follows a resolved incident: its post-mortem, that pull request's end, the items, the closing."""

from datetime import date, timedelta

import pytest

from incident_actions.contract.effects import OpenIssue, ProposeFiles
from incident_actions.contract.issue import PullRequest
from incident_actions.model.incident.entry_json import as_json
from incident_actions.model.incident.phase import Phase
from tests.engine.commands.asking import running
from tests.worlds import START, World

DUE = START.replace(day=11, second=1)
"""Five business days after 14:00:01 on a Wednesday."""


def resolved(*before: str) -> World:
    return running("/sev 1", "/ic @ada", *before, "/resolve")


def pull_of(world: World) -> int:
    return next(made.number for creation, made in world.made.values() if isinstance(creation, ProposeFiles))


def ended(world: World, *, merged: bool) -> list[str]:
    """The pull request ends, a run comes, and this is what it says."""
    number, before = pull_of(world), len(world.replies())
    world.advance(hours=1)
    world.pulls[number] = PullRequest(number, open=False, merged=merged, head="abc", ended_by="linus", ended=world.now)
    world.run()
    assert world.run().effects == ()
    return world.replies()[before:]


def with_rows(world: World, *rows: str) -> None:
    path = next(name for name in world.files if not name.endswith("README.md"))
    table = "|---|---|---|---|\n"
    world.files[path] = world.files[path].replace(table, table + "".join(f"{row}\n" for row in rows))


def test_the_pull_request_says_what_is_left_to_do_and_asks_those_who_know() -> None:
    world = resolved("/tech @linus")

    ((creation, _),) = world.made.values()
    assert isinstance(creation, ProposeFiles)
    assert (creation.branch, creation.title, creation.message, creation.reviewers) == (
        "postmortem/7",
        "Post-mortem: Checkout is down",
        "Add post-mortem of #7: Checkout is down",
        ("ada", "linus"),
    )
    assert [path for path, _ in creation.files] == [
        "docs/incidents/2026-03-04-checkout-is-down.md",
        "docs/incidents/README.md",
    ]
    assert creation.body == (
        "The post-mortem of #7 (SEV-1: Checkout is down), due by **2026-03-11 14:00 UTC**.\n\n"
        "The facts that the record holds are filled in. What is left is for people: why it happened, what went well and what"
        " did not, and what will be done about it. Blameless: systems, not persons.\n\n"
        "- [ ] Every section says something; the hints in `<!-- -->` are gone\n"
        "- [ ] The impact has a number in it\n"
        "- [ ] Each action item has an owner, a date, and can be checked off\n\n"
        "A check on this pull request wants the same, and names each line that lacks something."
        " It waits until somebody with write access approves its run here, or pushes to the branch.\n\n"
        "Edit `docs/incidents/2026-03-04-checkout-is-down.md` on this branch. When this is merged, each action item without"
        " an issue gets one, assigned and dated, and the incident closes."
    )


def test_an_incident_that_needs_none_closes_at_once() -> None:
    world = running("/sev 3", "/resolve")

    assert (world.made, world.incident.phase, world.issue.open) == ({}, Phase.CLOSED, False)


def test_merging_the_postmortem_opens_its_items_and_closes_the_incident() -> None:
    world = resolved("/action @linus fri check the pool detect")
    known = world.incident.actions[0].issue
    with_rows(
        world,
        f"| check the pool (#{known}) | @linus | 2026-03-06 | detect |",
        "| Alert on saturation | @grace | 2026-03-20 | prevent |",
        "| Write it down | @mary | soon | other |",
        "| | | | |",
    )

    (said,) = ended(world, merged=True)

    _, first, second = world.incident.actions
    assert said == (
        "The post-mortem is filed: `docs/incidents/2026-03-04-checkout-is-down.md`.\n\n"
        f"Its action items have their issues:\n- #{first.issue} · @grace\n- #{second.issue} · **needs an owner**"
    )
    assert [(each.text, each.owner, each.due, each.type) for each in (first, second)] == [
        ("Alert on saturation", "grace", date(2026, 3, 20), "prevent"),
        ("Write it down", "", date(2026, 3, 18), ""),
    ]
    opened = [creation for creation, _ in world.made.values() if isinstance(creation, OpenIssue)]
    assert [creation.key for creation in opened][1:] == ["postmortem:7.2", "postmortem:7.3"]
    assert (world.incident.phase, world.issue.open) == (Phase.CLOSED, False)
    merge = as_json(world.entries()[-2])
    assert {name: merge[name] for name in ("kind", "by", "pull", "merged", "items")} == {
        "kind": "postmortem-ended",
        "by": "linus",
        "pull": pull_of(world),
        "merged": True,
        "items": 2,
    }


def test_a_merge_without_new_items_says_so() -> None:
    assert ended(resolved(), merged=True) == [
        "The post-mortem is filed: `docs/incidents/2026-03-04-checkout-is-down.md`.\n\nIt names no new action items."
    ]


def test_a_postmortem_closed_without_merging_is_still_owed_and_may_be_merged_later() -> None:
    world = resolved()
    number = pull_of(world)

    assert ended(world, merged=False) == [
        f"@ada, the post-mortem #{number} was closed without being merged. It is still owed, by **2026-03-11 14:00 UTC**:"
        " reopen and merge it, comment `/postmortem` for a new one, or `/postmortem waive <reason>`."
    ]
    assert (world.incident.phase, world.issue.open) == (Phase.RESOLVED, True)
    ended(world, merged=True)
    assert (world.incident.phase, world.issue.open) == (Phase.CLOSED, False)


def test_the_end_of_a_hotfix_lands_on_the_timeline() -> None:
    world = running("/hotfix pool")
    (number,) = world.pulls
    world.pulls[number] = PullRequest(
        number, open=False, merged=True, ended_by="linus", ended=START + timedelta(minutes=5)
    )

    world.ended_pull = number
    world.run()

    entry = as_json(world.entries()[-1])
    assert (entry["kind"], entry["at"], entry["by"], entry["merged"]) == (
        "hotfix-ended",
        "2026-03-04T14:05:00Z",
        "linus",
        True,
    )
    assert world.incident.hotfixes[0].state == "merged"


def days_later(world: World, days: float) -> list[str]:
    """It is so many days after the deadline: a run comes, and this is what it says."""
    before = len(world.replies())
    world.now = DUE + timedelta(days=days)
    world.run()
    assert world.run().effects == ()
    return world.replies()[before:]


def test_an_owed_one_is_asked_for_ever_louder_and_never_silently_dropped() -> None:
    world = resolved()
    pull = f"#{pull_of(world)}"
    end = "Merge it, or `/postmortem waive <reason>`."

    assert days_later(world, -2) == []
    assert days_later(world, -1) == [f"@ada: the post-mortem {pull} is due by **2026-03-11 14:00 UTC**. {end}"]
    assert days_later(world, -0.1) == []
    assert days_later(world, 0.1) == [f"@ada: the post-mortem {pull} is due by **2026-03-11 14:00 UTC**. {end}"]
    assert days_later(world, 1) == [
        f"@ada: the post-mortem {pull} was due by **2026-03-11 14:00 UTC** (1 day ago). {end}"
    ]
    assert days_later(world, 2) == []
    assert days_later(world, 3) == [
        f"@ada, @margaret: the post-mortem {pull} was due by **2026-03-11 14:00 UTC** (3 days ago). {end}"
    ]
    assert [len(days_later(world, days)) for days in (7, 10, 14, 15, 21, 28)] == [1, 0, 1, 0, 1, 1]


def test_a_resolution_is_announced_once_even_if_somebody_deletes_the_comment() -> None:
    world = running("/sev 3", "/resolve")
    (said,) = (each for each in world.comments.values() if "**Resolved.**" in each.body)
    assert world.incident.phase is Phase.CLOSED

    del world.comments[said.id]
    world.run()

    assert not any("**Resolved.**" in each.body for each in world.comments.values())


def test_without_a_commander_whoever_declared_it_is_asked() -> None:
    world = running("/sev 1", "/resolve")

    assert days_later(world, 1)[0].startswith("@grace: the post-mortem #")


def test_a_deadline_within_a_day_brings_no_reminder_beside_its_announcement() -> None:
    world = running("/sev 1", "/ic @ada")
    rules = world.process.postmortem.model_copy(update={"due": "24 hours", "meeting": "Retrospective within 24 hours."})
    world.process = world.process.model_copy(update={"postmortem": rules})

    said = world.ask("ada", "/resolve")
    assert [each.partition(" ")[0] for each in said] == ["**Resolved.**"]
    assert "\n\nRetrospective within 24 hours.\n\nThe post-mortem is prepared in #" in said[0], said[0]

    world.advance(hours=24)
    world.run()
    assert world.replies()[-1] == (
        f"@ada: the post-mortem #{pull_of(world)} is due by **2026-03-05 14:00 UTC**."
        " Merge it, or `/postmortem waive <reason>`."
    )


@pytest.mark.parametrize("text", ["/postmortem waive a drill", "/reopen it came back"])
def test_a_postmortem_that_is_not_owed_any_more_brings_no_reminder(text: str) -> None:
    world = resolved()
    world.ask("ada", text)

    assert [said for said in days_later(world, 7) if "post-mortem" in said] == []
