"""Run a command and turn its outcome into an exit code, with errors explained in plain words."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from incident_actions.contract.events import InvalidPayload
from incident_actions.gateway.local.runner import RunnerLogFormatter, UserError, escape_commands

FAILED, MISCONFIGURED = 1, 2


def run_to_exit_code(
    act: Callable[..., int], environment: Mapping[str, str], now: datetime | None, *, dry_run: bool
) -> int:
    """Run a command and explain what went wrong: 0 is success, 1 a failure, 2 a broken configuration or token."""
    log = logging.StreamHandler(sys.stdout)
    log.setFormatter(RunnerLogFormatter("%(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[log], force=True)
    try:
        return act(environment, now or datetime.now(UTC), dry_run=dry_run)
    except (UserError, InvalidPayload) as wrong:
        sys.stderr.write(escape_commands(f"incident-actions: {wrong}") + "\n")
        return MISCONFIGURED
    except Exception as error:
        known = _explain(error)
        if known is None:
            logging.getLogger("incident_actions").exception("the run failed")
            return FAILED
        sys.stderr.write(escape_commands(f"incident-actions: {known[1]}") + "\n")
        return known[0]


def _explain(error: Exception) -> tuple[int, str] | None:
    """Return an exit code and a sentence for an error that people can fix; None for any other."""
    from incident_actions.gateway.client.errors import explain_error  # noqa: PLC0415  only a failure needs the client library

    return explain_error(error)


def send_log_to_stderr() -> None:
    """Send the log to standard error, so that standard output has what was asked for and nothing else."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(sys.stderr)


def run_and_exit(act: Callable[[], int]) -> None:
    """Run a command without an event, and exit with its code."""
    sys.exit(run_to_exit_code(lambda *_, **__: act(), os.environ, None, dry_run=False))
