"""The lean process (document 000), played through: assess in 2 minutes, communicate in 5, an update every 30."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stories.adopting import checklists, due, file, heard_at, ready, running_by, written

pytestmark = pytest.mark.rest  # another process than the default one, by the same machinery
CONFIGURATION = """
extends: lean
contacts: { on-call: { people: [grace] } }
calendar: { country: US }
escalation: [ada]
"""
HOW_BAD = (
    "**how severe is it?** Set it: `/sev 1` to `/sev 4`. If in doubt, pick the higher one; you can lower it later.\n\n"
)
FIRST_WORDS = (
    "**the first update is due.** Tell people what users see and what you are doing: `/update <text>`."
    " Say what you know, and don't guess the cause.\n\n"
)
UNANSWERED = "**no one has acknowledged this incident.** If you are on it, comment `/ack`. To page somebody else: `/page @user`.\n\n"
PROMISED = (
    "**the next update is due.** The last one was posted at 14:10 UTC."
    " Post one even if nothing has changed: `/update <text>`. To post less often: `/cadence 60m`.\n\n"
)


def test_nothing_is_chased_before_two_and_five_minutes_and_then_it_is_once(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down")

        assert heard_at(team, incident, 1, 2, 3, 4, 5, 6, 16) == {
            2: [f"@grace: {HOW_BAD}{due(2)}"],
            5: [f"@grace: {UNANSWERED}{due(5)}\n\n@grace: {FIRST_WORDS}{due(5)}"],
        }


@pytest.mark.parametrize("severity", ["SEV-1", "SEV-2"])
def test_an_update_is_promised_every_thirty_minutes_for_the_two_severities_that_stop_work(
    severity: str, tmp_path: Path
) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", severity=f"{severity}: it is bad")
        team.later(minutes=2)
        team.say("grace", incident, "/ack\n/ic")
        team.sandbox.clock.move_to(datetime(2026, 3, 4, 14, 10, tzinfo=UTC))
        team.say("grace", incident, "/update We look at it.")

        assert team.row(incident, "Next update") == "14:40"
        assert heard_at(team, incident, 39, 40, 41) == {40: [f"@grace: {PROMISED}{due(40)}"]}


def test_a_late_responder_is_asked_when_the_response_time_is_over(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Login is broken", severity="SEV-2: Major feature broken")
        team.say("linus", incident, "/impact everybody who is not logged in yet")

        assert heard_at(team, incident, 59, 60)[60] == [
            "@grace: **no one works on this yet.** Expected for SEV-2: Within 1 hour. If you are on it, comment `/ack`."
            f" To page somebody else: `/page @user`.\n\n{due(60)}"
        ]


OPTIONS = {
    "Mitigate (first priority)": [
        "Rollback: Deploy the previous known-good version (`/rollback`)",
        "Feature flag: Disable the broken feature",
        "Hotfix: If the fix is obvious and small (&lt; 10 lines)",
        "Scale: If it's a capacity issue, add resources",
    ]
}


def test_its_steps_and_its_words_are_shown_as_they_are_needed(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", severity="SEV-1: System down")

        (beginning,) = team.beginning(incident)
        assert ready(beginning) == {"stakeholders": "Investigating, will update in 30 minutes"}
        assert checklists(beginning) == {
            "Assess (2 minutes)": [
                "What is broken?",
                "Who is affected? (all users, one tenant, one role?)",
                "Is data at risk? (data loss, corruption, leak?)",
                "What changed recently? (last deploy, config change, infrastructure update?)",
            ],
            "Communicate (5 minutes)": [
                "Notify stakeholders that you're aware and investigating",
                'Set expectations: "Investigating, will update in 30 minutes"',
            ],
            "Don't guess at the cause": ["say what you know"],
            **OPTIONS,
        }
        assert checklists(team.card(incident)) == OPTIONS

        (begun,) = team.say("grace", incident, "/mitigated")
        assert checklists(begun) == {
            "Fix Root Cause": [
                "Create a GitHub issue labeled bug + P0-critical or P1-high, and the branch hotfix/&lt;description&gt;:"
                " `/hotfix <description>`",
                "Fix, test, PR, review, merge",
                "Deploy and verify",
            ]
        }
        assert checklists(team.card(incident)) == {}


@pytest.mark.parametrize(
    ("severity", "labels"),
    [("SEV-1", ["P0-critical", "bug"]), ("SEV-2", ["P1-high", "bug"]), ("SEV-3", ["bug"]), ("SEV-4", ["bug"])],
)
def test_the_issue_of_a_fix_bears_the_labels_of_its_severity(severity: str, labels: list[str], tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", severity=f"{severity}: it is bad")

        (opened,) = team.say("grace", incident, "/hotfix raise the pool size")
        assert "`hotfix/raise-the-pool-size`" in opened
        (fix,) = team.as_("ada").json("GET", "issues", params={"labels": "bug"})
        assert sorted(label["name"] for label in fix["labels"]) == labels


FILE = """\
## Incident: Checkout is down

**Date**: 2026-03-04\x20\x20
**Severity**: SEV-1\x20\x20
**Duration**: 50 min\x20\x20
**Impact**: All buyers, 40 orders a minute\x20\x20
**Incident**: [#1]({url}/acme/shop/issues/1)

### Timeline

| Time | Event |
|---|---|
| 13:50 | Started |
| 14:00 | First alert / user report |
| 14:02 | Investigation started |
| 14:02 | [@grace]({url}/grace) is now Incident lead |
| 14:02 | Update: We roll back. |
| 14:20 | Mitigation applied |
| 14:40 | Confirmed resolved: The pool was exhausted. |

<!-- First alert / user report · Investigation started · Root cause identified · Mitigation applied · Confirmed r\u200besolved -->

### Root Cause

<!-- What actually caused the issue; be specific. Name systems, not people. -->

### What Went Well

<!-- Things that helped resolve the issue faster. -->

### What Went Wrong

<!-- Things that made the issue worse or delayed resolution. -->

### Action Items

- [ ] Alert on pool exhaustion ([#2]({url}/acme/shop/issues/2)) — Owner: [@linus]({url}/linus) — Due: 2026-03-20
- [ ] [Preventive measure 1] — Owner: — Due:
- [ ] [Preventive measure 2] — Owner: — Due:
- [ ] [Monitoring/alerting improvement] — Owner: — Due:

<details>
<summary>Appendix: pages and reminders</summary>

1 of 2 promised updates came on time. The longest silence lasted 37 min, from 14:02 UTC.

- 14:00 — Paged the people on call ([@grace]({url}/grace))

</details>
"""


def test_its_post_mortem_is_written_as_the_document_has_it(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        answers = {"impact": "All buyers, 40 orders a minute", "severity": "SEV-1: System down", "started_at": "13:50"}
        incident = file(team, "linus", "Checkout is down", **answers)
        team.later(minutes=2)
        said = "/action @linus 2026-03-20 Alert on pool exhaustion monitoring/alerting improvement"
        team.say("grace", incident, f"/ack\n/ic\n/update We roll back.\n{said}")
        team.sandbox.clock.move_to(datetime(2026, 3, 4, 14, 20, tzinfo=UTC))
        team.say("grace", incident, "/mitigated")
        team.sandbox.clock.move_to(datetime(2026, 3, 4, 14, 40, tzinfo=UTC))
        team.say("grace", incident, "/resolve The pool was exhausted.")

        path = "docs/incidents/2026-03-04-checkout-is-down.md"
        assert written(team.text(path, "postmortem/1")) == FILE.format(url=team.sandbox.url)
        (item,) = team.items()
        assert "**Type:** Monitoring/alerting improvement" in item["body"]


@pytest.mark.parametrize(
    ("now", "by"),
    [
        (datetime(2026, 3, 6, 14, tzinfo=UTC), "2026-03-13 14:00 UTC"),  # a Friday: the weekend does not count
        (datetime(2026, 11, 24, 14, tzinfo=UTC), "2026-12-02 14:00 UTC"),  # nor does Thanksgiving, on the 26th
    ],
)
def test_its_post_mortem_is_due_after_five_business_days(now: datetime, by: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, now) as team:
        incident = file(team, "linus", "Checkout is down", severity="SEV-2: Major feature broken")

        (resolved,) = team.say("grace", incident, "/resolve")
        assert f"The post-mortem is ready to be filled in: #2. It is due by **{by}**." in resolved
        assert list(checklists(resolved)) == ["Fix Root Cause", "Post-Mortem"]
        assert "**Post-Mortem:**\n- No blame - focus on systems\n" in resolved


def test_the_two_lower_severities_owe_no_post_mortem(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "A typo", severity="SEV-3: Minor feature broken")

        team.say("grace", incident, "/resolve")
        assert team.shows(incident)["state"] == "closed"
