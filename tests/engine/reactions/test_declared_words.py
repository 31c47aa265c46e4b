"""The first words of an incident are posted once, complete, in whichever order people fill them in."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from incident_actions.contract.decision import Context
from incident_actions.engine.reactions.declared_words import is_raised, offer_completed
from incident_actions.model.incident import entry as e
from incident_actions.model.process.communication import Announcement
from tests.prepared_team import prepared_process
from tests.worlds import PROCESS, WORDING, World

FIRST = "Incident 7, SEV-2: Checkout is down\nAffects All carts. Commander: @ada."
TEXT = "Incident {number}, {severity}: {title}\nAffects {impact}. Commander: {commander}."
COMMANDS = ("/sev 2", "/impact All carts", "/ic @ada")


def world_with(*announcements: Announcement) -> World:
    process = replace(prepared_process(), announcements=announcements, checklists=())
    world = World(process=process)
    world.run()
    return world


def first_words(text: str = TEXT, *severities: str, name: str = "first") -> Announcement:
    return Announcement(name=name, stage="declared", audience="stakeholders", text=text, severities=severities)


def with_words(world: World) -> list[str]:
    return [text for text in world.tool_comments() if "```" in text]


@pytest.mark.parametrize("commands", list(permutations(COMMANDS)), ids=lambda each: " ".join(word[:4] for word in each))
def test_the_last_blank_posts_the_words_once_in_any_order(commands: tuple[str, ...]) -> None:
    world = world_with(first_words())

    for command in commands[:-1]:
        world.ask("grace", command)
    before = with_words(world)
    world.ask("grace", commands[-1])
    world.ask("grace", "/comms @linus\n/impact All carts")
    world.run()

    (text,) = with_words(world)
    assert (before, FIRST in text) == ([], True)


def test_words_that_a_role_completes_have_a_comment_of_their_own() -> None:
    world = world_with(first_words())

    assert world.ask("grace", "\n".join(COMMANDS))[-1:] == [
        f"**Ready to send:** everything that these texts need is known now.\n\nFor stakeholders:\n\n```\n{FIRST}\n```"
    ]


def test_words_for_some_severities_are_posted_when_the_severity_is_raised_to_one_of_them() -> None:
    world = world_with(first_words(TEXT, "SEV-1", "SEV-2"))
    world.ask("grace", "/sev 3\n/impact All carts\n/ic @ada")

    before = with_words(world)
    world.ask("grace", "/sev 2")
    world.ask("grace", "/sev 3")
    world.ask("grace", "/sev 2")

    (text,) = with_words(world)
    assert (before, FIRST in text, "Severity raised from SEV-3 to SEV-2" in text) == ([], True, True)


def test_words_that_need_nothing_are_in_the_comment_about_the_declaration() -> None:
    world = world_with(first_words("We know of {title}."))

    (text,) = with_words(world)
    assert text.startswith("**Declared.**")
    world.ask("grace", "/sev 1\n/ic @ada")
    assert with_words(world) == [text]


@pytest.mark.parametrize("end", ["/mitigated", "/resolve", "/false-alarm x"])
def test_nobody_needs_the_first_words_once_users_are_fine(end: str) -> None:
    world = world_with(first_words())
    world.ask("grace", "/sev 2\n/impact All carts")

    world.ask("grace", f"{end}\n/ic @ada")

    assert with_words(world) == []


def test_a_missing_promise_or_status_page_holds_nothing_back() -> None:
    world = world_with(first_words("{title}, by {commander}. Next: {next_update}. {answer.x}"))
    world.ask("grace", "/sev 3")

    assert "Checkout is down, by @ada. Next: [next update]. [x]" in "".join(world.ask("grace", "/ic @ada"))


def test_the_declaration_names_what_each_text_still_lacks() -> None:
    (text,) = world_with(first_words()).tool_comments()

    assert text.endswith(
        "The text for stakeholders is on the card. Still missing: severity (`/sev 1`), "
        "impact (`/impact <who is affected, and how>`), Incident commander (`/ic @user`)"
    )


def test_words_that_an_offline_log_completed_are_not_posted_hours_later() -> None:
    world = world_with(first_words())
    world.ask("grace", "/sev 2\n/impact All carts")
    role = e.RoleTaken(at=world.now, accepted=world.now, by="grace", role="commander", person="ada", comment=50)
    now = world.now
    replayed = e.LogLinesReplayed(at=now, accepted=now, comment=50, log="x", lines=("y",), first=now, last=now)
    context = Context(world.snapshot, world.process, WORDING, world.now)

    live = offer_completed(len(world.entries()), (*world.entries(), role), context)
    later = offer_completed(len(world.entries()), (*world.entries(), role, replayed), context)

    assert ([type(each).__name__ for each in live.messages], later.messages) == (["WordsComplete"], ())


@pytest.mark.parametrize(
    ("before", "after", "raised"),
    [("", "SEV-4", True), ("SEV-2", "SEV-1", True), ("SEV-1", "SEV-2", False), ("SEV-1", "", False), ("", "", False)],
)
def test_a_first_or_worse_severity_is_a_raise(before: str, after: str, raised: bool) -> None:
    assert is_raised(before, after, PROCESS) is raised
