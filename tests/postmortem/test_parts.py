"""A post-mortem in parts: each follows the record as long as nobody edited it."""

import pytest

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
