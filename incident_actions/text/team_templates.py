"""The environment for a team's own templates: Jinja's sandbox, with less in it.

Jinja's sandbox refuses what leads from a value to Python itself. This one also hides what values inherit from
libraries, such as a model's method to read a file or a pickle, and refuses to compute huge numbers and texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

GLOBALS = ("dict", "namespace", "range")
"""What a template has besides its values."""

PLAIN = {"builtins", "datetime", "enum", "incident_actions", "jinja2", "zoneinfo"}
"""The packages whose classes have nothing but data and harmless methods."""

LARGEST = 10**18
"""The largest number in a computation."""

MOST_REPEATED = 1_000_000
"""The most characters or elements that a repetition may produce."""


class RestrictedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, reduced to plain values."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals = {name: self.globals[name] for name in GLOBALS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use an attribute: data, or a method of the tool's own or plain classes."""
        return super().is_safe_attribute(obj, attr, value) and not isinstance(obj, type) and _is_plain(obj, attr)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute, unless it could take forever: nothing interrupts Python while it multiplies large numbers."""
        takes_long = _TAKES_LONG.get(operator)
        if _is_huge(left) or _is_huge(right) or (takes_long and takes_long(left, right)):
            raise SecurityError(f"{operator} of these values has too large a result")
        return super().call_binop(context, operator, left, right)


def _is_plain(value: object, attribute: str) -> bool:
    """Whether an attribute is data of the value, or comes from one of the allowed packages."""
    definer = next((kind for kind in type(value).__mro__ if attribute in vars(kind)), None)
    return definer is None or definer.__module__.partition(".")[0] in PLAIN


def _is_huge(value: object) -> bool:
    return isinstance(value, int) and abs(value) > LARGEST


def _is_high(base: object, exponent: object) -> bool:
    """Whether a power is a huge number."""
    if not (isinstance(base, int) and isinstance(exponent, int)):
        return False
    return base.bit_length() * exponent > LARGEST.bit_length()


def _is_long(left: object, right: object) -> bool:
    """Whether a text or list is repeated too often."""
    for many, times in ((left, right), (right, left)):
        if isinstance(many, str | bytes | list | tuple) and isinstance(times, int):
            return len(many) * times > MOST_REPEATED
    return False


_TAKES_LONG: dict[str, Callable[[object, object], bool]] = {"**": _is_high, "*": _is_long}
