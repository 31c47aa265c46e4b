"""Fill templates of whole pages that a team can replace, with filters for what such pages show.

A team's template runs in the restricted sandbox and within limits, and sees only its values. Where one fails, the
whole page is made from the tool's own templates, and the failure is kept to be reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from incident_actions.text.html_wording import visible_value
from incident_actions.text.team_templates import RestrictedEnvironment
from incident_actions.text.wording import TemplateNotUsable

LONGEST = 2_000_000
"""The most characters of a page that a team's template makes."""


class PageWording:
    """The words of pages; `load` returns the text of the tool's own template by its name, `own` that of a team's.

    `failed` holds the problems of the team's templates that could not be used, by the names of the pages.
    """

    def __init__(
        self,
        load: Callable[[str], str | None],
        own: Callable[[str], str | None] = lambda _: None,
        limits: Callable[[], AbstractContextManager[None]] = nullcontext,
        filters: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        self._limits = limits
        self._tools = _environment(ImmutableSandboxedEnvironment, load, filters or {})
        self._teams = _environment(RestrictedEnvironment, lambda name: self._text(own, load, name), filters or {})
        self._uses_own = False
        self.failed: dict[str, str] = {}

    def _text(self, own: Callable[[str], str | None], load: Callable[[str], str | None], name: str) -> str | None:
        text = own(name)
        self._uses_own = self._uses_own or text is not None
        return load(name) if text is None else text

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Fill a template; a missing value is an error, never an empty word."""
        if template not in self.failed:
            try:
                return self._fill_teams(template, values)
            except TemplateNotUsable as wrong:
                self.failed[template] = str(wrong)
            except Exception as wrong:
                if not self._uses_own:
                    raise
                self.failed[template] = _explain(wrong)
        return self._tools.get_template(template).render(values).strip() + "\n"

    def find_syntax_error(self, text: str) -> tuple[int, str] | None:
        """Return the line and the reason why a team's own template cannot be parsed; None where it can."""
        try:
            self._teams.compile(text)
        except Exception as wrong:  # noqa: BLE001  any failure of the parser is the template's
            return getattr(wrong, "lineno", None) or 1, str(wrong).rstrip(".") or type(wrong).__name__
        return None

    def _fill_teams(self, template: str, values: Mapping[str, Any]) -> str:
        with self._limits() if self._uses_own else nullcontext():
            text = self._teams.get_template(template).render(values).strip() + "\n"
        if len(text) > LONGEST:
            raise TemplateNotUsable(f"it came to {len(text)} characters, and {LONGEST} is the most")
        return text


def _explain(wrong: Exception) -> str:
    name = getattr(wrong, "name", None) if isinstance(wrong, TemplateError) else None
    return f"{type(wrong).__name__}{f' in {name}' if name else ''}: {wrong}"


def _environment(
    kind: type[Environment], load: Callable[[str], str | None], filters: Mapping[str, Callable[..., Any]]
) -> Environment:
    made = kind(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        auto_reload=False,
        cache_size=100,
        finalize=visible_value,
    )
    made.filters |= filters
    return made
