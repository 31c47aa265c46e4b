"""Each preset's file has the form that a careful person gave it by hand, from the document alone.

The files in `by_hand/` tell of one made-up incident. What only people can write is in them alone; the tool leaves its
place to be filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.postmortem.outline import Outline, OutlineSection, read_outline
from tests.postmortem.checkout_incident import rendered

BY_HAND = Path(__file__).parent / "by_hand"
PRESETS = sorted(path.stem for path in BY_HAND.glob("*.md"))
FIELD = re.compile(r"^((?:- )?\*\*.+?(?::\*\*|\*\*:)) (.*?) *$")
LINK = re.compile(r"\[(@[a-z]+)\]\([^)]*\)")
NUMBER = re.compile(r" \(\[#\d+\]\([^)]*\)\)")


def process_of(preset: str) -> Process:
    return read_process(f"extends: {preset}\n", templates.load_preset, tuple(BY_WORD))


def by_hand(preset: str) -> str:
    return (BY_HAND / f"{preset}.md").read_text()


def plain(text: str) -> str:
    """Return a text without the links that the tool adds."""
    return LINK.sub(r"\1", NUMBER.sub("", text))


def headings(text: str) -> list[tuple[int, str]]:
    return [(each.level, each.text) for each in read_outline(text).passages if each.kind == "heading"]


def header(text: str) -> list[tuple[str, str]]:
    """Return the lines between the title and the first section: name with its marks, and value."""
    read = read_outline(text)
    lines = text.split("\n")[read.header.line : read.header.line + 12]
    before = "\n".join(lines).partition("\n#")[0].split("\n")
    return [(found[1], plain(found[2])) for line in before if (found := FIELD.match(line))]


def section(read: Outline, title: str) -> OutlineSection:
    (part,) = read.parts(title)
    return part


def title_of(process: Process, content: str) -> str:
    return next(each.title for each in process.postmortem.sections if each.content == content)


def rows(part: OutlineSection) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the rows of a section's table or list, each with the kind of its cells."""
    for row in part.rows:
        if row[0].kind in ("head", "cell") or row[0].item:
            yield row[0].kind, tuple(plain(each.visible_text) for each in row)


def timeline(text: str, process: Process) -> list[tuple[str, str]]:
    """Return the timeline's rows that have a time: the time and the event."""
    found = rows(section(read_outline(text), title_of(process, "timeline")))
    cells = (row if len(row) > 1 else row[0].partition(" — ")[::2] for kind, row in found if kind != "head")
    return [(each[0], each[1]) for each in cells]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_headings_are_those_of_the_file_by_hand(preset: str) -> None:
    assert headings(rendered(process_of(preset))) == headings(by_hand(preset))


@pytest.mark.parametrize("preset", PRESETS)
def test_the_header_has_the_same_lines_and_then_a_link_to_the_incident(preset: str) -> None:
    ours = header(rendered(process_of(preset)))

    assert ours[:-1] == header(by_hand(preset))
    assert "Incident" in ours[-1][0]
    assert ours[-1][1] == "[#7](https://github.com/acme/shop/issues/7)"


@pytest.mark.parametrize("preset", PRESETS)
def test_tables_have_the_same_columns(preset: str) -> None:
    process = process_of(preset)
    ours, theirs = read_outline(rendered(process)), read_outline(by_hand(preset))

    for each in process.postmortem.sections:
        heads = [[row for kind, row in rows(section(read, each.title)) if kind == "head"] for read in (ours, theirs)]
        assert heads[0] == heads[1], each.title


@pytest.mark.parametrize("preset", PRESETS)
def test_the_timeline_has_each_row_of_the_file_by_hand_in_the_same_form(preset: str) -> None:
    process = process_of(preset)
    ours = timeline(rendered(process), process)

    for at, event in timeline(by_hand(preset), process):
        assert [mine for when, mine in ours if when == at and mine.startswith(event)], (at, event, ours)


@pytest.mark.parametrize("preset", PRESETS)
def test_action_items_have_the_same_lines(preset: str) -> None:
    process = process_of(preset)
    title = title_of(process, "action items")

    ours, theirs = (list(rows(section(read_outline(text), title))) for text in (rendered(process), by_hand(preset)))
    assert ours[: len(theirs)] == theirs
    assert all("[" in row[0] for _, row in ours[len(theirs) :])


@pytest.mark.parametrize("preset", PRESETS)
def test_what_was_published_and_who_held_a_role_is_as_in_the_file_by_hand(preset: str) -> None:
    process = process_of(preset)
    ours, theirs = read_outline(rendered(process)), read_outline(by_hand(preset))

    for each in process.postmortem.sections:
        if each.content in ("updates", "roles"):
            assert list(rows(section(ours, each.title))) == list(rows(section(theirs, each.title)))


@pytest.mark.parametrize("preset", PRESETS)
def test_what_only_people_can_write_is_left_to_them(preset: str) -> None:
    process = process_of(preset)
    ours, theirs = read_outline(rendered(process)), read_outline(by_hand(preset))

    for each in process.postmortem.sections:
        assert section(theirs, each.title).says_something, each.title
        if each.content == "text":
            shown = [passage.visible_text for passage in section(ours, each.title).passages if passage.visible_text]
            assert shown == [f"[{prompt}]" for prompt in each.prompts], each.title


@pytest.mark.parametrize("preset", ["mitigate-first", "regulated", "war-room"])
def test_where_the_document_names_no_people_only_the_declaration_names_the_commander(preset: str) -> None:
    process = process_of(preset)
    people = [event for _, event in timeline(rendered(process), process) if "@" in event or "ada" in event]

    assert people == (["incident declared SEV-1, IC @ada"] if preset == "mitigate-first" else [])
