"""An incident follows from its entries, one after another."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from incident_actions.contract.decision import EntryFields
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Action, Freeze, Hotfix, Incident, Postmortem, PostmortemFile, fold
from incident_actions.model.incident.link import Link, LinkName
from incident_actions.model.incident.pace import Pace
from incident_actions.model.incident.phase import Phase

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=10)
THEN = EntryFields(at=AT, accepted=AT, by="grace", by_id=0, comment=4, index=0)
NOW = EntryFields(at=LATER, accepted=LATER, by="grace", by_id=0, comment=5, index=0)
DECLARED = e.Declared(
    at=AT,
    accepted=AT,
    by="ada",
    severity="SEV-2",
    status="Investigating",
    title="Checkout is down",
    summary="Errors",
    impact="All",
    services=("api",),
    detected_by="Alert",
    started=AT - timedelta(minutes=5),
    answers=(("data_at_risk", "Yes"),),
)
BEGUN = Incident(
    number=7,
    phase=Phase.ACTIVE,
    status="Investigating",
    severity="SEV-2",
    title="Checkout is down",
    declared=AT,
    declared_by="ada",
    summary="Errors",
    impact="All",
    detected_by="Alert",
    answers={"data_at_risk": "Yes"},
    services=("api",),
    milestones={"declared": AT, "started": AT - timedelta(minutes=5)},
    pace=Pace(begun=AT, progress=AT, severities=((AT, "SEV-2"),)),
)
HOTFIX = e.HotfixOpened(**NOW, description="pool", branch="hotfix/pool", pull=9)
FOLLOWED = {"links": (Link(LinkName("number", "9"), LATER, hotfix=True),)}
"""The pull request of a hotfix is followed."""
FILED = e.PostmortemOpened(**NOW, branch="postmortem/7", path="docs/incidents/x.md", pull=12)
LISTED_LATER = e.PostmortemWaived(**NOW, reason="x", to_list=True)
MERGED = e.PostmortemEnded(**NOW, pull=12, merged=True)
FILE = {"postmortem_file": PostmortemFile("docs/incidents/x.md")}


def reached(**more: datetime) -> dict[str, datetime]:
    return {**BEGUN.milestones, **more}


def test_an_incident_does_not_exist_before_it_is_declared() -> None:
    assert fold(7, ()) is None
    assert fold(7, (e.Acknowledged(**NOW), e.CommandRefused(**NOW, word="sev", reason="MayNot"))) is None


def test_the_declaration_starts_the_incident_and_a_second_one_changes_nothing() -> None:
    assert fold(7, (DECLARED,)) == BEGUN
    assert fold(7, (DECLARED, e.Declared(**NOW, title="other"))) == BEGUN


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([e.SeveritySet(**NOW, to="SEV-1")], {"severity": "SEV-1"}),
        (
            [e.Acknowledged(**NOW)],
            {"milestones": reached(acknowledged=LATER), "acknowledged_by": "grace"},
        ),
        (
            [e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE, text="a deploy")],
            {
                "status": "Identified",
                "last_update": LATER,
                "last_update_text": "a deploy",
                "status_texts": {"Identified": "a deploy"},
            },
        ),
        (
            [
                e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE, text="a deploy"),
                e.StatusSet(**NOW, to="Investigating", phase=Phase.ACTIVE, text="or not"),
                e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE, text="the pool"),
                e.StatusSet(**NOW, to="Investigating", phase=Phase.ACTIVE),
            ],
            {
                "last_update": LATER,
                "last_update_text": "the pool",
                "status_texts": {"Investigating": "or not", "Identified": "the pool"},
            },
        ),
        ([e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE)], {"status": "Identified"}),
        (
            [e.StatusSet(**NOW, to="Monitoring", phase=Phase.MITIGATED)],
            {"status": "Monitoring", "phase": Phase.MITIGATED, "milestones": reached(mitigated=LATER)},
        ),
        (
            [
                e.MilestoneSet(**THEN, milestone="mitigated", status="Monitoring"),
                e.StatusSet(**NOW, to="Watching", phase=Phase.MITIGATED),
            ],
            {"status": "Watching", "phase": Phase.MITIGATED, "milestones": reached(mitigated=AT)},
        ),
        (
            [
                e.StatusSet(**NOW, to="Monitoring", phase=Phase.MITIGATED),
                e.StatusSet(**NOW, to="Investigating", phase=Phase.ACTIVE),
            ],
            {},
        ),
        ([e.RoleTaken(**NOW, role="commander", person="ada")], {"roles": {"commander": "ada"}}),
        (
            [
                e.RoleTaken(**NOW, role="commander", person="ada"),
                e.RoleTaken(**NOW, role="commander", person="linus"),
                e.RoleTaken(**NOW, role="tech", person="ada"),
            ],
            {"roles": {"commander": "linus", "tech": "ada"}},
        ),
        ([e.UpdatePosted(**NOW, text="soon")], {"last_update": LATER, "last_update_text": "soon"}),
        ([e.NoteAdded(**NOW, text="x")], {}),
        ([e.MilestoneSet(**NOW, milestone="detected")], {"milestones": reached(detected=LATER)}),
        ([e.MilestoneSet(**NOW, milestone="mitigated")], {"milestones": reached(mitigated=LATER)}),
        (
            [e.MilestoneSet(**NOW, milestone="mitigated", status="Monitoring")],
            {"phase": Phase.MITIGATED, "status": "Monitoring", "milestones": reached(mitigated=LATER)},
        ),
        ([e.ServicesSet(**NOW, to=("web",))], {"services": ("web",)}),
        ([e.ImpactSet(**NOW, text="some")], {"impact": "some"}),
        ([HOTFIX], {"hotfixes": (Hotfix("pool", "hotfix/pool", 9),), **FOLLOWED}),
        (
            [HOTFIX, e.HotfixEnded(**NOW, pull=9, merged=True), e.HotfixEnded(**NOW, pull=8, merged=False)],
            {"hotfixes": (Hotfix("pool", "hotfix/pool", 9, "merged"),), **FOLLOWED},
        ),
        (
            [HOTFIX, e.HotfixEnded(**NOW, pull=9, merged=False)],
            {"hotfixes": (Hotfix("pool", "hotfix/pool", 9, "closed"),), **FOLLOWED},
        ),
        (
            [e.ActionOpened(**NOW, issue=20, text="x", key="c5.0", owner="ada", due=date(2026, 4, 1), type="prevent")],
            {"actions": (Action(20, "x", "c5.0", "ada", date(2026, 4, 1), "prevent"),)},
        ),
        (
            [e.Resolved(**NOW, status="Resolved")],
            {"phase": Phase.RESOLVED, "status": "Resolved", "milestones": reached(resolved=LATER)},
        ),
        ([e.Resolved(**NOW)], {"phase": Phase.RESOLVED, "milestones": reached(resolved=LATER)}),
        ([e.Resolved(**NOW), e.Closed(**NOW)], {"phase": Phase.CLOSED, "milestones": reached(resolved=LATER)}),
        (
            [
                e.MilestoneSet(**NOW, milestone="mitigated"),
                e.Resolved(**NOW),
                e.Reopened(**NOW, reason="x", status="Again"),
            ],
            {"status": "Again"},
        ),
        ([e.Dismissed(**NOW, duplicate_of=3)], {"phase": Phase.DISMISSED, "duplicate_of": 3}),
        ([e.Dismissed(**NOW, duplicate_of=3), e.Reopened(**NOW, reason="x")], {}),
        ([e.PostmortemAsked(**NOW)], {"postmortem_asked": True}),
        ([e.PostmortemAsked(**NOW), e.PostmortemWaived(**NOW, reason="x")], {"postmortem_waived": "x"}),
        ([e.PostmortemWaived(**NOW, reason="x"), e.PostmortemAsked(**NOW)], {"postmortem_asked": True}),
        ([e.IncidentReviewed(**NOW, text="x")], {"reviewed": True}),
        ([FILED], {**FILE, "postmortem": Postmortem("postmortem/7", "docs/incidents/x.md", 12)}),
        (
            [FILED, e.PostmortemEnded(**NOW, pull=12, merged=True, items=2)],
            {**FILE, "postmortem": Postmortem("postmortem/7", "docs/incidents/x.md", 12, "merged")},
        ),
        (
            [FILED, e.PostmortemEnded(**NOW, pull=12, merged=False)],
            {**FILE, "postmortem": Postmortem("postmortem/7", "docs/incidents/x.md", 12, "rejected")},
        ),
        (
            [FILED, e.PostmortemEnded(**NOW, pull=11, merged=True)],
            {**FILE, "postmortem": Postmortem("postmortem/7", "docs/incidents/x.md", 12)},
        ),
        ([e.PostmortemEnded(**NOW, pull=12, merged=True)], {}),
        (
            [FILED, e.PostmortemEnded(**NOW, pull=12, merged=False), e.PostmortemAsked(**NOW)],
            {**FILE, "postmortem_asked": True},
        ),
        ([replace(FILED, pull=0), e.PostmortemAsked(**NOW)], {**FILE, "postmortem_asked": True}),
        ([e.PostmortemAsked(**NOW, name="full-pool")], {"postmortem_asked": True, "short_name": "full-pool"}),
        (
            [replace(FILED, written=("a", "b")), e.PostmortemUpdated(**NOW, written=("a", "c"))],
            {
                "postmortem": Postmortem("postmortem/7", "docs/incidents/x.md", 12),
                "postmortem_file": PostmortemFile("docs/incidents/x.md", ("a", "c"), frozenset("abc")),
            },
        ),
        (
            [replace(FILED, written=("a",)), e.PostmortemUpdated(**NOW, problem="no such branch"), FILED],
            {
                "postmortem": Postmortem("postmortem/7", "docs/incidents/x.md", 12),
                "postmortem_file": PostmortemFile("docs/incidents/x.md", ("a",), frozenset("a")),
            },
        ),
        (
            [FILED, MERGED, replace(FILED, branch="postmortem/7-2", pull=13)],
            {**FILE, "postmortem": Postmortem("postmortem/7-2", "docs/incidents/x.md", 13, follow_up=2)},
        ),
        (
            [FILED, MERGED, replace(FILED, pull=13), replace(MERGED, pull=13, merged=False)],
            {**FILE, "postmortem": Postmortem("postmortem/7", "docs/incidents/x.md", 13, "merged", follow_up=2)},
        ),
        (
            [FILED, MERGED, replace(FILED, pull=0), e.PostmortemAsked(**NOW)],
            {
                **FILE,
                "postmortem_asked": True,
                "postmortem": Postmortem("postmortem/7", "docs/incidents/x.md", 0, "merged", follow_up=1),
            },
        ),
        ([e.FollowUpOffered(**NOW, differs=("impact",))], {}),
        ([LISTED_LATER], {"postmortem_waived": "x", "reason_to_list": True}),
        ([LISTED_LATER, e.WaiverListed(**NOW)], {"postmortem_waived": "x"}),
        ([LISTED_LATER, e.PostmortemAsked(**NOW)], {"postmortem_asked": True}),
        (
            [FILED, e.PostmortemAsked(**NOW)],
            {**FILE, "postmortem_asked": True, "postmortem": Postmortem("postmortem/7", "docs/incidents/x.md", 12)},
        ),
        ([e.ReminderPosted(**NOW, timer="postmortem:x", due=AT)], {"reminded": frozenset({"postmortem:x"})}),
        (
            [
                e.ManualChangeUndone(**NOW, what="x"),
                e.RatingAsked(**NOW, on=5),
                e.CommandRefused(**NOW, word="sev", reason="MayNot"),
                e.CommandAnswered(**NOW, word="help"),
                e.DueSet(**NOW, to=date(2026, 4, 1)),
            ],
            {},
        ),
    ],
    ids=lambda value: "+".join(each.kind for each in value) if isinstance(value, list) else "",
)
def test_each_entry_changes_its_own_fields_and_nothing_else(
    entries: list[e.Entry], expected: dict[str, object]
) -> None:
    found = fold(7, (DECLARED, *entries))

    assert found is not None
    assert replace(found, pace=BEGUN.pace) == replace(BEGUN, **expected)  # type: ignore[arg-type]


def test_only_the_first_acknowledgement_counts() -> None:
    again = e.Acknowledged(at=LATER + timedelta(minutes=1), accepted=LATER)

    assert fold(7, (DECLARED, e.Acknowledged(**NOW), again)) == fold(7, (DECLARED, e.Acknowledged(**NOW)))


def test_the_ids_of_people_are_kept_by_role_and_by_login() -> None:
    entries = (
        e.RoleTaken(**NOW, role="commander", person="ada", person_id=1),
        e.RoleTaken(**NOW, role="scribe", person="kim", person_id=5),
        e.RoleTaken(**NOW, role="commander", person="grace", person_id=2),
        e.RoleTaken(**NOW, role="scribe", person="mary"),
        e.PeoplePaged(**NOW, to=("Ada", "acme/on-call"), ids=(1,), whom=""),
        e.PeoplePaged(**NOW, to=("kim", "Ada"), whom="on-call"),
    )

    incident = fold(7, (DECLARED, *entries))

    assert incident is not None
    assert (incident.roles, incident.role_ids) == ({"commander": "grace", "scribe": "mary"}, {"commander": 2})
    assert (incident.paged, incident.paged_ids) == (("Ada", "acme/on-call", "kim"), {"ada": 1})


def test_each_relapse_starts_the_time_to_mitigate_again_and_another_active_word_does_not() -> None:
    def status(to: str, phase: Phase, minutes: int) -> e.StatusSet:
        at = AT + timedelta(minutes=minutes)
        return e.StatusSet(at=at, accepted=at, by="grace", to=to, phase=phase)

    entries = (
        status("Monitoring", Phase.MITIGATED, 1),
        status("Monitoring", Phase.MITIGATED, 2),
        status("Investigating", Phase.ACTIVE, 3),
        status("Identified", Phase.ACTIVE, 4),
        status("Monitoring", Phase.MITIGATED, 5),
    )

    folded = [fold(7, (DECLARED, *entries[: count + 1])) for count in range(len(entries))]

    assert [each.milestones.get("mitigated") if each else None for each in folded] == [
        AT + timedelta(minutes=1),
        AT + timedelta(minutes=1),
        None,
        None,
        AT + timedelta(minutes=5),
    ]


def test_a_later_entry_for_a_milestone_corrects_it() -> None:
    entries = (e.MilestoneSet(**NOW, milestone="detected"), e.MilestoneSet(**THEN, milestone="detected"))

    incident = fold(7, (DECLARED, *entries))

    assert incident is not None
    assert incident.milestones == reached(detected=AT)


def test_another_active_word_keeps_a_time_of_mitigation_that_was_set_manually() -> None:
    mitigated = e.MilestoneSet(**THEN, milestone="mitigated")
    identified = e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE)

    incident = fold(7, (DECLARED, mitigated, identified))

    assert incident is not None
    assert incident.milestones == reached(mitigated=AT)


REPAIRED = e.RecordRepaired(**NOW, what=e.Damage.EDITED, lost=1)
REPLAYED = e.LogLinesReplayed(**NOW, log="x", lines=("a",), first=AT, last=AT)
PUBLISHED = e.UpdatePublished(**NOW, text="We know")


@pytest.mark.parametrize(
    ("entry", "changed"),
    [
        (e.RoomOpened(**NOW, room="#inc-7"), {"room": "#inc-7"}),
        (e.MergesFrozen(**NOW, reason="wait"), {"freeze": Freeze(LATER, "grace", "wait")}),
        (e.MergesUnfrozen(**NOW), {"may_freeze": False}),
        (e.MergesUnfrozen(at=LATER, accepted=LATER), {}),
        (e.ReminderPosted(**NOW, timer="due+0", due=AT), {"reminded": frozenset({"due+0"})}),
        (REPAIRED, {"repaired": REPAIRED}),
        (REPLAYED, {"replayed": REPLAYED}),
        (PUBLISHED, {"published": (PUBLISHED,), "last_update": LATER, "last_update_text": "We know"}),
    ],
    ids=["room", "frozen", "unfrozen", "unfrozen by itself", "reminder", "repair", "replay", "publication"],
)
def test_a_fact_is_kept_by_the_incident(entry: e.Entry, changed: dict[str, Any]) -> None:
    incident = fold(7, (DECLARED, entry))

    assert incident is not None
    assert replace(incident, pace=BEGUN.pace) == replace(BEGUN, **changed)


def test_the_first_alert_is_the_detection_unless_people_knew_before() -> None:
    early, late = AT - timedelta(minutes=3), AT + timedelta(minutes=3)

    def fired(at: datetime, *, again: bool = False) -> e.AlertFired:
        return e.AlertFired(
            at=at, accepted=LATER, alert="a", delivery="d", source="Grafana", title="Errors", again=again
        )

    def detected(*entries: e.Entry) -> datetime | None:
        found = fold(7, (DECLARED, *entries))
        return found.milestones.get("detected") if found else None

    assert detected(fired(early), fired(AT)) == early
    assert detected(fired(late)) is None
    assert detected(fired(early, again=True)) is None
    assert detected(fired(early), e.MilestoneSet(**NOW, milestone="detected")) == LATER
