"""Look at many issues, and read the comments of the next ones together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from incident_actions.contract.issue import Issue
from incident_actions.gateway.issues.comment_batch import MOST_ISSUES
from incident_actions.runs.context import RunContext


def each_read_together(run: RunContext, issues: Iterable[Issue]) -> Iterator[Issue]:
    """Yield issues, the comments of which were read together with those of the next ones.

    A write takes time, in which others may write, too. So after a write the next issue is read alone, then two, then
    four: what a run decides on is never older than the reads between two of its writes.
    """
    waiting, size = deque(issues), MOST_ISSUES
    while waiting:
        batch = tuple(islice(waiting, size))
        run.reader.read_together(batch if len(batch) > 1 else ())
        writes = run.connection.write_pace.count
        for _ in batch:
            yield waiting.popleft()
            if run.connection.write_pace.count != writes:
                size = 1
                break
        else:
            size = min(2 * size, MOST_ISSUES)
