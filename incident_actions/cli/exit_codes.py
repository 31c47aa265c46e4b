"""How a command ends: what comes back, or goes wrong, as an exit code and in plain words."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import click

from incident_actions.contract.events import InvalidPayload
from incident_actions.gateway.local.runner import LogLines, Unusable, inert

FAILED, UNUSABLE = 1, 2


def answered(act: Callable[..., int], environment: Mapping[str, str], now: datetime | None, *, dry_run: bool) -> int:
    """Act, and say in plain words what kept us from it: 0 handled, 1 failed, 2 configuration or token wrong."""
    log = logging.StreamHandler(sys.stdout)
    log.setFormatter(LogLines("%(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[log], force=True)
    try:
        return act(environment, now or datetime.now(UTC), dry_run=dry_run)
    except (Unusable, InvalidPayload) as wrong:
        click.echo(inert(f"incident-actions: {wrong}"), err=True)
        return UNUSABLE
    except Exception as error:
        known = _in_words(error)
        if known is None:
            logging.getLogger("incident_actions").exception("the run failed")
            return FAILED
        click.echo(inert(f"incident-actions: {known[1]}"), err=True)
        return known[0]


def _in_words(error: Exception) -> tuple[int, str] | None:
    """What people can mend themselves, as exit code and sentence; None for what only we can."""
    from incident_actions.gateway.client.errors import in_words  # noqa: PLC0415  only a failure needs the client library

    return in_words(error)


def looked(act: Callable[[], int]) -> None:
    """Act, and end with what it comes to."""
    sys.exit(answered(lambda *_, **__: act(), os.environ, None, dry_run=False))
