"""Regular expressions that are compiled when they are first used: a run loads two hundred, and uses few of them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

__all__ = ["lazy_pattern"]

if TYPE_CHECKING:
    from re import compile as lazy_pattern
else:

    class lazy_pattern:  # noqa: N801  stands for the function re.compile
        """A regular expression; see re.compile."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self.pattern = pattern
            self._flags = flags

        @cached_property
        def _compiled(self) -> re.Pattern[str]:
            return re.compile(self.pattern, self._flags)

        def __getattr__(self, name: str) -> Any:
            """Return an attribute of the compiled expression, and keep it at hand."""
            value = getattr(self._compiled, name)
            setattr(self, name, value)
            return value
