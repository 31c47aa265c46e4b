"""Compile what runs load of the tool itself, ahead of them: its modules, templates and presets."""

import os
import py_compile
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from package_sets import TOOL

MODULES = "compiled"
"""The folder with the compiled modules, in the place of their sources. Python compares each with its source."""

TEXTS = "incident_actions_texts"
"""The folder with the compiled templates and presets, which the tool looks for beside its packages."""

LOADED = """
import importlib, pkgutil, sys
import incident_actions.runs
from incident_actions.cli import check, clock, main, program, quick_run, run, sweep
for module in pkgutil.iter_modules(incident_actions.runs.__path__, "incident_actions.runs."):
    importlib.import_module(module.name)
print(*sorted(module.__file__ for name, module in [*sys.modules.items()] if name.startswith("incident_actions")))
"""
COMPILE_TEXTS = """
import sys
from pathlib import Path
from incident_actions.gateway.repository.compiled_presets import compile_texts
compile_texts(Path(sys.argv[1]))
"""


def compile_tool(packages: Path, place: Path, variables: Mapping[str, str]) -> None:
    """Compile the tool with the packages in a folder, into another folder; raises CalledProcessError."""
    paths = os.pathsep.join((str(TOOL), str(packages)))
    environment = {**variables, "PYTHONPATH": paths, "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-P", "-s", "-B", "-c"]
    loaded = subprocess.run([*command, LOADED], env=environment, check=True, capture_output=True, text=True).stdout
    for file in map(Path, loaded.split()):
        within = file.relative_to(TOOL)
        compiled = place / MODULES / cached(within)
        compiled.parent.mkdir(parents=True, exist_ok=True)
        compile_module(file, within.as_posix(), compiled, py_compile.PycInvalidationMode.CHECKED_HASH)
    templates = [*command, COMPILE_TEXTS, str(place / TEXTS)]
    subprocess.run(templates, env=environment, check=True, capture_output=True)


def compile_module(source: Path, name: str, target: Path, mode: py_compile.PycInvalidationMode) -> None:
    """Compile a module under a name that does not show where it is."""
    py_compile.compile(str(source), str(target), name, doraise=True, invalidation_mode=mode)


def cached(source: Path) -> Path:
    """Return where Python looks for the compiled form of a module."""
    return source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"
