"""What of a record is news, for whom, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from incident_actions.contract.decision import Context
from incident_actions.contract.issue import Comment, ManualAction, ManualChange
from incident_actions.engine.reactions.notifications_due import due_notifications, find_news
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.model.person import Person
from incident_actions.model.process.communication import Announcement, Notification
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.process import Process
from incident_actions.model.process.validation import validate
from tests.worlds import PROCESS, START, WORDING, World

LADDER = (Rung(name="head", when="not acknowledged", after=10, page=("@ada",)),)


def at(minutes: float, kind: type[e.Entry], **fields: Any) -> Any:
    """An entry of so many minutes after the start."""
    moment = START + timedelta(minutes=minutes)
    return kind(**{"at": moment, "accepted": moment, **fields})


def declared(severity: str = "SEV-2", minutes: float = 0) -> Any:
    return at(minutes, e.Declared, by="grace", severity=severity, status="Investigating", title="Checkout is down")


def fired(what: str, minutes: float = 15) -> Any:
    due = START + timedelta(minutes=minutes)
    return at(minutes, e.TimerFired, timer=f"{what}@{due:%H:%M}+0", what=what, due=due)


def notified(key: str, what: str, audience: str = "", minutes: float = 1, problem: str = "") -> Any:
    return at(minutes, e.NotificationSent, key=f"{key}/{audience}", what=what, audience=audience, problem=problem)


def context(now: datetime, *rules: Notification, comment: int = 0, changed: datetime | None = None) -> Context:
    process = replace(PROCESS, notifications=rules, ladder=LADDER)
    snapshot = World(notifies=True).snapshot
    if comment:
        posted = Comment(comment, Person("grace", 2), "/x", now, now)
        snapshot = replace(snapshot, event_comment=posted)
    if changed:
        snapshot = replace(snapshot, changes=(ManualChange(ManualAction.CLOSED, Person("grace", 2), changed),))
    return Context(snapshot, process, WORDING, now)


def told(
    *entries: e.Entry, minutes: float = 30, rules: tuple[Notification, ...] = (), **more: Any
) -> list[tuple[str, tuple[str, ...]]]:
    """What is owed so many minutes after the start, and to whom."""
    seen = context(START + timedelta(minutes=minutes), *rules, **more)
    return [(each.news.template, each.audiences) for each in due_notifications(entries, seen)]


def rule(*on: str, to: tuple[str, ...] = (), severities: tuple[str, ...] = (), say: str = "") -> Notification:
    return validate(Notification, {"on": on, "to": to, "severities": severities} | ({"say": say} if say else {}))


def words(*entries: e.Entry, process: Process | None = None) -> list[tuple[str, str]]:
    known = process or replace(PROCESS, ladder=LADDER)
    return [(each.template, each.happening) for each in find_news(7, entries, known)]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (at(1, e.SeveritySet, to="SEV-1"), [("raised", "raised")]),
        (at(1, e.SeveritySet, to="SEV-2"), []),
        (at(1, e.SeveritySet, to="SEV-3"), []),
        (at(1, e.SeveritySet, to="no such"), []),
        (fired("head"), [("ladder", "escalated")]),
        (fired("update"), [("update_due", "update due")]),
        (fired("first-update"), [("update_due", "update due")]),
        (fired("room"), []),
        (fired("a rung that is gone"), []),
        (at(1, e.PeoplePaged, to=("ada",), whom="on-call", comment=9, by="grace"), [("paged", "escalated")]),
        (at(1, e.PeoplePaged, to=("ada",), whom="on-call"), []),
        (at(1, e.Escalated, rung="head", to=("ada",)), [("escalated", "escalated")]),
        (at(1, e.UpdatePublished, text="We know."), [("published", "published")]),
        (at(1, e.UpdatePosted, text="We know."), [("updated", "updated")]),
        (at(1, e.StatusSet, to="Identified", phase=Phase.ACTIVE), []),
        (at(1, e.StatusSet, to="Identified", phase=Phase.ACTIVE, text="We know."), [("updated", "updated")]),
        (at(1, e.StatusSet, to="Monitoring", phase=Phase.MITIGATED), [("mitigated", "mitigated")]),
        (
            at(1, e.StatusSet, to="Monitoring", phase=Phase.MITIGATED, text="It holds."),
            [("mitigated", "mitigated"), ("updated", "updated")],
        ),
        (at(1, e.MilestoneSet, milestone="mitigated", status="Monitoring"), [("mitigated", "mitigated")]),
        (at(1, e.MilestoneSet, milestone="started"), [("started", "started")]),
        (at(1, e.MilestoneSet, milestone="detected"), [("detected", "detected")]),
        (at(1, e.Acknowledged, by="ada"), [("acknowledged", "acknowledged")]),
        (at(1, e.RoleTaken, role="commander", person="ada"), [("role_assigned", "role assigned")]),
        (at(1, e.Resolved), [("resolved", "resolved")]),
        (at(1, e.Dismissed, duplicate_of=9), [("dismissed", "resolved")]),
        (at(1, e.Reopened, reason="again"), [("reopened", "declared")]),
        (at(1, e.ReminderPosted, timer="postmortem:x", due=START), [("postmortem_owed", "post-mortem owed")]),
        (at(1, e.ReminderPosted, timer="item:x", due=START), []),
        (declared(minutes=1), []),
        (at(1, e.NoteAdded, text="x"), []),
    ],
)  # fmt: skip
def test_these_entries_are_news(entry: e.Entry, found: list[tuple[str, str]]) -> None:
    assert words(declared(), entry) == [("declared", "declared"), *found]


def test_naming_a_severity_for_the_first_time_raises_nothing() -> None:
    assert words(declared(""), at(1, e.SeveritySet, to="SEV-1")) == [("declared", "declared")]


def test_before_it_was_declared_there_is_no_news() -> None:
    assert words(at(0, e.Resolved), at(0, e.PeoplePaged, to=(), whom="x", comment=9)) == []


def test_what_is_so_already_is_no_progress() -> None:
    first = (
        declared(),
        at(1, e.Acknowledged, by="ada"),
        at(2, e.RoleTaken, role="commander", person="ada"),
        at(3, e.MilestoneSet, milestone="mitigated", status="Monitoring"),
    )
    again = (
        at(4, e.Acknowledged, by="linus"),
        at(5, e.RoleTaken, role="commander", person="Ada"),
        at(6, e.StatusSet, to="Monitoring", phase=Phase.MITIGATED),
        at(7, e.Resolved),
        at(8, e.MilestoneSet, milestone="started"),
    )

    assert words(*first, *again) == [*words(*first), ("resolved", "resolved")]


def test_a_second_mitigation_after_a_relapse_is_news() -> None:
    monitoring = {"to": "Monitoring", "phase": Phase.MITIGATED}
    again = at(2, e.StatusSet, to="Investigating", phase=Phase.ACTIVE), at(3, e.StatusSet, **monitoring)

    assert words(declared(), at(1, e.StatusSet, **monitoring), *again)[1:] == [("mitigated", "mitigated")] * 2


PROGRESS = (
    declared(),
    at(1, e.Acknowledged, by="ada"),
    at(2, e.RoleTaken, role="commander", person="ada"),
    at(3, e.UpdatePosted, text="We know."),
    at(4, e.MilestoneSet, milestone="mitigated", status="Monitoring"),
)


def test_progress_is_sent_only_to_whom_a_rule_names() -> None:
    asked = rule("acknowledged", "role assigned", "updated", "mitigated", to=("room",))

    assert told(*PROGRESS) == [("declared", ("",))]
    assert told(*PROGRESS, rules=(rule("declared"),)) == [("declared", ("",))]
    assert told(*PROGRESS, rules=(asked,)) == [
        ("acknowledged", ("room",)),
        ("role_assigned", ("room",)),
        ("updated", ("room",)),
        ("mitigated", ("room",)),
    ]


def said(*entries: e.Entry, rules: tuple[Notification, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    """What is owed in whose words, with an announcement for every severity and one for SEV-1 alone."""
    seen = context(START + timedelta(minutes=30), *rules)
    announcements = tuple(
        Announcement(name=name, stage="update", audience="x", text="{update}", severities=severities)
        for name, severities in (("summary", ()), ("worst", ("SEV-1",)))
    )
    seen = replace(seen, process=replace(seen.process, announcements=announcements))
    return [(each.news.template, each.audiences, each.say) for each in due_notifications(entries, seen)]


def test_each_audience_gets_the_words_that_its_rule_names() -> None:
    own = rule("updated", "declared", to=("oncall", "room"))
    summary = rule("updated", to=("room", "incidents"), say="Summary")

    assert said(*PROGRESS, rules=(own, summary)) == [
        ("declared", ("oncall", "room"), ""),
        ("updated", ("oncall",), ""),
        ("updated", ("room", "incidents"), "summary"),
    ]


def test_an_announcement_for_other_severities_or_of_another_preset_gives_way_to_the_tools_own_words() -> None:
    worst, unknown = rule("declared", to=("room",), say="worst"), rule("updated", to=("room",), say="gone")

    assert said(*PROGRESS, rules=(worst, unknown)) == [("declared", ("room",), ""), ("updated", ("room",), "")]


def test_a_false_alarm_never_has_the_words_for_the_end_of_an_incident() -> None:
    rules = (rule("resolved", say="summary"),)

    assert said(declared(), at(1, e.Dismissed), rules=rules) == [("dismissed", ("",), "")]
    assert said(declared(), at(1, e.Resolved), rules=rules) == [("resolved", ("",), "summary")]


def test_whoever_joins_at_a_higher_severity_gets_the_words_for_the_declaration() -> None:
    raised = at(1, e.SeveritySet, to="SEV-1")
    rules = (rule("declared", severities=("SEV-1",), to=("press",), say="worst"),)

    assert said(declared(), raised, rules=rules) == [("raised", ("press",), "worst")]


def test_an_announcement_that_was_sent_is_not_due_again_in_other_words() -> None:
    sent = notified("notify:updated:2026-03-04T14:03:00/summary", "updated", "room", minutes=4)

    assert said(*PROGRESS, sent, rules=(rule("updated", to=("room",)),)) == []


def test_two_facts_of_one_kind_have_keys_of_their_own() -> None:
    entries = (
        declared(),
        at(1, e.SeveritySet, to="SEV-1", comment=8),
        at(2, e.SeveritySet, to="SEV-3"),
        at(3, e.SeveritySet, to="SEV-2"),
        at(4, e.SeveritySet, to="SEV-1", comment=9, index=2),
        fired("head", 10),
        fired("head", 30),
    )

    keys = [each.key for each in find_news(7, entries, replace(PROCESS, ladder=LADDER))]

    assert keys == [
        "notify:declared:2026-03-04T14:00:00",
        "notify:raised:c8.0",
        "notify:raised:2026-03-04T14:03:00",
        "notify:raised:c9.2",
        "notify:ladder:head@14:10+0",
        "notify:ladder:head@14:30+0",
    ]


def test_a_process_without_rules_tells_everybody_everything() -> None:
    entries = (declared(), fired("update"), at(20, e.UpdatePublished, text="x"), at(25, e.Resolved))

    assert told(*entries) == [("declared", ("",)), ("update_due", ("",)), ("published", ("",)), ("resolved", ("",))]


def test_news_that_were_sent_are_not_due_again_whether_they_arrived_or_not() -> None:
    key = "notify:declared:2026-03-04T14:00:00"

    assert told(declared(), notified(key, "declared")) == []
    assert told(declared(), notified(key, "declared", problem="silent:1:Slack")) == []
    assert told(declared(), notified(key, "declared", "press"), rules=(rule("declared", to=("oncall",)),)) == [], (
        "rules that changed meanwhile tell nobody twice"
    )


@pytest.mark.parametrize(
    ("severity", "audiences"),
    [("SEV-1", ("oncall", "managers")), ("SEV-2", ("oncall",)), ("SEV-4", ()), ("", ("oncall", "managers"))],
)
def test_rules_name_audiences_by_severity_and_in_doubt_by_the_worst(severity: str, audiences: tuple[str, ...]) -> None:
    rules = (
        rule("declared", "resolved", to=("oncall",), severities=("SEV-1", "sev2")),
        rule("declared", to=("managers", "oncall"), severities=("SEV-1",)),
        rule("published"),
    )

    assert told(declared(severity), rules=rules) == ([("declared", audiences)] if audiences else [])


def test_the_audience_of_everybody_replaces_all_others() -> None:
    assert told(declared(), rules=(rule("declared", to=("oncall",)), rule("declared"))) == [("declared", ("",))]


def test_an_audience_of_higher_severities_hears_of_the_incident_when_it_is_raised() -> None:
    rules = (rule("declared", "raised", to=("oncall",)), rule("declared", to=("managers",), severities=("SEV-1",)))
    raised = at(5, e.SeveritySet, to="SEV-1", comment=8)
    key = "notify:declared:2026-03-04T14:00:00"

    assert told(declared(), notified(key, "declared", "oncall"), raised, rules=rules) == [
        ("raised", ("oncall", "managers"))
    ]
    assert told(declared(), notified(key, "declared", "managers"), raised, rules=rules) == [("raised", ("oncall",))]


def test_an_informed_audience_hears_of_the_end_whatever_the_rules_say_now() -> None:
    heard = (
        notified("notify:declared:2026-03-04T14:00:00", "declared", "oncall"),
        notified("notify:ladder:head@14:10+0", "escalated", "managers", problem="silent:1:Slack"),
        notified("notify:published:c8.0", "published", "press"),
    )

    for end, word in ((at(25, e.Resolved), "resolved"), (at(25, e.Dismissed), "dismissed")):
        for minutes in (30, 60 * 24 * 9):
            assert told(declared(), *heard, end, minutes=minutes, rules=(rule("published"),)) == [
                (word, ("oncall", "managers"))
            ]
    assert told(declared(), *heard, at(25, e.Resolved), rules=(rule("resolved", to=("press",)),)) == [
        ("resolved", ("press", "oncall", "managers"))
    ]


def test_an_informed_audience_hears_of_the_reopening() -> None:
    heard = notified("notify:declared:2026-03-04T14:00:00", "declared", "oncall")
    over = (at(5, e.Resolved), notified("notify:resolved:2026-03-04T14:05:00", "resolved", "oncall"))

    assert told(declared(), heard, *over, at(20, e.Reopened, reason="x"), rules=(rule("published"),)) == [
        ("reopened", ("oncall",))
    ]


def test_news_older_than_an_hour_are_not_sent() -> None:
    entries = (declared(), at(30, e.SeveritySet, to="SEV-1"), at(40, e.Resolved), at(45, e.Reopened, reason="x"))

    assert [word for word, _ in told(*entries, minutes=60)] == ["declared", "raised", "resolved", "reopened"]
    assert [word for word, _ in told(*entries, minutes=95)] == ["resolved", "reopened"]
    assert told(*entries, minutes=200) == []
    heard = notified("notify:declared:2026-03-04T14:00:00", "declared", "oncall")
    assert told(heard, *entries, minutes=200) == [], "an end that was taken back is none"


def test_how_old_it_is_goes_by_when_the_record_took_it() -> None:
    late = replace(declared(), accepted=START + timedelta(hours=5))

    assert told(late, minutes=60 * 5 + 30) == [("declared", ("",))]


@pytest.mark.parametrize(
    ("harm", "tells"), [(e.Damage.DELETED, []), (e.Damage.DAMAGED, []), (e.Damage.EDITED, [("raised", ("",))])]
)
def test_a_record_that_was_built_again_has_told_what_it_holds(
    harm: e.Damage, tells: list[tuple[str, tuple[str, ...]]]
) -> None:
    key = notified("notify:declared:2026-03-04T14:00:00", "declared")
    raised = at(5, e.SeveritySet, to="SEV-1", comment=8)
    repair = at(20, e.RecordRepaired, what=harm)

    assert told(declared(), key, replace(raised, accepted=repair.accepted), repair) == tells


def test_news_of_the_event_that_found_the_damage_are_sent() -> None:
    repair = at(20, e.RecordRepaired, what=e.Damage.DELETED)
    rebuilt = replace(declared(), accepted=repair.accepted)
    by_command = at(20, e.Resolved, comment=8)
    by_hand = at(20, e.Resolved)

    assert told(rebuilt, by_command, repair) == []
    assert told(rebuilt, by_command, repair, comment=8) == [("resolved", ("",))]
    assert told(rebuilt, by_hand, repair, changed=by_hand.at) == [("resolved", ("",))]


def test_after_a_record_was_lost_those_hear_of_the_end_to_whom_the_declaration_went() -> None:
    repair = at(20, e.RecordRepaired, what=e.Damage.DELETED)
    rebuilt = replace(declared(), accepted=repair.accepted)
    rules = (rule("declared", to=("oncall",)), rule("raised", to=("managers",)))

    assert told(rebuilt, repair, at(30, e.Resolved), minutes=31, rules=rules) == [("resolved", ("oncall",))]
