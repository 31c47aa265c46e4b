"""Entries keep the names that records know them by, and the comments of replayed logs are found among them."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from incident_actions.model.incident.entry import (
    KINDS,
    CommandAnswered,
    Damage,
    Entry,
    IncidentEntry,
    ItemEntry,
    LogLinesReplayed,
    NoteAdded,
    OverviewEntry,
    UnknownEntry,
    WeekEntry,
    replay_comments,
)

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)


def test_every_entry_has_the_name_that_older_records_use() -> None:
    assert {kind: entry.__name__ for kind, entry in KINDS.items()} == {
        "declared": "Declared",
        "drill": "DrillBegun",
        "drill-step": "ScenarioPlayed",
        "drill-stopped": "DrillStopped",
        "drill-scored": "DrillScored",
        "severity": "SeveritySet",
        "acknowledged": "Acknowledged",
        "status": "StatusSet",
        "role": "RoleTaken",
        "update": "UpdatePosted",
        "note": "NoteAdded",
        "milestone": "MilestoneSet",
        "services": "ServicesSet",
        "impact": "ImpactSet",
        "hotfix": "HotfixOpened",
        "hotfix-ended": "HotfixEnded",
        "linked": "ThingLinked",
        "link-changed": "LinkChanged",
        "action": "ActionOpened",
        "resolved": "Resolved",
        "reopened": "Reopened",
        "dismissed": "Dismissed",
        "private": "MadePrivate",
        "postmortem-asked": "PostmortemAsked",
        "postmortem": "PostmortemOpened",
        "postmortem-updated": "PostmortemUpdated",
        "postmortem-differs": "FollowUpOffered",
        "postmortem-ended": "PostmortemEnded",
        "postmortem-completed": "PostmortemCompleted",
        "postmortem-accepted": "PostmortemAccepted",
        "postmortem-waived": "PostmortemWaived",
        "waiver-listed": "WaiverListed",
        "reviewed": "IncidentReviewed",
        "closed": "Closed",
        "reminded": "ReminderPosted",
        "fired": "TimerFired",
        "cadence": "CadenceSet",
        "checklist": "ChecklistRead",
        "duplicate-reported": "DuplicateReported",
        "recurrence": "RecurrenceFound",
        "rating": "RatingAsked",
        "line-marked": "LineMarked",
        "source-changed": "SourceChanged",
        "changes-listed": "ChangesListed",
        "snoozed-timers": "TimersSnoozed",
        "paged": "PeoplePaged",
        "escalated": "Escalated",
        "published": "UpdatePublished",
        "room": "RoomOpened",
        "frozen": "MergesFrozen",
        "unfrozen": "MergesUnfrozen",
        "notified": "NotificationSent",
        "dispatched": "EventDispatched",
        "put-back": "ManualChangeUndone",
        "mended": "RecordRepaired",
        "replayed": "LogLinesReplayed",
        "alert": "AlertFired",
        "alert-repeated": "AlertRepeated",
        "alert-over": "AlertResolved",
        "refused": "CommandRefused",
        "answered": "CommandAnswered",
        "item": "ItemOpened",
        "row": "RowApplied",
        "due": "DueSet",
        "owner": "OwnerSet",
        "done": "ItemDone",
        "item-accepted": "ItemAccepted",
        "evidence-offered": "EvidenceOffered",
        "dropped": "ItemDropped",
        "item-reopened": "ItemReopened",
        "snoozed": "RemindersSnoozed",
        "week": "WeekBegun",
        "person-snoozed": "PersonSnoozed",
        "overview": "OverviewBegun",
        "listed": "IncidentListed",
    }


def test_every_kind_of_entry_has_a_name_of_its_own() -> None:
    kinds = {*IncidentEntry.__args__, *ItemEntry.__args__, *WeekEntry.__args__, *OverviewEntry.__args__}

    assert set(KINDS.values()) == kinds
    assert len(KINDS) == len(kinds)
    assert UnknownEntry.kind not in KINDS


def test_a_record_can_have_been_damaged_in_three_ways() -> None:
    assert [str(damage) for damage in Damage] == ["edited", "damaged", "deleted"]


def test_an_entry_cannot_change() -> None:
    entry: Entry = CommandAnswered(at=AT, accepted=AT, word="help")

    with pytest.raises(FrozenInstanceError):
        entry.by = "ada"  # type: ignore[misc]


def test_the_comments_of_replayed_logs_are_found() -> None:
    def replayed(comment: int) -> LogLinesReplayed:
        return LogLinesReplayed(at=AT, accepted=AT, comment=comment, log="x", lines=(), first=AT, last=AT)

    note = NoteAdded(at=AT, accepted=AT, comment=5, text="x")

    assert replay_comments((replayed(3), note, replayed(4), replayed(3))) == {3, 4}
    assert replay_comments((note,)) == frozenset()
