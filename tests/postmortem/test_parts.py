"""A post-mortem in parts: each follows the record as long as nobody edited it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.postmortem import outline
from incident_actions.postmortem.outline import read_outline
from incident_actions.postmortem.parts import (
    FRONT_MATTER,
    HEADER,
    Part,
    RefreshedText,
    digests,
    refresh_text,
    split_text,
)

FILE = """\
---
incident: 7
---

# Incident 7: Checkout is down

- **Severity:** SEV-1

## Impact

40 orders

### By country

```
## not a heading
```

## Root cause

<!-- Why? -->
"""


def test_a_file_is_its_front_matter_its_header_and_its_sections() -> None:
    parts = split_text(FILE)

    assert [(part.name, part.title) for part in parts] == [
        (FRONT_MATTER, "front matter"),
        (HEADER, "header"),
        ("## Impact", "Impact"),
        ("## Root cause", "Root cause"),
    ]
    assert "".join(part.text for part in parts) == FILE
    assert parts[2].text == "## Impact\n\n40 orders\n\n### By country\n\n```\n## not a heading\n```\n\n"


@pytest.mark.parametrize(
    "text", ["", "x", "\n", "# One", "---\n---\n", "## A\n## B\r\n## C", "a\x0bb\n# c\n\n## d\x85e\n"]
)
def test_no_text_loses_anything(text: str) -> None:
    assert "".join(part.text for part in split_text(text)) == text


LINES = (
    "", "# A", "## B", "### C", "text", "| 14:05 | ada looks |", "| 14:06 | #12 helps |", "| --- | --- |", "- 14:05 ada",
    "- [ ] a step", "- # E", "- - -", "- ```", "```", "~~~", "---", "===", "<!-- a", "| b -->", "- b -->", "<details>",
    "<summary>Appendix", "</details>", "    code", "> quote", "1. one", "  indented", "- 14:05 ada\r", "| a\x0b## F |",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES)))
def test_rows_that_are_not_parsed_change_no_heading(lines: list[str]) -> None:
    text = "\n".join(lines)

    headings = [each for each in read_outline(text).passages if each.kind == "heading" and not each.in_appendix]
    level = headings[0].level + 1 if headings else 0
    named = [lines[each.line - 1].strip() for each in headings[1:] if each.level <= level]
    assert [part.name for part in split_text(text) if part.name not in (FRONT_MATTER, HEADER, "appendix")] == named


def test_most_rows_of_a_long_timeline_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def read(text: str) -> outline.Outline:
        parsed.append(text)
        return read_outline(text)

    monkeypatch.setattr(outline, "read_outline", read)
    rows = "".join(f"| 14:05 | Step {number} |\n" for number in range(1_000))

    found = split_text(f"# Incident 7\n\n## Timeline\n\n| Time | What |\n| --- | --- |\n{rows}\n## Impact\n")

    assert [part.name for part in found] == [HEADER, "## Timeline", "## Impact"]
    assert parsed[0].count("\n") < 15


@pytest.mark.parametrize("text", ["## A\n\nb\n", "## A\r\n\r\nb\r\n", "## A  \n\nb\n\n\n", "\n## A\n\nb"])
def test_line_ends_and_blank_lines_around_a_part_are_no_edit(text: str) -> None:
    assert Part("## A", text).digest == Part("## A", "## A\n\nb\n").digest != Part("## A", "## A\n\nB\n").digest


def test_a_part_that_is_as_the_tool_wrote_it_becomes_what_the_record_has_now() -> None:
    written = digests(FILE)
    rendered = FILE.replace("40 orders", "60 orders").replace("SEV-1", "SEV-2")

    assert refresh_text(FILE, rendered, written, written) == RefreshedText(rendered, ("header", "Impact"))


def test_a_part_that_people_edited_stays_and_is_reported_while_there_is_something_new_for_it() -> None:
    written = digests(FILE)
    edited = FILE.replace("40 orders", "All buyers").replace("<!-- Why? -->", "The pool")
    rendered = FILE.replace("40 orders", "60 orders")

    assert refresh_text(edited, rendered, written, written) == RefreshedText(edited, (), ("Impact",))
    assert refresh_text(edited, rendered, {*written, *digests(rendered)}, digests(rendered)) == RefreshedText(edited)


def test_parts_that_people_removed_or_added_are_left_alone() -> None:
    without = FILE.replace("## Root cause\n\n<!-- Why? -->\n", "## Our own\n\nWords\n")
    rendered = FILE.replace("Why?", "What was it?")

    assert refresh_text(without, rendered, digests(FILE), digests(FILE)) == RefreshedText(without)


def test_every_version_that_the_tool_wrote_counts() -> None:
    second, third = (FILE.replace("40 orders", orders) for orders in ("60 orders", "40 orders"))
    written = {*digests(FILE), *digests(second)}

    assert refresh_text(second, third, written, digests(second)) == RefreshedText(FILE, ("Impact",))


def test_titles_that_are_left_alone_stay_as_they_are() -> None:
    rendered = FILE.replace("40 orders", "60 orders")

    assert refresh_text(FILE, rendered, digests(FILE), digests(FILE), ("Impact",)) == RefreshedText(FILE)


def test_a_part_ends_its_lines_as_the_one_before_it_did() -> None:
    windows = FILE.replace("\n", "\r\n")
    rendered = FILE.replace("40 orders", "60 orders").replace("Why?", "What?")

    fresh = refresh_text(windows, rendered, digests(FILE), digests(FILE))

    assert fresh == RefreshedText(rendered.replace("\n", "\r\n"), ("Impact", "Root cause"))


def test_two_sections_of_one_title_are_two() -> None:
    text = "# T\n\n## A\n\none\n\n## A\n\ntwo\n"
    rendered = text.replace("two", "three")

    assert refresh_text(text, rendered, digests(text), digests(text)).text == rendered


APPENDIX = """
<details>
<summary>Appendix: pages and reminders</summary>

- 14:05 — paged

</details>
"""


def test_the_appendix_is_a_part_of_its_own() -> None:
    name, text = [(part.name, part.text) for part in split_text(FILE + APPENDIX)][-1]

    assert (name, text) == ("appendix", APPENDIX.lstrip("\n"))


def test_the_appendix_follows_the_record_below_a_section_that_people_edited() -> None:
    before = FILE + APPENDIX
    written, text = digests(before), before.replace("<!-- Why? -->", "A missing guardrail.")

    refreshed = refresh_text(text, before.replace("14:05", "14:06"), written, written)

    assert refreshed == RefreshedText(text.replace("14:05", "14:06"), ("appendix",))
