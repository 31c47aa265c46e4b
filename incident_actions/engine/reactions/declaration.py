"""Declare an incident without a command: by the form, or by the label."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from incident_actions.contract.decision import Context, cut_text
from incident_actions.contract.issue import ManualAction
from incident_actions.engine import form_answers
from incident_actions.engine.reactions.unread_severities import unread_word
from incident_actions.model.incident import time_text
from incident_actions.model.incident.entry import Declared
from incident_actions.model.incident.phase import Phase
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.person import Person
from incident_actions.model.process.process import Process
from incident_actions.model.process.service_list import services_in
from incident_actions.model.process.severity import FORM_FIELDS

ANSWER_LIMIT = 300
"""How many characters of an answer the record holds. The issue's body has the whole answer."""

MOST_ANSWERS = 20
"""How many answers it holds, besides those that have a field of their own."""

BARE_NUMBER = lazy_pattern(r"\W*[0-9]+\s+\w")
"""A count that begins a sentence (`1 customer`), and names no severity."""


def build_declaration(context: Context, answers: Mapping[str, str], *, labels_count: bool = False) -> Declared:
    """Return the declaration that the issue amounts to. `answers` are the form's, empty if no form was used.

    With `labels_count`, a severity that only a label names counts: later, the labels are the tool's own.
    """
    issue = context.snapshot.issue
    by, at = find_declarer(context)
    answer = answers.get("severity", "")
    named = severity_in_form(answer, context.process) or (severity_on_labels(context) if labels_count else "")
    rated = "" if named else severity_by_rules(answers, context.process)
    return Declared(
        at=at,
        accepted=context.now,
        by=by.login,
        by_id=by.id,
        severity=named or rated,
        rated=bool(rated),
        status=context.process.first_status(Phase.ACTIVE),
        title=issue.title,
        summary=cut_text(answers.get("summary", "")),
        impact=cut_text(answers.get("impact", "")),
        services=services_in(answers.get("services", "")),
        detected_by=answers.get("detected_by", "")[:60],
        started=_started(answers.get("started_at", ""), issue.created, context),
        unread="" if named else unread_word(answer),
        answers=kept_answers(answers),
    )


def kept_answers(answers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the answers that the record holds as they are, in the form's order: those to a process's own questions."""
    others = ((name, text.strip()) for name, text in answers.items() if name not in FORM_FIELDS)
    kept = [(name, text if len(text) <= ANSWER_LIMIT else f"{text[: ANSWER_LIMIT - 1]}…") for name, text in others]
    return tuple(kept[:MOST_ANSWERS])


def find_declarer(context: Context) -> tuple[Person, datetime]:
    """Return who declared the incident, and when: whoever added the label, or filed the issue with it."""
    issue, label = context.snapshot.issue, context.process.labels.incident
    seen = [
        change for change in context.snapshot.changes if change.action is ManualAction.LABELED and change.label == label
    ]
    if not seen and issue.updated > issue.created:
        seen = [
            change
            for change in context.manual_changes()
            if change.action is ManualAction.LABELED and change.label == label
        ]
    people = [change for change in seen if not change.by.bot]
    if not people or people[0].by.login == issue.author.login:
        return issue.author, issue.created
    return people[0].by, people[0].at


def severity_in_form(answer: str, process: Process) -> str:
    """Return the severity that a form's answer names (`SEV-1: everything is down`), or that `/sev` would read from it.

    It is empty for "not sure".
    """
    found = process.severity_matcher.split(answer, in_prose=True)
    if found is None or (found[1] and BARE_NUMBER.match(answer)):
        return ""
    return found[0].label


def severity_on_labels(context: Context) -> str:
    """Return the severity that the issue's labels name; empty where they name none, or two."""
    found = {context.process.severity_on_label(name) for name in context.snapshot.issue.label_names} - {None}
    named = [each.label for each in found if each]
    return named[0] if len(named) == 1 else ""


def severity_by_rules(answers: Mapping[str, str], process: Process) -> str:
    """Return the severity that the triage rules give for the answers: the worst of those that match, else ""."""
    rule = form_answers.worst_rule(answers, process)
    severity = process.severity(rule.severity) if rule else None
    return severity.label if severity else ""


def _started(answer: str, filed: datetime, context: Context) -> datetime | None:
    """Return the start time, if the answer is a time before the form was filed."""
    at, _ = time_text.split_moment(answer, filed, context.zone)
    return at if at and at <= filed else None
