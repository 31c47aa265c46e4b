"""Notes for the people who fix a post-mortem: an HTML comment at its top, which no reader of the page sees."""

from __future__ import annotations

from collections.abc import Sequence

from incident_actions.postmortem.outline import FRONT_MATTER
from incident_actions.text.safe_markdown import comment_text, plain_line

HEAD = "<!-- The check still finds errors in this file. Fix them, and delete this comment."
END = "-->\n\n"


def with_notes(text: str, problems: Sequence[str]) -> str:
    """Return a file with a comment above everything but its front matter that lists what is wrong."""
    text = text.replace("\r\n", "\n")
    start = found.end() if (found := FRONT_MATTER.match(text)) else 0
    listed = "".join(f"- {comment_text(plain_line(each))}\n" for each in problems)
    return f"{text[:start]}\n{HEAD}\n\n{listed}{END}{text[start:].lstrip()}"
