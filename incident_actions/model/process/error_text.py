"""Explain in plain words what the types refused: the value, what is expected, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process import value_types
from incident_actions.model.process.action_rules import NUMBER, SEVERITIES
from incident_actions.model.process.configuration_part import ConfigurationPart, is_part, key_types
from incident_actions.model.process.extends import NAMED_LISTS, Flaw, Path, did_you_mean, nearest
from incident_actions.model.process.process import Process
from incident_actions.model.process.site_rules import LANGUAGE, LOGO, WEB

ENUM = lazy_pattern(r"<\w+\.\w+: ('[^']*')>")
KEY = "[key]"
"""How the types mark a wrong key."""

NO_STEPS = (KEY, NUMBER, SEVERITIES)
"""What pydantic has in a path, and the file has not."""

QUOTED = "'([^']*)'"
FEW_KEYS = 10
"""So many keys fit into one line."""

EVERY_KEY = "`incident-actions preset schema --reference` lists every key"
EVERY_RULE = "docs/post-mortem-rules.md lists every rule"
EVERY_WORD = "docs/status-page.md lists every word"
"""The keys that have a fixed list are the rules of the post-mortem check, and the words of the status page."""

PATTERNS = {
    value_types.LOGIN: "a login such as ada, or a team such as acme/on-call",
    value_types.ACCOUNT: "a login such as ada or my-app[bot]",
    value_types.REPOSITORY: "a repository such as acme/api",
    value_types.KEY: "a short name of lower-case letters, digits and hyphens, such as on-call",
    value_types.COLOUR: "six hexadecimal digits in quotes, such as 'd93f0b'",
    value_types.IDENTIFIER: "a name of lower-case letters, digits and underscores, such as users_affected",
    WEB: "an address such as https://status.example.com",
    LANGUAGE: "a language such as en, de or pt-BR",
    LOGO: "the path of an SVG, PNG or WebP file below .github, such as .github/logo.svg",
}
WHOLE = "expected a whole number, such as 14"
TEXT = "expected text; put quotes around a number, a date, yes or no"
LIST = "expected a list, such as [one, another]"
KEYS = "expected keys and values, such as `key: value`"
DAY = "expected a day such as 2026-01-31"
TIME = "expected a time such as 2026-01-31 09:00"
WORDS: Mapping[str, str] = {
    "missing": "this key is required",
    "string_type": TEXT,
    "string_unicode": TEXT,
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "tuple_type": LIST,
    "dict_type": KEYS,
    "dataclass_type": KEYS,
    "greater_than": "expected more than {gt}",
    "greater_than_equal": "expected at least {ge}",
    "less_than_equal": "expected at most {le}",
    "string_too_short": "must not be empty",
    "string_too_long": "expected at most {max_length} characters",
    "too_long": "expected at most {max_length}, not {actual_length}",
    "literal_error": "expected {expected}",
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "datetime_type": TIME,
    "datetime_parsing": TIME,
    "datetime_from_date_parsing": TIME,
    "datetime_object_invalid": TIME,
}


def flaws(errors: Sequence[Any], root: type[ConfigurationPart] = Process) -> Iterator[Flaw]:
    """Return what people must fix in a file of the type `root`.

    A list is not too short where only its items were wrong.
    """
    for error in errors:
        path = error["loc"]
        inside = any(each["loc"][: len(path)] == path for each in errors if each is not error)
        if error["type"] != "too_short" or not inside:
            yield Flaw(tuple(step for step in path if step not in NO_STEPS), _problem(error, root))


def _problem(error: Any, root: type[ConfigurationPart]) -> str:
    path, kind, context = tuple(error["loc"]), error["type"], error.get("ctx", {})
    if kind == "unexpected_keyword_argument":
        return f"unknown key; {_likely_keys(path[-1], allowed_keys(path[:-1], root), EVERY_KEY)}"
    special = SPECIAL.get(kind)
    if special is not None:
        return special(path, error)
    if kind in WORDS:
        return ENUM.sub(r"\1", WORDS[kind].format(**context))
    return str(error["msg"]).removeprefix("Value error, ")


def _likely_keys(given: object, allowed: Sequence[str], elsewhere: str) -> str:
    """Return the key that was probably meant, or all keys where they are few, or else the nearest three."""
    if hint := did_you_mean(given, allowed).strip():
        return hint
    if len(allowed) <= FEW_KEYS:
        return f"allowed here: {', '.join(allowed)}"
    return f"the nearest are {', '.join(f'`{each}`' for each in nearest(given, allowed))}; {elsewhere}"


def _too_short(path: Path, error: Any) -> str:
    if path[:1] == ("ladder",) and path[-1:] == ("page",):
        return "must name somebody: a contact, a role, on-call, secondary, service-owner or @user"
    least, actual = error["ctx"]["min_length"], error["ctx"]["actual_length"]
    return f"expected at least {least}, not {actual}" if actual else f"must not be empty; expected at least {least}"


def _pattern(path: Path, error: Any) -> str:
    pattern = error["ctx"]["pattern"]
    return f"expected {PATTERNS.get(pattern, f'text that matches {pattern}')}"


def _no_list(path: Path, error: Any) -> str:
    return f"{LIST}, or keys and values by {NAMED_LISTS[path]}" if path in NAMED_LISTS else LIST


def _choice(path: Path, error: Any) -> str:
    expected = ENUM.sub(r"\1", error["ctx"]["expected"])
    if path[-1:] == (KEY,):
        every = EVERY_WORD if path[0] == "site" else EVERY_RULE
        return f"unknown key; {_likely_keys(error['input'], re.findall(QUOTED, expected), every)}"
    hint = did_you_mean(error["input"], re.findall(QUOTED, expected)) if isinstance(error["input"], str) else ""
    return f"{hint}expected {expected}"


SPECIAL: Mapping[str, Callable[[Path, Any], str]] = {
    "too_short": _too_short,
    "string_pattern_mismatch": _pattern,
    "tuple_type": _no_list,
    "literal_error": _choice,
    "enum": _choice,
}


def allowed_keys(path: Path, root: type[ConfigurationPart] = Process) -> list[str]:
    """Return the keys that the part at `path` may have."""
    here = type_at(path, root)
    names = sorted(key_types(here)) if is_part(here) else []
    return names if path or root is not Process else ["extends", *names]


def type_at(path: Path, root: type[ConfigurationPart] = Process) -> Any:
    """Return the type at a path: a part, or what a list or a map of freely chosen keys holds."""
    here: Any = root
    for step in path:
        here = _into(here, step)
    return here


def _into(kind: Any, step: str | int) -> Any:
    """Return the type that one step leads to."""
    if is_part(kind):
        return _bare(key_types(kind).get(str(step)))
    return _bare(get_args(kind)[0 if isinstance(step, int) else -1]) if get_args(kind) else None


def _bare(kind: Any) -> Any:
    """Return a type without its annotations, and without None."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(each for each in get_args(kind) if each is not NoneType))
    return kind
