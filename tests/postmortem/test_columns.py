"""Items are written with the names of a process's columns, and whatever is in them can be read back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.incident.incident import Action
from incident_actions.model.process.postmortem import Column, Section
from incident_actions.model.process.process import Process
from incident_actions.postmortem.columns import Columns
from incident_actions.postmortem.items import read_items
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.outline import Passage, read_outline
from tests.postmortem.form_processes import FORMS
from tests.worlds import PROCESS

DUE = date(2026, 3, 20)
LINKS = FileLinks("https://x.org", "acme/shop")
ISSUE = "[#9](https://x.org/acme/shop/issues/9)"
TABLE, LIST = PROCESS, FORMS["war-room"]


def with_columns(*columns: Column) -> Process:
    return replace(PROCESS, postmortem=replace(PROCESS.postmortem, columns=columns))


# ── Names


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("item", "item"),
        ("action", "item"),
        ("action item", "item"),
        ("measure", "item"),
        ("owner", "owner"),
        ("assignee", "owner"),
        ("due", "due"),
        ("due date", "due"),
        ("deadline", "due"),
        ("type", "type"),
    ],
)
def test_the_usual_names_of_columns_are_known_to_every_process(name: str, content: str) -> None:
    assert [Columns(process).contents[name] for process in (TABLE, LIST)] == [content, content]


@pytest.mark.parametrize("spelling", ["a|b <c>", "a|b &lt;c&gt;"])
def test_a_columns_own_name_is_known_as_typed_and_as_written(spelling: str) -> None:
    own = Columns(with_columns(Column(name="Item", content="item"), Column(name="A|b <C>", content="due")))

    assert own.contents[spelling] == "due"


def test_a_processs_own_name_wins_over_the_usual_one() -> None:
    own = Columns(with_columns(Column(name="Action", content="type"), Column(name="Item", content="item")))

    assert (own.contents["action"], own.contents["item"]) == ("type", "item")


# ── Writing


@pytest.mark.parametrize(
    ("action", "cells"),
    [
        (
            Action(9, "Alert on it", "k", "linus", DUE, "prevent"),
            {
                "item": f"Alert on it ({ISSUE})",
                "owner": "[@linus](https://x.org/linus)",
                "due": "2026-03-20",
                "type": "prevent",
            },
        ),
        (
            Action(9, "Alert on it", "k", "", None, ""),
            {"item": f"Alert on it ({ISSUE})", "owner": "", "due": "", "type": ""},
        ),
        (
            Action(9, "a | b", "k", "acme/team", None, "x | y"),
            {
                "item": f"a \\| b ({ISSUE})",
                "owner": "[@acme/team](https://x.org/orgs/acme/teams/team)",
                "due": "",
                "type": "x \\| y",
            },
        ),
    ],
)
def test_an_item_has_its_cells(action: Action, cells: dict[str, str]) -> None:
    assert Columns(TABLE).item_cells([action], LINKS) == [cells]


def test_every_item_has_its_cells_in_order() -> None:
    actions = [Action(number, "x", "k", "", None, "") for number in (3, 1)]

    assert [each["item"] for each in Columns(TABLE).item_cells(actions, LINKS)] == [
        "x ([#3](https://x.org/acme/shop/issues/3))",
        "x ([#1](https://x.org/acme/shop/issues/1))",
    ]
    assert Columns(TABLE).item_cells([], LINKS) == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Alert on a | b", "Alert on a | b"),
        ("Ask — ownership: nobody", "Ask — ownership\\: nobody"),
        ("Ask - OWNER: nobody -- kind: x", "Ask - OWNER\\: nobody -- kind\\: x"),
        ("Ask the owner: nobody", "Ask the owner: nobody"),
        ("Ask — ticket: nobody", "Ask — ticket: nobody"),
        ("Ask —owner: nobody", "Ask —owner: nobody"),
    ],
)
def test_a_text_in_a_list_cannot_look_like_a_field(typed: str, written: str) -> None:
    assert Columns(LIST).escape_item(typed) == written


def test_a_text_in_a_table_cannot_end_its_cell() -> None:
    assert Columns(TABLE).escape_item("a | b — Owner: c") == "a \\| b — Owner: c"


@pytest.mark.parametrize("kind", ["prevention", "kind: x", "— owner: x"])
def test_a_type_in_a_list_cannot_look_like_another_field(kind: str) -> None:
    (cells,) = Columns(LIST).item_cells([Action(9, "x", "k", "", None, kind)], LINKS)

    line = f"{cells['item']} — kind: {cells['type']}"
    assert set(Columns(LIST).split_line(line)) == {"item", "type"}


# ── Reading


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("", {"item": ""}),
        ("Do it", {"item": "Do it"}),
        ("Do it — Owner: @ada", {"item": "Do it", "owner": "@ada"}),
        ("Do it – owner:@ada -- Due:2026-03-20", {"item": "Do it", "owner": "@ada", "due": "2026-03-20"}),
        ("Do it — Type: detect — Owner: @ada", {"item": "Do it", "type": "detect", "owner": "@ada"}),
        ("Do it — Owner: — Due:", {"item": "Do it", "owner": "", "due": ""}),
        ("Do it — Due date: 2026-03-20", {"item": "Do it", "due": "2026-03-20"}),
        ("Do it — Owner: @ada — assignee: @kim", {"item": "Do it — Owner: @ada", "owner": "@kim"}),
        ("Do it — Owner: @ada — Action: more", {"item": "Do it", "owner": "@ada — Action: more"}),
        ("Do it — Owner\\: @ada — Due: soon", {"item": "Do it — Owner: @ada", "due": "soon"}),
        ("Do it —Owner: @ada", {"item": "Do it —Owner: @ada"}),
        ("Do it --- Owner: @ada", {"item": "Do it --- Owner: @ada"}),
        ("Do it — Owner @ada", {"item": "Do it — Owner @ada"}),
        ("Do it — Owners: @ada", {"item": "Do it — Owners: @ada"}),
    ],
)  # fmt: skip
def test_a_line_is_split_into_its_fields_from_the_end(line: str, cells: dict[str, str]) -> None:
    assert Columns(TABLE).split_line(line) == cells


SPOKEN = st.lists(
    st.sampled_from(
        (" — ", "Owner:", "owner :", "Due:", "due date:", "Type:", "@ada", "(#3)", "[ ] ", "|", "\\|", "\\", "—", "-", "--",
         "a", "é", " ", ":", "*", "`")
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(SPOKEN, st.sampled_from(sorted(FORMS)))
def test_no_text_of_an_item_makes_another_owner_day_or_issue_of_it(text: str, name: str) -> None:
    process = FORMS[name]
    (title,) = (each.title for each in process.postmortem.sections if each.content == "action items")
    (cells,) = Columns(process).item_cells([Action(9, f"Do {text}", "k", "linus", DUE, "")], LINKS)
    names = {column.content: column.name for column in process.postmortem.columns}
    lines = {
        "table": f"| {' | '.join(names.values())} |\n|{'---|' * len(names)}\n| {' | '.join(cells[each] for each in names)} |",
        "list": "- "
        + " — ".join([cells["item"], *(f"{names[each]}: {cells[each]}" for each in names if each != "item")]),
    }
    (line,) = (lines.get(process.postmortem.items, lines["list"].replace("- ", "- [ ] ", 1)),)

    (row,) = read_items(f"### {title}\n\n{line}\n", process)

    assert (row.owner, row.due, row.issue) == ("linus", DUE, 9)


# ── Prompts


def prompts_left(body: str, *prompts: str, process: Process = TABLE) -> list[Passage]:
    """Return the prompts of a section that are left in its text."""
    (part,) = read_outline(f"## To do\n\n{body}").parts("To do")
    return Columns(process).remaining_prompts(part, Section(title="To do", prompts=prompts))


@pytest.mark.parametrize(
    "body",
    [
        "[What]",
        "- [What]",
        "- [ ] [What]",
        "- [x] [What]",
        "- [What] — Owner: @ada — Due:",
        "[What] - due: soon",
    ],
)
def test_a_prompt_is_left_where_nobody_replaced_it(body: str) -> None:
    assert [each.line for each in prompts_left(body, "Other", "What")] == [3]


@pytest.mark.parametrize(
    "body",
    ["What", "[What] it is", "[What]: it is", "[what]", "- more than [What]", "[What] — for: ada", "[What] — Item: x", "[Whatever]"],
)  # fmt: skip
def test_a_prompt_is_gone_where_somebody_wrote_more(body: str) -> None:
    assert prompts_left(body, "What") == []


@pytest.mark.parametrize("prompt", ["a | b", "<who>", "say `it`", "@ada", "fixes #1"])
def test_a_prompt_is_found_as_the_file_shows_it_in_a_line_and_in_a_cell(prompt: str) -> None:
    columns = Columns(FORMS["lean"])
    line = columns.escape_item(f"[{prompt}]")
    cell = Columns(TABLE).escape_item(f"[{prompt}]")

    assert len(prompts_left(f"- {line}\n\n| Item |\n|---|\n| {cell} |\n", prompt)) == 2


def test_a_section_without_prompts_has_none_left() -> None:
    assert prompts_left("[What]") == []
