"""Find the notifications that are due, and their audiences, from the record and the process alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from incident_actions.contract.decision import Context
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold_entry
from incident_actions.model.incident.phase import RUNNING
from incident_actions.model.process.communication import IF_NAMED, Happening, Notification
from incident_actions.model.process.process import Process
from incident_actions.timers.schedule import UPDATE_TIMERS

NOTIFICATION_TEMPLATES: dict[str, Happening] = {
    "declared": "declared",
    "reopened": "declared",
    "raised": "raised",
    "paged": "escalated",
    "escalated": "escalated",
    "ladder": "escalated",
    "personal_page": "escalated",
    "started": "started",
    "detected": "detected",
    "acknowledged": "acknowledged",
    "role_assigned": "role assigned",
    "updated": "updated",
    "update_due": "update due",
    "published": "published",
    "mitigated": "mitigated",
    "resolved": "resolved",
    "dismissed": "resolved",
    "postmortem_owed": "post-mortem owed",
}
"""The templates in `notifications/`, each with the happening that it counts as in the process's rules."""

MOST_AGE = timedelta(hours=1)
"""How old news can be, since the record accepted it. Older news would mislead; it is on the issue anyway."""

URGENT: tuple[Happening, ...] = ("declared", "raised", "escalated")
"""Everybody who was notified of one of these must also be notified of its end."""

MILESTONES = ("started", "detected", "acknowledged", "mitigated")
"""The milestones that have a template of their own name."""


@dataclass(frozen=True)
class NewsItem:
    """An entry of which people elsewhere should be notified."""

    template: str
    entry: e.Entry
    incident: Incident
    """The incident with this entry."""

    @property
    def happening(self) -> Happening:
        """Return the happening that it counts as."""
        return NOTIFICATION_TEMPLATES[self.template]

    @property
    def key(self) -> str:
        """Return a key that makes it be sent once: by its command, its timer, or its time."""
        entry = self.entry
        if isinstance(entry, e.TimerFired | e.ReminderPosted):
            return f"notify:{self.template}:{entry.timer}".replace(" ", "-")
        place = f"c{entry.comment}.{entry.index}" if entry.comment else f"{entry.at:%Y-%m-%dT%H:%M:%S}"
        return f"notify:{self.template}:{place}"


def find_news(number: int, entries: Iterable[e.Entry], process: Process) -> Iterator[NewsItem]:
    """Yield all news in a record, in its order."""
    incident: Incident | None = None
    for entry in entries:
        before, incident = incident, fold_entry(number, incident, entry)
        if incident is not None:
            words = (_template(entry, before, process), *_progress_templates(entry, before, incident))
            yield from (NewsItem(each, entry, incident) for each in words if each)


def _progress_templates(entry: e.Entry, before: Incident | None, after: Incident) -> Iterator[str]:
    """Yield the templates for an entry that shows progress. A status with a text is an update, too."""
    if before is None:
        return
    match entry:
        case e.RoleTaken() if before.roles.get(entry.role, "").casefold() != entry.person.casefold():
            yield "role_assigned"
        case e.Acknowledged() | e.MilestoneSet() | e.StatusSet() if after.phase in RUNNING:
            yield from (each for each in MILESTONES if each in after.milestones and each not in before.milestones)
    if isinstance(entry, e.UpdatePosted | e.StatusSet) and entry.text:
        yield "updated"


def _template(entry: e.Entry, before: Incident | None, process: Process) -> str:
    """Return the template for an entry, or an empty string if it is no news."""
    match entry:
        case e.Declared() if before is None:
            return "declared"
        case e.Reopened():
            return "reopened"
        case e.SeveritySet() if before and 0 < process.rank(entry.to) < process.rank(before.severity):
            return "raised"
        case e.PeoplePaged() if entry.comment:  # people paged at the declaration get that notification
            return "paged"
        case e.Escalated():
            return "escalated"
        case e.TimerFired() if entry.what in UPDATE_TIMERS:
            return "update_due"
        case e.TimerFired() if process.find_rung(entry.what):
            return "ladder"
        case e.UpdatePublished():
            return "published"
        case e.Resolved():
            return "resolved"
        case e.Dismissed():
            return "dismissed"
        case e.ReminderPosted() if entry.timer.startswith("postmortem:"):
            return "postmortem_owed"
    return ""


@dataclass(frozen=True)
class DueNotification:
    """News that were not sent yet, and their audiences."""

    news: NewsItem
    audiences: tuple[str, ...]
    say: str = ""
    """The announcement that they get; empty for the tool's own words."""

    @property
    def key(self) -> str:
        """Return a key that makes it be sent once, whichever words it has."""
        return f"{self.news.key}/{self.say}" if self.say else self.news.key


def due_notifications(entries: tuple[e.Entry, ...], context: Context) -> Iterator[DueNotification]:
    """Yield the notifications that a stored record owes, whatever kept earlier runs from sending them."""
    sent = [entry.key for entry in entries if isinstance(entry, e.NotificationSent)]
    known = tuple(find_news(context.snapshot.issue.number, entries, context.process))
    rebuilt, end = last_rebuild(entries), _end(known)
    informed = _informed_audiences(entries, known if rebuilt else (), context.process)
    from_logs = e.replay_comments(entries)
    for each in known:
        if any(key.startswith(f"{each.key}/") for key in sent) or may_have_been_sent(each.entry, rebuilt, context):
            continue
        late = not is_recent(each.entry, from_logs, context)
        audiences = _audiences(each, informed, context.process) if not late else informed if each is end else ()
        for say, group in _by_words(each, audiences, context.process).items():
            yield DueNotification(each, _without_repeats(group, context.process), say)


def _without_repeats(audiences: tuple[str, ...], process: Process) -> tuple[str, ...]:
    """Leave out audiences that everybody includes: all but the tags of people's own addresses."""
    return tuple(each for each in audiences if not each or "" not in audiences or each in process.personal_tags)


def is_recent(entry: e.Entry, from_logs: frozenset[int], context: Context) -> bool:
    """Return whether an entry is recent enough to be told; entries of comments `from_logs` are older than they look."""
    # Replayed entries are accepted only now, however long ago they happened.
    since = entry.at if entry.comment in from_logs else entry.accepted
    return context.now - since <= MOST_AGE


def _end(known: tuple[NewsItem, ...]) -> NewsItem | None:
    """Return the news that the incident is over, if it still is."""
    turns = [each for each in known if each.happening == "resolved" or each.template == "reopened"]
    return turns[-1] if turns and turns[-1].happening == "resolved" else None


def last_rebuild(entries: tuple[e.Entry, ...]) -> datetime | None:
    """Return when the record was last rebuilt, and lost what it knew of notifications."""
    repairs = (entry for entry in entries if isinstance(entry, e.RecordRepaired) and entry.what is not e.Damage.EDITED)
    return max((entry.accepted for entry in repairs), default=None)


def may_have_been_sent(entry: e.Entry, rebuilt: datetime | None, context: Context) -> bool:
    """Return whether news may have been sent before the record was lost: all but what this run's event brought."""
    if rebuilt is None or entry.accepted > rebuilt:
        return False
    event = context.snapshot.event_comment
    brought = (event and entry.comment == event.id) or any(entry.at == each.at for each in context.snapshot.changes)
    return not brought


def _informed_audiences(entries: tuple[e.Entry, ...], lost: tuple[NewsItem, ...], process: Process) -> tuple[str, ...]:
    """Return who knows that the incident is on. After a rebuild that is whoever the process's rules name."""
    sent = (
        entry.audience
        for entry in entries
        if isinstance(entry, e.NotificationSent) and (entry.person or entry.what in URGENT)
    )
    meant = (
        audience
        for each in lost
        if each.template == "declared"
        for audience in _audiences_by_rules("declared", each, process)
    )
    return tuple(dict.fromkeys((*sent, *meant)))


def _audiences(each: NewsItem, informed: tuple[str, ...], process: Process) -> tuple[str, ...]:
    """Return the audiences of news: those that the rules name and, at an end or a new start, those informed before.

    Audiences of a declaration at a higher severity are informed when the severity is raised to it.
    """
    named = _audiences_by_rules(each.happening, each, process)
    if each.template == "raised" and "" not in informed:
        named += tuple(
            audience for audience in _audiences_by_rules("declared", each, process) if audience not in informed
        )
    if each.happening == "resolved" or each.template == "reopened":
        named += informed
    return tuple(dict.fromkeys(named))


def _audiences_by_rules(what: Happening, each: NewsItem, process: Process) -> tuple[str, ...]:
    """Return the audiences that the rules name for a happening at that severity, or everybody if there are no rules."""
    if not process.notifications:
        return () if what in IF_NAMED else ("",)
    return tuple(audience for rule in _rules(what, each, process) for audience in rule.to or ("",))


def _rules(what: Happening, each: NewsItem, process: Process) -> tuple[Notification, ...]:
    """Return the rules for a happening at that severity."""
    severity = process.severity_or_worst(each.incident.severity)
    return tuple(
        rule
        for rule in process.notifications
        if what in rule.on and (not rule.severities or severity in map(process.severity, rule.severities))
    )


def _by_words(each: NewsItem, audiences: tuple[str, ...], process: Process) -> dict[str, tuple[str, ...]]:
    """Return the audiences by the announcement that they get; those with an empty one get the tool's own words."""
    found: dict[str, tuple[str, ...]] = {}
    for audience in audiences:
        for say in _announcements(each, audience, process) or ("",):
            found[say] = (*found.get(say, ()), audience)
    return found


def _announcements(each: NewsItem, audience: str, process: Process) -> tuple[str, ...]:
    """Return the announcements that the rules name for an audience, those that apply to the severity.

    A false alarm has none, since the words for the end of an incident would be wrong for it.
    """
    if each.template == "dismissed":
        return ()
    known: tuple[Happening, ...] = (each.happening, "declared") if each.template == "raised" else (each.happening,)
    rules = (tuple(rule for rule in _rules(what, each, process) if audience in (rule.to or ("",))) for what in known)
    named = (process.announcement(rule.say) for rule in next(filter(None, rules), ()) if rule.say)
    return tuple(
        dict.fromkeys(
            found.name for found in named if found and process.applies_to(found.severities, each.incident.severity)
        )
    )
