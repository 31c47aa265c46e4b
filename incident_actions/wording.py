"""Put what is to be said into words, through the templates that people edit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from incident_actions import neutral
from incident_actions.incident import when
from incident_actions.messages import Message

if TYPE_CHECKING:
    from jinja2 import Environment

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\[bot\])?(/[A-Za-z0-9._-]+)?")
SNAKE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def template_of(kind: type[Message]) -> str:
    """The template that words a kind of message."""
    return f"comments/{SNAKE.sub('_', kind.__name__).lower()}.md"


class Wording:
    """Words for people; `load` gives a template's text by its name, or None where there is none."""

    def __init__(self, load: Callable[[str], str | None]) -> None:
        self._load = load

    def say(self, message: Message) -> str:
        """Word one message."""
        values = {slot.name: getattr(message, slot.name) for slot in fields(message)}
        return self.render(template_of(type(message)), values)

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Fill a template; a value that it names and does not get is an error, never an empty word.

        A template's own word before a person's (`Resolved: #1`) may close an issue as well.
        """
        return neutral.unclosing(self._environment.get_template(template).render(values).strip())

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import FunctionLoader, StrictUndefined  # noqa: PLC0415  an ignored event needs no words, so it loads none
        from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

        # No escaping for HTML: what is written is Markdown, and a text from people goes through a filter of `neutral`.
        environment = SandboxedEnvironment(
            loader=FunctionLoader(self._load),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
            optimized=False,  # each template is filled once or twice: folding its constants takes longer than it saves
        )
        environment.filters |= {
            "block": neutral.block,
            "line": neutral.line,
            "cell": neutral.cell,
            "plain": neutral.plain,
            "code": neutral.code,
            "remark": neutral.remark,
            "mention": mention,
            "time": spoken,
            "minute": minute,
            "length_of": length,
        }
        return environment


def mention(login: str) -> str:
    """Mention a person or team by a login that the tool knows; anything that is none is shown as code."""
    return f"@{login}" if LOGIN.fullmatch(login) else neutral.code(login)


def spoken(at: datetime | date) -> str:
    """A moment in UTC with its date, or a day."""
    return when.spoken(at) if isinstance(at, datetime) else at.isoformat()


def minute(at: datetime) -> str:
    """A moment where the heading says that it is UTC."""
    return f"{at:%Y-%m-%d %H:%M}"


def length(span: timedelta) -> str:
    """How long something lasted."""
    return when.length(span)
