"""Every parser as a function of one text, beside how long it may take; what a parser is meant to raise is no news."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import when
from incident_actions.model.incident.entry import Declared
from incident_actions.model.incident.incident import fold
from incident_actions.model.process.mistake import ConfigurationWrong
from incident_actions.model.process.reading import read
from incident_actions.model.process.yaml_parsing import LONGEST
from incident_actions.postmortem import check, index, items
from incident_actions.text import issue_form, record, safe_markdown
from incident_actions.text.slash_grammar import asked_in
from incident_actions.text.slug import slug
from incident_actions.text.wording import Wording
from tests.postmortem.forms import FORMS
from tests.worlds import PROCESS, START

REVIEWED = 1.5
"""The limit for a file that people have reviewed and merged: every line of it counts, however many there are."""

ZONE = ZoneInfo("Europe/Berlin")
FIELDS = tuple(issue_form.Field(label, label, "textarea", render=label == "b") for label in ("a", "b", "Severity"))
SECTION = "## Action items\n\n"
TABLE = f"{SECTION}| Item | Owner | Due | Type |\n|---|---|---|---|\n"
DECLARED = Declared(at=START, accepted=START, title="Checkout is down", status="Investigating")


@dataclass(frozen=True, slots=True)
class Parser:
    """One parser, and the seconds of processor time that it may take for 65,536 characters."""

    read: Callable[[str], object]
    limit: float = 0.2


def _configuration(text: str) -> None:
    with suppress(ConfigurationWrong):
        read(text[:LONGEST], templates.preset, tuple(BY_WORD))


def _moment(text: str) -> None:
    with suppress(when.NotATime):
        when.moment(text, START, ZONE)


def _day(text: str) -> None:
    with suppress(when.NotATime):
        when.day(text, START.date())


def _span(text: str) -> timedelta | None:
    with suppress(when.NotATime):
        return when.span(text)
    return None


def _record(text: str) -> None:
    record.read(f"{record.OPENING}\n{text}\n{record.CLOSING}")


def _template(text: str) -> None:
    """Parsed by the check; where it is filled, a limit of time holds."""
    Wording(templates.template).flaw(text[: templates.LONGEST])


def _index(text: str) -> None:
    incident = fold(7, (DECLARED,))
    assert incident is not None
    index.with_row(f"{index.OPENING}\n{text}", incident, "x.md")


PARSERS = {
    "commands": Parser(asked_in),
    "commands, one first": Parser(lambda text: asked_in(f"/sev 1\n{text}")),
    "commands, one last": Parser(lambda text: asked_in(f"{text}\n\n/sev 1")),
    "block": Parser(safe_markdown.block),
    "line": Parser(safe_markdown.line),
    "cell": Parser(safe_markdown.cell),
    "code": Parser(safe_markdown.code),
    "plain": Parser(safe_markdown.plain),
    "moment": Parser(_moment),
    "leading moment": Parser(lambda text: when.split_moment(text, START, ZONE)),
    "leading moment before a text": Parser(lambda text: when.split_moment(f"14:05 {text}", START, ZONE)),
    "day": Parser(_day),
    "leading day": Parser(lambda text: when.split_day(text, START.date())),
    "span": Parser(_span),
    "form": Parser(lambda text: issue_form.answers(text, FIELDS)),
    "form, one answer": Parser(lambda text: issue_form.answers(f"### b\n\n{text}", FIELDS)),
    "record": Parser(record.read),
    "record's lines": Parser(_record),
    "record's text": Parser(record.without),
    "post-mortem": Parser(lambda text: items.rows(text, PROCESS), limit=REVIEWED),
    "post-mortem, its section": Parser(lambda text: items.rows(f"{SECTION}{text}", PROCESS), limit=REVIEWED),
    "post-mortem, its table": Parser(lambda text: items.rows(f"{TABLE}| {text}", PROCESS), limit=REVIEWED),
    "post-mortem, its list": Parser(
        lambda text: items.rows(f"## Action items with owners + due dates\n\n- {text}", FORMS["regulated"]),
        limit=REVIEWED,
    ),
    "post-mortem, its check": Parser(
        lambda text: check.findings(f"{SECTION}{text}", FORMS["p-levels"]), limit=REVIEWED
    ),
    "index": Parser(_index),
    "short name": Parser(lambda text: slug(text, "incident-7")),
    "template": Parser(_template, limit=2.0),  # only who may push can write it
    "configuration": Parser(_configuration, limit=2.0),  # ruamel.yaml is slow, and only who may push can write it
}
