"""What the exit codes of each command of the command line mean, beyond what they mean for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Ending(NamedTuple):
    """How a command can end: what 0, 1 and 3 mean for it, and what it prints for programs."""

    worked: str
    to_do: str = ""
    incomplete: str = ""
    machine: str = ""


_RUN = Ending("the event was handled; a refused command was answered, too", machine="the action's outputs")
_OFFLINE = Ending("the log was written", "a command was refused, as printed; the log keeps the others")
_FIGURES = "the hour's requests were used up before everything was read"

ENDINGS: Mapping[str, Ending] = {
    "init": Ending("everything is set up", "you declined, or a file needs your review"),
    "doctor": Ending("no check failed; there may be warnings", "a check failed", machine="`--json`"),
    "drill": Ending("every fact held", "one did not", machine="`--json FILE`"),
    "status": Ending("the list was printed", machine="`--json`, one line for each look"),
    "show": Ending("the incident was printed", machine="`--json`"),
    "report": Ending("the report has everything", "", _FIGURES, "`--format json` or `csv`"),
    "metrics": Ending("the metrics have everything", "", _FIGURES, "Prometheus text"),
    "check": Ending("nothing has to be fixed; there may be warnings", "there is something to fix"),
    "import": Ending("every file was imported or had been", "a file was left out"),
    "preset list": Ending("the list was printed"),
    "preset show": Ending("the preset was printed", machine="YAML"),
    "preset diff": Ending("the differences were printed, or there are none"),
    "preset check": Ending("the configuration can be used", "there is something to fix"),
    "preset schema": Ending("the schema was printed", machine="JSON Schema"),
    "runbook": Ending("the runbook was written"),
    "site": Ending("the page was written", "some incidents could not be read, so nothing was written"),
    "declare": _OFFLINE,
    "log": _OFFLINE,
    "replay": Ending("the log is on GitHub", "lines of the log can't be read; nothing was changed"),
    "run": _RUN,
    "sweep": _RUN,
    "clock": _RUN,
    "freeze": _RUN,
    "events": _RUN,
    "sandbox": Ending("you stopped it"),
    "conformance": Ending(
        "the server does what the tool assumes",
        "it differs",
        "the server failed, so something could not be checked",
        "`--json`",
    ),
}
"""Every command, as typed. A code that has no words here has the meaning that it has for all commands."""
