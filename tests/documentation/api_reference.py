"""What programs may import, read from the code: the sandbox and the events, with their docstrings."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent
from types import ModuleType
from typing import Any

from incident_actions import sandbox
from incident_actions.contract import events

EVENTS = (
    events.read_event,
    events.CommentPosted,
    events.CommentDeleted,
    events.IssueChanged,
    events.PullEnded,
    events.AlertReceived,
    events.SweepDue,
    events.IgnoredEvent,
    events.InvalidPayload,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A method, a property or a field of a class: how it is written, and its docstring."""

    written: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name that can be imported: its module, how it is written, its docstring, and its members."""

    name: str
    module: str
    written: str
    meaning: str
    members: tuple[Member, ...] = ()


def sandbox_names() -> tuple[Name, ...]:
    """Return what the sandbox exports, the sandbox itself first."""
    names = sorted(sandbox.__all__, key=lambda name: (name != "Sandbox", name))
    return tuple(_describe(name, getattr(sandbox, name), sandbox) for name in names)


def event_names() -> tuple[Name, ...]:
    """Return the reader of events and the events, in the order in which they are listed above."""
    return tuple(_describe(each.__name__, each, events) for each in EVENTS)


def _describe(name: str, given: Any, module: ModuleType) -> Name:
    if inspect.isroutine(given):
        return Name(name, module.__name__, f"def {name}{_signature(given)}", inspect.getdoc(given) or "")
    if not inspect.isclass(given):
        (alias,) = (each for each in _assignments(module) if each[0] == name)
        return Name(name, module.__name__, f"{name} = {alias[1]}", alias[2])
    is_value = "__dataclass_fields__" in vars(given)
    fields = tuple(_fields(given)) if is_value else ()
    made_of = (
        f"({given.__mro__[1].__name__})" if issubclass(given, Exception) else "" if is_value else _signature(given)
    )
    written = f"class {name}{made_of}"
    return Name(name, module.__name__, written, inspect.getdoc(given) or "", (*fields, *_methods(given)))


def _fields(given: type) -> Iterator[Member]:
    """Return the fields of a dataclass, each with the docstring below it."""
    (tree,) = ast.parse(dedent(inspect.getsource(given))).body
    assert isinstance(tree, ast.ClassDef)
    for each, below in pairwise([*tree.body, ast.Pass()]):
        if isinstance(each, ast.AnnAssign):
            yield Member(f"{ast.unparse(each.target)}: {ast.unparse(each.annotation)}", _docstring(below))


def _methods(given: type) -> Iterator[Member]:
    for name, each in vars(given).items():
        if isinstance(each, property) and not name.startswith("_"):
            yield Member(name, _first(inspect.getdoc(each)))
        elif inspect.isfunction(each) and not name.startswith("_"):
            yield Member(f"{name}{_signature(each)}", _first(inspect.getdoc(each)))


def _signature(given: Any) -> str:
    """Return the parameters of a function or a class, without types: the docstring says what matters of them."""
    found = inspect.signature(given)
    bare = [each.replace(annotation=each.empty) for each in found.parameters.values() if each.name != "self"]
    return str(found.replace(parameters=bare, return_annotation=found.empty))


def _assignments(package: ModuleType) -> Iterator[tuple[str, str, str]]:
    """Return each name that a loaded module of a package assigns with a type, with its value and its docstring."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith(f"{package.__name__}."):
            for each, below in pairwise(ast.parse(inspect.getsource(module)).body):
                if isinstance(each, ast.AnnAssign) and each.value:
                    yield ast.unparse(each.target), ast.unparse(each.value), _docstring(below)


def _docstring(below: ast.stmt) -> str:
    if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
        return _first(str(below.value.value))
    return ""


def _first(documented: str | None) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(documented or "").partition("\n\n")[0].split())
