"""Each section gets what the record holds, and the appendix exists where it has something to show."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.contract.decision import Context
from incident_actions.model.incident import entry as e
from incident_actions.model.process.postmortem import Section
from incident_actions.postmortem.links import FileLinks, LinkStyles
from incident_actions.postmortem.section_values import APPENDIX, section_values
from tests.engine.commands.asking import running
from tests.worlds import WORDING, World


def values_of(world: World, *contents: Any) -> dict[str, Any]:
    """Return the values of a file with sections of these contents."""
    sections = tuple(Section(title=each, content=each) for each in contents)
    rules = replace(world.process.postmortem, sections=sections)
    process = replace(world.process, postmortem=rules)
    links = FileLinks("https://x.org", "acme/shop", ("ada", "grace"))
    context = Context(world.snapshot, process, WORDING, world.now)
    return dict(section_values(world.incident, world.entries(), context, LinkStyles(links, links), world.now.date()))


@pytest.mark.parametrize(
    ("contents", "place"),
    [
        (("durations", "internal updates", "promises"), 2),
        (("durations", "internal updates"), 1),
        (("timeline", "durations"), 1),
        (("timeline", "updates"), APPENDIX),
    ],
)
def test_the_promises_are_shown_where_the_process_has_a_place_for_them(contents: tuple[str, ...], place: int) -> None:
    assert values_of(running(), *contents)["promised_in"] == place


def test_what_was_published_and_what_was_not_are_separate() -> None:
    values = values_of(running("/update we look", "/publish we are on it", "/status identified the pool"), "updates")

    assert values["published_updates"] == [("14:00", "we are on it")]
    assert values["internal_updates"] == [("14:00", "we look"), ("14:00", "the pool")]


@pytest.mark.parametrize(("command", "expected"), [("/impact 40 orders", False), ("/room #pool", True)])
def test_the_appendix_exists_where_it_has_something_to_show(command: str, expected: bool) -> None:
    assert values_of(running(command), "timeline")["has_appendix"] is expected


def answering(**answers: str) -> World:
    """Return a world whose incident was declared with answers to the form's questions."""
    world = running()
    first, *rest = world.entries()
    assert isinstance(first, e.Declared)
    world.entries = lambda: (replace(first, answers=tuple(answers.items())), *rest)  # type: ignore[method-assign]
    return world


@pytest.mark.parametrize(
    ("contents", "place"),
    [
        (("summary", "impact", "triage"), 2),
        (("summary", "impact"), 1),
        (("summary", "timeline"), 0),
        (("timeline",), APPENDIX),
    ],
)
def test_the_answers_of_the_form_are_shown_where_the_process_has_a_place_for_them(
    contents: tuple[str, ...], place: int
) -> None:
    values = values_of(answering(renamed_since="a @b", data_at_risk="Yes"), *contents)

    assert values["answered_in"] == place
    assert values["answers"] == [("Is data at risk?", "Yes"), ("renamed_since", "a @\u200bb")]
    assert values["has_appendix"] is (place == APPENDIX)
