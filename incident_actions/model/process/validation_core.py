"""Load the compiled core of Pydantic, which validates, without the rest, which describes types to it."""

from __future__ import annotations

import sys
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any

PACKAGE = "pydantic_core"
CORE = f"{PACKAGE}._pydantic_core"
"""The compiled module. Its package would load what helps to write a schema by hand, which takes four times as long."""


@cache
def load_core() -> Any:
    """Return the compiled module, as `import` would, but without its package; raises ModuleNotFoundError."""
    if CORE not in sys.modules:
        package = find_spec(PACKAGE)
        found = PathFinder.find_spec(CORE, package.submodule_search_locations if package else [])
        if found is None or found.loader is None:
            raise ModuleNotFoundError(CORE)
        sys.modules[CORE] = module_from_spec(found)
        found.loader.exec_module(sys.modules[CORE])
    return sys.modules[CORE]
