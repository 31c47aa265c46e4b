"""Fill templates of whole pages: every value is escaped, unless the code that made it says that it is HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.wording import FILTERS

INVISIBLE = lazy_pattern(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Characters that HTML or XML forbid, and those that hide or reverse the text around them."""


class HtmlWording:
    """The words of pages; `load` returns a template's text by its name, or None."""

    def __init__(self, load: Callable[[str], str | None]) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(load),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=True,
            finalize=visible_value,
        )
        self._environment.filters |= {name: FILTERS[name] for name in ("time", "minute", "clock", "length_of")}

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Fill a template; a missing value is an error, never an empty word."""
        return self._environment.get_template(template).render(values).strip() + "\n"


def visible_text(text: str) -> str:
    """Return a text without what would hide or reverse the text around it, and what no page may hold."""
    return INVISIBLE.sub("", text)


def visible_value(value: Any) -> Any:
    """Return a value of a template, as `visible_text` has it if it is a text that is not HTML."""
    return visible_text(value) if type(value) is str else value
