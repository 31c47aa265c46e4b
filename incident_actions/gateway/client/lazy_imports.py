"""Delay loading a dependency's slow modules until they are used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType


class _LazyFinder:
    """Finds modules as Python does, but loads them with the standard library's lazy loader."""

    def __init__(self, *beginnings: str) -> None:
        self._beginnings = beginnings

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module.

        https://docs.python.org/3/library/importlib.html#importlib.util.LazyLoader
        """
        spec = PathFinder.find_spec(name, path, target) if name.startswith(self._beginnings) else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def load_lazily(*beginnings: str) -> None:
    """Load modules whose name begins like this only when one of their attributes is first used."""
    sys.meta_path.insert(0, _LazyFinder(*beginnings))
