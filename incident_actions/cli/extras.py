"""Load the parts of the tool that need the extra `sandbox`."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import click


def load_extra(module: str) -> ModuleType:
    """Load a module that needs the extra `sandbox`."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("incident_actions"):
            raise
        raise click.ClickException(
            f"This command needs {missing.name}. Run `pip install 'incident-actions[sandbox]'`."
        ) from missing
