"""The findings of the check are a closed list: each has its words, on one harmless line."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from incident_actions.model.process.check_rules import Level, RuleName
from incident_actions.postmortem.finding import (
    FileTooLong,
    Finding,
    ItemNotVerifiable,
    MoreFound,
    NotText,
    OwnerNotChecked,
    PersonalDataNotChecked,
    PlaceholderLeft,
    SectionEmpty,
    SectionMoved,
    TemplateBroken,
    TemplateTooLong,
    TemplateUnknown,
    TimeOutOfOrder,
    finding_template,
    finding_types,
    level_of,
    word_finding,
)
from incident_actions.text.safe_markdown import escape_cell
from tests.live_markdown import live_parts
from tests.worlds import PROCESS, WORDING

TEMPLATES = Path(__file__).parents[2] / "templates"
HOSTILE = "\n::error::x\r::set-output name=a::b %0A::stop-commands::x <!-- -->` | @mary fixes #1 ![](x) </details>\x1b[2J\u202e"
VALUES: dict[str, Any] = {
    "datetime": datetime(2026, 3, 4, 14, 0, tzinfo=UTC),
    "int": 7,
    "tuple[str, ...]": (HOSTILE, "b"),
    "str": HOSTILE,
    "Level": "error",
}


def example(kind: type[Finding]) -> Finding:
    """Draw a finding of a kind, with something hostile wherever people's words can be."""
    return kind(**{slot.name: VALUES[str(slot.type)] for slot in fields(kind)})


def test_every_finding_has_its_template_and_every_template_its_finding() -> None:
    there = {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "check").iterdir()}

    assert there == {finding_template(kind) for kind in finding_types()}


@pytest.mark.parametrize("kind", finding_types())
def test_a_finding_is_worded_in_one_line(kind: type[Finding]) -> None:
    words = word_finding(example(kind), WORDING)

    assert words
    assert "\n" not in words
    assert "\r" not in words
    assert not words.startswith("::")
    assert live_parts(escape_cell(words)) == []


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (
            SectionMoved(1, "Impact", "Summary", "Timeline"),
            'The section "Impact" is in the wrong place. Move it after "Summary".',
        ),
        (
            SectionMoved(1, "Impact", "", "Timeline"),
            'The section "Impact" is in the wrong place. Move it before "Timeline".',
        ),
        (
            PlaceholderLeft(1, "a " * 200),
            f"A placeholder is left. Replace it with your own text: {('a ' * 79).strip()} …",
        ),
    ],
)
def test_a_finding_says_what_to_do(finding: Finding, words: str) -> None:
    assert word_finding(finding, WORDING) == words


def test_each_vague_item_is_shown_another_better_shape() -> None:
    shapes = ("care", "watch", "look", "talk", "better")

    said = {word_finding(ItemNotVerifiable(1, "x", shape), WORDING) for shape in shapes}

    assert len(said) == len(shapes)
    assert all(each.startswith('It is not clear when "x" is done. ') for each in said)


def test_a_process_can_give_every_rule_a_level_and_nothing_else() -> None:
    about_the_check = (
        FileTooLong,
        PersonalDataNotChecked,
        NotText,
        TemplateBroken,
        TemplateTooLong,
        TemplateUnknown,
        MoreFound,
    )

    rules = [example(kind).rule for kind in finding_types() if kind not in about_the_check]

    assert sorted(rules) == sorted(get_args(RuleName))


@pytest.mark.parametrize("level", get_args(Level))
def test_a_process_changes_the_level_of_one_rule(level: Level) -> None:
    rules = replace(PROCESS.postmortem, rules={"section-empty": level})
    process = replace(PROCESS, postmortem=rules)

    levels = [level_of(each, process) for each in (SectionEmpty(1, "Impact", ""), OwnerNotChecked(1, "ada"))]

    assert levels == [level, "notice"]


def test_a_rule_has_the_name_of_its_class() -> None:
    assert PlaceholderLeft(1, "").rule == "placeholder-left"


def test_a_time_without_a_known_day_is_reported_without_one() -> None:
    told = word_finding(
        TimeOutOfOrder(7, datetime(1, 1, 1, 0, 10, tzinfo=UTC), datetime(1, 1, 1, 23, 40, tzinfo=UTC)), WORDING
    )

    assert told.startswith("The timeline goes back from 23:40 to 00:10 UTC. ")
