"""One comment for each person with several action items that are due, on the issue of the week."""

from __future__ import annotations

from collections.abc import Iterable

from incident_actions.action_items.digest import DIGEST, DueItem, PersonalDigest, due_items, personal_digests
from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import comment_keys
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import action_week
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_week import Absence
from incident_actions.model.person import Person
from incident_actions.text.messages import ActionDigest, DigestLine

MOST_LINES = 60
"""How many action items a digest lists. The body of the issue and the list of issues have the others."""

LONGEST_LINE = 150
"""How many characters of an action item's text a digest shows."""


@dataclass(frozen=True)
class ReminderSplit:
    """How a sweep reminds of what is due today."""

    digests: tuple[PersonalDigest, ...]
    waiting: frozenset[int]
    """The action items that get no comment today: a digest has them, or everybody whom they concern is away."""


def due_digests(entries: tuple[e.Entry, ...], context: Context) -> tuple[PersonalDigest, ...]:
    """Return the digests that this week's issue lacks; none in a run that did not list the action items."""
    snapshot = context.snapshot
    week = action_week.fold(entries)
    today = context.now.astimezone(context.zone).date()
    if snapshot.week_items is None or week is None or week.week != action_week.week_of(today):
        return ()
    split = split_reminders(week.absent_people(today), context)
    posted = card_comment.posted_keys(snapshot.comments, snapshot)
    return tuple(each for each in split.digests if each.own_key not in posted)


def split_reminders(absences: Iterable[Absence], context: Context) -> ReminderSplit:
    """Decide who gets a digest today; raises NeedsAnswer until it is known whom the tool can reach."""
    today = context.now.astimezone(context.zone).date()
    told = told_reminders(context)
    away = tuple(each.person for each in absences)
    listed = context.snapshot.week_items.due if context.snapshot.week_items else ()
    due = tuple(each for each in due_items(listed, away, context) if each.key not in told)
    digests = personal_digests(due, today)
    together = {each.number for digest in digests for each in digest.items}
    return ReminderSplit(digests, frozenset(together | {each.number for each in due if away and not each.people}))


def told_reminders(context: Context) -> frozenset[str]:
    """Return the reminders that the digests on this issue have told of."""
    keys = (comment_keys(each.body) for each in context.snapshot.own_comments)
    return frozenset(key for own in keys if any(each.startswith(DIGEST) for each in own) for key in own)


def word_digest(digest: PersonalDigest, context: Context) -> ActionDigest:
    """Return the message of a digest: what is due first comes first."""
    ordered = sorted(digest.items, key=lambda each: (-each.reminder.days, each.number))
    today = context.now.astimezone(context.zone).date()
    lines = tuple(
        DigestLine(
            number=each.number,
            text=each.item.text[:LONGEST_LINE],
            due=each.item.due or today,
            days=(today - each.item.due).days if each.item.due else 0,
            incident=each.item.incident,
            why=_reason(each, digest.person),
            owner=each.item.owner,
            unreachable=each.unreachable,
        )
        for each in ordered[:MOST_LINES]
    )
    return ActionDigest(digest.person, lines, len(ordered) - len(lines))


def _reason(due: DueItem, login: str) -> str:
    """Return why somebody gets the reminder of an item: empty for its owner."""
    person = Person(login)
    if Person(due.item.owner).is_same_as(person):
        return ""
    if Person(due.item.lead).is_same_as(person):
        return "lead"
    return "late" if due.reminder.days > 0 else "nobody"
