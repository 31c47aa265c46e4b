"""The environment variables that commands read, including secrets that the process environment does not hold."""

from __future__ import annotations

import os

import click


def environment() -> dict[str, str]:
    """Return the variables of this process, with the run's secrets if it was passed any."""
    context = click.get_current_context(silent=True)
    secrets = context.find_root().obj if context else None
    return {**os.environ, **(secrets or {})}
