"""The commands that move an incident along its lifecycle: `/status`, `/mitigated`, `/resolve`, `/reopen` and others."""

from __future__ import annotations

import re

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.questions import EvidenceOf
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.milestones import check_time, reached_at
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING, TRANSITIONS, LifecycleStep, Phase, is_allowed
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.postmortem.policy import ENDED_PHASES
from incident_actions.text.messages import (
    NoSuchIssue,
    PostmortemNameKept,
    ReasonMissing,
    StepNotAllowed,
    UnknownStatus,
)
from incident_actions.text.slash_grammar import SlashCommand, nearest_word
from incident_actions.timers.watch import watch_fields

STATUS = "/status <word> [text]"
MITIGATED = "/mitigated [time] [text]"
RESOLVE = "/resolve [summary] [as <short-name>]"
REOPEN = "/reopen <reason>"
DUPLICATE = "/duplicate #<number>"
FALSE_ALARM = "/false-alarm <reason>"

WORD_OF = {LifecycleStep.MITIGATE: "/mitigated", LifecycleStep.RESOLVE: "/resolve", LifecycleStep.REOPEN: "/reopen"}


SHORT_NAME = lazy_pattern(r"(?:\A|\s)as\s+(?P<name>(?=[a-z0-9-]{1,60}\Z)[a-z0-9]+(?:-[a-z0-9]+)+)\Z")
"""A short name at the end of a summary. It needs a hyphen, so that `restarted it as root` is a summary."""


def incident_of(request: CommandRequest) -> Incident:
    """Return the incident that a command is about. Incident commands run nowhere else."""
    if request.incident is None:
        raise AssertionError(request.key)
    return request.incident


def running_incident(asked: SlashCommand, request: CommandRequest) -> Incident:
    """Return the incident that a command is about, which must be running: after that it has no timers and no ladder."""
    incident = incident_of(request)
    if incident.phase not in RUNNING:
        raise _refuse_step(asked, incident)
    return incident


def ended_incident(asked: SlashCommand, request: CommandRequest) -> Incident:
    """Return the incident that a command is about, which must be over."""
    incident = incident_of(request)
    if incident.phase not in ENDED_PHASES:
        raise _refuse_step(asked, incident)
    return incident


def _check_step(step: LifecycleStep, asked: SlashCommand, incident: Incident) -> None:
    if not is_allowed(step, incident.phase):
        raise _refuse_step(asked, incident)


def _refuse_step(asked: SlashCommand, incident: Incident) -> Refused:
    possible = ", ".join(WORD_OF[next_step] for next_step in TRANSITIONS[incident.phase] if next_step in WORD_OF)
    return Refused(StepNotAllowed(asked.word, incident.phase, possible))


def set_status(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Set the status. A status of another phase takes the step that leads there."""
    incident = incident_of(request)
    meant = (each for each in request.process.statuses if _starts_with(asked.rest, each.word))
    found = max(meant, key=lambda each: len(each.word), default=None)
    if not asked.rest:
        raise wrong_form(asked, STATUS)
    if found is None:
        known = tuple(each.word for each in request.process.statuses)
        raise Refused(UnknownStatus(asked.word, known, _nearest_status(asked.rest, known)))
    text = cut_text(f"{asked.rest[len(found.word) :]}\n{asked.more}")
    if found.phase is Phase.RESOLVED:
        return _resolve(asked, request, incident, text)
    if found.phase is not incident.phase:
        _check_step(
            LifecycleStep.MITIGATE if found.phase is Phase.MITIGATED else LifecycleStep.RELAPSE, asked, incident
        )
    return Decision((e.StatusSet(**request.entry_fields(), to=found.word, phase=Phase(found.phase), text=text),))


def _nearest_status(text: str, known: tuple[str, ...]) -> str:
    folded = {word.casefold(): word for word in known}
    return folded.get(nearest_word(text.split(maxsplit=1)[0].casefold(), folded) or "", "")


def _starts_with(text: str, word: str) -> bool:
    return re.match(rf"{re.escape(word)}(\s|$)", text, re.IGNORECASE) is not None


def mark_mitigated(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Record that users are no longer affected. On a resolved incident it only corrects the time."""
    incident = incident_of(request)
    at, text = reached_at(asked, request)
    when = check_time(asked, request, incident, "mitigated", at)
    word = request.process.first_status(Phase.MITIGATED) if incident.phase is Phase.ACTIVE else ""
    if incident.phase not in (Phase.ACTIVE, Phase.MITIGATED, Phase.RESOLVED, Phase.CLOSED):
        _check_step(LifecycleStep.MITIGATE, asked, incident)
    status = word or (incident.status if incident.phase is Phase.ACTIVE else "")
    return Decision(
        (e.MilestoneSet(**request.entry_fields(when), milestone="mitigated", status=status, text=cut_text(text)),)
    )


def resolve_incident(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Resolve the incident. A short name at the end of the summary names the post-mortem's file."""
    incident, text = incident_of(request), full_text(asked)
    named = SHORT_NAME.search(text)
    return _resolve(
        asked, request, incident, cut_text(text[: named.start()] if named else text), named["name"] if named else ""
    )


def _resolve(
    asked: SlashCommand, request: CommandRequest, incident: Incident, summary: str, name: str = ""
) -> Decision:
    _check_step(LifecycleStep.RESOLVE, asked, incident)
    stamp, word = request.entry_fields(), request.process.first_status(Phase.RESOLVED)
    watch = watch_fields(incident, stamp["at"], request.process)
    kept = incident.postmortem_file.path if name and incident.postmortem_file else ""
    resolved = e.Resolved(**stamp, **watch, status=word, summary=summary, name="" if kept else name)
    return Decision((resolved,), (PostmortemNameKept(kept),) if kept else ())


def reopen_incident(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Reopen an incident that was not over after all."""
    incident = incident_of(request)
    _check_step(LifecycleStep.REOPEN, asked, incident)
    if not full_text(asked):
        raise Refused(ReasonMissing(asked.word, REOPEN))
    word = request.process.first_status(Phase.ACTIVE)
    return Decision((e.Reopened(**request.entry_fields(), reason=cut_text(full_text(asked)), status=word),))


def mark_duplicate(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Dismiss the incident as part of another one."""
    incident = incident_of(request)
    _check_step(LifecycleStep.DISMISS, asked, incident)
    number = re.match(r"(?:of\s+)?#?(\d{1,10})\b", asked.rest)
    if number is None:
        raise wrong_form(asked, DUPLICATE)
    original = int(number[1])
    problem = "itself" if original == incident.number else _problem_of_original(original, request)
    if problem:
        raise Refused(NoSuchIssue(asked.word, original, problem))
    reason = cut_text(asked.rest[number.end() :])
    return Decision((e.Dismissed(**request.entry_fields(), duplicate_of=original, reason=reason),))


def _problem_of_original(number: int, request: CommandRequest) -> str:
    """Return why an incident can't be a duplicate of a number; empty if it can, or if GitHub doesn't show that."""
    state = request.context.ask(EvidenceOf(number)) if number else EvidenceState.MISSING
    if state.is_pull:
        return "pull request"
    return "missing" if state is EvidenceState.MISSING else ""


def dismiss_false_alarm(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Dismiss the incident as a false alarm."""
    _check_step(LifecycleStep.DISMISS, asked, incident_of(request))
    if not full_text(asked):
        raise Refused(ReasonMissing(asked.word, FALSE_ALARM))
    return Decision((e.Dismissed(**request.entry_fields(), reason=cut_text(full_text(asked))),))


LIFECYCLE_COMMANDS = (
    Command("status", STATUS, "set the status", set_status),
    Command("mitigated", MITIGATED, "users are no longer affected", mark_mitigated),
    Command("resolve", RESOLVE, "resolve the incident, and open the post-mortem if one is required", resolve_incident),
    Command("reopen", REOPEN, "reopen the incident", reopen_incident),
    Command("duplicate", DUPLICATE, "close it as a duplicate of another incident", mark_duplicate),
    Command("false-alarm", FALSE_ALARM, "close it as a false alarm", dismiss_false_alarm),
)
