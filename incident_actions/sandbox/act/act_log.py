"""The log of act, one line of JSON for each event, read into the results of a job."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_LAST_LINE = re.compile(r"Error: Job '.*' failed\n*")
"""The last line of act after a failed step, which has already said why."""
_EXIT = re.compile(r"exit status (\d+)")


@dataclass(slots=True)
class ActLog:
    """The outputs and summary of a run, the steps that ran, and act's own complaints.

    What steps print is not read here, since act loses the end of it when a step fails.
    """

    complaints: list[str] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    steps: list[str] = field(default_factory=list)
    exit_code: int = 0
    failed: bool = False

    @property
    def final_exit_code(self) -> int:
        """The exit code of the failed step, 1 if it is not known, 0 if no step failed."""
        return (self.exit_code or 1) if self.failed else 0


def read_file(file: Path) -> ActLog:
    """Read act's log from a file."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        return read(lines)


def read(lines: Iterable[str]) -> ActLog:
    """Read act's log; each line that is not JSON is a complaint."""
    found = ActLog()
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            event = None
        if isinstance(event, dict):
            _take(found, event)
        elif line.strip() and not _LAST_LINE.fullmatch(line):
            found.complaints.append(line.rstrip("\n") + "\n")
    return found


def _take(found: ActLog, event: dict[str, Any]) -> None:
    """Add one event; the outputs of a composite action's inner steps come once more as the action's own."""
    message, command = str(event.get("msg", "")), event.get("command")
    own = len(event.get("stepID") or ()) == 1
    if event.get("raw_output") or event.get("raw"):
        return
    if command == "set-output" and own:
        found.outputs[str(event["name"])] = str(event["arg"])
    elif command == "summary" and own:
        found.summary += str(event["content"])
    elif "stepResult" in event and own and event.get("stage") == "Main":
        found.steps.append(str(event["step"]))
        found.failed |= event["stepResult"] == "failure"
    elif event.get("jobResult") == "failure":
        found.failed = True
    elif event.get("level") in ("error", "fatal") or "unsupported platform" in message:
        _complain(found, message, own=own)


def _complain(found: ActLog, message: str, *, own: bool) -> None:
    """Add an exit code or a complaint."""
    if ended := _EXIT.fullmatch(message.strip()):
        found.exit_code = int(ended[1])
    elif own or "unsupported platform" in message:
        found.complaints.append(f"act: {message.strip()}\n")
