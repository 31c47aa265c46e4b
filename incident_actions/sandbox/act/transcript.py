"""What act tells of a run, line by line as JSON, read into what a job leaves behind."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SUMMED_UP = re.compile(r"Error: Job '.*' failed\n*")
"""What act ends with where a step has failed, which has told why."""
_EXIT = re.compile(r"exit status (\d+)")


@dataclass(slots=True)
class Transcript:
    """What a run put out and summarised, which steps ran, and what act itself had to complain of.

    What steps print is not read here: act loses the end of it where a step fails.
    """

    complaints: list[str] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    steps: list[str] = field(default_factory=list)
    exit_code: int = 0
    failed: bool = False

    @property
    def ended_with(self) -> int:
        """The exit code of the step that failed, 1 where that is not known, 0 for a run that went well."""
        return (self.exit_code or 1) if self.failed else 0


def of(file: Path) -> Transcript:
    """Read what act left in a file."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        return read(lines)


def read(lines: Iterable[str]) -> Transcript:
    """Read act's log; a line that is none of its JSON is what it says of itself."""
    found = Transcript()
    for line in lines:
        try:
            told = json.loads(line)
        except ValueError:
            told = None
        if isinstance(told, dict):
            _take(found, told)
        elif line.strip() and not _SUMMED_UP.fullmatch(line):
            found.complaints.append(line.rstrip("\n") + "\n")
    return found


def _take(found: Transcript, told: dict[str, Any]) -> None:
    """Take one line; what a composite action's inner steps put out comes once more as the action's own."""
    message, command = str(told.get("msg", "")), told.get("command")
    own = len(told.get("stepID") or ()) == 1
    if told.get("raw_output") or told.get("raw"):
        return
    if command == "set-output" and own:
        found.outputs[str(told["name"])] = str(told["arg"])
    elif command == "summary" and own:
        found.summary += str(told["content"])
    elif "stepResult" in told and own and told.get("stage") == "Main":
        found.steps.append(str(told["step"]))
        found.failed |= told["stepResult"] == "failure"
    elif told.get("jobResult") == "failure":
        found.failed = True
    elif told.get("level") in ("error", "fatal") or "unsupported platform" in message:
        _complain(found, message, own=own)


def _complain(found: Transcript, message: str, *, own: bool) -> None:
    """Note an exit code, or what act itself has to say."""
    if ended := _EXIT.fullmatch(message.strip()):
        found.exit_code = int(ended[1])
    elif own or "unsupported platform" in message:
        found.complaints.append(f"act: {message.strip()}\n")
