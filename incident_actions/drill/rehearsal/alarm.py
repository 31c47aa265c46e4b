"""The alarm: a team adopts the process, somebody files its form, and nobody answers at first."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.drill.rehearsal.cast import FILER, FIRST, OWNER, SECOND, SERVICE
from incident_actions.drill.rehearsal.prepared import are_asked, are_ready
from incident_actions.drill.rehearsal.tale import DECLARED, INCIDENT, MARGIN, Tale, listed, minutes
from incident_actions.drill.stage import Stage
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.reactions.declaration import severity_from
from incident_actions.gateway.repository import templates
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.model.process.process import ON_CALL
from incident_actions.model.process.severity import Question

TITLE = "Checkout answers with an error 500"
SUMMARY = "Checkout answers with an error 500. Four customers called within ten minutes."
IMPACT = "Nobody can pay, as far as we can tell."
STARTED = "02:55"


def adopts(tale: Tale, on: Stage) -> None:
    """The configuration and the form stand in the repository."""
    on.to(DECLARED - timedelta(minutes=6))
    process, cast = tale.process, tale.cast
    on.narration.acts(on.now, FIRST, f'commits .github/incidents.yml with "extends: {process.name}"')
    if cast.has_rota:
        on.narration.adds(f"on call: {FIRST} · secondary: {SECOND}")
    behind = (f"{process.contacts[key].name}: {listed(people)}" for key, people in cast.contacts.items())
    on.narration.adds(" · ".join((*behind, f"owner of {SERVICE}: {OWNER}")))
    found = read_process(on.world.text(CONFIGURATION), templates.preset, tuple(BY_WORD))
    on.expect("the configuration can be used as it is", found == process)
    form = {each.id: each for each in on.world.form()}
    severities = [each.label for each in process.severities]
    on.expect(
        f"the form offers {listed(severities)}",
        [severity_from(option, process) for option in form["severity"].options],
        ["", *severities],
    )
    questions = process.triage.questions
    if questions:
        on.expect(
            f"the form asks: {' '.join(each.label for each in questions)}",
            [form[each.id].label for each in questions],
            [each.label for each in questions],
        )


def files_the_form(tale: Tale, on: Stage) -> None:
    """Support files what it sees, and answers the questions of this process."""
    on.to(DECLARED)
    answers = _answers(tale)
    on.narration.acts(on.now, FILER, f'files the form "Incident": {TITLE}')
    for question in tale.process.triage.questions:
        on.narration.adds(f"{question.label}{'' if question.label.endswith('?') else ':'} {answers[question.id]}")
    on.world.file(FILER, TITLE, answers)
    on.settle("declare")
    for said in on.world.replies(INCIDENT):
        on.narration.answers(said)
    on.look(INCIDENT)
    _is_declared(tale, on)


def _answers(tale: Tale) -> dict[str, str]:
    """What mary writes into the form."""
    known = {
        "summary": SUMMARY,
        "impact": IMPACT,
        "severity": "Not sure: work it out",
        "services": SERVICE,
        "detected_by": "User report",
        "started_at": STARTED,
    }
    return known | triage(tale, frozenset(known))


def _is_declared(tale: Tale, on: Stage) -> None:
    """The labels, the card, and whoever is on call."""
    process = tale.process
    rated = {tale.severity.label} if is_rated(tale) else set()
    labels = {process.labels.incident, process.status_label(process.first_status(Phase.ACTIVE))} | rated
    on.expect(
        f"#1 is labelled {listed(sorted(labels))}; one card, pinned to the top",
        (on.world.labels(INCIDENT), bool(on.world.card(INCIDENT)), on.world.pinned(INCIDENT)),
        (labels, True, True),
    )
    if tale.cast.behind([ON_CALL]):
        on.expect(f"{FIRST}, who is on call, was called", f"@{FIRST}: you are on call" in on.world.replies(INCIDENT)[0])
    if rated:
        hears(tale, on)


def hears(tale: Tale, on: Stage) -> None:
    """Once the severity is known: who is told, the first steps, and the words for those who wait."""
    said = "\n".join(on.world.replies(INCIDENT))
    people = tale.cast.behind(tale.severity.tell)
    if people:
        told = [person for person in people if f"@{person}" not in said]
        on.expect(f"told of a {tale.severity.label}: {listed(people)}", told, [])
    are_asked(tale, on, "declared", said)
    are_ready(tale, on, "declared", said)


def is_rated(tale: Tale) -> bool:
    """Whether the answers alone make the severity."""
    return any(rule.severity == tale.severity.label for rule in tale.process.triage.rules)


def triage(tale: Tale, answered: frozenset[str]) -> dict[str, str]:
    """What mary answers besides: what makes it the worst, where a rule says so; else what worries most."""
    rules = (rule.when for rule in tale.process.triage.rules if rule.severity == tale.severity.label)
    asked = (each for each in tale.process.triage.questions if each.id not in answered)
    return {each.id: _answer(each) for each in asked} | dict(next(rules, {}))


def _answer(question: Question) -> str:
    known = [option for option in question.options if option.casefold() != "not known"]
    wanted = "No" if question.id == "workaround" and "No" in known else ""
    return wanted or (known[0] if known else "Not known yet.")


def answered_at(tale: Tale) -> timedelta:
    """How long nobody answers: until all that chases an answer has come round."""
    waited = [rung.after for rung in tale.rungs("not acknowledged")]
    waited += [tale.targets.acknowledge, None if is_rated(tale) else tale.targets.assess]
    return max(minutes(each) for each in (*waited, 0))


def is_left_alone(tale: Tale) -> bool:
    """Whether the process chases an answer at all."""
    return bool(answered_at(tale))


def nobody_answers(tale: Tale, on: Stage) -> None:
    """The clock alone moves; what the process says for silence happens."""
    tale.passes(on, tale.incident(on).declared + answered_at(tale) + MARGIN * 2)


def answers(tale: Tale, on: Stage) -> None:
    """Who is on call says so, and rates it where the answers did not."""
    tale.passes(on, on.now + timedelta(minutes=1))
    rating = "" if is_rated(tale) else f"\n/sev {tale.severity.label} every order fails"
    on.comment(FIRST, INCIDENT, f"At my desk now.\n/ack{rating}")
    on.expect(
        f"acknowledged; the label {tale.severity.label} is on the issue",
        ("acknowledged" in tale.incident(on).milestones, tale.severity.label in on.world.labels(INCIDENT)),
        (True, True),
    )
    if not is_rated(tale):
        hears(tale, on)
