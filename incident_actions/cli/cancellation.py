"""What a run does when somebody cancels it: it ends at once, since each run can continue where another one stopped."""

from __future__ import annotations

import os
import signal
from types import FrameType

CANCELLED = 128 + signal.SIGINT
"""The exit code of a run that was cancelled, as a shell's command has it."""

ENDING = b"incident-actions: Cancelled. Nothing is lost. The next run continues where this one stopped.\n"


def end_when_cancelled() -> None:
    """End the process at SIGINT, which a runner sends to the steps of a cancelled job before anything else.

    An exception would not do: compiled code takes it for an error of its own, so that a cancelled run could go on, or
    call a configuration broken that is not.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
    """
    signal.signal(signal.SIGINT, _end)


def _end(_number: int, _frame: FrameType | None) -> None:
    os.write(2, ENDING)
    os._exit(CANCELLED)
