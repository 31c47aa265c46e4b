"""Find where an inline code span ends, as CommonMark pairs backticks."""

import re
from bisect import bisect_left
from collections import defaultdict

from incident_actions.model.lazy_pattern import lazy_pattern

_RUN = lazy_pattern("`+")


class Backticks:
    """The runs of backticks of one text, indexed once so that pairing them stays linear.

    A code span closes at the next run of exactly its opening's length: https://spec.commonmark.org/0.31.2/#code-spans
    """

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        """Index the runs of this text."""
        self._starts: defaultdict[int, list[int]] = defaultdict(list)
        for run in _RUN.finditer(text):
            self._starts[len(run[0])].append(run.start())

    def end(self, opening: re.Match[str]) -> int | None:
        """Return where the span that this run opens ends, with its closing run; None where nothing closes it."""
        length = len(opening[0])
        starts = self._starts[length]
        later = bisect_left(starts, opening.end())
        return starts[later] + length if later < len(starts) else None
