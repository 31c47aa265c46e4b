"""Every parser as a function of one text, beside how long it may take; what a parser is meant to raise is no news."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.reactions.declaration import severity_in_form
from incident_actions.engine.reactions.unread_severities import unread_word
from incident_actions.gateway.repository import templates
from incident_actions.model.alerts.status_words import status_of
from incident_actions.model.alerts.untrusted_json import timestamp
from incident_actions.model.incident import day_text, time_text
from incident_actions.model.incident.entry import Declared
from incident_actions.model.incident.incident import fold
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.yaml_parsing import LONGEST
from incident_actions.postmortem import check, index, items
from incident_actions.postmortem.imported_file import import_text
from incident_actions.postmortem.links import FileLinks
from incident_actions.text import issue_form, record, safe_markdown
from incident_actions.text.slash_grammar import commands_in
from incident_actions.text.slug import make_slug
from incident_actions.text.wording import Wording
from tests.postmortem.form_processes import FORMS
from tests.worlds import PROCESS, START

REVIEWED = 1.5
"""The limit for a file that people have reviewed and merged: every line of it counts, however many there are."""

ZONE = ZoneInfo("Europe/Berlin")
FIELDS = tuple(issue_form.FormField(label, label, "textarea", render=label == "b") for label in ("a", "b", "Severity"))
SECTION = "## Action items\n\n"
TABLE = f"{SECTION}| Item | Owner | Due | Type |\n|---|---|---|---|\n"
DECLARED = Declared(at=START, accepted=START, title="Checkout is down", status="Investigating")


@dataclass(frozen=True, slots=True)
class Parser:
    """One parser, and the seconds of processor time that it may take for 65,536 characters."""

    read: Callable[[str], object]
    limit: float = 0.2


def _configuration(text: str) -> None:
    with suppress(InvalidConfiguration):
        read_process(text[:LONGEST], templates.load_preset, tuple(BY_WORD))


def _moment(text: str) -> None:
    with suppress(time_text.NotATime):
        time_text.parse_moment(text, START, ZONE)


def _span(text: str) -> timedelta | None:
    with suppress(time_text.NotATime):
        return time_text.parse_span(text)
    return None


def _record(text: str) -> None:
    record.read_block(f"{record.OPENING}\n{text}\n{record.CLOSING}")


def _template(text: str) -> None:
    """Parsed by the check; where it is filled, a limit of time holds."""
    Wording(templates.load_template).find_syntax_error(text[: templates.MAX_BYTES])


def _index(text: str) -> None:
    incident = fold(7, (DECLARED,))
    assert incident is not None
    index.with_row(f"{index.OPENING}\n{text}", incident, "x.md", FileLinks("https://x.test", "acme/shop"))


PARSERS = {
    "commands": Parser(commands_in),
    "commands, one first": Parser(lambda text: commands_in(f"/sev 1\n{text}")),
    "commands, one last": Parser(lambda text: commands_in(f"{text}\n\n/sev 1")),
    "block": Parser(safe_markdown.escape_block),
    "line": Parser(safe_markdown.escape_line),
    "cell": Parser(safe_markdown.escape_cell),
    "code": Parser(safe_markdown.inline_code),
    "plain": Parser(safe_markdown.plain_line),
    "moment": Parser(_moment),
    "leading moment": Parser(lambda text: time_text.split_moment(text, START, ZONE)),
    "leading moment before a text": Parser(lambda text: time_text.split_moment(f"14:05 {text}", START, ZONE)),
    "leading day": Parser(lambda text: day_text.split_day(text, START.date())),
    "span": Parser(_span),
    "form": Parser(lambda text: issue_form.read_answers(text, FIELDS)),
    "form, one answer": Parser(lambda text: issue_form.read_answers(f"### b\n\n{text}", FIELDS)),
    "severity": Parser(PROCESS.match_severity),
    "severity at the start": Parser(PROCESS.severity_matcher.split),
    "severity before a text": Parser(lambda text: PROCESS.severity_matcher.split(f"1 {text}")),
    "severity in a form": Parser(lambda text: unread_word(severity_in_form(text, PROCESS) or text)),
    "status of an alert": Parser(status_of),
    "time of an alert": Parser(timestamp),
    "record": Parser(record.read_block),
    "record's lines": Parser(_record),
    "record's text": Parser(record.visible_text),
    "post-mortem": Parser(lambda text: items.read_items(text, PROCESS), limit=REVIEWED),
    "post-mortem, its section": Parser(lambda text: items.read_items(f"{SECTION}{text}", PROCESS), limit=REVIEWED),
    "post-mortem, its table": Parser(lambda text: items.read_items(f"{TABLE}| {text}", PROCESS), limit=REVIEWED),
    "post-mortem, its list": Parser(
        lambda text: items.read_items(f"## Action items with owners + due dates\n\n- {text}", FORMS["regulated"]),
        limit=REVIEWED,
    ),
    "post-mortem, its check": Parser(
        lambda text: check.findings(f"{SECTION}{text}", FORMS["p-levels"]), limit=REVIEWED
    ),
    "post-mortem of another tool": Parser(
        lambda text: import_text(text, "docs/incidents/a.md", PROCESS), limit=REVIEWED
    ),
    "index": Parser(_index),
    "short name": Parser(lambda text: make_slug(text, "incident-7")),
    "template": Parser(_template, limit=2.0),  # only who may push can write it
    "configuration": Parser(_configuration, limit=2.0),  # ruamel.yaml is slow, and only who may push can write it
}
