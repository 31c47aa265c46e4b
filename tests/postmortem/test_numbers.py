"""The number of a new action item is written behind its text, wherever it can be read back from there."""

import pytest

from incident_actions.postmortem.items import read_items
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.numbers import number_rows
from tests.postmortem.form_processes import FORMS
from tests.worlds import PROCESS

LINKS = FileLinks("https://x.org", "acme/shop")
FIVE = "([#5](https://x.org/acme/shop/issues/5))"
HEAD = "## Action items\n\n| Item | Owner | Due | Type |\n|---|---|---|---|\n"


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("| Alert | @ada | | |", f"| Alert {FIVE} | @ada | | |"),
        ("|Alert|@ada|||", f"|Alert {FIVE} |@ada|||"),
        ("Alert | @ada | | |", f"Alert {FIVE} | @ada | | |"),
        ("| Alert on a \\| b | | | |", f"| Alert on a \\| b {FIVE} | | | |"),
        ("| Only one cell", f"| Only one cell {FIVE}"),
        ("| Alert <!-- soon --> | | | |", f"| Alert <!-- soon --> {FIVE} | | | |"),
    ],
)
def test_a_row_of_a_table_gets_its_number(line: str, after: str) -> None:
    assert number_rows(f"{HEAD}{line}\n", {0: 5}, PROCESS, LINKS) == {0: (line, after)}


@pytest.mark.parametrize(
    ("lines", "line", "after"),
    [
        ("- [ ] Alert — Owner: @ada", "- [ ] Alert — Owner: @ada", f"- [ ] Alert {FIVE} — Owner: @ada"),
        ("- [ ] Alert", "- [ ] Alert", f"- [ ] Alert {FIVE}"),
        ("- [ ] Alert on\n  the pool — Due: 2026-03-20", "  the pool — Due: 2026-03-20", f"  the pool {FIVE} — Due: 2026-03-20"),
        ("- [ ] Alert on\n  the pool", "  the pool", f"  the pool {FIVE}"),
    ],
)  # fmt: skip
def test_a_line_of_a_list_gets_its_number_before_its_fields(lines: str, line: str, after: str) -> None:
    assert number_rows(f"## Action items\n\n{lines}\n- [ ] More\n", {0: 5}, PROCESS, LINKS) == {0: (line, after)}


def test_each_item_gets_its_own_number_also_if_two_are_the_same() -> None:
    text = f"{HEAD}| Known (#3) | | | |\r\n| Alert | | | |\r\n| Alert | | | |\r\n"

    assert number_rows(text, {1: 5, 2: 6}, PROCESS, LINKS) == {
        1: ("| Alert | | | |", f"| Alert {FIVE} | | | |"),
        2: ("| Alert | | | |", "| Alert ([#6](https://x.org/acme/shop/issues/6)) | | | |"),
    }


@pytest.mark.parametrize("line", ["| Alert `on | @ada | | |", "| Alert <!-- on | | | |"])
def test_a_number_is_written_only_where_it_is_read_back(line: str) -> None:
    text = f"{HEAD}{line}\n"
    changes = number_rows(text, {0: 5}, PROCESS, LINKS)

    for before, after in changes.values():
        (row,) = read_items(text.replace(before, after), PROCESS)
        assert row.issue == 5


@pytest.mark.parametrize("name", FORMS)
def test_a_number_is_written_in_the_form_of_every_process(name: str) -> None:
    process = FORMS[name]
    (title,) = (each.title for each in process.postmortem.sections if each.content == "action items")
    text = f"# T\n\n### {title}\n\n- [ ] Do it — Owner: @ada\n"

    ((before, after),) = number_rows(text, {0: 5}, process, LINKS).values()

    (row,) = read_items(text.replace(before, after), process)
    assert (row.text, row.owner, row.issue) == ("Do it", "ada", 5)
