"""Delay loading a dependency's slow modules until they are used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from threading import RLock
from types import ModuleType
from typing import Any


class _LazyModule(ModuleType):
    """A module that loads itself when it is asked for something that it does not have yet.

    The standard library's lazy module does so for any attribute, and each further `import` of a module reads its
    `__spec__`.
    """

    def __getattr__(self, name: str) -> Any:
        """Load the module, unless that is going on, and return the attribute."""
        own = vars(self)
        with own["_one_thread_loads"]:
            if not own.get("_is_loading"):
                self._is_loading = True
                own["__loader__"].exec_module(self)
                self.__class__ = ModuleType  # type: ignore[assignment]  # no attribute is missing from now on
        return ModuleType.__getattribute__(self, name)


class _LazyLoader(LazyLoader):
    """Leaves it to a module to load itself."""

    def exec_module(self, module: ModuleType) -> None:
        """Make a module lazy.

        Each has a lock of its own, as Python gives one to each import: with one lock for all, a thread that loads a
        module and a thread that imports what it needs could wait for each other.
        """
        super().exec_module(module)
        module.__class__ = _LazyModule
        vars(module)["_one_thread_loads"] = RLock()


class _LazyFinder:
    """Finds modules as Python does, but loads them when they are used."""

    def __init__(self, *beginnings: str) -> None:
        self._beginnings = beginnings

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module."""
        spec = PathFinder.find_spec(name, path, target) if name.startswith(self._beginnings) else None
        if spec is not None and spec.loader is not None:
            spec.loader = _LazyLoader(spec.loader)
        return spec


def load_lazily(*beginnings: str) -> None:
    """Load modules whose name begins like this only when one of their attributes is first used."""
    sys.meta_path.insert(0, _LazyFinder(*beginnings))
