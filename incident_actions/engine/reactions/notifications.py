"""Render and send notifications, and record the results."""

from __future__ import annotations

from collections.abc import Iterable

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import Level, Notify
from incident_actions.engine.reactions.notifications_due import DueNotification, NewsItem, due_notifications
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import ON_CALL, SECONDARY, Process
from incident_actions.text.messages import Message, NotificationFailed
from incident_actions.timers import recipients

LONGEST_TITLE, LONGEST = 250, 2_500
"""How many characters a title and a text have at most, whoever wrote them."""

FALLBACK_PEOPLE = ("commander", ON_CALL, SECONDARY)
"""Who is asked to inform people manually, besides the `escalation` contacts."""


def send_notifications(entries: tuple[e.Entry, ...], incident: Incident, context: Context) -> Decision:
    """Send the notifications that a stored record owes, and record the results.

    Raises NeedsCreation until they are sent. A failure is posted once, until that audience is reached again.
    """
    found: list[e.NotificationSent] = []
    failures: list[Message] = []
    for each in due_notifications(entries, context) if context.snapshot.can_notify else ():
        undelivered = dict(context.create(_message(each, context)).undelivered)
        for audience in each.audiences:
            entry = _entry(each.news, audience, undelivered.get(audience, ""), context)
            if entry.problem and not _failed_before(audience, (*entries, *found)):
                people = recipients.resolve_all(FALLBACK_PEOPLE, incident, context.process, context.now)
                people = tuple(dict.fromkeys((*people, *context.process.escalation)))
                failures.append(NotificationFailed(people, audience, each.news.happening, entry.problem))
            found.append(entry)
    return Decision(tuple(found), tuple(failures), f"unheard:{found[0].key}" if found else "")


def _entry(news: NewsItem, audience: str, problem: str, context: Context) -> e.NotificationSent:
    key = f"{news.key}/{audience}"
    return e.NotificationSent(
        at=context.now, accepted=context.now, key=key, what=news.happening, audience=audience, problem=problem
    )


def _failed_before(audience: str, entries: Iterable[e.Entry]) -> bool:
    """Return whether the last notification to an audience failed as well."""
    sent = [entry for entry in entries if isinstance(entry, e.NotificationSent) and entry.audience == audience]
    return bool(sent) and bool(sent[-1].problem)


def _message(each: DueNotification, context: Context) -> Notify:
    news, snapshot = each.news, context.snapshot
    incident, process = news.incident, context.process
    values = {
        "entry": news.entry,
        "incident": incident,
        "severity": incident.severity,
        "rung": _rung(news.entry, process),
        "pull": incident.postmortem.pull if incident.postmortem else 0,
        "server": f"{snapshot.server}/{snapshot.repository}",
    }
    title, _, body = context.wording.render(f"notifications/{news.template}.txt", values).partition("\n")
    level = _level(news, process)
    return Notify(news.key, incident.number, each.audiences, title[:LONGEST_TITLE], body.strip()[:LONGEST], level)


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
        case "published":
            return "info"
    return "warning"
