"""P1 to P4 (document 001), played through: acknowledged in 5 minutes, triaged in 10, watched for 30, learned from in 48 hours."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stories.adopting import checklists, due, file, heard_at, ready, running_by, written

pytestmark = pytest.mark.rest  # another process than the default one, by the same machinery
CONFIGURATION = """
extends: p-levels
contacts: { escalation: { people: [margaret] } }
on_call: { primary: [{ people: [grace] }] }
calendar: { country: DE }
escalation: [ada]
"""
P1, P2, P3, P4 = "P1 - Critical", "P2 - High", "P3 - Medium", "P4 - Low"
ON_IT = "**no one has acknowledged this incident.** If you are on it, comment `/ack`. To page somebody else: `/page @user`.\n\n"
HOW_BAD = (
    "**how severe is it?** Set it: `/sev 1` to `/sev 4`. If in doubt, pick the higher one; you can lower it later.\n\n"
)


def test_nothing_is_chased_before_five_and_ten_minutes_and_then_it_is_once(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down")

        assert heard_at(team, incident, 1, 4, 5, 6, 9, 10, 11) == {
            5: [f"@grace: {ON_IT}{due(5)}"],
            10: [f"@grace: {HOW_BAD}{due(10)}"],
        }


@pytest.mark.parametrize(("severity", "minutes"), [(P1, 30), (P2, 60)])
def test_the_next_update_is_promised_where_its_words_must_name_it(severity: str, minutes: int, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", severity=f"{severity}: it is bad")
        team.say("grace", incident, "/ack\n/ic")

        promised = (
            "@grace: **the next update is due.** None has been posted so far."
            f" Post one even if nothing has changed: `/update <text>`. To post less often: `/cadence 60m`.\n\n{due(minutes)}"
        )
        assert heard_at(team, incident, minutes - 1, minutes, minutes + 1) == {minutes: [promised]}


def test_only_a_blocked_responder_escalates(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", severity=f"{P1}: it is bad")
        team.say("grace", incident, "/ack\n/ic\n/cadence 24h")
        assert heard_at(team, incident, 120, 600) == {}

        (said,) = team.say("grace", incident, "/escalate the vendor is silent")
        assert said.startswith(
            "@margaret: **`grace` escalated this incident to Escalation contact:** the vendor is silent\n\n"
        )


def test_a_fix_is_watched_for_thirty_minutes(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is slow", severity=f"{P3}: slow")
        team.say("grace", incident, "/ack\n/ic")
        team.sandbox.clock.move_to(datetime(2026, 3, 4, 14, 20, tzinfo=UTC))
        team.say("grace", incident, "/mitigated 14:20")

        assert team.headline(incident) == "🟢 P3 - Medium · Monitoring"
        assert (
            team.row(incident, "Next") == "**Check that the fix holds** until 14:50, then `/resolve <what fixed it>`."
        )
        assert heard_at(team, incident, 49, 50, 51) == {
            50: [
                "@grace: **the fix has held for 30 min.** If the metrics are back to normal, comment `/resolve`. If not, set"
                f" the status back: `/status <word>`.\n\n{due(50)}"
            ]
        }


@pytest.mark.parametrize(
    ("answers", "severity"),
    [
        ({"affected": "Few", "data_at_risk": "Yes"}, P1),
        ({"affected": "All", "data_at_risk": "No", "transactions_failing": "No", "workaround": "No"}, P1),
        ({"affected": "All", "data_at_risk": "No", "workaround": "Yes"}, P2),
        ({"affected": "Few", "transactions_failing": "Yes", "workaround": "Yes"}, P2),
        ({"affected": "Many", "workaround": "No"}, P2),
        ({"affected": "Many", "workaround": "Yes"}, P3),
        ({"affected": "Few", "workaround": "No"}, P3),
        ({"affected": "Few", "data_at_risk": "No", "transactions_failing": "No", "workaround": "Yes"}, P4),
        ({"affected": "Few", "workaround": "Not known"}, ""),
    ],
)
def test_its_four_questions_make_the_severity(answers: dict[str, str], severity: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", **answers)

        assert severity in team.headline(incident)
        assert ("Severity not set" in team.headline(incident)) == (not severity)


def test_its_words_stand_ready_at_each_stage_with_their_fields_in_order(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        answers = {
            "impact": "All buyers",
            "severity": f"{P1}: it is bad",
            "services": "checkout",
            "started_at": "13:50",
        }
        incident = file(team, "linus", "failing payments", **answers)

        (beginning,) = team.beginning(incident)
        assert ready(beginning) == {
            "the status page and stakeholders": (
                "## Incident Update\n\n**Status:** Investigating\n**Impact:** All buyers\n"
                "**Start Time:** 2026-03-04 13:50 UTC\n**Next Update:** 2026-03-04 14:30 UTC\n\n"
                "We are aware of issues with checkout and are actively investigating."
            ),
            "public": "We're investigating reports of failing payments. More updates to follow.",
        }
        assert list(checklists(beginning)) == [
            *("Detect", "Triage", "Severity level", "Communicate", "Respond", "Do NOT")
        ]
        assert list(checklists(team.card(incident))) == ["Respond"]

        team.say("grace", incident, "/status identified a full connection pool.")
        assert ready(team.card(incident))["public"] == (
            "We've identified the issue as a full connection pool. Working on a fix."
        )
        (begun,) = team.say("grace", incident, "/mitigated")
        assert ready(team.card(incident)) == {"public": "Fix has been deployed. Monitoring for stability."}
        assert checklists(begun) == {
            "Resolve": [
                "Verify - Confirm metrics returned to normal",
                "Monitor - Watch for recurrence (30+ minutes)",
                "Update status - Mark incident resolved: `/resolve`",
                "Notify - Inform all stakeholders",
            ]
        }
        (resolved,) = team.say("grace", incident, "/resolve")
        assert ready(resolved) == {"public": "The issue has been resolved. Services are operating normally."}


def test_whoever_is_on_call_hears_the_duties(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is slow", severity=f"{P3}: slow")

        assert team.say("grace", incident, "/take on-call") == [
            "`grace`, you are now **On-call** of this incident. Acknowledge alerts &lt; 5 min. Initial triage &lt; 10 min."
            " Escalate when blocked. Document actions: all changes logged. Hand off properly: brief next person."
        ]


FILE = """\
# Incident Post-Mortem

**Date:** 2026-03-04\x20\x20
**Duration:** 50 min\x20\x20
**Severity:** P1\x20\x20
**Lead:** [@grace]({url}/grace)\x20\x20
**Incident:** [#1]({url}/acme/shop/issues/1)

## Summary

Every payment fails.

The pool was exhausted.

<!-- One or two sentences. -->

## Timeline

| Time | Event |
|---|---|
| 13:50 | Started |
| 14:00 | Declared P1 - Critical: Checkout is down |
| 14:02 | On-call acknowledged |
| 14:02 | [@grace]({url}/grace) is now Lead |
| 14:20 | Fix deployed |
| 14:40 | Incident resolved: The pool was exhausted. (fix watched for 20 of 30 min) |

<!-- Alert triggered · On-call acknowledged · Root cause identified · Fix deployed · Incident r\u200besolved -->

## Root Cause

<!-- What went wrong, technically. Name systems, not people. -->

## Impact

All buyers

- [Users affected]
- [Revenue impact if any]
- [Data impact if any]

## What Went Well

<!-- Positive observations. -->

## What Went Wrong

<!-- Areas for improvement. -->

## Action Items

| Action | Owner | Deadline |
|---|---|---|
| Alert on pool exhaustion ([#2]({url}/acme/shop/issues/2)) | [@linus]({url}/linus) | 2026-03-20 |

<!-- Each with somebody who does it, and a day. -->

## Lessons Learned

<!-- What the team takes away from it. -->

<details>
<summary>Appendix: pages and reminders</summary>

0 of 1 promised updates came on time. The longest silence lasted 39 min, from 14:00 UTC.

- 14:00 — Paged the people on call ([@grace]({url}/grace))

</details>
"""


def test_its_post_mortem_is_written_as_the_document_has_it(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        answers = {"summary": "Every payment fails.", "impact": "All buyers", "started_at": "13:50"}
        incident = file(team, "linus", "Checkout is down", severity=f"{P1}: it is bad", **answers)
        team.later(minutes=2)
        team.say("grace", incident, "/ack\n/ic\n/action @linus 2026-03-20 Alert on pool exhaustion")
        team.sandbox.clock.move_to(datetime(2026, 3, 4, 14, 20, tzinfo=UTC))
        team.say("grace", incident, "/mitigated")
        team.sandbox.clock.move_to(datetime(2026, 3, 4, 14, 40, tzinfo=UTC))
        team.say("grace", incident, "/resolve The pool was exhausted.")

        path = "docs/incidents/2026-03-04-checkout-is-down.md"
        assert written(team.text(path, "postmortem/1")) == FILE.format(url=team.sandbox.url)


@pytest.mark.parametrize(
    ("now", "by"),
    [
        (datetime(2026, 3, 6, 14, tzinfo=UTC), "2026-03-08 14:00 UTC"),  # hours go on over a weekend
        (datetime(2026, 4, 2, 14, tzinfo=UTC), "2026-04-04 14:00 UTC"),  # and over Good Friday
    ],
)
def test_its_post_mortem_is_due_after_48_hours_of_whatever_day(now: datetime, by: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, now) as team:
        incident = file(team, "linus", "Checkout is down", severity=f"{P2}: it is bad")

        (resolved, *_) = team.say("grace", incident, "/resolve")
        assert f"The post-mortem is ready to be filled in: #2. It is due by **{by}**." in resolved
