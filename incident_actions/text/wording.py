"""Word messages through templates that people can edit.

A team can replace any template by one of the same name in its repository. Such a template runs in Jinja's sandbox,
where it sees its values and nothing else; values that it does not pass through a filter are escaped all the same; and
where it fails, the tool's own template is used and the failure is kept to be reported.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, Template, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from incident_actions.model.fast_dataclass import fields
from incident_actions.model.incident import time_text
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text import safe_markdown
from incident_actions.text.messages import Message
from incident_actions.text.team_templates import RestrictedEnvironment

LOGIN = lazy_pattern(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\[bot\])?(/[A-Za-z0-9._-]+)?")
REPOSITORY = lazy_pattern(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}/[A-Za-z0-9._-]{1,100}")
NOT_YAML = lazy_pattern("[^ -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML does not allow, and the byte order mark: https://yaml.org/spec/1.2.2/#51-character-set"""

SNAKE = lazy_pattern(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def template_name(kind: type[Message]) -> str:
    """Return the name of the template for a kind of message."""
    return f"comments/{SNAKE.sub('_', kind.__name__).lower()}.md"


LONGEST = 20_000
"""The most characters of a team's own template, which must fit into a comment beside the record."""


class TemplateNotUsable(Exception):
    """A team's own template may not be used; the message has the reason."""


class SafeText(str):
    """Text that went through a filter and is safe in Markdown as it is."""

    __slots__ = ()


class Wording:
    """The words for people; `load` returns a template's text by its name, or None, and so does `own`.

    `compiled` holds the code of templates of `load`, never of `own`. `limits` bounds what one of `own` may use.
    `failed` holds the problems of those of `own` that could not be used, by name.
    """

    def __init__(
        self,
        load: Callable[[str], str | None],
        own: Callable[[str], str | None] = lambda _: None,
        limits: Callable[[], AbstractContextManager[None]] = nullcontext,
        compiled: BytecodeCache | None = None,
    ) -> None:
        self._load = load
        self._compiled = compiled
        self._own = own
        self._limits = limits
        self.failed: dict[str, str] = {}

    def word_message(self, message: Message) -> str:
        """Word one message."""
        values = {slot.name: getattr(message, slot.name) for slot in fields(message)}
        return self.render(template_name(type(message)), values)

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Fill a template; a missing value is an error, never an empty word.

        A template's own word before a person's (`Resolved: #1`) may close an issue as well.
        """
        own = self._in_own_words(template, values) if template not in self.failed else None
        text = own if own is not None else self._template(template).render(values).strip()
        return safe_markdown.defuse_closing_words(text)

    def _in_own_words(self, template: str, values: Mapping[str, Any]) -> str | None:
        """Fill the team's own template; None where there is none or it cannot be used."""
        try:
            text = self._own(template)
            result = None if text is None else self._fill(text, values)
        except TemplateNotUsable as error:
            self.failed[template] = str(error)
            return None
        except Exception as error:  # noqa: BLE001  whatever a template does, the reply must be posted
            self.failed[template] = f"{type(error).__name__}: {error}"
            return None
        if result is not None and len(result) > LONGEST:
            self.failed[template] = f"it came to {len(result)} characters, and {LONGEST} is the most"
            return None
        return result

    def _fill(self, text: str, values: Mapping[str, Any]) -> str:
        environment = self._own_environment
        with self._limits():
            return environment.from_string(text).render(values).strip()

    def compile_template(self, template: str) -> None:
        """Compile one of the tool's own templates, which keeps its code in `compiled`."""
        self._environment.get_template(template)

    def find_syntax_error(self, text: str) -> tuple[int, str] | None:
        """Return the line and the reason why a team's own template cannot be parsed; None where it can."""
        try:
            self._own_environment.compile(text)
        except Exception as error:  # noqa: BLE001  any failure of the parser is the template's
            line = getattr(error, "lineno", None) if isinstance(error, self._syntax_error) else None
            return line or 1, str(error).rstrip(".") or type(error).__name__
        return None

    @cached_property
    def _syntax_error(self) -> type[Exception]:
        return TemplateSyntaxError

    @cached_property
    def _template(self) -> Callable[[str], Template]:
        """What returns one of the tool's own templates, which it looks up once."""
        return cache(self._environment.get_template)

    @cached_property
    def _environment(self) -> Environment:
        return self._made(_OwnTemplates, bytecode_cache=self._compiled)

    @cached_property
    def _own_environment(self) -> Environment:
        environment = self._made(RestrictedEnvironment, finalize=_escape_unfiltered)
        environment.filters |= {name: _mark_safe(environment.filters[name]) for name in FILTERS}
        return environment

    def _made(self, kind: type[Environment], **more: Any) -> Environment:
        # No HTML escaping: the output is Markdown, and text from people goes through a filter of `safe_markdown`.
        environment = kind(
            loader=FunctionLoader(self._load),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
            optimized=False,  # each template is filled once or twice, so optimizing it costs more than it saves
            **more,
        )
        environment.filters |= FILTERS
        return environment


class _OwnTemplates(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which remembers what it finds out: a timeline fills the same template a thousand times."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what every template has, as a dictionary, since each filling copies it."""
        return {**self.globals, **(d or {})}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use an attribute, which depends on nothing but its name and the kind of the object."""
        key = type(obj), attr
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]


def _escape_unfiltered(value: object) -> object:
    """Escape a value of a team's own template that went through no filter."""
    return safe_markdown.escape_line(value) if isinstance(value, str) and not isinstance(value, SafeText) else value


def _mark_safe(words: Callable[..., str]) -> Callable[..., SafeText]:
    return lambda *values: SafeText(words(*values))


def mention(login: str) -> str:
    """Mention a person or team; what is not a valid login is shown as code."""
    return f"@{login}" if LOGIN.fullmatch(login) else safe_markdown.inline_code(login)


def repository_prefix(repository: str) -> str:
    """Name another repository, so that a number after it becomes a link; an invalid name is shown as code."""
    return repository if not repository or REPOSITORY.fullmatch(repository) else safe_markdown.inline_code(repository)


def format_time(at: datetime | date) -> str:
    """Format a time in UTC with its date, or a day."""
    return time_text.format_moment(at) if isinstance(at, datetime) else at.isoformat()


def format_minute(at: datetime) -> str:
    """Format a time to the minute, for a column whose heading has the time zone."""
    return f"{at:%Y-%m-%d %H:%M}"


def format_clock(at: datetime, day: date) -> str:
    """Format a time in UTC without its date if it is on that day: `14:05`."""
    return time_text.format_clock(at, day)


def format_length(span: timedelta | int) -> str:
    """Format a time span, or a number of minutes."""
    return time_text.format_length(span if isinstance(span, timedelta) else timedelta(minutes=span))


def quote_yaml(text: str) -> str:
    """Return one line in double quotes, as YAML 1.1 and 1.2 read it, without characters that YAML forbids."""
    return json.dumps(NOT_YAML.sub("", " ".join(text.split())), ensure_ascii=False)


FILTERS: dict[str, Callable[..., str]] = {
    "block": safe_markdown.escape_block,
    "line": safe_markdown.escape_line,
    "cell": safe_markdown.escape_cell,
    "plain": safe_markdown.plain_line,
    "code": safe_markdown.inline_code,
    "fenced": safe_markdown.code_block,
    "remark": safe_markdown.comment_text,
    "outward": safe_markdown.external_line,
    "mention": mention,
    "place": repository_prefix,
    "quoted": quote_yaml,
    "time": format_time,
    "minute": format_minute,
    "clock": format_clock,
    "length_of": format_length,
}
