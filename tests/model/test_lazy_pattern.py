"""A lazy pattern does what a compiled one does, and is compiled when it is first used."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import incident_actions
from incident_actions.model.lazy_pattern import lazy_pattern

PURE = ("action_items", "contract", "doctor", "engine", "model", "offline", "postmortem", "setup", "text", "timers")


def test_a_lazy_pattern_matches_as_a_compiled_one_does() -> None:
    pattern = lazy_pattern(r"(?P<word>a+)b", re.IGNORECASE)

    assert pattern.pattern == r"(?P<word>a+)b"
    assert pattern.flags == re.compile(r"(?P<word>a+)b", re.IGNORECASE).flags
    assert [found["word"] for found in pattern.finditer("AAb ab")] == ["AA", "a"]
    assert pattern.sub(r"<\g<word>>", "xABx") == "x<A>x"


def test_a_lazy_pattern_is_compiled_when_it_is_used() -> None:
    broken = lazy_pattern("(")

    with pytest.raises(re.error):
        broken.match("")


def test_every_lazy_pattern_can_be_compiled() -> None:
    names = [module.name for module in walk_packages(incident_actions.__path__, "incident_actions.")]
    modules = [import_module(name) for name in names if name.split(".")[1] in (*PURE, "gateway", "runs")]
    patterns = [value for module in modules for value in vars(module).values() if type(value) is lazy_pattern]

    assert len(patterns) > 100
    assert all(pattern.flags for pattern in patterns)
