"""Imports point down, and what decides cannot reach the world."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "incident_actions"
FLOORS = (
    (
        *("__init__", "incident", "alerts", "form", "slug", "neutral", "backticks", "seal", "dataclass"),
        *("commands.grammar", "commands.__init__", "logbook.log", "logbook.__init__"),
    ),
    ("snapshot", "messages", "record"),
    ("process", "effects", "events", "wording", "own_templates"),
    (
        "accounts",
        "adoption",
        "scene",
        "timeline",
        "followups",
        "commands",
        "doctor",
        "postmortem",
        "reactions",
        "announcements",
        "checklists",
        "playbooks",
        "face",
        "card",
        "projection",
        "sequence",
        "standing",
        "timers",
        "logbook",
        "runbook",
    ),
    ("draft", "rebuilding", "reconcile", "refusing"),
    ("gateway", "sandbox", "drill", "showing", "run_secrets"),
    (
        *(
            "desk",
            "target",
            "respond",
            "sweep",
            "clock",
            "intake",
            "check",
            "preset",
            "init",
            "examination",
            "keeping",
            "replaying",
        ),
        *("printing", "commandline", "cli", "__main__"),
    ),
)
PURE = 5
BANNED = {"github", "requests", "os", "random", "socket", "subprocess", "time", "secrets"}
CLOCKS = {"now", "utcnow", "today"}
VAGUE = {"util", "utils", "helper", "helpers", "manager", "handler", "service", "processor", "common", "misc", "base"}

MODULES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text())


def floor(module: str) -> int:
    room = module.partition(".")[0]
    for number, rooms in enumerate(FLOORS, 1):
        if module in rooms:
            return number
    return next(number for number, rooms in enumerate(FLOORS, 1) if room in rooms)


def imported(module: str) -> set[str]:
    """Every module that a module imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(module: str) -> set[str]:
    inside = {
        name.removeprefix("incident_actions.") for name in imported(module) if name.startswith("incident_actions.")
    }
    return {name for name in inside if name in MODULES}


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    above = {name for name in ours(module) if floor(name) > floor(module)}

    assert above <= ({"drill.play", "sandbox.serve"} if module == "cli" else set())


@pytest.mark.parametrize("module", [name for name in MODULES if floor(name) <= PURE])
def test_what_decides_cannot_reach_the_world(module: str) -> None:
    assert not {name.partition(".")[0] for name in imported(module)} & BANNED
    assert not {name for name in imported(module) if name in ("pathlib", "pathlib.Path")} - {"pathlib"}
    clocks = [node.attr for node in ast.walk(tree(module)) if isinstance(node, ast.Attribute) and node.attr in CLOCKS]
    assert [name for name in clocks if name != "now"] == []
    calls = (node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call))
    asked = [ast.unparse(call) for call in calls if isinstance(call, ast.Attribute) and call.attr in CLOCKS]
    assert [call for call in asked if call.startswith(("datetime", "date"))] == []


def test_no_module_imports_itself_in_a_circle() -> None:
    done: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way, module))
        if module not in done:
            for name in at_load(module):
                walk(name, (*way, module))
            done.add(module)

    for module in MODULES:
        walk(module, ())


def at_load(module: str) -> set[str]:
    """What a module of ours imports when it is loaded: not for types alone, and not inside a function."""
    found: set[str] = set()
    for node in tree(module).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("incident_actions"):
            names = {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
            found |= {name.removeprefix("incident_actions.") for name in names}
    return {name for name in found if name in MODULES}


@pytest.mark.parametrize("module", MODULES)
def test_every_module_opens_with_a_caption(module: str) -> None:
    caption = (ast.get_docstring(tree(module)) or "").partition("\n\n")[0]

    assert caption.endswith(".")


def test_names_say_something_and_shadow_nothing() -> None:
    last = {module.rpartition(".")[2] for module in MODULES} - {"__init__", "__main__"}

    assert not last & VAGUE
    roots = {module for module in MODULES if "." not in module}
    assert not roots & set(sys.stdlib_module_names)
