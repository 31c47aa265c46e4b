"""The environment in which a team's own templates are filled: Jinja's sandbox, with less in it.

Jinja's sandbox refuses what leads from a value to Python itself. Here a template also reaches nothing that a value has
from a library, such as a model's way to read a file or a pickle, and no number or text that takes for ever to compute.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

GLOBALS = ("dict", "namespace", "range")
"""What a template gets beside its values."""

PLAIN = {"builtins", "datetime", "enum", "incident_actions", "jinja2", "zoneinfo"}
"""The packages whose classes hold nothing but values and what can be asked of them."""

LARGEST = 10**18
"""Of a number that is computed with."""

MOST_REPEATED = 1_000_000
"""Characters or elements that a repetition may come to."""


class RestrictedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which values are only values."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals = {name: self.globals[name] for name in GLOBALS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may see an attribute: data, or what one of our classes or a plain one defines."""
        return super().is_safe_attribute(obj, attr, value) and not isinstance(obj, type) and _is_plain(obj, attr)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute, unless that could take for ever: nothing interrupts Python while it multiplies large numbers."""
        takes_long = _TAKES_LONG.get(operator)
        if _is_huge(left) or _is_huge(right) or (takes_long and takes_long(left, right)):
            raise SecurityError(f"{operator} of these values comes to too much")
        return super().call_binop(context, operator, left, right)


def _is_plain(value: object, attribute: str) -> bool:
    """Whether a value holds an attribute as its data, or has it from a class of ours or a plain one."""
    definer = next((kind for kind in type(value).__mro__ if attribute in vars(kind)), None)
    return definer is None or definer.__module__.partition(".")[0] in PLAIN


def _is_huge(value: object) -> bool:
    return isinstance(value, int) and abs(value) > LARGEST


def _is_high(base: object, exponent: object) -> bool:
    """Whether a power comes to a huge number."""
    if not (isinstance(base, int) and isinstance(exponent, int)):
        return False
    return base.bit_length() * exponent > LARGEST.bit_length()


def _is_long(left: object, right: object) -> bool:
    """Whether a text or list is repeated beyond reason."""
    for many, times in ((left, right), (right, left)):
        if isinstance(many, str | bytes | list | tuple) and isinstance(times, int):
            return len(many) * times > MOST_REPEATED
    return False


_TAKES_LONG: dict[str, Callable[[object, object], bool]] = {"**": _is_high, "*": _is_long}
