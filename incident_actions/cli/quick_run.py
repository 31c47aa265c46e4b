"""Answer an event as workflows start it, by variables alone: Click, which reads options, takes a twentieth of a run."""

from __future__ import annotations

import os
from collections.abc import Mapping

from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.workflow_start import NOW, read_time
from incident_actions.runs.respond import respond


def answer_event(secrets: Mapping[str, str]) -> int:
    """Do what `run` does without options, and return the exit code."""
    moment = os.environ.get(NOW)
    return run_to_exit_code(respond, {**os.environ, **secrets}, read_time(moment) if moment else None, dry_run=False)
