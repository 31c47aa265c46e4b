"""Page and inform people at a declaration, and when a severity is set or raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from incident_actions.contract import accounts
from incident_actions.contract.decision import Context, Decision
from incident_actions.engine import form_answers
from incident_actions.engine.reactions import declared_words, unread_severities
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING
from incident_actions.model.process.business_time import response_begins
from incident_actions.model.process.process import ON_CALL, Process
from incident_actions.text.messages import ExpectedResponse, IncidentDeclared, SeverityRaised
from incident_actions.timers import recipients
from incident_actions.timers.schedule import expected_response
from incident_actions.timers.targets import has_response

COMMENT_KEY = "declared"
PAGING_ENTRIES = (e.Declared, e.SeveritySet, e.LogLinesReplayed)


@dataclass
class PagingProgress:
    """Who was informed and what was shown so far, so that nobody gets anything twice."""

    people: set[str] = field(default_factory=set)
    lists_due: bool = False
    """Whether checklists come with the next announcement."""
    raises: int = 0
    """How often the severity was raised."""
    replayed: frozenset[int] = frozenset()
    """Comments whose commands come from a log. Hours later, people are informed of their result only, not of each."""
    severity: str | None = None
    """The last severity that people were informed of, or None if they know of no incident yet."""

    steps: Sequence[Incident | None] = ()
    """The states up to the entry that is decided on, if it is one of this run."""

    def add_people(self, people: tuple[str, ...]) -> tuple[str, ...]:
        """Note that people are informed, and return those who were not before."""
        new = tuple(each for each in people if each.casefold() not in self.people)
        self.people |= {each.casefold() for each in people}
        return new


def page_responders(
    known: int, entries: tuple[e.Entry, ...], context: Context, *, lists_due: bool = False
) -> tuple[Decision, ...]:
    """Return the decisions for each declaration and raise among this run's entries, those after the first `known`.

    The earlier entries show who is informed already. An incident that is over by now pages nobody. Where `lists_due`,
    the first message is needed in any case, because checklists come with it.
    """
    incident = context.incident(entries)
    if incident is None or incident.phase not in RUNNING:
        return ()
    if not any(isinstance(entry, PAGING_ENTRIES) for entry in entries[known:]):
        return ()
    steps = context.incident_steps(entries)
    progress = PagingProgress(replayed=e.replay_comments(entries))
    found: list[Decision] = []
    for place, (entry, before, after) in enumerate(zip(entries, steps, steps[1:], strict=False)):
        progress.steps = steps[: place + 2] if place >= known else ()
        progress.lists_due = lists_due and place >= known and not any(each.messages for each in found)
        decision = _decide(entry, before, after, progress, context)
        found += [decision] if decision and place >= known else []
    return tuple(found)


def _decide(
    entry: e.Entry, before: Incident | None, incident: Incident | None, progress: PagingProgress, context: Context
) -> Decision | None:
    if entry.comment in progress.replayed and not isinstance(entry, e.LogLinesReplayed):
        return None
    known, progress.severity = progress.severity, incident.severity if incident else progress.severity
    match entry:
        case e.Declared() if incident and before is None:
            return _page_at_declaration(entry, incident, progress, context)
        case e.LogLinesReplayed() if incident and known is None:
            return _page_after_replay(entry, incident, progress, context)
        case e.LogLinesReplayed() if incident and declared_words.is_raised(
            known or "", incident.severity, context.process
        ):
            return _announce_raise(entry, known or "", incident, progress, context)
        case e.SeveritySet() if (
            incident and before and declared_words.is_raised(before.severity, incident.severity, context.process)
        ):
            return _announce_raise(entry, before.severity, incident, progress, context)
        case e.PeoplePaged():
            progress.add_people(entry.to)
    return None


def _page_at_declaration(entry: e.Declared, incident: Incident, progress: PagingProgress, context: Context) -> Decision:
    on_call = progress.add_people(_people_on_call(incident, entry, context))
    people = progress.add_people(_people_of_severity(incident, entry, context))
    ready, waiting = declared_words.split_words(incident, progress.steps, context)
    expected, duties = _response(incident, entry, context), _on_call_duties(context.process)
    advice = _advice(incident, context.process)
    message = IncidentDeclared(
        incident.severity, entry.rated, on_call, people, (), ready, duties, waiting, *expected, *advice
    )
    unread = unread_severities.report_at_declaration(entry, context)
    messages = (*((message,) if progress.lists_due or any((on_call, people, ready, waiting, *advice)) else ()), *unread)
    return Decision(_pages(on_call, people, context), messages, COMMENT_KEY)


def _advice(incident: Incident, process: Process) -> tuple[str, int, tuple[tuple[str, str], ...]]:
    """Return the worse severity that the form's answers make, its number, and the answers; blank if there is none."""
    rule = form_answers.overruled_rule(incident, process)
    severity = process.severity(rule.severity) if rule else None
    if rule is None or severity is None:
        return "", 0, ()
    return (
        severity.label,
        process.rank(severity.label),
        form_answers.answers_with_questions(incident, process, tuple(rule.when)),
    )


def _on_call_duties(process: Process) -> str:
    """Return the duties of whoever is on call; empty where the process has no role for them."""
    role = process.role(ON_CALL)
    return role.duties if role else ""


def _page_after_replay(
    entry: e.LogLinesReplayed, incident: Incident, progress: PagingProgress, context: Context
) -> Decision:
    """Page whoever is on call now for an incident that still runs. Its first minutes are over."""
    on_call = progress.add_people(_people_on_call(incident, entry, context))
    people = progress.add_people(_people_of_severity(incident, entry, context))
    duties = _on_call_duties(context.process)
    message = IncidentDeclared(
        incident.severity, rated=False, on_call=on_call, people=people, steps=(), ready=(), duties=duties
    )
    return Decision(_pages(on_call, people, context), (message,) if on_call or people else (), "declared")


def _announce_raise(
    entry: e.SeveritySet | e.LogLinesReplayed,
    before: str,
    incident: Incident,
    progress: PagingProgress,
    context: Context,
) -> Decision:
    progress.raises += 1
    on_call = _people_on_call_at_raise(before, incident, entry, progress, context)
    people = progress.add_people(_people_of_severity(incident, entry, context))
    ready, waiting = declared_words.split_words(incident, progress.steps, context)
    response = None if has_response(incident) else expected_response(incident, context.process)
    message = SeverityRaised(incident.severity, before, people, (), ready, waiting, on_call, response)
    # The key has the raise's number, not its time: an alert that is delivered again has another time.
    key = f"raised:{progress.raises}.{context.process.rank(incident.severity)}"
    is_news = progress.lists_due or any((on_call, people, ready, waiting))
    return Decision(_pages(on_call, people, context), (message,) if is_news else (), key)


def _pages(on_call: tuple[str, ...], people: tuple[str, ...], context: Context) -> tuple[e.PeoplePaged, ...]:
    """Return the entries for those on call and, of the people of the severity, those who have their own addresses.

    The others are only mentioned, so an entry would have nothing to add to the comment.
    """
    reachable = tuple(each for each in people if context.process.page_tags(each))
    return tuple(
        e.PeoplePaged(at=context.now, accepted=context.now, to=to, whom=whom)
        for to, whom in ((on_call, e.ON_CALL_LABEL), (reachable, ""))
        if to
    )


def _people_on_call(incident: Incident, entry: e.Entry, context: Context) -> tuple[str, ...]:
    """Return those on call at an entry; nobody while the severity lets them wait."""
    if is_waiting(incident, entry.at, context.process):
        return ()
    return recipients.resolve_all((ON_CALL,), incident, context.process, entry.accepted)


def _people_on_call_at_raise(
    before: str, incident: Incident, entry: e.Entry, progress: PagingProgress, context: Context
) -> tuple[str, ...]:
    """Return those on call whom a raise pages: whom the severity before let wait, and who has not answered so far.

    What they were paged for may wait for a day, and this may not. A first severity is no raise in this sense: until
    then the worst one applied. Nor is one that they were paged for before, so that a severity that goes up and down
    pages nobody twice.
    """
    severity, process = context.process.severity(before), context.process
    if severity is None or not (severity.waits or not has_response(incident)):
        return ()
    people = _people_on_call(incident, entry, context)
    new = progress.add_people(people)
    earlier = (each for _, each in incident.pace.severities[:-1] if each)
    is_worst_yet = all(process.rank(incident.severity) < process.rank(each) for each in earlier)
    is_unanswered = is_worst_yet and not has_response(incident)
    again = (each for each in people if is_unanswered and each.casefold() != entry.by.casefold())
    return tuple(dict.fromkeys((*new, *again)))


def is_waiting(incident: Incident, at: datetime, process: Process) -> bool:
    """Whether those on call are left in peace at a time: until business hours begin, or for a sprint's response."""
    severity = process.severity_or_worst(incident.severity)
    begins = response_begins(at, severity.respond_within or "", process.calendar)
    return severity.waits and (begins is None or begins > at)


def _response(
    incident: Incident, entry: e.Entry, context: Context
) -> tuple[ExpectedResponse | None, bool, datetime | None]:
    """Return how fast the incident must be answered, whether those on call wait, and until when."""
    severity, process = context.process.severity_or_worst(incident.severity), context.process
    waits = is_waiting(incident, entry.at, process)
    begins = response_begins(entry.at, severity.respond_within or "", process.calendar) if waits else None
    return expected_response(incident, process), waits, begins


def _people_of_severity(incident: Incident, entry: e.Entry, context: Context) -> tuple[str, ...]:
    """Return whom the process informs of this severity, at the moment when it was set."""
    severity, now = context.process.severity(incident.severity), accounts.current_incident(incident, context)
    return recipients.resolve_all(severity.tell, now, context.process, entry.accepted) if severity else ()
