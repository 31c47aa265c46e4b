"""Comments of any shape: only what a reader sees as a line of its own is a command, and all of those are."""

from __future__ import annotations

import re

from hypothesis import strategies as st
from hypothesis import target
from markdown_it import MarkdownIt

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.text.slash_grammar import commands_in, may_hold_command, nearest_word
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.searching import Properties, searched
from tests.laboratory.torture.typed import COMMENTS

FRAGMENTS = (
    "/sev 1", "/ack", "/note x", "/a-b", "/", "//", "/1", "\n", "\n", "\n\n", "\r\n", "\r", " ", "    ", "\t", "> ", ">", "- ",
    "* ", "1. ", "10) ", "# ", "===\n", "---\n", "```", "````", "```\n", "~~~", "~~~~\n", "`", "``", "\\`", "\\", "|", "| a |\n",
    "|---|\n", "<!--", "-->", "--!>", "<!", ">", "<?", "?>", "<![CDATA[", "]]>", "<div>", "</div>", "<b", "<a href='", '="', "'>",
    "<pre>\n", "</pre>", "<details>", "[a]: ", "[a]: b\n", "<x@y.z>", "<http://", "text", "é", "\u2028", "\x0b", "\x00", "*",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | COMMENTS | st.text()
COMMAND = re.compile(r" {0,3}/([A-Za-z][A-Za-z-]*)(?:\s+(.*))?")
MARK = "\ue000"


def as_a_reader(body: str) -> list[str]:
    """The words of the commands by the whole Markdown parser: each candidate is marked, and the marks that show count."""
    lines = re.sub(r"\r\n?", "\n", body).split("\n")
    words = {place: found[1].lower() for place, line in enumerate(lines) if (found := COMMAND.fullmatch(line))}
    marked = "\n".join(
        line.replace("/", f"/{MARK}{place};", 1) if place in words else line for place, line in enumerate(lines)
    )
    quotes, prose = 0, False
    seen: list[str] = []
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(marked):
        quotes += token.nesting * token.type.startswith("blockquote")
        prose = (
            token.type == "paragraph_open"
            or (token.type == "heading_open" and token.markup in "=-")
            or (prose and token.type == "inline")
        )
        if token.type == "inline" and prose and not quotes:
            shown = "".join(each.content for each in token.children or () if each.type == "text")
            seen += [words[int(place)] for place in re.findall(rf"/{MARK}(\d+);", shown)]
    return seen


def found_as_read(body: str) -> None:
    """No command is found that a reader would not see, and none is missed; those typed loosely have tests of their own."""
    asked = commands_in(body)
    target(float(len(asked)), label="commands")

    assert [each.word for each in asked if not each.typed_as] == as_a_reader(body)
    assert [each.index for each in asked] == list(range(len(asked)))
    assert not asked or may_hold_command(body)
    assert all("\n" not in each.rest for each in asked)


def nearest_is_known(word: str) -> None:
    """What is proposed instead of a mistyped command is a command."""
    assert nearest_word(word, BY_WORD) in (None, *BY_WORD)


PROPERTIES: Properties = {"found as read": (found_as_read, TEXTS), "nearest": (nearest_is_known, st.text(max_size=40))}


def torture(seed: int, seconds: float) -> Row:
    """Search until the time is over."""
    return searched("comments", PROPERTIES, seed, seconds)
