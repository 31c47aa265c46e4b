"""Public names are words that a stranger would search for: verbs and nouns, each class once."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.test_floors import MODULES, tree


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DEAD = words(
    "desk scene face standing draft keeping showing estranged harmed unheard mended confess disown complain aimed tale cast"
    " lessons sieve rung"
)
"""Words of a private vocabulary that nobody would look for."""

PARTICIPLES = words(
    "begun bound brought built done drawn found given gone grown heard held kept known laid left lost made met put read said"
    " seen sent shown spoken stood taken thrown told understood written"
)
NO_PARTICIPLES = words("embed exceed feed need proceed read seed speed")
"""Words that look like one: to read is also a verb."""

OWN_WORDS = frozenset([("rung", "model"), ("scene", "drill")])
"""Where such a word is the right one: a ladder has rungs, and a story has scenes."""


@cache
def public_names() -> tuple[tuple[str, str], ...]:
    """Return every public class and function, methods included, with its module."""
    return tuple(found_names())


def found_names() -> Iterator[tuple[str, str]]:
    for module in MODULES:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith(
                "_"
            ):
                yield module, node.name


def is_participle(name: str) -> bool:
    word = name.casefold()
    return word not in NO_PARTICIPLES and (word in PARTICIPLES or (word.endswith("ed") and "_" not in word))


@cache
def properties_of(module: str) -> set[str]:
    functions = (node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef))
    marked = (each for each in functions if any("property" in ast.unparse(mark) for mark in each.decorator_list))
    return {each.name for each in marked}


def test_no_function_is_a_bare_participle() -> None:
    acting = ((module, name) for module, name in public_names() if name not in properties_of(module))

    assert [(module, name) for module, name in acting if name.islower() and is_participle(name)] == []


def test_no_name_uses_a_dead_word() -> None:
    names = [*public_names(), *((module, module.rpartition(".")[2]) for module in MODULES)]

    assert [
        (module, name)
        for module, name in names
        if name.casefold() in DEAD and (name.casefold(), module.split(".")[1]) not in OWN_WORDS
    ] == []


def test_no_class_name_occurs_twice() -> None:
    classes = Counter(
        node.name
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )

    assert [name for name, count in classes.items() if count > 1] == []
