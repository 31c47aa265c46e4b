"""The regulated process (document 003), played through: war room in 15 minutes, secondary at 30, CTO and service owner at 60."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stories.adopting import checklists, due, file, heard_at, ready, running_by, written
from tests.stories.conftest import WEDNESDAY

pytestmark = pytest.mark.rest  # another process than the default one, by the same machinery
CONFIGURATION = """
extends: regulated
contacts: { cto: { people: [cora] } }
on_call: { primary: [{ people: [grace] }], secondary: [{ people: [linus] }] }
services: [{ name: api, owner: [olga] }, { name: web, owner: [wanda] }]
calendar: { country: US }
escalation: [ada]
"""
ROOM = "**open a room for the responders**: #incident-1. Then post its name or link: `/room <name or link>`.\n\n"
PROMISED = (
    "**the next update is due.** None has been posted so far."
    " Post one even if nothing has changed: `/update <text>`. To post less often: `/cadence 60m`.\n\n"
)
ON_IT = {
    severity: f"@grace: **no one works on this yet.** Expected for {severity}: {response}."
    " If you are on it, comment `/ack`. To page somebody else: `/page @user`.\n\n"
    for severity, response in (
        ("Sev2", "Page primary; investigate within 30 min"),
        ("Sev3", "Slack alert; investigate within 4 hours"),
        ("Sev4", "Ticket; next business day"),
    )
}


def test_the_ladder_is_climbed_at_its_minutes_to_its_people_and_never_twice(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="Sev1: Production down", services="api")
        team.say("grace", incident, "/ack\n/ic\n/room\n/cadence 24h")

        assert heard_at(team, incident, 29, 30, 31, 59, 60, 61) == {
            30: [f"@linus: **not resolved for 30 min.** This escalates to secondary on-call.\n\n{due(30)}"],
            60: [
                f"@cora, @olga: **not resolved for 1 h.** This escalates to CTO, relevant service owner.\n\n{due(60)}"
            ],
        }


def test_an_incident_resolved_in_time_pages_nobody(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="Sev2: Significant degradation")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=29))
        team.say("grace", incident, "/ack\n/resolve")

        assert heard_at(team, incident, 30, 60, 120) == {}


def test_a_war_room_is_wanted_after_fifteen_minutes_and_words_every_fifteen(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="Sev1: Production down")
        team.say("grace", incident, "/ack\n/ic")

        assert heard_at(team, incident, 14, 15, 16) == {
            15: [f"@grace: {ROOM}{due(15)}\n\n@grace: {PROMISED}{due(15)}"],
        }
        team.say("grace", incident, "/room\n/update The pool is full.")
        assert team.row(incident, "Room") == "#incident-1"
        assert team.row(incident, "Next update") == "14:31"


@pytest.mark.parametrize(
    ("severity", "now", "by"),
    [
        ("Sev2", WEDNESDAY, datetime(2026, 3, 4, 14, 30, tzinfo=UTC)),
        ("Sev3", WEDNESDAY, datetime(2026, 3, 4, 18, tzinfo=UTC)),
        ("Sev4", WEDNESDAY, datetime(2026, 3, 5, 17, tzinfo=UTC)),
        ("Sev4", datetime(2026, 3, 6, 14, tzinfo=UTC), datetime(2026, 3, 9, 17, tzinfo=UTC)),  # over a weekend
        (
            "Sev4",
            datetime(2026, 7, 2, 14, tzinfo=UTC),
            datetime(2026, 7, 6, 17, tzinfo=UTC),
        ),  # Independence Day, observed
    ],
)
def test_each_severity_is_answered_in_its_own_time(severity: str, now: datetime, by: datetime, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, now) as team:
        incident = file(team, "ada", "Search is slow", severity=f"{severity}: it is bad")
        since = datetime.fromisoformat(team.as_("ada").json("GET", f"issues/{incident}")["created_at"])
        minutes = round((by - since).total_seconds() / 60)

        said = heard_at(team, incident, minutes - 1, minutes)
        assert f"{ON_IT[severity]}_Due {by:%H:%M} UTC, posted {by:%H:%M} UTC._" in said[minutes][0]
        assert "no one works on this" not in "".join(said.get(minutes - 1, ()))


def test_its_first_minutes_and_its_investigation_are_shown_in_order(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="Sev1: Production down")

        (beginning,) = team.beginning(incident)
        assert checklists(beginning) == {
            "First 15 minutes (Sev1)": [
                "Acknowledge the page in PagerDuty.",
                "Open the war room Slack channel: #incident-&lt;ticket-id&gt;.",
                'Update status page - set to "investigating."',
                "Identify scope: which service(s), which brand(s), how many users.",
                "Decide: rollback or roll forward?",
            ],
            "Throughout (Sev1)": ["Communicate every 15 min in the war room even if there's no progress."],
            "PHI": [
                "No PHI here: name records by their id, never by what they say. If some was posted, delete it and tell"
                " privacy."
            ],
            "Decide: rollback or roll forward?": [
                "Recent deploy + obvious correlation -&gt; rollback (faster, lower risk): `/rollback`",
                "Old code + new pattern of failure -&gt; roll forward with a fix",
            ],
            "Investigation playbook": [
                "Dashboards - error rate, latency, DLQ depth, vendor circuit breaker state",
                "Logs - search by request_id, user_id, or audit row",
                "Recent deploys - gh run list --workflow deploy-prod.yml --limit 5",
                "Vendor status - Stripe, AWS, BigCommerce, etc.",
                "Database - pg_stat_activity, recent migrations",
            ],
            "Communications": [
                "When user-impact is real: post the summary to #incidents Slack, status page, war room channel"
            ],
        }
        assert "**Decide: rollback or roll forward?**\n- Recent" in beginning
        assert list(checklists(team.card(incident))) == ["Decide: rollback or roll forward?"]


def test_its_summary_stands_ready_with_its_fields_in_order(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        answers = {
            "summary": "Nobody can pay.",
            "services": "api",
            "started_at": "13:50",
            "brands": "all",
            "users": "40",
        }
        incident = file(team, "ada", "Checkout is down", severity="Sev1: Production down", **answers)
        team.say("grace", incident, "/status mitigating We roll back.")

        assert ready(team.card(incident)) == {
            "#incidents Slack, status page, war room channel": (
                "**Incident summary**\nWhat: Nobody can pay. (users: 40)\nWhen: 2026-03-04 13:50 UTC\nStatus: mitigating\n"
                "Service(s): api\nBrand(s): all\n\n**Latest update** (2026-03-04 14:00 UTC)\nWe roll back.\n\n"
                "**Next update by** 2026-03-04 14:15 UTC"
            )
        }


@pytest.mark.parametrize(
    ("title", "cause"),
    [
        ("Error rate spike right after deploy", "Bad release - rollback"),
        ("Slow queries appearing in a chunk", "Lock contention or missing index"),
        ("5xx on one specific path", "Vendor circuit open or DB connection exhausted"),
        ("All services 500ing", "Identity / token introspection / Redis down"),
        ("Spike in 401s", "Identity outage or expired secrets"),
    ],
)
def test_a_common_pattern_is_known_by_its_symptom(title: str, cause: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", title, severity="Sev3: Limited user impact")

        assert f"* **Symptoms:** {title}\n* **Likely cause:** {cause}\n" in team.card(incident)


FILE = """\
# Incident 1: Checkout is down

- **Incident:** [#1]({url}/acme/shop/issues/1)

## Timeline (UTC, minute-by-minute)

| Time (UTC) | Event |
|---|---|
| 2026-03-04 13:50 | Started |
| 2026-03-04 14:00 | Declared Sev1: Checkout is down |
| 2026-03-04 14:02 | Acknowledged |
| 2026-03-04 14:10 | Published: Payments fail. |
| 2026-03-04 14:20 | Resolved: The pool was exhausted. |

## Root cause

<!-- Blameless framing: name what let it happen, not who. No PHI. -->

## What worked / what didn't (process, not people)

<!-- Of the process: paging, war room, rollback, words. -->

## Action items with owners + due dates

- Alert on pool exhaustion ([#2]({url}/acme/shop/issues/2)) — Owner: [@linus]({url}/linus) — Due date: 2026-03-20

## Customer-facing communication summary

- 2026-03-04 14:10 UTC: Payments fail.

<details>
<summary>Appendix: pages and reminders</summary>

1 of 1 promised updates came on time. The longest silence lasted 10 min, from 14:10 UTC.

- 2026-03-04 14:00 — Paged the people on call
- 2026-03-04 14:02 — primary on-call assigned
- 2026-03-04 14:02 — Room: #incident-1

</details>
"""


def test_its_post_mortem_is_written_as_the_document_has_it(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="Sev1: Production down", started_at="13:50")
        team.later(minutes=2)
        team.say("grace", incident, "/ack\n/ic\n/room\n/action @linus 2026-03-20 Alert on pool exhaustion")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=10))
        team.say("grace", incident, "/publish Payments fail.")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=20))
        (resolved,) = team.say("grace", incident, "/resolve The pool was exhausted.")

        path = "docs/incidents/2026-03-04-checkout-is-down.md"
        assert written(team.text(path, "postmortem/1")) == FILE.format(url=team.sandbox.url)
        assert "PM-level incidents are reviewed in the next ops sync." in resolved


@pytest.mark.parametrize(
    ("now", "by"),
    [
        (datetime(2026, 3, 6, 14, tzinfo=UTC), "2026-03-13 14:00 UTC"),  # a Friday: the weekend does not count
        (datetime(2026, 11, 24, 14, tzinfo=UTC), "2026-12-02 14:00 UTC"),  # nor does Thanksgiving, on the 26th
    ],
)
def test_its_post_mortem_is_due_after_five_business_days(now: datetime, by: str, tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, now) as team:
        incident = file(team, "ada", "Checkout is down", severity="Sev2: Significant degradation")

        (resolved,) = team.say("grace", incident, "/resolve")
        assert f"The post-mortem is ready to be filled in: #2. It is due by **{by}**." in resolved


def test_the_two_lower_severities_owe_no_post_mortem(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "A typo", severity="Sev3: Limited user impact")

        team.say("grace", incident, "/resolve")
        assert team.shows(incident)["state"] == "closed"


def test_its_incidents_are_on_the_list_of_the_next_ops_sync_until_they_are_reviewed(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity="Sev1: Production down")

        (resolved,) = team.say("grace", incident, "/sev 2\n/resolve Rolled back")
        assert "PM-level incidents are reviewed in the next ops sync. This incident is in [the list" in resolved
        assert "issues?q=is%3Aissue%20label%3A%22ops%20sync%22) until someone comments `/reviewed" in resolved
        team.say("grace", incident, "/postmortem waive the same cause as #7")
        closed = team.shows(incident)
        assert (closed["state"], closed["labels"]) == ("closed", ["Sev2", "incident", "ops sync"])

        team.say("grace", incident, "/reviewed The pool is checked at each release")
        assert team.shows(incident)["labels"] == ["Sev2", "incident"]
