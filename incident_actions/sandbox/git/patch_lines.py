"""The lines of a patch that a comment on code can name."""

import re
from dataclasses import dataclass

LEFT, RIGHT = "LEFT", "RIGHT"
"""GitHub's words for the side of a file before and after a change."""
_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


@dataclass(frozen=True, slots=True)
class PatchLine:
    """A line of a patch: its position below the first hunk's head, and its hunk up to the line."""

    position: int
    hunk: str


def find_line(patch: str, side: str, number: int) -> PatchLine | None:
    """Return the line of a number on one side of a patch; None if the patch doesn't show it.

    https://docs.github.com/en/rest/pulls/comments#create-a-review-comment-for-a-pull-request
    """
    hunk, old, new = list[str](), 0, 0
    for position, line in enumerate(patch.split("\n")):
        head = _HUNK.match(line)
        if head:
            hunk, old, new = [line], int(head[1]), int(head[2])
            continue
        hunk.append(line)
        is_old, is_new = not line.startswith("+"), not line.startswith("-")
        if (is_old and side == LEFT and old == number) or (is_new and side == RIGHT and new == number):
            return PatchLine(position, "\n".join(hunk))
        old, new = old + is_old, new + is_new
    return None
