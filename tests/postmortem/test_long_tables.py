"""The rows of a long table are put back as Markdown reads them, wherever the table stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.postmortem import outline
from incident_actions.postmortem.long_tables import keep_tables, shorten_tables

HEAD = "| Time | Event |\n|------|-------|\n"
ROWS = "".join(f"| 14:{minute:02} | Step {minute} of `it` \\_ |\n" for minute in range(40))


def read_whole(text: str) -> list[outline.Passage]:
    return outline._parse(keep_tables(text))[0]


def parsed_lines(text: str) -> int:
    """How many lines of a text the parser gets."""
    return shorten_tables(text).text.count("\n")


def test_the_rows_of_a_long_table_come_back_without_being_parsed() -> None:
    text = f"## Timeline\n\n{HEAD}{ROWS}\n## Impact\n\nNone.\n"

    assert outline.read_outline(text).passages == tuple(read_whole(text))
    assert (text.count("\n"), parsed_lines(text)) == (48, 11)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}{ROWS}and a last row without signs\n\nText.\n",
        f"{HEAD}{ROWS}| 15:00 | with | more |\n| 15:01 |\n{ROWS}",
        f"| Time | Event | By |\n|---|---|---|\n{ROWS}",
        f"| Time |\n|---|\n{ROWS}",
        f"| Time | Event |\n| --- | --- |\n{ROWS}> quoted\n",
        f"{HEAD}{ROWS}\n{HEAD}{ROWS}",
        ROWS,
        f"```\n{HEAD}{ROWS}```\n",
        f"<details>\n{HEAD}{ROWS}</details>\n",
        f"<!--\n{HEAD}{ROWS}-->\n\n{HEAD}{ROWS}",
        f"- item\n\n{HEAD}{ROWS}",
        f"> {HEAD}{ROWS}",
        f"{HEAD}{ROWS.replace('Step 7', 'Step | 7')}",
        f"{HEAD}{ROWS.replace('Step 7', 'Step 7' + chr(0) + chr(0x85))}",
        f"{HEAD}{ROWS.replace('of `it`', '')}",
        f"---\na: 1\n---\n# Title\n{HEAD}{ROWS}",
    ],
)
def test_a_long_table_is_read_as_markdown_reads_it_wherever_it_stands(text: str) -> None:
    assert outline._passages(text) == read_whole(text)


ROW_LIKE = ["|---|---|", "| a | b |\n" * 21, "| a | b |", "| a | b | c |\n" * 20, "| a \\| b |", "|  |  |", "|a|b|"]
LINES = st.sampled_from(
    ["", "text", "# head", "```", "- item", "> quote", "<!--", "-->", "<div>", "    code", "***", *ROW_LIKE]
)


@given(st.lists(LINES, max_size=12))
def test_whatever_surrounds_a_long_table_the_texts_are_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)

    assert outline._passages(text) == read_whole(text)
