"""The annotations of a log are read back as they were meant."""

import pytest

from incident_actions.gateway.local.annotations import annotation
from incident_actions.sandbox import annotations
from incident_actions.sandbox.annotations import Annotation


@pytest.mark.parametrize("words", ["Fix it.", "a\nb", "100 %", "%0A is no line", "a::b, c=d", "é"])
def test_annotations_of_the_tool_are_read_back(words: str) -> None:
    said = annotation("error", "docs/a,b.md", (7, 3), words, words)

    of = {"file": "docs/a,b.md", "line": "7", "col": "3", "title": words}
    assert annotations.read(f"before\n{said}\nafter\n") == [Annotation("error", words, of)]


@pytest.mark.parametrize("line", ["said: ::error::no", "::debug::no", "::set-output name=a::b", "::error", "::"])
def test_other_lines_are_no_annotations(line: str) -> None:
    assert annotations.read(line) == []
