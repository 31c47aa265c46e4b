"""The reference pages say what the code says, and whatever they show of it works."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC

import click
import pytest

from incident_actions.cli.main import cli
from incident_actions.contract.drill_scenario import DrillScenario
from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.questions import EvidenceOf
from incident_actions.engine.commands.command import Command
from incident_actions.engine.commands.registry import COMMANDS
from incident_actions.model.incident import day_text, time_text
from tests.action_items.item_world import item_world
from tests.documentation.examples import BEFORE, ELSEWHERE, EXAMPLES
from tests.documentation.generated import DOCS, GENERATED
from tests.documentation.pages import ALL, name_of, tokens
from tests.engine.commands.asking import facts
from tests.engine.commands.manned import worked
from tests.worlds import START, World

FORMS = (DOCS / "commands.md").read_text(encoding="utf-8")
TYPED = [(each, text) for each in COMMANDS for text in EXAMPLES.get(each.word, ())]


@pytest.mark.parametrize("name", GENERATED)
def test_a_reference_page_is_what_the_code_makes_of_it(name: str) -> None:
    page = DOCS / name

    assert page.read_text(encoding="utf-8") == GENERATED[name](), "`make docs` writes it anew"


@pytest.mark.parametrize(("command", "text"), TYPED, ids=[text for _, text in TYPED])
def test_each_example_of_a_command_is_accepted(command: Command, text: str) -> None:
    kinds = [{fact["kind"] for fact in facts(world, "grace", text)} for world in places(command)]

    assert any(each and "refused" not in each for each in kinds)


def places(command: Command) -> Iterator[World]:
    """Where a command can be said."""
    if command.word in ("declare", "drill"):
        world = World(scenarios={"bad-release": DrillScenario("bad-release", "Bad release", (), "")})
        world.issue = replace(world.issue, labels=())
        yield world
    elif command.works_on("incident"):
        world = worked(*BEFORE.get(command.word, ()))
        if command.word == "duplicate":
            world.evidence[EvidenceOf(12)] = EvidenceState.OPEN
        yield world
    if command.place in ("action item", "both"):
        yield item_world()


def test_each_command_that_takes_something_has_an_example() -> None:
    assert {each.word for each in COMMANDS if " " in each.usage} == set(EXAMPLES) | set(ELSEWHERE)


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ("a time", lambda text: time_text.parse_moment(text, START, UTC)),
        ("a day", lambda text: all(day_text.split_day(text, START.date())[:1])),
        ("a span", time_text.parse_span),
    ],
)
def test_each_form_of_a_time_is_understood(row: str, read: Callable[[str], object]) -> None:
    (forms,) = re.findall(rf"^\| {row} \| (.*) \|$", FORMS, re.MULTILINE)

    assert [read(each) for each in re.findall(r"`(.+?)`", forms)]


def shown() -> Iterator[tuple[str, str]]:
    """Each use of the command line within a sentence, with its page."""
    for page in ALL:
        for token in tokens(page):
            for child in token.children or ():
                if child.type == "code_inline" and child.content.startswith("incident-actions "):
                    yield name_of(page), child.content


def test_a_command_in_a_sentence_exists_with_its_options() -> None:
    found = set(shown())

    assert found
    assert sorted(f"{page}: {typed}" for page, typed in found if not exists(typed)) == []


def exists(typed: str) -> bool:
    words = re.sub(r"[\[\]]", "", typed).split()[1:]
    command: click.Command = cli
    while (
        isinstance(command, click.Group) and words and (below := command.get_command(click.Context(command), words[0]))
    ):
        command, words = below, words[1:]

    known = {spelling for each in command.params for spelling in (*each.opts, *each.secondary_opts)}
    group_takes = known if isinstance(command, click.Group) else set(words)
    return set(words) <= group_takes and {word for word in words if word.startswith("--")} <= known
