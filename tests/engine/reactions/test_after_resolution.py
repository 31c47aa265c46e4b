"""What follows a resolved incident: its post-mortem's pull request, the reminders, the closing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.effects import PaintLabel, ProposeFiles
from incident_actions.contract.issue import PullRequest
from incident_actions.model.incident.entry_json import as_json
from incident_actions.model.incident.phase import Phase
from tests.engine.commands.asking import running
from tests.prepared_team import prepared_process
from tests.worlds import START, World

DUE = START.replace(day=11, second=1)
"""Five business days after 14:00:01 on a Wednesday."""


def resolved(*before: str) -> World:
    return running("/sev 1", "/ic @ada", *before, "/resolve")


def pull_of(world: World) -> int:
    return next(made.number for creation, made in world.made.values() if isinstance(creation, ProposeFiles))


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
    assert creation.label == PaintLabel(
        "postmortem", "0075ca", "The post-mortem of an incident, to be completed and merged"
    )
    path = "postmortem/7/docs/incidents/2026-03-04-checkout-is-down.md"
    assert creation.body == (
        "This is the post-mortem of #7 (SEV-1: Checkout is down). It is due by **2026-03-11 14:00 UTC**.\n\n"
        f"**[Edit the file](https://github.com/acme/shop/edit/{path})**"
        f" · [Preview](https://github.com/acme/shop/blob/{path})\n\n"
        "The facts from the record are filled in. Please add what only people know: why it happened, what went well, what"
        " went poorly, and what you will change. Keep it blameless: describe systems, not people.\n\n"
        "### What the merge needs\n\n"
        "- [ ] Every section is filled in, and the hints in `<!-- -->` are gone\n"
        "- [ ] The impact has a number\n"
        "- [ ] Each action item has an owner and a due date, and it is clear when it is done\n"
        "- [ ] The check finds no errors. Its comment below lists what is missing, with a link to each line\n\n"
        "If you merge this with errors, #7 stays open. If the post-mortem is good enough as it is, somebody with the role"
        " `maintain` can comment `/accept <reason>` there.\n\n"
        "To check again after you edit the file, and to mark each line in the diff, click *Approve and run workflows*"
        " below. Pushes by people start the check by themselves.\n\n"
        "When you merge this, each new action item becomes an issue with its owner and due date. Then the incident closes,"
        " if the check finds no errors."
    )


def test_the_pull_request_asks_which_rule_of_prevention_was_lacking() -> None:
    process = prepared_process('postmortem: {title: "Incident {number}"}')
    world = World(process=process)
    world.run()
    world.ask("grace", "/sev 1\n/ic\n/resolve")

    ((creation, _),) = world.made.values()
    assert isinstance(creation, ProposeFiles)
    assert creation.body.partition("start the check by themselves.")[2] == (
        "\n\nWhich of these would have prevented the incident, or made it shorter?"
        " If your team lacks one, consider an action item.\n\n- Deploy small\n- Staging first\n\n"
        "When you merge this, each new action item becomes an issue with its owner and due date. Then the incident closes,"
        " if the check finds no errors."
    )


def test_an_incident_that_needs_none_closes_at_once() -> None:
    world = running("/sev 3", "/resolve")

    assert (world.made, world.incident.phase, world.issue.open) == ({}, Phase.CLOSED, False)


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
    end = "Complete and merge it, or waive it: `/postmortem waive <reason>`"

    assert days_later(world, -2) == []
    assert days_later(world, -1) == [f"@ada, the post-mortem {pull} is due by **2026-03-11 14:00 UTC**. {end}"]
    assert days_later(world, -0.1) == []
    assert days_later(world, 0.1) == [f"@ada, the post-mortem {pull} was due by **2026-03-11 14:00 UTC**. {end}"]
    assert days_later(world, 1) == [
        f"@ada, the post-mortem {pull} was due by **2026-03-11 14:00 UTC** (1 day ago). {end}"
    ]
    assert days_later(world, 2) == []
    assert days_later(world, 3) == []  # a Saturday, and the deadline counts business days
    assert days_later(world, 5) == [
        f"@ada, @margaret, the post-mortem {pull} was due by **2026-03-11 14:00 UTC** (5 days ago). {end}"
    ]
    assert [len(days_later(world, days)) for days in (7, 10, 14, 15, 21, 28)] == [1, 0, 1, 0, 1, 1]


def test_a_resolution_is_announced_once_even_if_somebody_deletes_the_comment() -> None:
    world = running("/sev 3", "/resolve")
    (said,) = (each for each in world.comments.values() if "**Resolved.**" in each.body)
    assert world.incident.phase is Phase.CLOSED

    del world.comments[said.id]
    world.run()

    assert not any("**Resolved.**" in each.body for each in world.comments.values())


@pytest.mark.parametrize(
    ("before", "last", "asked"),
    [
        ((), "/resolve", False),
        (("/publish Payments fail",), "/resolve", True),
        (("/publish Payments fail",), "/resolve\n/publish Payments work again", False),
    ],
)
def test_a_resolution_asks_for_public_words_where_the_public_knows_of_the_incident(
    before: tuple[str, ...], last: str, *, asked: bool
) -> None:
    world = running("/sev 3", *before, last)

    (said,) = (each.body for each in world.comments.values() if "**Resolved.**" in each.body)
    words = "The public was informed of this incident. Tell them that it is over, too: `/publish <text>`"
    assert (words in said) is asked


def test_without_a_commander_whoever_declared_it_is_asked() -> None:
    world = running("/sev 1", "/resolve")

    assert days_later(world, 1)[0].startswith("@grace, the post-mortem #")


def test_a_deadline_within_a_day_is_announced_before_it_lapses() -> None:
    world = running("/sev 1", "/ic @ada")
    rules = replace(world.process.postmortem, due="24 hours", meeting="Retrospective within 24 hours.")
    world.process = replace(world.process, postmortem=rules)

    said = world.ask("ada", "/resolve")
    assert [each.partition(" ")[0] for each in said] == ["**Resolved.**"]
    assert "\n\nRetrospective within 24 hours.\n\nThe post-mortem is ready to be filled in: #" in said[0], said[0]

    words = [
        f"@ada, the post-mortem #{pull_of(world)} {verb} due by **2026-03-05 14:00 UTC**" for verb in ("is", "was")
    ]
    for hours, word in ((12, words[0]), (8, words[0]), (4, words[1])):
        world.advance(hours=hours)
        world.run()
        assert world.replies()[-1] == f"{word}. Complete and merge it, or waive it: `/postmortem waive <reason>`"


@pytest.mark.parametrize("text", ["/postmortem waive a drill", "/reopen it came back"])
def test_a_postmortem_that_is_not_owed_any_more_brings_no_reminder(text: str) -> None:
    world = resolved()
    world.ask("ada", text)

    assert [said for said in days_later(world, 7) if "post-mortem" in said] == []
