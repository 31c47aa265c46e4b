"""A post-mortem is parsed as Markdown: code and comments are not text, and every line keeps its number."""

import pytest

from incident_actions.postmortem.outline import OutlineSection, Passage, read_outline

TEXT = """\
---
a: 1
---

# Title `x`

Words <!-- not
these --> and `code
span`
end

| A | B |
|---|---|
| 1 | `a \\| b` |

## Two

```
# no heading
```
- item
"""


def test_texts_come_in_order_with_their_lines() -> None:
    assert read_outline(TEXT).passages == (
        Passage(5, "Title `x`", "heading", 1),
        Passage(7, "Words <!-- not\nthese --> and `code\nspan`\nend"),
        Passage(12, "A", "head"),
        Passage(12, "B", "head"),
        Passage(14, "1", "cell"),
        Passage(14, "`a | b`", "cell"),
        Passage(16, "Two", "heading", 2),
        Passage(18, "# no heading\n", "code"),
        Passage(21, "item"),
    )


def test_hidden_text_keeps_its_lines() -> None:
    words = read_outline(TEXT).passages[1]

    assert words.visible_lines == "Words \n and `code\nspan`\nend"
    assert words.prose == "Words \n and \n\nend"
    assert words.comments == ((7, "<!-- not\nthese -->"),)


@pytest.mark.parametrize(
    ("text", "front"),
    [
        ("---\na: 1\n---\n", "a: 1\n"),
        ("---\na: 1\n---", "a: 1\n"),
        ("\ufeff---\r\na: 1\r\n---\r\nx", "a: 1\n"),
        ("---\n---\n", ""),
        ("---\na: ---\n---\n", "a: ---\n"),
        ("---\na: 1\n", None),
        ("\n---\na: 1\n---\n", None),
        ("----\na: 1\n----\n", None),
        ("", None),
    ],
)
def test_front_matter_stands_between_two_rulers_at_the_very_start(text: str, front: str | None) -> None:
    assert read_outline(text).front_matter == front


def test_a_part_ends_at_the_next_heading_of_its_level_and_holds_those_below() -> None:
    text = "# A\n\n1\n\n## B\n\n2\n\n### C\n\n3\n\n## b\n\n4\n\n### B\n\n5\n"

    outline = read_outline(text)

    assert [(part.line, [each.text for each in part.passages]) for part in outline.parts("b")] == [
        (5, ["2", "C", "3"]),
        (13, ["4", "B", "5"]),
    ]
    assert outline.parts("D") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [("1", True), ("…", False), ("| a |\n|---|\n", False), ("| a |\n|---|\n| b |\n", True), ("## C\n", False),
     ("<!-- a -->", False), ("<b>a</b>", True), ("```\nx\n```", True), ("***", False), ("![](graph.png)", True)],
)  # fmt: skip
def test_a_part_says_something_where_a_reader_finds_something(text: str, says: bool) -> None:
    (part,) = read_outline(f"# A\n\n{text}\n").parts("A")

    assert part.says_something is says


def test_the_cells_of_a_row_come_together() -> None:
    (part,) = read_outline("# A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n\ntext\n\n- [ ] x\n").parts("a")

    assert [tuple(each.text for each in row) for row in part.rows] == [
        ("a", "b"),
        ("1", "2"),
        ("3", ""),
        ("text",),
        ("[ ] x",),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <!-- b --> c", ["a  c"]),
        ("a <!-- b", ["a <!-- b"]),
        ("<!-- a\n\nb", [""]),
        ("<!--> a", ["a"]),
        ("a <!---> b", ["a  b"]),
        ("\\<!-- a -->", ["\\<!-- a -->"]),
        ("`<!-- a -->` b", ["`<!-- a -->` b"]),
        ("<!-- ` --> `a`", ["`a`"]),
        ("| <!-- a | b |\n|---|---|", ["<!-- a", "b"]),
    ],
)
def test_a_comment_hides_what_it_encloses_and_one_that_opens_a_block_unclosed_all_the_rest(
    text: str, shown: list[str]
) -> None:
    assert [each.visible_text for each in read_outline(text).passages] == shown


def test_a_text_knows_of_which_list_item_it_is_the_first() -> None:
    text = "Words\n\n- one\n  more\n\n  and more\n  - inside\n- two\n\n1. # heading\n\n   below\n\n- | a |\n  |---|\n  | b |\n\nEnd\n"

    assert [(each.text, each.item) for each in read_outline(text).passages] == [
        ("Words", 0),
        ("one\nmore", 1),
        ("and more", 0),
        ("inside", 2),
        ("two", 1),
        ("heading", 0),
        ("below", 0),
        ("a", 0),
        ("b", 0),
        ("End", 0),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# Impact\n\nx\n\n## Cause\n\n## Impact\n\ny\n", [7]),
        ("## Impact\n\nx\n\n### Cause\n\n### Impact\n\ny\n", [7]),
        ("# Impact\n\nx\n\n## Cause\n", [1]),
        ("## Impact\n\nx\n\n## Impact\n\ny\n", [1, 5]),
        ("# Impact\n", [1]),
    ],
)
def test_the_files_own_title_is_a_part_where_nothing_else_is(text: str, lines: list[int]) -> None:
    assert [part.line for part in read_outline(text).parts("Impact")] == lines


@pytest.mark.parametrize(("heading", "title"), [("C #", "C #"), ("C ##", "C #"), ("C#", "C#"), ("C # #", "C # #")])
def test_a_part_is_found_though_markdown_takes_signs_off_its_heading(heading: str, title: str) -> None:
    assert [part.line for part in read_outline(f"# T\n\n## {heading}\n").parts(title)] == [3]


@pytest.mark.parametrize("heading", ["A <b> part", "A &lt;b&gt; part", "a <B> PART"])
def test_a_part_is_found_as_it_is_called_and_as_the_tool_writes_it(heading: str) -> None:
    assert [part.line for part in read_outline(f"# T\n\n## {heading}\n").parts("A <b> part")] == [3]


@pytest.mark.parametrize(
    ("text", "title", "texts"),
    [
        ("# T\n\n- a\n- b\n\n## S\n\nc\n", "T", ["a", "b"]),
        ("## T\n\na\n\n### S\n\nc\n", "T", ["a"]),
        ("# T\n\n## S\n\nc\n", "T", []),
        ("a\n\n## S\n\nb\n\n## T\n", "", ["a"]),
        ("a\n", "", ["a"]),
        ("", "", []),
    ],
)
def test_the_header_stands_between_title_and_sections(text: str, title: str, texts: list[str]) -> None:
    header = read_outline(text).header

    assert (header.title, [each.text for each in header.passages]) == (title, texts)


def test_a_part_without_a_word_below_its_heading_is_empty() -> None:
    read = read_outline("# T\n## A\n## B\n### C\n## A\n")

    assert read.parts("A") == (OutlineSection("A", 2, ()), OutlineSection("A", 5, ()))
    assert read.parts("B") == (OutlineSection("B", 3, (Passage(4, "C", "heading", 3),)),)
    assert read.header == OutlineSection("T", 1, ())


def test_a_part_inside_another_of_the_same_title_belongs_to_it() -> None:
    (part,) = read_outline("# T\n\n## A\n\none\n\n### A\n\ntwo\n").parts("a")

    assert part == OutlineSection("A", 3, (Passage(5, "one"), Passage(7, "A", "heading", 3), Passage(9, "two")))


def test_a_file_without_text_has_no_parts_and_an_empty_header() -> None:
    read = read_outline("")

    assert (read.lines, read.front_matter, read.passages) == (("",), None, ())
    assert (read.parts("A"), read.header) == ((), OutlineSection("", 1, ()))


FOLDED = """\
# Incident 7

## Action items

- [ ] the first — Owner: @ada

<details>
<summary>Appendix: pages and reminders</summary>

- 14:05 — paged

## Not a section

</details>

- [ ] the last — Owner: @ada
"""


def test_the_appendix_belongs_to_no_section() -> None:
    read = read_outline(FOLDED)

    (part,) = read.parts("Action items")
    assert [each.text for each in part.passages] == [
        "[ ] the first — Owner: @ada",
        "[ ] the last — Owner: @ada",
    ]
    assert read.parts("Not a section") == ()
    assert "14:05 — paged" in [each.text for each in read.passages]


def test_other_folded_text_belongs_to_its_section() -> None:
    read = read_outline(FOLDED.replace("Appendix: pages and reminders", "Logs"))

    (part,) = read.parts("Action items")
    assert "14:05 — paged" in [each.text for each in part.passages]
