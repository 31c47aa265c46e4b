"""What stands in the way of a server on this machine, in one clear line."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from incident_actions.cli.exit_codes import MISCONFIGURED
from incident_actions.cli.extras import load_extra

REASONS = {errno.EADDRINUSE: "is in use", errno.EACCES: "is not allowed"}


@contextmanager
def explain_start(port: int) -> Iterator[None]:
    """End the command with one line if its port is taken, or its data are of another version."""
    storage = load_extra("incident_actions.sandbox.state.storage")
    try:
        yield
    except storage.UnreadableState as wrong:
        click.echo(f"{wrong} Choose another folder with --data.", err=True)
        sys.exit(MISCONFIGURED)
    except OSError as error:
        if error.errno not in REASONS:
            raise
        click.echo(f"Port {port} {REASONS[error.errno]}. Choose another with --port.", err=True)
        sys.exit(MISCONFIGURED)
