"""Mitigate first (document 004), played through: users stop hurting in 15 minutes, hear in 30, and then by severity."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.gateway.repository.merged_changes import merge_change
from tests.stories.adopting import checklists, due, file, heard_at, ready, running_by, written
from tests.stories.conftest import WEDNESDAY

pytestmark = pytest.mark.rest  # another process than the default one, by the same machinery
CONFIGURATION = """
extends: mitigate-first
contacts: { all-hands: { people: [acme/everyone] } }
on_call: { primary: [{ people: [grace] }] }
links: { status_page: "https://status.acme.example" }
calendar: { country: GB, subdivision: ENG }
escalation: [ada]
"""
ROLES = (
    "**no one is Incident Commander (IC), Comms Lead or Tech Lead / Investigator yet.** To take the role: `/take <role>`."
    " To assign it: `/role <name> @user`.\n\n"
)
UNANSWERED = "**no one has acknowledged this incident.** If you are on it, comment `/ack`. To page somebody else: `/page @user`.\n\n"
HURTING = (
    "**users are still affected.** Pick the fastest way to stop the impact; find the cause later. Then comment `/mitigated`.\n\n"
    "In this order of preference:\n\n"
    "1. Roll back the last deploy: Roll back. Now. Root-cause from the rolled-back diff. (`/rollback`)\n"
    "2. Flip a feature flag: Flip it off\n"
    "3. Failover to a healthy region: Failover\n"
    "4. Scale up / restart degraded service: Do it (capture state first if possible)\n"
    "5. Block a bad request pattern at the edge: WAF/rate-limit rule\n\n"
)
UNHEARD = "**the public has not been informed yet.** Write the public update with `/publish <text>`, then copy it to your status page.\n\n"
NONE, LAST = "None has been posted so far.", "The last one was posted at 14:00 UTC."
PROMISED = (
    "**the next update is due.** {}"
    " Post one even if nothing has changed: `/update <text>`. To post less often: `/cadence 60m`.\n\n"
)


def test_nothing_is_chased_before_fifteen_minutes_and_then_all_of_it_in_one_comment(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="SEV-1: Full outage")

        assert heard_at(team, incident, 5, 14, 15, 16) == {
            5: [f"@grace: {UNANSWERED}{due(5)}"],
            15: [f"@grace: {ROLES}{due(15)}\n\n@grace: {HURTING}{due(15)}\n\n@grace: {PROMISED.format(NONE)}{due(15)}"],
        }


def test_after_fifteen_minutes_the_last_change_is_named_with_its_rollback(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        bad = merge_change(team.as_("ada"), {"pool.py": "size = 50\n"}, method="squash")["number"]
        team.settle()
        incident = file(team, "ada", "Checkout is down", severity="SEV-1: Full outage")

        ((said,),) = heard_at(team, incident, 15).values()

        assert (
            f"{HURTING}The last change before it started, at 14:00: #{bad} merged by `ada`: Raise the pool size."
            f" To roll it back, comment `/rollback #{bad}`.\n\n"
        ) in said


@pytest.mark.parametrize("severity", ["SEV-1", "SEV-2"])
def test_users_hear_within_thirty_minutes(severity: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{severity}: it is bad")
        team.say("grace", incident, "/ic\n/comms @linus\n/tech @ada\n/mitigated\n/cadence 24h")

        assert heard_at(team, incident, 15, 29, 30, 31) == {30: [f"@linus, @grace: {UNHEARD}{due(30)}"]}
        team.say("grace", incident, "/publish We are aware of it.")
        assert heard_at(team, incident, 45, 75) == {}


@pytest.mark.parametrize(("severity", "minutes"), [("SEV-1", 15), ("SEV-2", 30), ("SEV-3", 60)])
def test_updates_are_promised_by_severity(severity: str, minutes: int, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{severity}: it is bad")
        team.say("grace", incident, "/ic\n/comms @linus\n/tech @ada\n/mitigated\n/publish We are aware of it.")
        told = team.row(incident, "Next update")
        team.say("grace", incident, "/update We watch it.")

        by = f"{WEDNESDAY + timedelta(minutes=minutes):%H:%M} UTC"
        assert told == team.row(incident, "Next update") == by[:5]
        late = f"{WEDNESDAY + timedelta(minutes=minutes + 1):%H:%M} UTC"
        assert heard_at(team, incident, minutes - 1, minutes + 1) == {
            minutes + 1: [f"@linus, @grace: {PROMISED.format(LAST)}_Due {by}, posted {late}._"]
        }


def test_the_lowest_severity_promises_nothing_and_is_never_chased(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "A typo", severity="SEV-4: Minor issue")

        assert heard_at(team, incident, 15, 30, 60, 24 * 60, 7 * 24 * 60) == {}


@pytest.mark.parametrize(
    ("now", "by"),
    [
        (WEDNESDAY, datetime(2026, 3, 4, 17, tzinfo=UTC)),
        (
            datetime(2026, 12, 24, 18, tzinfo=UTC),
            datetime(2026, 12, 29, 17, tzinfo=UTC),
        ),  # Christmas, then Boxing Day's substitute
    ],
)
def test_the_third_severity_is_answered_in_normal_hours(now: datetime, by: datetime, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, now) as team:
        incident = file(team, "ada", "Search is slow", severity="SEV-3: Degraded")
        team.say("ada", incident, "/cadence 24h\n/snooze 1h normal hours")
        since = datetime.fromisoformat(team.as_("ada").json("GET", f"issues/{incident}")["created_at"])
        minutes = round((by - since).total_seconds() / 60)

        said = heard_at(team, incident, minutes - 1, minutes)
        assert "nobody has said that they are on it" not in "".join(said.get(minutes - 1, []))
        assert said[minutes][0].endswith(
            "@grace: **no one works on this yet.** Expected for SEV-3: Normal hours fix, internal comms. If you are on it,"
            " comment `/ack`. To page somebody else: `/page @user`.\n\n"
            f"_Due {by:%H:%M} UTC, posted {by:%H:%M} UTC._"
        )


RESPONSES = {
    "SEV-1": "Page on-call, all hands, public comms (by 2026-03-04 14:05 UTC)",
    "SEV-2": "On-call leads, user comms within 30 min (by 2026-03-04 14:05 UTC)",
    "SEV-3": "Normal hours fix, internal comms (by 2026-03-04 17:00 UTC)",
}


@pytest.mark.parametrize(
    ("severity", "told"),
    [("SEV-1", " @acme/everyone: you are notified of every SEV-1 incident."), ("SEV-2", ""), ("SEV-3", "")],
)
def test_all_hands_are_called_for_the_worst_alone(severity: str, told: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{severity}: it is bad")

        assert team.beginning(incident)[0].partition("\n")[0] == (
            f"**Declared as {severity}.** Response: {RESPONSES[severity]}. @grace, you are on call. You lead this incident until someone takes command.{told}"
        )


def test_its_words_stand_ready_with_their_fields_in_order(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        answers = {
            "impact": "all buyers",
            "severity": "SEV-1: Full outage",
            "services": "checkout",
            "started_at": "13:50",
        }
        incident = file(team, "ada", "payments fail", **answers)

        public = "status page / Twitter / customer email"
        facts = "Started: 2026-03-04 13:50 UTC\nImpact: all buyers"
        soon = "We'll post an update within 30 minutes."
        beginning = team.beginning(incident)[0]
        assert ready(beginning) == {
            public: f"[Investigating] We are aware of an issue affecting checkout.\n{facts}\n{soon}"
        }
        assert (
            "The text for chat channel is on the card. Still missing: Incident Commander (IC) (`/ic @user`), Comms Lead (`/comms @user`)"
            in beginning
        )
        assert [each for text in team.say("grace", incident, "/ic @grace") for each in ready(text)] == []
        (_, complete) = team.say("grace", incident, "/comms @linus")
        assert ready(complete) == {
            "chat channel": (
                "🚨 SEV-1 declared: payments fail\nIncident commander: @grace\nComms lead: @linus\n"
                "Channel: #incident-2026-03-04\nStatus page: https://status.acme.example\nUpdates every 15 min until resolved."
            )
        }
        team.say("grace", incident, "/status Identified")
        assert ready(team.card(incident))[public] == (
            f"[Identified] We know the cause of the issue affecting checkout and are working on a fix.\n{facts}\n{soon}"
        )
        team.say("grace", incident, "/mitigated")
        assert ready(team.card(incident)) == {
            public: f"[Monitoring] A fix for the issue affecting checkout is in place, and we are monitoring it.\n{facts}\n{soon}"
        }
        (resolved,) = team.say("grace", incident, "/resolve rolled back to 41")
        assert ready(resolved) == {
            public: f"[Resolved] The issue affecting checkout is resolved.\n{facts}",
            "incident channel": "[Resolved] rolled back to 41",
        }


def test_its_phases_bring_their_steps_and_gate_nothing(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="SEV-1: Full outage")

        (beginning,) = team.beginning(incident)
        assert list(checklists(beginning)) == [
            *("Detect", "Triage", "Mitigate", "Mitigate first, understand later", "Communicate", "Anti-patterns")
        ]
        assert (beginning.count("- [ ] "), beginning.count("- [ ] Root-causing")) == (3, 0)
        found = checklists(team.card(incident))
        assert list(found) == ["Mitigate"]
        assert found["Mitigate"] == [
            "Roll back the last deploy: Roll back. Now. Root-cause from the rolled-back diff. (`/rollback`)",
            "Flip a feature flag: Flip it off",
            "Failover to a healthy region: Failover",
            "Scale up / restart degraded service: Do it (capture state first if possible)",
            "Block a bad request pattern at the edge: WAF/rate-limit rule",
        ]
        (begun,) = team.say("grace", incident, "/status monitoring\n/status investigating\n/mitigated")
        assert (team.headline(incident), list(checklists(begun))) == ("🟢 SEV-1 · Monitoring", ["Resolve"])
        (resolved,) = team.say("grace", incident, "/resolve")
        assert list(checklists(resolved)) == ["Review", "Anti-patterns, each to be avoided"]


def test_on_a_team_of_two_one_leads_and_talks_and_the_other_investigates(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="SEV-1: Full outage")

        said = team.say("grace", incident, "/ic\n/comms\n/tech @ada\n/scribe @ada")
        assert "different people" not in "".join(said)
        (apart,) = team.say("ada", incident, "/ic @ada")
        assert apart.endswith(
            "In this process, Incident Commander (IC) and Tech Lead / Investigator are different people. When somebody else is"
            " available, hand one over: `/handoff <role> @user <note>`."
        )


FILE = """\
# Incident 1: Checkout is down

**Date:** 2026-03-04\x20\x20
**Duration:** 13:50 UTC → 14:40 UTC (50 minutes)\x20\x20
**Severity:** SEV-1\x20\x20
**Impact:** All buyers, 40 orders a minute\x20\x20
**Detected by:** Alert\x20\x20
**Incident:** [#1]({url}/acme/shop/issues/1)

## Summary

Every payment fails.

The pool was exhausted.

<!-- One paragraph. Lay-reader friendly. -->

## Timeline (UTC)

- 13:50 — Started
- 14:00 — incident declared SEV-1, IC [@grace]({url}/grace)
- 14:02 — Acknowledged
- 14:10 — mitigation applied
- 14:40 — incident resolved: The pool was exhausted.

<!-- alert fired · incident declared, IC @\u200bperson · mitigation applied · metrics recovered · incident r\u200besolved -->

## Root cause

<!-- Often a chain: trigger + latent bug + missing guardrail. -->

## What went well

## What went poorly

## What we got lucky on

<!-- The things that, if slightly different, would have made this much worse. -->

## Action items

| Item | Owner | Due | Type |
|---|---|---|---|
| Alert on pool exhaustion ([#2]({url}/acme/shop/issues/2)) | [@linus]({url}/linus) | 2026-03-20 | detect |

<!-- Assignable, scheduleable, and verifiable. "Be more careful" is not an action item. -->

<details>
<summary>Appendix: pages and reminders</summary>

0 of 1 promised updates came on time. The longest silence lasted 39 min, from 14:00 UTC.

- 14:00 — Paged the people on call
- 14:02 — Incident Commander (IC) assigned

</details>
"""


def test_its_post_mortem_is_written_as_the_document_has_it(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        answers = {
            "summary": "Every payment fails.",
            "impact": "All buyers, 40 orders a minute",
            "detected_by": "Alert",
        }
        incident = file(team, "ada", "Checkout is down", severity="SEV-1: Full outage", started_at="13:50", **answers)
        team.later(minutes=2)
        team.say("grace", incident, "/ack\n/ic\n/action @linus 2026-03-20 Alert on pool exhaustion detect")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=10))
        team.say("grace", incident, "/mitigated")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=40))
        team.say("grace", incident, "/resolve The pool was exhausted.")

        path = "docs/incidents/2026-03-04-checkout-is-down.md"
        assert written(team.text(path, "postmortem/1")) == FILE.format(url=team.sandbox.url)


@pytest.mark.parametrize("severity", ["SEV-1", "SEV-2", "SEV-3"])
@pytest.mark.parametrize(
    ("now", "by"),
    [
        (datetime(2026, 3, 6, 14, tzinfo=UTC), "2026-03-13 14:00 UTC"),  # a Friday: the weekend does not count
        (datetime(2026, 4, 1, 14, tzinfo=UTC), "2026-04-10 14:00 UTC"),  # nor do Good Friday and Easter Monday
    ],
)
def test_its_review_is_due_after_five_business_days(severity: str, now: datetime, by: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, now) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{severity}: it is bad")

        (resolved,) = team.say("grace", incident, "/resolve")
        assert f"The post-mortem is ready to be filled in: #2. It is due by **{by}**." in resolved
