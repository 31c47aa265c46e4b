"""GitHub's expression language, as far as workflows of this project use it."""

import json
import re
from collections.abc import Callable, Mapping
from math import isnan, nan
from typing import Any, TypeAlias

Value: TypeAlias = Any
"""The value of an expression: JSON."""

_TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w-]*)|(&&|\|\||[!=]=|[!().,*]))")
_PLACE = re.compile(r"\{\{|\}\}|\{([0-9]+)\}|[{}]")
_MOST_VALUES = 256
_LITERALS = {"true": True, "false": False, "null": None}


def evaluate(expression: str, contexts: Mapping[str, Any]) -> Value:
    """Return the value of an expression.

    https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
    """
    return _Reader(expression, contexts).whole()


def interpolate(template: str, contexts: Mapping[str, Any]) -> str:
    """Return a text with each `${{ }}` replaced by its value."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: _text(evaluate(found[1], contexts)), template)


class _Reader:
    """A recursive-descent reader that evaluates as it goes: or, and, equality, not, operand."""

    def __init__(self, expression: str, contexts: Mapping[str, Any]) -> None:
        self.tokens = _tokens(expression)
        self.contexts = contexts

    def whole(self) -> Value:
        result = self.either()
        if self.tokens:
            raise SyntaxError(f"not understood: {self.tokens}")
        return result

    def either(self) -> Value:
        left = self.both()
        while self.take("||"):
            right = self.both()
            left = left if _truth(left) else right
        return left

    def both(self) -> Value:
        left = self.equality()
        while self.take("&&"):
            right = self.equality()
            left = right if _truth(left) else left
        return left

    def equality(self) -> Value:
        left = self.negation()
        while self.tokens[:1] in (["=="], ["!="]):
            same = self.tokens.pop(0) == "=="
            left = _equal(left, self.negation()) == same
        return left

    def negation(self) -> Value:
        return not _truth(self.negation()) if self.take("!") else self.operand()

    def operand(self) -> Value:
        if self.take("("):
            inner = self.either()
            self.demand(")")
            return inner
        token = self.tokens.pop(0)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if self.take("("):
            return _FUNCTIONS[token.lower()](*self.arguments())
        return _LITERALS[token] if token in _LITERALS else self.property(self.contexts[token])

    def arguments(self) -> list[Value]:
        given = [self.either()]
        while self.take(","):
            given.append(self.either())
        self.demand(")")
        return given

    def property(self, owner: Value) -> Value:
        while self.take("."):
            name = self.tokens.pop(0)
            if name == "*":
                self.demand(".")
                name = self.tokens.pop(0)
                return [each[name] for each in owner or () if name in each]
            owner = owner.get(name) if isinstance(owner, Mapping) else None
        return owner

    def take(self, token: str) -> bool:
        return bool(self.tokens[:1] == [token] and self.tokens.pop(0))

    def demand(self, token: str) -> None:
        if not self.take(token):
            raise SyntaxError(f"{token} expected before {self.tokens}")


def _tokens(expression: str) -> list[str]:
    tokens, at = [], 0
    expression = expression.rstrip()
    while at < len(expression):
        found = _TOKEN.match(expression, at)
        if found is None:
            raise SyntaxError(f"not understood: {expression[at:]}")
        tokens.append(found[0].strip())
        at = found.end()
    return tokens


def _truth(given: Value) -> bool:
    return given not in (None, False, 0, "") if not isinstance(given, (list, Mapping)) else True


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    if type(left) is type(right):
        return bool(left == right)
    return _number(left) == _number(right)


def _number(given: Value) -> float:
    if isinstance(given, str):
        try:
            return float(json.loads(given or "0"))
        except (ValueError, TypeError):
            return nan
    return float(given or 0) if isinstance(given, (bool, int, float, type(None))) else nan


def _text(given: Value) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    return "" if given is None or (isinstance(given, float) and isnan(given)) else str(given)


def _contains(search: Value, item: Value) -> bool:
    if isinstance(search, list):
        return any(_equal(each, item) for each in search)
    return _text(item).lower() in _text(search).lower()


def _starts_with(search: Value, start: Value) -> bool:
    return _text(search).lower().startswith(_text(start).lower())


def _format(template: str, *values: Value) -> str:
    """Fill in a text as GitHub does, which knows only `{N}`, `{{` and `}}`, and no attributes of values.

    https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#format
    """

    def fill(place: re.Match[str]) -> str:
        if place[0] in ("{{", "}}"):
            return place[0][0]
        if place[1] is None or int(place[1]) >= _MOST_VALUES:
            raise SyntaxError(f"The following format string is invalid: {template}")
        if int(place[1]) >= len(values):
            raise SyntaxError(f"The following format string references more arguments than were supplied: {template}")
        return _text(values[int(place[1])])

    return _PLACE.sub(fill, template)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "contains": _contains,
    "startswith": _starts_with,
    "format": _format,
    "fromjson": json.loads,
}
