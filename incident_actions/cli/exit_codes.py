"""How a command ends: what comes back, or goes wrong, as an exit code and in plain words."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import click

from incident_actions.contract.events import NotAPayload
from incident_actions.gateway.local.runner import RunnerLogFormatter, UserError, escape_commands

FAILED, MISCONFIGURED = 1, 2


def run_to_exit_code(
    act: Callable[..., int], environment: Mapping[str, str], now: datetime | None, *, dry_run: bool
) -> int:
    """Act, and say in plain words what kept us from it: 0 handled, 1 failed, 2 configuration or token wrong."""
    log = logging.StreamHandler(sys.stdout)
    log.setFormatter(RunnerLogFormatter("%(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[log], force=True)
    try:
        return act(environment, now or datetime.now(UTC), dry_run=dry_run)
    except (UserError, NotAPayload) as wrong:
        click.echo(escape_commands(f"incident-actions: {wrong}"), err=True)
        return MISCONFIGURED
    except Exception as error:
        known = _explain(error)
        if known is None:
            logging.getLogger("incident_actions").exception("the run failed")
            return FAILED
        click.echo(escape_commands(f"incident-actions: {known[1]}"), err=True)
        return known[0]


def _explain(error: Exception) -> tuple[int, str] | None:
    """What people can mend themselves, as exit code and sentence; None for what only we can."""
    from incident_actions.gateway.client.errors import explain_error  # noqa: PLC0415  only a failure needs the client library

    return explain_error(error)


def run_and_exit(act: Callable[[], int]) -> None:
    """Act, and end with what it comes to."""
    sys.exit(run_to_exit_code(lambda *_, **__: act(), os.environ, None, dry_run=False))
