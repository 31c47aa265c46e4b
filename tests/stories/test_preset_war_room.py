"""The war room (document 002), played through: its ladder of 5, 15 and 30 minutes, its three messages, its four phases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stories.adopting import checklists, due, file, heard_at, ready, running_by, written
from tests.stories.conftest import WEDNESDAY

pytestmark = pytest.mark.rest  # another process than the default one, by the same machinery

CONFIGURATION = """
extends: war-room
contacts:
  tech-lead: { people: [tess] }
  engineering-manager: { people: [emil] }
  vp-engineering: { people: [vera] }
  engineering-lead: { people: [enno] }
  ceo: { people: [cleo] }
  vp-ops: { people: [otto] }
on_call: { primary: [{ people: [grace] }], secondary: [{ people: [linus] }] }
links: { status_page: "https://status.acme.example" }
calendar: { country: DE }
escalation: [ada]
"""
ONE, TWO, THREE, FOUR = "Severity 1: Critical", "Severity 2: High", "Severity 3: Medium", "Severity 4: Low"
CHANNELS = "This escalates to On-call engineer backup, Tech lead.\n- Check if communication channels are down\n\n"
SPECIALISTS = "This escalates to Engineering manager.\n- Consider bringing in specialists\n\n"
FALLBACK = (
    "This escalates to VP Engineering.\n- Prepare public communication\n"
    "- Consider fallback procedures (feature flags, circuit breakers)\n\n"
)


UNCLAIMED = (
    "**no one is Incident Commander, Technical Lead or Communications yet.** To take the role: `/take <role>`."
    " To assign it: `/role <name> @user`.\n\n"
)
UNANSWERED = (
    "**no one works on this yet.** Expected for Severity 2: High: &lt; 15 minutes. If you are on it, comment `/ack`."
    " To page somebody else: `/page @user`.\n\n"
)
AGAIN = "This is reminder 2. Reminders continue until it is done._"


@pytest.mark.parametrize("severity", [ONE, TWO])
def test_the_ladder_is_climbed_at_its_minutes_to_its_people_and_never_twice(severity: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{severity}: it is bad")
        unanswered = f"@grace: {UNANSWERED}{due(15)}\n\n" if severity == TWO else ""
        again = f"@grace: {UNANSWERED}_Due 14:30 UTC, posted 14:30 UTC. {AGAIN}\n\n" if severity == TWO else ""

        assert heard_at(team, incident, 1, 4, 5, 6, 10, 14, 15, 16, 29, 30, 31) == {
            5: [f"@linus, @tess: **not acknowledged for 5 min.** {CHANNELS}{due(5)}"],
            10: [f"@grace: {UNCLAIMED}{due(10)}"],
            15: [
                f"{unanswered}"
                f"@linus, @tess, @grace: **not acknowledged for 15 min.** {CHANNELS}{due(15, 2)}\n\n"
                f"@emil: **no progress for 15 min.** {SPECIALISTS}{due(15)}"
            ],
            29: [f"@grace: {UNCLAIMED}_Due 14:25 UTC, posted 14:29 UTC. {AGAIN}"],
            30: [f"{again}@vera: **not resolved for 30 min.** {FALLBACK}{due(30)}"],
        }


@pytest.mark.rest
def test_an_acknowledgement_with_an_update_is_progress_and_only_resolving_stops_the_last_step(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{ONE}: it is bad")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=4))
        team.say("grace", incident, "/ack\n/ic\n/tech @linus\n/comms @ada")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=18))
        team.say("grace", incident, "/note the pool is full")

        assert heard_at(team, incident, 19, 29, 30, 32) == {
            30: [f"@vera: **not resolved for 30 min.** {FALLBACK}{due(30)}"]
        }
        assert heard_at(team, incident, 33) == {33: [f"@emil: **no progress for 15 min.** {SPECIALISTS}{due(33)}"]}


def test_a_third_severity_hears_of_its_alert_and_climbs_no_further(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Search is slow", severity=f"{THREE}: it is bad")

        assert heard_at(team, incident, 4, 5) == {
            5: [f"@linus, @tess: **not acknowledged for 5 min.** {CHANNELS}{due(5)}"]
        }
        team.say("grace", incident, "/ack")
        assert heard_at(team, incident, 15, 30, 60) == {}


@pytest.mark.parametrize(
    ("now", "by"),
    [
        (WEDNESDAY, datetime(2026, 3, 4, 17, tzinfo=UTC)),
        (datetime(2026, 4, 2, 18, tzinfo=UTC), datetime(2026, 4, 7, 17, tzinfo=UTC)),  # Easter, from Friday to Monday
    ],
)
def test_the_fourth_severity_waits_for_business_hours(now: datetime, by: datetime, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, now) as team:
        incident = file(team, "ada", "A typo", severity=f"{FOUR}: a typo")
        since = datetime.fromisoformat(team.as_("ada").json("GET", f"issues/{incident}")["created_at"])
        minutes = (by - since).total_seconds() / 60

        said = heard_at(team, incident, 5, minutes - 1, minutes)
        assert {minute: each for minute, each in said.items() if "is for today" not in each[0]} == {
            minutes: [
                "@grace: **no one works on this yet.** Expected for Severity 4: Low: During business hours. If you are on"
                " it, comment `/ack`. To page somebody else: `/page @user`.\n\n"
                f"_Due {by:%H:%M} UTC, posted {by:%H:%M} UTC._"
            ]
        }


@pytest.mark.parametrize(
    ("severity", "told"),
    [
        (
            ONE,
            "Response: Immediate (by 2026-03-04 14:05 UTC). @grace, you are on call. You lead this incident until someone takes command. @cleo, @otto, @linus: you are notified",
        ),
        (
            TWO,
            "Response: &lt; 15 minutes (by 2026-03-04 14:15 UTC). @grace, you are on call. You lead this incident until someone takes command. @enno, @linus: you are notified",
        ),
        (
            THREE,
            "Response: &lt; 1 hour (by 2026-03-04 15:00 UTC). @grace, you are on call. You lead this incident until someone takes command.\n",
        ),
    ],
)
def test_each_severity_is_told_to_its_people(severity: str, told: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{severity}: it is bad")

        (beginning,) = team.beginning(incident)
        assert beginning.startswith(f"**Declared as {severity}.** {told}")


def test_no_update_is_promised_until_people_choose_how_often(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Search is slow", severity=f"{THREE}: it is bad")
        team.say("grace", incident, "/ack\n/ic")
        assert (team.row(incident, "Next update"), heard_at(team, incident, 90)) == ("", {})

        team.say("grace", incident, "/update We look at it.\n/cadence 20m")
        assert heard_at(team, incident, 109, 111) == {
            111: [
                "@grace: **the next update is due.** The last one was posted at 15:30 UTC. Post one even if nothing has changed: `/update <text>`. To post less often: `/cadence 60m`.\n\n_Due 15:50 UTC, posted 15:51 UTC._"
            ]
        }


def test_its_three_messages_stand_ready_with_their_fields_in_order(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        answers = {
            "impact": "all buyers",
            "severity": f"{ONE}: it is bad",
            "services": "checkout",
            "started_at": "13:50",
        }
        incident = file(team, "ada", "payments fail", **answers)

        (beginning,) = team.beginning(incident)
        assert ready(beginning) == {}
        (_, complete) = team.say("grace", incident, "/ic @grace")
        assert ready(complete)["stakeholders"].split("\n") == [
            "Subject: Incident #1 - Severity 1: Critical: checkout - payments fail",
            "",
            "We are investigating an issue affecting all buyers.",
            "Incident Commander: @grace",
            "Slack Channel: #incident-1",
            "Status Page: https://status.acme.example",
        ]
        team.say("grace", incident, "/detected 13:55\n/update We roll back.")
        assert ready(team.card(incident))["stakeholders"].split("\n") == [
            "Update 2026-03-04 14:00 UTC: Investigating",
            "- What we've done so far: We roll back.",
            "- Current investigation status: Investigating",
            "- Estimated time to resolution: [estimated time to resolution]",
        ]
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=20))
        _, resolved = team.say("grace", incident, "/action @linus 2026-03-20 Alert on it\n/resolve A missing index.")
        assert ready(resolved)["stakeholders"].split("\n") == [
            "Resolution 2026-03-04 14:20 UTC: Issue Resolved",
            "- Root cause: A missing index",
            "- Time to detection: 5 min",
            "- Time to resolution: 30 min",
            "- Impact summary: all buyers",
            "- Next steps: Alert on it (#2)",
        ]
        assert "Team meeting within 24 hours" in resolved


@pytest.mark.rest
def test_its_ten_steps_come_in_their_phases(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{ONE}: it is bad")

        found = [*checklists(team.beginning(incident)[0])]
        (begun,) = team.say("grace", incident, "/mitigated")
        found += checklists(begun)
        (resolved,) = team.say("grace", incident, "/resolve")
        found += checklists(resolved)

        assert found == [
            "Detection & Alerting: 1 Alert Triggered",
            "Detection & Alerting: 2 Initial Assessment",
            "Response & Mitigation: 3 War Room",
            "Response & Mitigation: 4 Investigation",
            "Response & Mitigation: 5 Mitigation",
            "Recovery & Resolution: 6 Verification",
            "Recovery & Resolution: 7 Communication",
            "Post-Incident Review: 8 Root Cause Analysis",
            "Post-Incident Review: 9 Action Items",
            "Post-Incident Review: 10 Retrospective",
        ]


def test_whoever_takes_one_of_its_roles_hears_what_it_is_for(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{ONE}: it is bad")

        assert team.row(incident, "Roles") == "**nobody yet:** Incident Commander, Technical Lead, Communications"
        assert team.say("grace", incident, "/ic\n/tech\n/comms") == [
            "`grace`, you are now **Incident Commander** of this incident. Coordinates response\n\n"
            "`grace`, you are now **Technical Lead** of this incident. Directs troubleshooting\n\n"
            "`grace`, you are now **Communications** of this incident. Updates stakeholders"
        ]


FILE = """\
# Incident #1: Checkout is down

- **Time to detection:** not known
- **Time to resolution:** under a minute
- **Incident:** [#1]({url}/acme/shop/issues/1)

## Impact summary

<!-- Users/transactions affected. Give a number. -->

## Roles

Nobody took a role.

## What happened

| Time (UTC) | Event |
|---|---|
| 2026-03-04 14:00 | Declared Severity 1: Critical: Checkout is down |
| 2026-03-04 14:00 | Resolved |

<!-- What happened (not who). -->

## Root Cause Analysis

<!-- The root cause, and how it led to what happened. -->

## Contributing factors

<!-- What made it possible, or worse. -->

## Systemic issues

<!-- What it shares with other incidents, past or to come. -->

## Action Items

| Ticket | Ownership | Deadline | Type |
|---|---|---|---|
| Alert on pool exhaustion ([#2]({url}/acme/shop/issues/2)) | [@linus]({url}/linus) | 2026-03-20 | Monitoring enhancement |

<!-- Each with an owner and a deadline. -->

## Lessons learned

<!-- What the organization should know. -->

## Next steps

<!-- Follow-up actions. -->

<details>
<summary>Appendix: pages and reminders</summary>

- 2026-03-04 14:00 — Paged the people on call

</details>
"""


def test_its_post_mortem_asks_what_the_last_phase_asks(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{ONE}: it is bad")
        team.say(
            "grace", incident, "/action @linus 2026-03-20 Alert on pool exhaustion monitoring enhancement\n/resolve"
        )

        path = "docs/incidents/2026-03-04-checkout-is-down.md"
        assert written(team.text(path, "postmortem/1")) == FILE.format(url=team.sandbox.url)


@pytest.mark.parametrize(
    ("now", "by"),
    [
        (datetime(2026, 3, 6, 14, tzinfo=UTC), "2026-03-07 14:00 UTC"),  # a Friday: hours go on over a weekend
        (datetime(2026, 4, 2, 14, tzinfo=UTC), "2026-04-03 14:00 UTC"),  # and on Good Friday
    ],
)
def test_its_retrospective_is_due_after_24_hours_of_whatever_day(now: datetime, by: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, now) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{TWO}: it is bad")

        (resolved,) = team.say("grace", incident, "/resolve")
        assert f"The post-mortem is ready to be filled in: #2. It is due by **{by}**." in resolved
