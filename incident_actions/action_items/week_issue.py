"""The issue of a week's action items: its body, and how its record is read back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import OpenIssue
from incident_actions.contract.issue import Issue
from incident_actions.contract.listed_item import ListedItem
from incident_actions.contract.snapshot import Snapshot
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import action_week
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.action_week import Absence
from incident_actions.model.person import Person
from incident_actions.text import record

MOST_ROWS = 60
"""How many action items each list of the body names. The heading counts them all."""

LONGEST_TEXT = 150
"""How many characters of an action item's text a row shows."""

FOOTER = "<!-- incident-actions:week -->"
"""Divides what a sweep writes into the body from what every run writes."""

KEY = "week:"
"""How the key of the issue begins; the week follows."""

OPENED_LATELY = timedelta(days=8)
"""How long ago the issue of a week can have been opened."""


@dataclass(frozen=True)
class WeekRow:
    """One action item in a list of the week."""

    number: int
    text: str
    owner: str
    note: str


@dataclass(frozen=True)
class WeekList:
    """One of the lists of the week: how many action items it has, and those that it shows."""

    count: int
    rows: tuple[WeekRow, ...]


def week_entries(issue: Issue, bot: Person) -> tuple[e.Entry, ...]:
    """Return the record of a week from its issue; empty for any other issue."""
    entries = record.entries_in(issue.body) if issue.author.is_same_as(bot) else ()
    return entries if action_week.fold(entries) else ()


def is_week(issue: Issue, bot: Person, label: str) -> bool:
    """Return whether an issue lists a week's action items, whatever happened to its record."""
    return issue.author.is_same_as(bot) and (label in issue.label_names or bool(week_entries(issue, bot)))


def trusted_entries(snapshot: Snapshot, context: Context) -> tuple[e.Entry, ...]:
    """Return the record of a week, or a new one if somebody changed it: then the commands are answered once more."""
    issue, seal = snapshot.issue, snapshot.week_seal
    block = record.read_block(issue.body, seal)
    if block is not None and seal.accepts(block.trust) and action_week.fold(block.entries):
        return block.entries
    begun = issue.created.astimezone(context.zone).date()
    return (e.WeekBegun(at=issue.created, accepted=issue.created, week=action_week.week_of(begun)),)


def key_in(text: str) -> str:
    """Return the key that the issue of a week was opened with; empty for any other text."""
    week = action_week.fold(record.entries_in(text))
    return f"{KEY}{week.week}" if week else ""


def new_issue(absences: Iterable[Absence], context: Context) -> OpenIssue:
    """Return the issue to open for this week, with the snoozes of the week before that are not over."""
    now = context.now
    today = now.astimezone(context.zone).date()
    week = action_week.week_of(today)
    entries = (
        e.WeekBegun(at=now, accepted=now, week=week),
        *(
            e.PersonSnoozed(at=now, accepted=now, by=each.person.login, by_id=each.person.id, until=each.until)
            for each in absences
        ),
    )
    monday, _ = action_week.days_of(today)
    return OpenIssue(
        key=f"{KEY}{week}",
        title=f"Action items in the week of {monday.isoformat()}",
        body=week_body(entries, "", context),
        labels=(context.process.labels.week,),
        since=now - OPENED_LATELY,
    )


def week_body(entries: tuple[e.Entry, ...], shown: str, context: Context) -> str:
    """Return the body: the lists of action items, whose reminders are snoozed, and the record.

    A run that did not list the items keeps the lists of the body that is `shown`.
    """
    week = action_week.fold(entries)
    if week is None:
        raise AssertionError(entries)
    today = context.now.astimezone(context.zone).date()
    kept = shown.replace("\r\n", "\n").partition(FOOTER)[0].strip() if FOOTER in shown else ""
    found = context.snapshot.week_items
    lists = context.wording.render("issues/action_week.md", _lists(found.listed, today)) if found else kept
    footer = context.wording.render("issues/action_week_footer.md", {"absences": week.absent_people(today)})
    return f"{lists}\n\n{FOOTER}\n{footer}\n\n{record.write_record(entries, seal=context.snapshot.week_seal)}"


def _lists(listed: Iterable[ListedItem], today: date) -> dict[str, object]:
    monday, sunday = action_week.days_of(today)
    # An item that was closed without evidence counts as open until there is some.
    listed = sorted(listed, key=lambda each: (each.item.due or date.max, each.number))
    unfinished = [each for each in listed if each.item.state == "open" or each.item.lacks_evidence]
    done = [each for each in listed if each.item.state == "done" and not each.item.lacks_evidence]
    return {
        "monday": monday.isoformat(),
        "sunday": sunday.isoformat(),
        "overdue": _week_list([each for each in unfinished if _is_late(each.item, today)], today),
        "open": _week_list([each for each in unfinished if not _is_late(each.item, today)], today),
        "moved": _week_list([each for each in unfinished if _has(e.DueSet, each)], today),
        "done": _week_list([each for each in done if _has(e.ItemDone, each)], today),
    }


def _is_late(item: ActionItem, today: date) -> bool:
    return item.due is not None and item.due < today


def _has(kind: type[e.Entry], listed: ListedItem) -> bool:
    return any(isinstance(each, kind) for each in listed.recent)


def _week_list(listed: list[ListedItem], today: date) -> WeekList:
    rows = (
        WeekRow(each.number, each.item.text[:LONGEST_TEXT], each.item.owner, _note(each.item, today))
        for each in listed[:MOST_ROWS]
    )
    return WeekList(len(listed), tuple(rows))


def _note(item: ActionItem, today: date) -> str:
    if item.lacks_evidence:
        return "closed without evidence"
    if item.due is None or item.state != "open":
        return ""
    days = (today - item.due).days
    return f"{days} {'day' if days == 1 else 'days'} late" if days > 0 else f"due {item.due.isoformat()}"
