"""The services that a text names."""

from __future__ import annotations


def services_in(text: str) -> tuple[str, ...]:
    """Return the services in a list separated by commas, each once, in order."""
    names = (" ".join(name.split()) for name in text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(name[:60] for name in names if name))[:20]
