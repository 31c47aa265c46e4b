"""Action items are read from the merged file as people left them, and none is lost."""

from dataclasses import replace
from datetime import date

import pytest

from incident_actions.model.process.postmortem import Column
from incident_actions.postmortem.items import ItemRow, default_due, read_items
from tests.postmortem.form_processes import FORMS
from tests.worlds import PROCESS

DUE = date(2026, 3, 20)
HEAD = "## Action items\n\n| Item | Owner | Due | Type |\n|---|---|---|---|\n"


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "| Alert on saturation | @linus | 2026-03-20 | prevent |",
            ItemRow("Alert on saturation", "linus", DUE, "prevent", 0),
        ),
        ("| Check it (#12) | @linus | 2026-03-20 | Detect |", ItemRow("Check it", "linus", DUE, "detect", 12)),
        ("| Check it ([#12](https://x.org/12)) | | | |", ItemRow("Check it", "", None, "", 12)),
        ("| Write a test (as in #9) | | | |", ItemRow("Write a test (as in #9)", "", None, "", 0)),
        ("| Look at #9 again | | | |", ItemRow("Look at #9 again", "", None, "", 0)),
        ("| a \\| b `c \\| d` | | | |", ItemRow("a | b `c | d`", "", None, "", 0)),
        (
            "| **Bold** and `code` | ask @grace or @ada | by 2026-03-20 | ? |",
            ItemRow("**Bold** and `code`", "grace", DUE, "", 0),
        ),
        ("| A team | @acme/shop | | |", ItemRow("A team", "", None, "", 0)),
        ("| Managed | @mona_acme | | |", ItemRow("Managed", "mona_acme", None, "", 0)),
        ("| Two | @acme/shop or @ada | | |", ItemRow("Two", "ada", None, "", 0)),
        ("| Open <!-- end | | | |", ItemRow("Open <!-- end", "", None, "", 0)),
        ("| <!-- Do it | | | |", ItemRow("<!-- Do it", "", None, "", 0)),
        ("| No owner | somebody | soon | |", ItemRow("No owner", "", None, "", 0)),
        ("| Wrong day | @ada | 2026-02-30 | |", ItemRow("Wrong day", "ada", None, "", 0)),
        ("| Hidden <!-- not this --> part | | | |", ItemRow("Hidden  part", "", None, "", 0)),
        ("| a <!-- b <!-- c --> d <!-- e | | | |", ItemRow("a  d <!-- e", "", None, "", 0)),
        ("| Only one cell |", ItemRow("Only one cell", "", None, "", 0)),
        ("Without pipes | @ada | 2026-03-20 |", ItemRow("Without pipes", "ada", DUE, "", 0)),
    ],
)
def test_a_row_of_the_table_is_an_item(line: str, row: ItemRow) -> None:
    assert read_items(f"{HEAD}{line}\n", PROCESS) == (row,)


@pytest.mark.parametrize("cell", ["", " ", "…", "...", "___", "-", "<!-- what -->", "[ ]", "< >", "( )"])
def test_a_placeholder_is_not_an_item(cell: str) -> None:
    assert read_items(f"{HEAD}| {cell} | @owner | 2026-03-20 | |\n", PROCESS) == ()


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "- [ ] Alert on saturation — Owner: @linus — Due: 2026-03-20",
            ItemRow("Alert on saturation", "linus", DUE, "", 0),
        ),
        (
            "- [ ] Alert - on saturation - Owner: @linus - Deadline: 2026-03-20 - Type: prevent",
            ItemRow("Alert - on saturation", "linus", DUE, "prevent", 0),
        ),
        ("- [x] Check it (#12)", ItemRow("Check it", "", None, "", 12)),
        ("1. [ ] Alert -- Due: 2026-03-20", ItemRow("Alert", "", DUE, "", 0)),
        ("- [ ] Alert — due: 2026-03-20 — assignee: @ada", ItemRow("Alert", "ada", DUE, "", 0)),
        ("- [ ] Alert — Due date: 2026-03-20", ItemRow("Alert", "", DUE, "", 0)),
        ("- [ ] Alert\n  on saturation — Owner:\n  @linus", ItemRow("Alert on saturation", "linus", None, "", 0)),
        ("- [ ] Ask — Owner: @ada — Owner: @linus", ItemRow("Ask — Owner: @ada", "linus", None, "", 0)),
        ("- [ ] Ask — Owner\\: @ada (#3) — Due: 2026-03-20", ItemRow("Ask — Owner: @ada", "", DUE, "", 3)),
        ("- [ ] Do a [x] box — Due: 2026-03-20", ItemRow("Do a [x] box", "", DUE, "", 0)),
        ("- [ ] Ask — Owner: — Due:", ItemRow("Ask", "", None, "", 0)),
        ("- [ ] Ask — ass\u0130gnee: @ada", ItemRow("Ask — ass\u0130gnee: @ada", "", None, "", 0)),
        ("- Alert on saturation — Owner: @linus", ItemRow("Alert on saturation", "linus", None, "", 0)),
    ],
)
def test_a_line_of_a_check_list_is_an_item(line: str, row: ItemRow) -> None:
    assert read_items(f"## Action items\n\n{line}\n", PROCESS) == (row,)


def test_columns_are_found_by_their_names_in_any_order() -> None:
    text = "## Action items\n\n| Due | Deadline owner | Owner | Action |\n|---|---|---|---|\n| 2026-03-20 | x | @ada | Do it |\n"

    assert read_items(text, PROCESS) == (ItemRow("Do it", "ada", DUE, "", 0),)


def test_only_the_section_of_action_items_counts() -> None:
    table = "| Item | Owner |\n|---|---|\n| {} | @ada |\n\n"
    text = (
        f"# Post-mortem\n\n{table.format('before')}## Action Items\n\nSome words.\n\n{table.format('first')}"
        f"### Later\n\n{table.format('second')}- [ ] third\n\n## Lessons\n\n{table.format('after')}- [ ] never\n"
    )

    assert [row.text for row in read_items(text, PROCESS)] == ["first", "second", "third"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## Action items\n",
        "## Action items\n\nNone, we were lucky.\n",
        "---\ntitle: x\n---\n\n## Other\n\n- [ ] x\n",
        f"```\n{HEAD}| in code | | | |\n```\n",
        f"<!--\n{HEAD}| in a comment | | | |\n-->\n",
    ],
)
def test_a_file_without_items_has_none(text: str) -> None:
    assert read_items(text, PROCESS) == ()


def test_front_matter_is_no_heading() -> None:
    assert read_items(f"---\nincident: 7\ntitle: 'Action items'\n---\n\n{HEAD}| Do it | | | |\n", PROCESS) == (
        ItemRow("Do it", "", None, "", 0),
    )


def test_an_item_that_names_no_day_is_due_when_the_process_says() -> None:
    assert default_due(date(2026, 3, 4), "SEV-1", PROCESS) == date(2026, 3, 18)


def test_each_item_knows_its_line() -> None:
    text = f"---\na: 1\n---\n\n{HEAD}| One | | | |\n| | | | |\n| Two | | | |\n\nAnd\n\n- [ ] Three\n"

    assert [(row.text, row.line) for row in read_items(text, PROCESS)] == [("One", 9), ("Two", 11), ("Three", 15)]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(
    "item",
    [
        "| Item | Owner | Due |\n|---|---|---|\n| Do it | @ada | 2026-03-20 |\n",
        "| Due | Assignee | Action |\n|---|---|---|\n| 2026-03-20 | @ada | Do it |\n",
        "- [ ] Do it — Owner: @ada — Due: 2026-03-20\n",
        "- Do it — Owner: @ada — Deadline: 2026-03-20\n",
    ],
)
def test_every_process_reads_every_form_by_what_people_call_its_columns(name: str, item: str) -> None:
    process = FORMS[name]
    (title,) = (each.title for each in process.postmortem.sections if each.content == "action items")

    assert read_items(f"# T\n\n### {title}\n\n{item}", process) == (ItemRow("Do it", "ada", DUE, "", 0),)


def test_a_process_may_call_a_column_what_others_call_another() -> None:
    columns = (
        Column(name="Action", content="type"),
        Column(name="a|b", content="item"),
        Column(name="<When>", content="due"),
    )
    rules = replace(PROCESS.postmortem, columns=columns)
    process = replace(PROCESS, postmortem=rules)

    table = "| a\\|b | Action | &lt;When&gt; |\n|---|---|---|\n| Do it | detect | 2026-03-20 |\n"
    lines = "- [ ] Do it — <when>: 2026-03-20 — Action: Detect\n"
    for items in (table, lines):
        assert read_items(f"## Action items\n\n{items}", process) == (ItemRow("Do it", "", DUE, "detect", 0),)


@pytest.mark.parametrize("name", FORMS)
def test_a_bullet_and_a_numbered_line_are_items_and_one_inside_them_tells_more(name: str) -> None:
    (title,) = (each.title for each in FORMS[name].postmortem.sections if each.content == "action items")
    text = f"## {title}\n\nSome words.\n\n- One\n  - by hand\n    more\n- Two (#3)\n\n  And why.\n1. Three\n"

    rows = read_items(text, FORMS[name])

    assert [(row.text, row.issue) for row in rows] == [("One", 0), ("Two", 3), ("Three", 0)]


def test_a_prompt_is_not_an_item_until_people_replace_it() -> None:
    text = "### Action Items\n\n- [ ] [Preventive measure] — Owner: @ada — Due:\n- [ ] [Preventive measure]: do it — Owner: @ada\n"

    assert read_items(text, FORMS["lean"]) == (ItemRow("[Preventive measure]: do it", "ada", None, "", 0),)


def test_items_are_not_read_from_below_a_title_that_is_called_like_their_section() -> None:
    text = "# Action items\n\n- [ ] x\n\n## Impact\n\n- [ ] y\n\n## Action items\n\n- [ ] z\n"

    assert [row.text for row in read_items(text, PROCESS)] == ["z"]
