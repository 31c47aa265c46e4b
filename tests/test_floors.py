"""Imports point down, package by package, and what decides cannot reach the world."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "incident_actions"
DESIGN = (ROOT / "docs" / "design.md").read_text()

PACKAGES = (
    "cli",
    "drill",
    "sandbox",
    "conformance",
    "runs",
    "gateway",
    "offline",
    "engine",
    "doctor",
    "setup",
    "status_page",
    "game_days",
    "reports",
    "postmortem",
    "action_items",
    "timers",
    "contract",
    "text",
    "model",
)
"""From top to bottom; each imports only what stands below it."""

PURE = PACKAGES[PACKAGES.index("offline") :]
"""What decides; the rest is what looks and does."""

LATE_IMPORTS = 30
"""How many imports may stand inside functions, each for the sake of a fast start."""

BANNED = {"github", "requests", "os", "random", "socket", "subprocess", "time", "secrets"}
CLOCKS = {"now", "utcnow", "today"}
VAGUE = {"util", "utils", "helper", "helpers", "manager", "handler", "service", "processor", "common", "misc", "base"}

MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text())


@cache
def imported(module: str) -> frozenset[str]:
    """Every module that a module imports: at its top, inside a function, or for its types alone."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in inside}
    return frozenset(found)


def package_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_every_module_is_in_a_package() -> None:
    loose = {package_of(module) for module in MODULES} - set(PACKAGES)

    assert loose == {"", "__main__"}


def test_imports_point_down() -> None:
    ours = ((module, name) for module in MODULES for name in imported(module) if name in MODULES and package_of(name))
    floors = ((module, name, package_of(module), package_of(name)) for module, name in ours)

    assert [
        f"{module} imports {name}"
        for module, name, above, below in floors
        if above in PACKAGES and PACKAGES.index(below) < PACKAGES.index(above)
    ] == []


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {module: {name for name in imported(module) if name in MODULES} - {module} for module in MODULES}

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def test_pure_packages_cannot_reach_the_world() -> None:
    pure = [module for module in MODULES if package_of(module) in PURE]

    assert [(module, names) for module in pure if (names := {n.split(".")[0] for n in imported(module)} & BANNED)] == []
    assert [module for module in pure if "pathlib.Path" in imported(module)] == []
    assert [(module, call) for module in pure for call in clocks_asked(module)] == []


def test_what_every_run_loads_is_not_the_client_library() -> None:
    users = {name: {module for module in MODULES if uses(module, name)} for name in ("github", "requests")}

    assert users == {
        "github": {
            "incident_actions.drill.game_day.player",
            "incident_actions.drill.play",
            "incident_actions.drill.repository",
            "incident_actions.drill.transcript",
            "incident_actions.gateway.client.app_token",
        },
        "requests": {
            "incident_actions.gateway.client.library_transport",
            "incident_actions.gateway.notify.webhook",  # in the process that sends, not in the run's own
        },
    }, "GithubError and Unreachable are in gateway.client.api_errors"


def uses(module: str, library: str) -> bool:
    return any(name.partition(".")[0] == library for name in imported(module))


def clocks_asked(module: str) -> list[str]:
    calls = (node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call))
    asked = (ast.unparse(call) for call in calls if isinstance(call, ast.Attribute) and call.attr in CLOCKS)
    return [call for call in asked if call.startswith(("datetime", "date"))]


def test_few_imports_stand_inside_functions_and_each_says_why() -> None:
    late = [(module, line) for module in MODULES for line in late_imports(module)]

    assert [(module, line) for module, line in late if not re.search(r"# noqa: PLC0415  \S", line)] == []
    assert len(late) <= LATE_IMPORTS


def late_imports(module: str) -> Iterator[str]:
    lines = MODULES[module].read_text().splitlines()
    functions = (node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef))
    inside = (node for each in functions for node in ast.walk(each) if isinstance(node, ast.Import | ast.ImportFrom))
    yield from (lines[number - 1].strip() for number in sorted({node.lineno for node in inside}))


def test_every_module_opens_with_a_caption() -> None:
    captions = {module: (ast.get_docstring(tree(module)) or "").partition("\n\n")[0] for module in MODULES}

    assert [module for module, caption in captions.items() if not caption.endswith(".")] == []


def test_the_design_shows_the_packages_in_their_order_with_what_each_is() -> None:
    shown = re.findall(r"^### `(\w+)`\n\n(.+?)\n(?=\n#)", DESIGN, re.MULTILINE | re.DOTALL)

    assert [(name, plain(text)) for name, text in shown] == [
        (package, plain(ast.get_docstring(tree(f"incident_actions.{package}")) or "")) for package in PACKAGES
    ]


def plain(text: str) -> str:
    return " ".join(text.split())


def test_names_are_not_vague_and_packages_shadow_nothing() -> None:
    last = {module.rpartition(".")[2] for module in MODULES}

    assert last & VAGUE == set()
    assert set(PACKAGES) & set(sys.stdlib_module_names) == set()
