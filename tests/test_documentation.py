"""What the documents say is what the code does."""

import ast
import re
from pathlib import Path

import pytest

from incident_actions.commands.table import COMMANDS
from incident_actions.incident.phase import TRANSITIONS
from incident_actions.process import permission

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
DESIGN = (ROOT / "docs" / "design.md").read_text()
RELIABILITY = (ROOT / "docs" / "reliability.md").read_text()
PAGES = sorted((ROOT / "docs").glob("*.md"))
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_the_readme_draws_the_lifecycle_as_it_is() -> None:
    drawn = re.findall(r"^    (\w+) --> (\w+): (\w+)$", README, re.MULTILINE)

    steps = [(phase, step, after) for phase, moves in TRANSITIONS.items() for step, after in moves.items()]
    assert sorted(drawn) == sorted((str(phase), str(after), str(step)) for phase, step, after in steps)


def test_the_readme_lists_every_command_in_order() -> None:
    table = README.partition("## Commands")[2].partition("\n## ")[0]

    listed = re.findall(r"^\| `(/.+?)` \| (.+?) \|$", table, re.MULTILINE)
    assert listed == [(command.usage, command.meaning) for command in COMMANDS]


def test_the_readme_names_the_role_that_commands_need() -> None:
    assert f"Everything else\nneeds the repository role `{permission.NEEDED}`" in README


def test_the_design_shows_every_module_with_its_caption() -> None:
    modules = sorted((ROOT / "incident_actions").rglob("*.py"))

    expected = [f"- `{module.relative_to(ROOT)}`: {_caption(module)}" for module in modules if _caption(module)]
    shown = re.findall(r"^- `incident_actions/.*$", DESIGN, re.MULTILINE)
    assert shown == expected, "\n".join(expected)


def _caption(module: Path) -> str:
    docstring = ast.get_docstring(ast.parse(module.read_text())) or ""
    return " ".join(docstring.partition("\n\n")[0].split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_tests_that_there_are(page: Path) -> None:
    named = set(NAMED.findall(page.read_text()))

    assert {(path, name) for path, name in named if not _is_test(path, name)} == set()
    assert page.read_text().count("`tests/") == len(NAMED.findall(page.read_text()))


def test_each_pitfall_has_a_test() -> None:
    rows = re.findall(r"^\| (\d+) \| .+ \| .+ \| (.+) \|$", RELIABILITY, re.MULTILINE)

    assert [int(number) for number, _ in rows] == list(range(1, 16))
    assert [number for number, shown in rows if not any(name for _, name in NAMED.findall(shown))] == []


def _is_test(path: str, name: str) -> bool:
    """Whether a file holds a test of this name; of any name where none is given."""
    if not (ROOT / path).is_file():
        return False
    held = {each.name for each in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(each, ast.FunctionDef)}
    return name in held if name else any(each.startswith("test_") for each in held)


def test_the_readme_shows_its_commands_as_make_has_them() -> None:
    makefile = (ROOT / "Makefile").read_text()

    used = set(re.findall(r"^make (\w+)", README, re.MULTILINE)) | set(re.findall(r"`make (\w+)", README))
    assert used == {"drill", "test"}
    assert all(f"\n{target}:" in makefile for target in used)
