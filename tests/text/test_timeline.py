"""The timeline shows events in the order in which they happened, one line each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from incident_actions.contract.decision import EntryFields
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.text.timeline import TimelineRow, lines, word_entry
from tests.worlds import PROCESS, WORDING

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
NOW = EntryFields(at=AT, accepted=AT, by="ada", by_id=0, comment=5, index=0)
PULL = {"what": "number", "name": "12", "repository": "acme/api"}
DAY = date(2026, 4, 1)


LINES = [
    (e.Declared(**NOW, title="Checkout is down"), "Declared: Checkout is down"),
    (e.Declared(**NOW, severity="SEV-1", title="x"), "Declared SEV-1: x"),
    (e.SeveritySet(**NOW, to="SEV-1"), "Severity SEV-1"),
    (e.SeveritySet(**NOW, to="SEV-1", reason="all are\naffected"), "Severity SEV-1: all are affected"),
    (e.SeveritySet(**NOW, to="Severity 1: Critical"), "Severity 1: Critical"),
    (e.SeveritySet(**NOW, to="Severity 1: Critical", reason="all"), "Severity 1: Critical — all"),
    (e.Acknowledged(**NOW), "Acknowledged"),
    (e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE, text="DNS"), "Status Identified: DNS"),
    (e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE), "Status Identified"),
    (e.UpdatePosted(**NOW, text="soon"), "Update: soon"),
    (e.NoteAdded(**NOW, text="a | b"), "a | b"),
    (e.MilestoneSet(**NOW, milestone="started"), "Started"),
    (e.MilestoneSet(**NOW, milestone="mitigated", text="rolled back"), "Mitigated: rolled back"),
    (e.ServicesSet(**NOW, to=("api", "web")), "Affected: api, web"),
    (e.ImpactSet(**NOW, text="all"), "Impact: all"),
    (
        e.HotfixOpened(**NOW, description="pool", branch="hotfix/pool", pull=9),
        "Hotfix opened: pool (`hotfix/pool`, #9)",
    ),
    (e.HotfixOpened(**NOW, description="pool", branch="hotfix/pool"), "Hotfix opened: pool (`hotfix/pool`)"),
    (
        e.HotfixOpened(**NOW, description="pool", branch="hotfix/pool", pull=9, issue=8),
        "Hotfix opened: pool (`hotfix/pool`, #9, issue #8)",
    ),
    (e.RoleTaken(**NOW, role="tech", person="linus", name="Tech lead"), "`linus` is now Tech lead"),
    (e.RoleTaken(**NOW, role="tech", person="linus", note="the\npool"), "`linus` is now tech: the pool"),
    (
        e.RoleTaken(**NOW, role="commander", person="ada", name="Incident Commander (IC)"),
        "`ada` is now Incident Commander (IC)",
    ),
    (e.PeoplePaged(**NOW, to=("linus",), whom=""), "Paged `linus`"),
    (e.PeoplePaged(**NOW, to=("linus", "a/b"), whom="CTO", reason="stuck"), "Paged CTO (`linus`, `a/b`): stuck"),
    (e.PeoplePaged(**NOW, to=(), whom="CTO"), "Paged CTO"),
    (e.Escalated(**NOW, rung="stuck", to=("linus",)), "Escalated (stuck) to `linus`"),
    (e.Escalated(**NOW, rung="", to=("linus",), reason="late"), "Escalated to `linus`: late"),
    (e.Escalated(**NOW, rung="stuck", to=()), "Escalated (stuck)"),
    (
        e.Escalated(**NOW, rung="blocked", to=("linus",), reason="late"),
        "Escalated to the tech lead, the engineering manager (`linus`): late",
    ),
    (
        e.Escalated(**NOW, rung="blocked", to=()),
        "Escalated to the tech lead, the engineering manager (nobody was found)",
    ),
    (
        e.TimerFired(**NOW, timer="x", what="no-progress", due=AT, to=("emil",)),
        "No progress for 15 min: paged the engineering manager (`emil`)",
    ),
    (
        e.TimerFired(**NOW, timer="x", what="still-hurting-after-an-hour", due=AT, to=("ada", "a/b"), times=2),
        "Users affected for 1 h (3 times): paged the CTO, the owners of the affected services (`ada`, `a/b`)",
    ),
    (
        e.TimerFired(**NOW, timer="x", what="no-progress", due=AT),
        "No progress for 15 min: paged the engineering manager (nobody was found)",
    ),
    (e.TimerFired(**NOW, timer="x", what="public-update", due=AT, to=("ada",)), "Public update due: paged `ada`"),
    (e.TimerFired(**NOW, timer="x", what="roles", due=AT, times=1), "Roles unclaimed (2 times)"),
    (e.TimerFired(**NOW, timer="x", what="renamed-since", due=AT, to=("ada",)), "Renamed-since: paged `ada`"),
    (e.UpdatePublished(**NOW, text="Payments fail."), "Published: Payments fail."),
    (e.RoomOpened(**NOW, room="#pool"), "Room: #pool"),
    (e.MergesFrozen(**NOW, reason="SEV-1"), "Merges frozen: SEV-1"),
    (e.MergesFrozen(**NOW), "Merges frozen"),
    (e.MergesUnfrozen(**NOW), "Merges allowed again"),
    (e.ThingLinked(**NOW, what="number", name="12"), "Linked #12"),
    (e.ThingLinked(**NOW, what="number", name="12", mentioned=True), "#12 mentions this incident"),
    (e.ThingLinked(**NOW, what="run", name="12", repository="acme/api"), "Linked workflow run 12 of acme/api"),
    (e.LinkChanged(**NOW, **PULL, event="merged", key="merged"), "acme/api#12 was merged"),
    (e.LinkChanged(**NOW, **PULL, event="closed", key="c"), "acme/api#12 was closed"),
    (
        e.LinkChanged(**NOW, **PULL, event="closed", key="c", detail="pull request"),
        "acme/api#12 was closed without merging",
    ),
    (e.LinkChanged(**NOW, **PULL, event="gone", key="gone"), "acme/api#12 can't be read any more"),
    (e.LinkChanged(**NOW, **PULL, event="deployed", key="d", detail="eu"), "acme/api#12 was deployed to eu"),
    (
        e.LinkChanged(**NOW, **PULL, event="not deployed", key="d", detail="eu"),
        "acme/api#12 was deployed to eu, which failed",
    ),
    (
        e.LinkChanged(**NOW, what="commit", name="3f2a9c1d2e", event="failed", key="f", detail="3f2a9c1"),
        "The checks of 3f2a9c1 failed (3f2a9c1)",
    ),
    (e.LinkChanged(**NOW, what="run", name="5", event="passed", key="ended"), "The workflow run 5 succeeded"),
    (e.CadenceSet(**NOW, minutes=20), "Updates promised every 20 min"),
    (e.CadenceSet(**NOW, minutes=0), "Updates promised at the usual interval again"),
    (
        e.TimersSnoozed(**NOW, until=AT + timedelta(hours=1), reason="we wait"),
        "Reminders snoozed until 15:00: we wait",
    ),
    (e.TimersSnoozed(**NOW, until=AT, reason=""), "Reminders resumed"),
    (e.HotfixEnded(**NOW, pull=9, merged=True), "Hotfix #9 merged"),
    (e.HotfixEnded(**NOW, pull=9, merged=False), "Hotfix #9 closed without merging"),
    (e.ActionOpened(**NOW, issue=20, text="x", key="k"), "Action item #20: x"),
    (
        e.ActionOpened(**NOW, issue=20, text="x", key="k", owner="linus", due=DAY),
        "Action item #20: x (`linus`, due 2026-04-01)",
    ),
    (e.Resolved(**NOW, summary="over"), "Resolved: over"),
    (e.Reopened(**NOW, reason="back"), "Reopened: back"),
    (e.Dismissed(**NOW, reason="a test"), "False alarm: a test"),
    (e.Dismissed(**NOW, duplicate_of=3), "Duplicate of #3"),
    (e.PostmortemAsked(**NOW), "Post-mortem requested"),
    (e.PostmortemOpened(**NOW, branch="postmortem/7", path="x.md", pull=12), "Post-mortem prepared in #12"),
    (e.PostmortemOpened(**NOW, branch="postmortem/7", path="x.md"), "Post-mortem prepared on `postmortem/7`"),
    (e.PostmortemEnded(**NOW, pull=12, merged=True), "Post-mortem #12 merged"),
    (e.PostmortemEnded(**NOW, pull=12, merged=True, elsewhere=True), "Post-mortem merged in another pull request"),
    (e.PostmortemEnded(**NOW, pull=12, merged=False), "Post-mortem #12 closed without merging"),
    (e.PostmortemWaived(**NOW, reason="a drill"), "Post-mortem waived: a drill"),
    (e.IncidentReviewed(**NOW), "Reviewed in the meeting"),
    (e.IncidentReviewed(**NOW, text="alert on a *full* pool"), "Reviewed in the meeting: alert on a *full* pool"),
    (
        e.AlertFired(**NOW, alert="a", delivery="d", source="Grafana", title="Disk @acme/ops"),
        "Alert fired: Disk @\u200bacme/ops (Grafana)",
    ),
    (
        e.AlertFired(**NOW, alert="a", delivery="d", source="Grafana", title="Disk", after=3),
        "Alert fired, as in #3: Disk (Grafana)",
    ),
    (
        e.AlertFired(**NOW, alert="a", delivery="d", source="Grafana", title="Disk", again=True),
        "Alert fired again: Disk (Grafana)",
    ),
    (e.AlertResolved(**NOW, alert="a", delivery="d", title="Disk"), "Alert resolved: Disk"),
    (
        e.AlertResolved(**NOW, alert="a", delivery="d", title="Disk", last=True),
        "Alert resolved: Disk. No alert is firing now",
    ),
    (e.SeveritySet(**NOW, to="SEV-1", alert="a"), "Severity SEV-1, set by the alert"),
    (e.Closed(**NOW), "Closed: nothing is left to do"),
    (
        e.ReminderPosted(**NOW, timer="postmortem:x", due=AT - timedelta(hours=2)),
        "Post-mortem reminder (due 12:00)",
    ),
]
"""Entries, each with its line."""


def test_an_entry_is_one_line() -> None:
    shown = [(entry, lines((entry,), WORDING, PROCESS)) for entry, _ in LINES]

    assert shown == [(entry, [TimelineRow(AT, "ada", text, 5)]) for entry, text in LINES]


def test_refused_and_answered_commands_are_not_on_the_timeline() -> None:
    silent = (
        e.CommandRefused(**NOW, word="sev", reason="MayNot"),
        e.CommandAnswered(**NOW, word="help"),
        e.ManualChangeUndone(**NOW, what="x"),
    )

    assert lines(silent, WORDING, PROCESS) == []


def test_lines_are_in_order_of_time_and_equal_times_in_the_order_of_the_record() -> None:
    early = AT - timedelta(hours=1)
    entries = (e.Acknowledged(**NOW), e.NoteAdded(**NOW, text="b"), e.NoteAdded(**NOW, text="a"))
    backdated = replace(entries[1], at=early, text="before")

    assert [line.text for line in lines((*entries, backdated), WORDING, PROCESS)] == [
        "before",
        "Acknowledged",
        "b",
        "a",
    ]


def test_a_start_given_in_the_declaration_is_a_line_of_its_own() -> None:
    declared = e.Declared(**NOW, title="x", started=AT - timedelta(minutes=20))

    assert lines((declared,), WORDING, PROCESS) == [
        TimelineRow(AT - timedelta(minutes=20), "ada", "Started", 5),
        TimelineRow(AT, "ada", "Declared: x", 5),
    ]


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (e.Declared(**NOW, severity="SEV-1", title="x"), "As we call it"),
        (e.Acknowledged(**NOW), "As we call it"),
        (e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE, text="DNS"), "As we call it: DNS"),
        (e.MilestoneSet(**NOW, milestone="mitigated", text="rolled back"), "As we call it: rolled back"),
        (e.Resolved(**NOW, summary="over"), "As we call it: over"),
        (e.AlertFired(**NOW, alert="a", delivery="d", source="Grafana", title="Disk"), "As we call it: Disk (Grafana)"),
    ],
)
def test_a_process_can_name_a_milestone(entry: e.Entry, text: str) -> None:
    assert word_entry(entry, WORDING, PROCESS, milestone="As we call it").text == text


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (
            e.RoleTaken(**NOW, role="tech", person="linus", name="Tech lead", note="the pool"),
            "Tech lead assigned: the pool",
        ),
        (e.PeoplePaged(**NOW, to=("linus",), whom="on call"), "Paged the people on call"),
        (e.PeoplePaged(**NOW, to=("linus",), whom=""), "Paged `linus`"),
        (
            e.Escalated(**NOW, rung="blocked", to=("linus",), reason="late"),
            "Escalated to the tech lead, the engineering manager: late",
        ),
        (
            e.TimerFired(**NOW, timer="x", what="no-progress", due=AT, to=("emil",)),
            "No progress for 15 min: paged the engineering manager",
        ),
        (
            e.TimerFired(**NOW, timer="x", what="no-progress", due=AT),
            "No progress for 15 min: paged the engineering manager (nobody was found)",
        ),
    ],
)
def test_whoever_has_another_name_can_be_shown_without_the_person(entry: e.Entry, text: str) -> None:
    assert word_entry(entry, WORDING, PROCESS, hide_people=True).text == text


@pytest.mark.parametrize(
    ("watched", "shown"),
    [(13, "fix watched for 13 of 30 min"), (0, "fix not watched; the process asks for 30 min")],
)
def test_a_resolution_shows_for_how_long_the_fix_was_watched(watched: int, shown: str) -> None:
    resolved = SimpleNamespace(summary="over", to_watch=30, watched=watched)

    words = WORDING.render("timeline/resolved.md", {"entry": resolved, "milestone": ""})

    assert words == f"Resolved: over ({shown})"
