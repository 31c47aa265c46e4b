"""Hostile texts go through every form that a post-mortem can have, and nothing in the file is alive."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import pytest

from incident_actions.contract.decision import Context, cut_text
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.process.configuration_part import to_plain_values
from incident_actions.model.process.process import Process
from incident_actions.model.process.validation import validate
from incident_actions.postmortem import index
from incident_actions.postmortem.check import findings
from incident_actions.postmortem.file import file_path, file_text
from incident_actions.postmortem.items import ItemRow, read_items
from incident_actions.postmortem.links import FileLinks
from tests.live_markdown import count_live_parts
from tests.people.doors import each_text
from tests.people.retelling import LOGINS, one_line
from tests.people.test_neutralised import HARMLESS, OURS, safe
from tests.postmortem.form_processes import FORMS
from tests.worlds import START, WORDING, World

DUE = date(2026, 4, 1)
MENTIONED = LOGINS | {"linus"}
"""The owner of an item is mentioned in the file, where nobody is notified."""


def process(name: str, text: str) -> Process:
    """One of the five, with the text wherever the form of its post-mortem takes any."""
    word = one_line(text.encode("utf-8", "replace").decode())[:40] or "x"
    given = to_plain_values(FORMS[name])
    rules = given["postmortem"]
    rules["title"] = word.replace("{", "{{").replace("}", "}}") + " {title}"
    for place, field in enumerate(rules["header"]):
        field |= {"name": f"{word[:30]}{place}", "hint": text}
    for place, section in enumerate(rules["sections"]):
        section |= {"title": f"{place} {word[:30]}", "hint": text, "prompts": [word, f"{word} again"]}
    rules["timeline_columns"] = [f"{word}{place}" for place in range(len(rules["timeline_columns"]))]
    rules["columns"] = [
        {**each, "name": f"{place}{word.replace(':', '')}"} for place, each in enumerate(rules["columns"])
    ]
    given["actions"]["types"] = [word]
    return validate(Process, given)


def entries(text: str) -> tuple[e.Entry, ...]:
    """A record with the text wherever the file repeats any."""
    told = {"at": START, "accepted": START, "by": "grace"}
    return (
        e.Declared(**told, severity=text, title=text, summary=text, impact=text, detected_by=text),  # type: ignore[arg-type]
        e.UpdatePublished(**told, text=text),  # type: ignore[arg-type]
        e.UpdatePosted(**told, text=text),  # type: ignore[arg-type]
        e.NoteAdded(**told, text=text),  # type: ignore[arg-type]
        e.RoleTaken(**told, role="commander", person="ada", name=text),  # type: ignore[arg-type]
        e.ActionOpened(**told, issue=9, text=f"Do {text}", key="k", owner="linus", due=DUE, type=text),  # type: ignore[arg-type]
        e.TimerFired(**{**told, "at": START.replace(hour=15)}, timer="x", what=text, due=START),  # type: ignore[arg-type]
        e.Resolved(**{**told, "at": START.replace(hour=16)}, summary=text),  # type: ignore[arg-type]
    )


def file(told: Process, text: str) -> str:
    """What is written without its front matter."""
    incident = fold(7, entries(text))
    assert incident is not None
    path = file_path(incident, told)
    assert safe(path) or path == "docs/incidents/7.md"
    row = index.with_row(None, incident, path, FileLinks("https://github.com", "acme/shop"))
    assert f"]({path.removeprefix('docs/incidents/')})" in row
    context = Context(World().snapshot, told, WORDING, START)
    return file_text(incident, entries(text), context).partition("\n---\n")[2]


@cache
def calm(name: str, *, configured: bool) -> Counter[str]:
    """What there is with plain words."""
    return count_live_parts(file(process(name, HARMLESS) if configured else FORMS[name], HARMLESS), MENTIONED)


@each_text("a post-mortem's form")
def test_nothing_of_it_is_alive_in_any_form(text: str) -> None:
    for name, told in FORMS.items():
        there, wanted = count_live_parts(file(told, text), MENTIONED), calm(name, configured=False)

        assert (name, there - wanted - OURS, wanted - there) == (name, Counter(), Counter())


@pytest.mark.rest
@each_text("a post-mortem's form in the team's words")
def test_nothing_of_it_is_alive_where_the_process_is_worded_so(text: str) -> None:
    for name in FORMS:
        there, wanted = count_live_parts(file(process(name, text), text), MENTIONED), calm(name, configured=True)

        assert (name, there - wanted - OURS, wanted - there) == (name, Counter(), Counter())


@pytest.mark.rest
@each_text("a placeholder")
def test_a_placeholder_row_is_not_an_item_and_is_reported(text: str) -> None:
    for name in FORMS:
        told = process(name, text)
        written = f"---\n---\n{file(told, 'plain words')}"

        lines = written.split("\n")
        told_of = {each.line for each in findings(written, told) if each.rule == "placeholder-left"}
        left = [at for at in told_of if "<!--" not in lines[at - 1]]
        assert [row.issue for row in read_items(written, told)] == [9]
        assert (name, len(left)) == (name, 2 * len(told.postmortem.sections))


@pytest.mark.rest
@each_text("a row of a post-mortem")
def test_the_item_comes_back_with_its_own_owner_day_and_issue_and_no_other_does(text: str) -> None:
    for told in FORMS.values():
        written = f"---\n---\n{file(told, text)}"

        found = read_items(written, told)

        assert [(row.owner, row.due, row.issue) for row in found] == [("linus", DUE, 9)]
        assert ItemRow(cut_text(found[0].text), "linus", DUE, found[0].type, 9) == found[0]
        assert findings(written, told) == findings(written, told)
