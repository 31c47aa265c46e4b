"""Scenes of a rehearsal's start: a team adopts the process, files its form, and nobody responds at first."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.drill.rehearsal.people import FILER, FIRST, OWNER, SECOND, SERVICE
from incident_actions.drill.rehearsal.prepared_words import expect_checklists, expect_declared_words
from incident_actions.drill.rehearsal.timeline import DECLARED, MARGIN, Timeline, join_names, minutes_span
from incident_actions.drill.shop import INCIDENT, TITLE
from incident_actions.drill.stage import Stage
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.reactions.declaration import severity_in_form
from incident_actions.gateway.repository import templates
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.model.process.process import ON_CALL, Process
from incident_actions.model.process.severity import FormQuestion

SUMMARY = "Checkout returns HTTP 500. Four customers have called within ten minutes."
IMPACT = "Nobody can pay, as far as we can tell."
STARTED = "02:55"


def adopt_process(timeline: Timeline, on: Stage) -> None:
    """Check that the repository holds the configuration and the form."""
    on.wait_until(DECLARED - timedelta(minutes=6))
    process, cast = timeline.process, timeline.participants
    on.narration.print_action(on.now, FIRST, f'commits .github/incidents.yml with "extends: {process.name}"')
    if cast.has_rota:
        on.narration.print_detail(f"On call: {FIRST} · Second on call: {SECOND}")
    behind = (f"{process.contacts[key].name}: {join_names(people)}" for key, people in cast.contacts.items())
    on.narration.print_detail(" · ".join((*behind, f"Owner of {SERVICE}: {OWNER}")))
    found = read_process(on.repository.text(CONFIGURATION), templates.load_preset, tuple(BY_WORD))
    on.check("the configuration is valid", found == process)
    form = {each.id: each for each in on.repository.form()}
    severities = [each.label for each in process.severities]
    on.check(
        f"the form offers {join_names(severities)}",
        [severity_in_form(option, process) for option in form["severity"].options],
        ["", *severities],
    )
    questions = process.triage.questions
    if questions:
        on.check(
            f"the form asks: {' · '.join(each.label for each in questions)}",
            [form[each.id].label for each in questions],
            [each.label for each in questions],
        )


def file_the_form(timeline: Timeline, on: Stage) -> None:
    """Let support file the form, with answers to the questions of this process."""
    on.wait_until(DECLARED)
    answers = _answers(timeline)
    on.narration.print_action(on.now, FILER, f'files the form "Incident": {TITLE}')
    for question in timeline.process.triage.questions:
        on.narration.print_detail(
            f"{question.label}{'' if question.label.endswith('?') else ':'} {answers[question.id]}"
        )
    on.repository.file_incident(FILER, TITLE, answers)
    on.settle("declare")
    for reply in on.repository.replies(INCIDENT):
        on.narration.print_reply(reply)
    on.show_card(INCIDENT)
    _check_declaration(timeline, on)


def _answers(timeline: Timeline) -> dict[str, str]:
    """Return what mary writes into the form."""
    known = {
        "summary": SUMMARY,
        "impact": IMPACT,
        "severity": "Not sure: work it out",
        "services": SERVICE,
        "detected_by": "User report",
        "started_at": STARTED,
    }
    return known | triage_answers(timeline, frozenset(known))


def _check_declaration(timeline: Timeline, on: Stage) -> None:
    """Check the labels, the card, and the page to whoever is on call."""
    process = timeline.process
    rated = {timeline.severity.label} if is_rated_by_answers(timeline) else set()
    labels = {process.labels.incident, process.status_label(process.first_status(Phase.ACTIVE))} | rated
    on.check(
        f"#1 has the labels {join_names(sorted(labels))}, and one card, which is pinned",
        (on.repository.labels(INCIDENT), bool(on.repository.card(INCIDENT)), on.repository.is_card_pinned(INCIDENT)),
        (labels, True, True),
    )
    if timeline.participants.resolve([ON_CALL]):
        on.check(f"{FIRST}, who is on call, was paged", f"@{FIRST}" in "".join(on.repository.replies(INCIDENT)[:1]))
    if rated:
        expect_notifications(timeline, on)
    else:
        expect_declared_words(timeline, on)


def expect_notifications(timeline: Timeline, on: Stage) -> None:
    """Check, once the severity is known, who is notified, and which steps and words are ready."""
    replies = "\n".join(on.repository.replies(INCIDENT))
    people = timeline.participants.resolve(timeline.severity.tell)
    if people:
        unnotified = [person for person in people if f"@{person}" not in replies]
        on.check(f"notified of a {timeline.severity.label}: {join_names(people)}", unnotified, [])
    expect_checklists(timeline, on, "declared", replies)
    expect_checklists(timeline, on, "active", replies)
    expect_declared_words(timeline, on)


def is_rated_by_answers(timeline: Timeline) -> bool:
    """Whether the answers alone decide the severity."""
    return any(rule.severity == timeline.severity.label for rule in timeline.process.triage.rules)


def triage_answers(timeline: Timeline, answered: frozenset[str]) -> dict[str, str]:
    """Return mary's further answers: those that a rule needs for the worst severity, else the most worrying."""
    rules = (rule.when for rule in timeline.process.triage.rules if rule.severity == timeline.severity.label)
    asked = (each for each in timeline.process.triage.questions if each.id not in answered)
    return {each.id: _answer(each, timeline.process) for each in asked} | dict(next(rules, {}))


def _answer(question: FormQuestion, process: Process) -> str:
    """Return the most worrying answer, but none that moves the incident out of sight."""
    known = [option for option in question.options if option.casefold() != "not known"]
    denied = question.id == "workaround" or question.id in process.private.answers
    wanted = "No" if denied and "No" in known else ""
    return wanted or (known[0] if known else "Not known yet")


def longest_response_timer(timeline: Timeline) -> timedelta:
    """Return how long nobody responds: until each timer that asks for a response has fired."""
    waits = [rung.after for rung in timeline.escalation_steps("not acknowledged")]
    waits += [timeline.targets.acknowledge, None if is_rated_by_answers(timeline) else timeline.targets.assess]
    return max(minutes_span(each) for each in (*waits, 0))


def has_response_timers(timeline: Timeline) -> bool:
    """Whether the process has timers that ask for a response."""
    return bool(longest_response_timer(timeline))


def leave_unanswered(timeline: Timeline, on: Stage) -> None:
    """Let time pass without a response, while the timers fire."""
    timeline.pass_time(on, timeline.read_incident(on).declared + longest_response_timer(timeline) + MARGIN * 2)


def acknowledge(timeline: Timeline, on: Stage) -> None:
    """Acknowledge the incident, and rate it if the answers did not."""
    timeline.pass_time(on, on.now + timedelta(minutes=1))
    rating = "" if is_rated_by_answers(timeline) else f"\n/sev {timeline.severity.label} every order fails"
    on.comment(FIRST, INCIDENT, f"I'm on it.\n/ack{rating}")
    on.check(
        f"#1 is acknowledged and labelled {timeline.severity.label}",
        (
            "acknowledged" in timeline.read_incident(on).milestones,
            timeline.severity.label in on.repository.labels(INCIDENT),
        ),
        (True, True),
    )
    if not is_rated_by_answers(timeline):
        expect_notifications(timeline, on)
