"""Render and send notifications, and record the results."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import Level, Notify
from incident_actions.engine.reactions.notifications_due import DueNotification, NewsItem, due_notifications
from incident_actions.engine.reactions.personal_pages import due_pages
from incident_actions.engine.ready_words import outward_lines
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import ON_CALL, SECONDARY, Process
from incident_actions.text.incident_json import IncidentEvent, event_json
from incident_actions.text.messages import Message, NotificationFailed
from incident_actions.timers import recipients

LONGEST_TITLE, LONGEST = 250, 2_500
"""How many characters a title and a text have at most, whoever wrote them."""

PAGED = "paged"
"""What the record says of a page at somebody's own address."""

FALLBACK_PEOPLE = ("commander", ON_CALL, SECONDARY)
"""Who is asked to inform people manually, besides the `escalation` contacts."""


@dataclass(frozen=True)
class Sending:
    """A message, and everybody for whom an entry says whether it reached them."""

    what: str
    message: Notify
    recipients: tuple[tuple[str, str], ...]
    """Audiences, each with the person whom the message pages there, or an empty string."""


def send_notifications(entries: tuple[e.Entry, ...], incident: Incident, context: Context) -> Decision:
    """Send the pages and notifications that a stored record owes, and record the results.

    Raises NeedsCreation until they are sent. A failure is posted once, until that audience is reached again.
    """
    can_notify = context.snapshot.can_notify and incident.drill is None
    found: list[e.NotificationSent] = []
    failures: list[Message] = []
    for each in _due_sendings(entries, incident, context) if can_notify else ():
        undelivered = dict(context.create(each.message).undelivered)
        for audience, person in each.recipients:
            entry = _entry(each, audience, person, undelivered.get(audience, ""), context)
            if entry.problem and not _failed_before(audience, (*entries, *found)):
                people = _people_to_ask(person, incident, context)
                failures.append(NotificationFailed(people, audience, each.what, entry.problem, person))
            found.append(entry)
    return Decision(tuple(found), tuple(failures), f"unheard:{found[0].key}" if found else "")


def _due_sendings(entries: tuple[e.Entry, ...], incident: Incident, context: Context) -> Iterator[Sending]:
    """Yield what is due: first the pages, since a run has little time for slow addresses."""
    if pages := due_pages(entries, incident, context):
        recipients = tuple((tag, each.login) for each in pages.pages for tag in each.tags)
        yield Sending(PAGED, _message(pages.news, recipients, context, pages.reasons), recipients)
    for each in due_notifications(entries, context):
        audiences = tuple((audience, "") for audience in each.audiences)
        yield Sending(each.news.happening, _in_words(each, _message(each.news, audiences, context), context), audiences)


def _people_to_ask(person: str, incident: Incident, context: Context) -> tuple[str, ...]:
    """Return who is asked to inform people manually; if a page failed, others than the person whom it pages."""
    people = recipients.resolve_all(FALLBACK_PEOPLE, incident, context.process, context.now)
    people = tuple(dict.fromkeys((*people, *context.process.escalation)))
    others = tuple(each for each in people if each.casefold() != person.casefold())
    return others or people


def _entry(each: Sending, audience: str, person: str, problem: str, context: Context) -> e.NotificationSent:
    return e.NotificationSent(
        at=context.now,
        accepted=context.now,
        key=f"{each.message.key}/{audience}",
        what=each.what,
        audience=audience,
        problem=problem,
        person=person,
    )


def _failed_before(audience: str, entries: Iterable[e.Entry]) -> bool:
    """Return whether the last notification to an audience failed as well."""
    sent = [entry for entry in entries if isinstance(entry, e.NotificationSent) and entry.audience == audience]
    return bool(sent) and bool(sent[-1].problem)


def _message(
    news: NewsItem,
    to: tuple[tuple[str, str], ...],
    context: Context,
    reasons: tuple[tuple[e.Entry, tuple[str, ...]], ...] = (),
) -> Notify:
    incident, process = news.incident, context.process
    values = {
        "entry": news.entry,
        "incident": incident,
        "severity": incident.severity,
        "rung": _rung(news.entry, process),
        "reasons": [(entry, people, _rung(entry, process)) for entry, people in reasons],
        "pull": incident.postmortem.pull if incident.postmortem else 0,
        "server": _address(context),
    }
    title, _, body = context.wording.render(f"notifications/{news.template}.txt", values).partition("\n")
    audiences = tuple(dict.fromkeys(audience for audience, _ in to))
    return Notify(
        key=news.key,
        issue=incident.number,
        audiences=audiences,
        title=title[:LONGEST_TITLE],
        body=body.strip()[:LONGEST],
        level=_level(news, process),
        personal=audiences if reasons else process.personal_tags,
        event=_event(news, context),
    )


def _in_words(due: DueNotification, message: Notify, context: Context) -> Notify:
    """Return the message with the announcement that its rule names, filled from the incident as it was then."""
    news, process = due.news, context.process
    announcement = process.announcement(due.say)
    lines = outward_lines(announcement, news.incident, process, news.entry.at) if announcement else ()
    if not lines:
        return replace(message, key=due.key)
    values = {"lines": lines, "incident": news.incident, "server": _address(context)}
    body = context.wording.render("parts/outward_words.txt", values)
    return replace(message, key=due.key, body=body.strip()[:LONGEST])


def _event(news: NewsItem, context: Context) -> str:
    event = IncidentEvent(news.happening, news.key, news.entry, news.incident)
    values = event_json(event, context.process, context.snapshot.repository, _address(context))
    return json.dumps(values, ensure_ascii=False)


def _address(context: Context) -> str:
    return f"{context.snapshot.server}/{context.snapshot.repository}"


def _rung(entry: e.Entry, process: Process) -> dict[str, object]:
    """Return the ladder step that an entry is about, for its template."""
    name = entry.what if isinstance(entry, e.TimerFired) else entry.rung if isinstance(entry, e.Escalated) else ""
    found = process.find_rung(name)
    if found is None:
        return {"when": "", "after": 0, "page": ()}
    return {"when": found.when, "after": found.after or 0, "page": tuple(map(process.contact_name, found.page))}


def _level(news: NewsItem, process: Process) -> Level:
    """Return how urgent it is. The worse half of the severities is more urgent, and so is one that is not set yet."""
    rank = process.rank(process.severity_or_worst(news.incident.severity).label)
    grave = 2 * rank <= max(2, len(process.severities))
    match news.happening:
        case "declared" | "raised" | "escalated":
            return "failure" if grave or news.happening == "escalated" else "warning"
        case "resolved":
            return "success"
        case "update due" | "post-mortem owed":
            return "warning"
    return "info"  # not "success", at which a pager closes its alert, though users are no longer affected
