"""The short version: some deaths of the runs that do the most."""

import random
from collections.abc import Iterator

import pytest

from incident_actions.engine.commands.registry import COMMANDS as TABLE
from tests.laboratory.torture.crashes import Deaths, deaths
from tests.laboratory.torture.happenings import COMMANDS, HAPPENINGS, Happening

MUCH = (
    "declared by form",
    "/action",
    "/rollback",
    "/hotfix",
    "/hotfix with its issue",
    "/escalate",
    "/done",
    "closed by hand, owing",
    "an item closed by hand",
    "post-mortem merged",
    "sweep, an item due",
    "sweep, two items due",
    "sweep, a merge of what is linked",
    "an alert opens an incident",
    "an alert joins",
)
RARE = (
    "/private",
    "/private with a freeze",
    "an alert of a private incident fires",
    "/freeze",
    "/unfreeze",
    "resolved with a freeze",
    "/link",
    "/hide",
    "/star",
    "sweep, an edited note",
    "a deployment of what is linked",
    "a deployment that a rule declares",
    "a duplicate of an incident",
    "/drill",
    "/hotfix in a drill",
    "/resolve in a drill",
    "a drill that is no alarm",
    "post-mortem of a drill merged",
    "sweep, a drill whose time is up",
)
CHOSEN = [happening for happening in HAPPENINGS if happening.name in MUCH]


@pytest.fixture(scope="module")
def place() -> Iterator[Deaths]:
    with deaths() as place:
        yield place


def test_every_command_has_its_deaths() -> None:
    assert sorted(COMMANDS) == sorted(command.word for command in TABLE)


@pytest.mark.rest
@pytest.mark.parametrize("happening", CHOSEN, ids=lambda happening: happening.name)
def test_a_run_that_dies_is_made_whole_by_the_next(happening: Happening, place: Deaths) -> None:
    _let_some_die(happening, place)


@pytest.mark.rest
@pytest.mark.parametrize("name", RARE)
def test_a_run_that_seldom_comes_is_made_whole_as_well(name: str, place: Deaths) -> None:
    _let_some_die(next(each for each in HAPPENINGS if each.name == name), place)


def _let_some_die(happening: Happening, place: Deaths) -> None:
    chosen = random.Random(7).sample(place.cases(happening), 3)  # noqa: S311  a choice that can be repeated

    assert {str(case): place.wrong(case) for case in chosen} == {str(case): "" for case in chosen}
