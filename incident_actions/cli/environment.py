"""The variables of this process, as commands read them, with the secrets that its environment does not hold."""

from __future__ import annotations

import os

import click


def environment() -> dict[str, str]:
    """Return the variables, and the run's secrets where the process was handed some."""
    context = click.get_current_context(silent=True)
    secrets = context.find_root().obj if context else None
    return {**os.environ, **(secrets or {})}
