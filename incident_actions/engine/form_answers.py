"""What the form's answers tell: their questions, what need not be asked again, and which severity they make."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from incident_actions.model.incident import time_text
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.communication import Checklist
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import TriageRule


def by_question(incident: Incident, process: Process) -> dict[str, str]:
    """Return the answers to the process's questions by their ids. Every form's fields have the incident's value."""
    given = all_answers(incident)
    return {each.id: given.get(each.id, "") for each in process.triage.questions}


def all_answers(incident: Incident) -> dict[str, str]:
    """Return the answers that a form gave, by the ids of its fields and questions; empty for no answer."""
    started = incident.milestones.get("started")
    fields: Mapping[str, str] = {
        "summary": incident.summary,
        "impact": incident.impact,
        "severity": incident.severity,
        "services": ", ".join(incident.services),
        "detected_by": incident.detected_by,
        "started_at": time_text.format_moment(started) if started else "",
    }
    return {**incident.answers, **fields}


def answers_with_questions(
    incident: Incident, process: Process, questions: Collection[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Return the answers to a process's own questions, or only some of them, each with its question as people read it.

    A question that the form no longer has is called by its id.
    """
    labels = {each.id: each.label for each in process.triage.questions}
    wanted = {asked.casefold() for asked in questions or incident.answers}
    shown = ((asked, text) for asked, text in incident.answers.items() if asked.casefold() in wanted)
    return tuple((labels.get(asked, asked.replace("_", " ")), text) for asked, text in shown)


def unanswered_items(checklist: Checklist, incident: Incident, process: Process) -> tuple[str, ...]:
    """Return the items of a checklist, without those that ask what the form has answered."""
    known = all_answers(incident)
    asked = tuple(_folded(each.label) for each in process.triage.questions if known.get(each.id))
    done = {item for item, ids in checklist.answered_by.items() if all(known.get(each) for each in ids)}
    return tuple(item for item in checklist.items if item not in done and not _folded(item).startswith(asked))


def worst_rule(answers: Mapping[str, str], process: Process) -> TriageRule | None:
    """Return the triage rule with the worst severity of those that the answers match."""
    given = {name.casefold(): _folded(answer) for name, answer in answers.items()}
    fits = [
        rule
        for rule in process.triage.rules
        if rule.when
        and process.severity(rule.severity)
        and all(given.get(name.casefold()) == _folded(answer) for name, answer in rule.when.items())
    ]
    return min(fits, key=lambda rule: _rank(rule, process), default=None)


def overruled_rule(incident: Incident, process: Process) -> TriageRule | None:
    """Return the rule that makes the answers worse than the severity that was chosen, if any does."""
    rule = worst_rule(incident.answers, process)
    rank = process.rank(incident.severity)
    return rule if rule and rank and _rank(rule, process) < rank else None


def _rank(rule: TriageRule, process: Process) -> int:
    severity = process.severity(rule.severity)
    return process.rank(severity.label) if severity else 0


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
