"""What the documents say is what the code does."""

import ast
import re
from pathlib import Path

from incident_actions.commands.table import COMMANDS
from incident_actions.incident.phase import TRANSITIONS
from incident_actions.process import permission

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
DESIGN = (ROOT / "docs" / "design.md").read_text()


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


def test_the_readme_shows_its_commands_as_make_has_them() -> None:
    makefile = (ROOT / "Makefile").read_text()

    used = set(re.findall(r"^make (\w+)", README, re.MULTILINE)) | set(re.findall(r"`make (\w+)", README))
    assert used == {"drill", "test"}
    assert all(f"\n{target}:" in makefile for target in used)
