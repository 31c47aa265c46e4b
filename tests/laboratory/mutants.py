"""Break the pure packages in many places, one at a time, and see whether the tests of the same package notice.

`python -m tests.laboratory.mutants --count 50 --seed 1` names each break that went unnoticed. Some of those change nothing
that can be observed; only a reader can tell.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.test_floors import PACKAGE, PURE, ROOT

COPIED = (
    "incident_actions",
    "tests",
    "templates",
    "docs",
    ".github",
    "pyproject.toml",
    "README.md",
    *(file.name for file in ROOT.glob("requirements*.txt")),
)
OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One place to break: the node's number in the module's tree, and its line."""

    module: Path
    node: int
    line: int

    def source(self) -> str:
        """Return the module's source with this place broken."""
        tree = ast.parse((ROOT / self.module).read_text())
        target = list(ast.walk(tree))[self.node]
        broken = Break(target).visit(tree)
        return ast.unparse(ast.fix_missing_locations(broken))

    def described(self) -> str:
        """Return the place, with its line as it is and as it becomes."""
        tree = ast.parse((ROOT / self.module).read_text())
        target = list(ast.walk(tree))[self.node]
        before = ast.unparse(target)
        after = ast.unparse(ast.fix_missing_locations(Break(target).visit(target)))
        return f"{self.module}:{self.line}: {before}  ->  {after}"


class Break(ast.NodeTransformer):
    """Turns one node into its opposite."""

    def __init__(self, target: ast.AST) -> None:
        self.target = target

    def visit(self, node: ast.AST) -> ast.AST:
        """Break the target, and leave everything else."""
        if node is not self.target:
            return self.generic_visit(node)
        match node:
            case ast.Compare(ops=[operator, *rest]):
                node.ops = [OPPOSITES[type(operator)](), *rest]  # type: ignore[list-item]
            case ast.BoolOp(op=operator) | ast.BinOp(op=operator):
                node.op = OPPOSITES[type(operator)]()  # type: ignore[assignment]
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return operand
            case ast.Constant(value=bool() as value):
                node.value = not value
            case ast.Constant(value=int() as value):
                node.value = value + 1
        return node


def places(module: Path) -> Iterator[Mutant]:
    """Yield every place of a module that can be broken, inside functions."""
    tree = ast.parse((ROOT / module).read_text())
    inside = {id(node) for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) for node in ast.walk(each)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in inside and breakable(node):
            yield Mutant(module, number, getattr(node, "lineno", 0))


def breakable(node: ast.AST) -> bool:
    """Whether a node has an opposite."""
    match node:
        case ast.Compare(ops=[operator, *_]):
            return type(operator) in OPPOSITES
        case ast.BoolOp():
            return True
        case ast.BinOp(op=operator):
            return type(operator) in OPPOSITES
        case ast.UnaryOp(op=ast.Not()) | ast.Constant(value=int()):
            return True
    return False


def is_noticed(mutant: Mutant, copy: Path) -> bool:
    """Whether a test of the mutant's own package fails: those of its own module are asked first."""
    place = copy / mutant.module
    whole = place.read_text()
    place.write_text(mutant.source())
    package = Path("tests") / mutant.module.parts[1]
    own = Path("tests", *mutant.module.parts[1:-1], f"test_{mutant.module.name}")
    try:
        return any(_fails(tests, copy) for tests in ((own,) if (copy / own).exists() else ()) + (package,))
    finally:
        place.write_text(whole)


def _fails(tests: Path, copy: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not rest", "-p", "no:cacheprovider", str(tests)]
    return subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 1


def main() -> None:
    """Break as many places as asked, and print those that no test noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    modules = sorted(path.relative_to(ROOT) for name in PURE for path in (PACKAGE / name).rglob("*.py"))
    everywhere = [place for module in modules for place in places(module)]
    chosen = random.Random(asked.seed).sample(everywhere, min(asked.count, len(everywhere)))  # noqa: S311  no secret
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory)
        for name in COPIED:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
        for package in sorted({mutant.module.parts[1] for mutant in chosen}):
            if _fails(Path("tests") / package, copy):
                sys.exit(f"tests/{package} fails before anything is broken")
        unnoticed = [mutant for mutant in chosen if not is_noticed(mutant, copy)]
    for mutant in unnoticed:
        print(f"unnoticed: {mutant.described()}")
    print(f"{len(chosen) - len(unnoticed)} of {len(chosen)} breaks were noticed by the tests of their own package.")


if __name__ == "__main__":
    main()
