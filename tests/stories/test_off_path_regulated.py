"""The regulated process (document 003) where an incident leaves the straight path."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.adopting import due, file, heard_at, ready, running_by
from tests.stories.off_path import (
    INDEX,
    NIGHT,
    PATH,
    SATURDAY,
    add_index,
    at,
    branch_of,
    branches,
    progress,
    pull_comments,
    rows,
    tick,
    times,
)

pytestmark = pytest.mark.rest  # another process than those of the default and the war room, by the same machinery
CONFIGURATION = """
extends: regulated
contacts: { cto: { people: [cora] } }
on_call: { primary: [{ people: [grace] }], secondary: [{ people: [linus] }] }
services: [{ name: api, owner: [olga] }, { name: web, owner: [wanda] }]
calendar: { country: US }
escalation: [ada]
"""
SEV1, SEV2, SEV4 = "Sev1: Production down", "Sev2: Significant degradation", "Sev4: Cosmetic"
AT_ONCE = "Page primary immediately; war room within 15 min"
LEADS = "@grace, you are on call. You lead this incident until someone takes command."
DUTIES = "Acknowledges the page, leads until it is resolved."
ON_IT = "**no one has acknowledged this incident.** If you are on it, comment `/ack`. To page somebody else: `/page @user`.\n\n"
ROOM = "**open a room for the responders**: #incident-1. Then post its name or link: `/room <name or link>`.\n\n"
SILENT = (
    "**the next update is due.** None has been posted so far."
    " Post one even if nothing has changed: `/update <text>`. To post less often: `/cadence 60m`.\n\n"
)
NOT_BEGUN = (
    "**no one works on this yet.** Expected for Sev4: Ticket; next business day. If you are on it, comment `/ack`."
    " To page somebody else: `/page @user`.\n\n"
)
FIRST_MINUTES = (
    "**First 15 minutes (Sev1), in this order:**\n- [ ] Acknowledge the page in PagerDuty.\n"
    "- [ ] Open the war room Slack channel: #incident-&lt;ticket-id&gt;.\n"
    '- [ ] Update status page - set to "investigating."\n'
    "- [ ] Identify scope: which service(s), which brand(s), how many users.\n- [ ] Decide: rollback or roll forward?\n\n"
    "**Throughout (Sev1):**\n- Communicate every 15 min in the war room even if there's no progress."
)
MISSING = (
    "The text for #incidents Slack, status page, war room channel is on the card. Still missing: services"
    " (`/affects <services>`), time (`/update <text>`)"
)
CHANNELS = "#incidents Slack, status page, war room channel"
SUMMARY = """\
**Incident summary**
What: Checkout is down (users: [How many users?])
When: 2026-03-04 14:00 UTC
Status: investigating
Service(s): api
Brand(s): [Which brand(s)?]

**Latest update** (2026-03-04 14:00 UTC)
We roll back.

**Next update by** 2026-03-04 14:15 UTC"""
INVESTIGATE = (
    "**investigating: what to do now.** Tick each step when it is done. The card shows how many are.\n\n"
    "**Decide: rollback or roll forward?**\n- Recent deploy + obvious correlation -&gt; rollback (faster, lower risk): `/rollback`\n"
    "- Old code + new pattern of failure -&gt; roll forward with a fix\n\n"
    "**Investigation playbook:**\n- [ ] Dashboards - error rate, latency, DLQ depth, vendor circuit breaker state\n"
    "- [ ] Logs - search by request_id, user_id, or audit row\n"
    "- [ ] Recent deploys - gh run list --workflow deploy-prod.yml --limit 5\n"
    "- [ ] Vendor status - Stripe, AWS, BigCommerce, etc.\n- [ ] Database - pg_stat_activity, recent migrations\n\n"
    "**Communications:**\n"
    "- [ ] When user-impact is real: post the summary to #incidents Slack, status page, war room channel"
)
RESOLVED = (
    "**Resolved.** @grace, before you go:\n\n"
    "**Post-mortem:**\n- Within 5 business days of resolution\n- Blameless framing: process, not people\n\n"
)


def test_a_typo_of_a_saturday_waits_for_monday(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Typo on the login page", severity=SEV4)

        (beginning,) = team.beginning(incident)
        assert beginning.startswith(
            "**Declared as Sev4.** Response: Ticket; next business day (by 2026-03-09 17:00 UTC). Those on call are not"
            " mentioned before 2026-03-09 09:00 UTC.\n\n**PHI:**\n"
        )
        assert ("@" in beginning, team.shows(incident)["assignees"]) == (False, [])

        monday = 43 * 60  # 09:00, after Saturday's 14:00
        evening = monday + 8 * 60
        assert heard_at(
            team, incident, 5, 60, 24 * 60, monday - 1, monday, evening - 1, evening, evening + 24 * 60
        ) == {
            monday: [
                "@grace: **this Sev4 incident is for today.** It waited for business hours. If you take it, comment `/ack`."
                f" Someone must be on it by 17:00 UTC.\n\n{due(monday, 0, SATURDAY)}"
            ],
            evening: [f"@grace: {NOT_BEGUN}{due(evening, 0, SATURDAY)}"],
            evening + 24 * 60: [f"@grace: {NOT_BEGUN}{due(evening + 24 * 60, 2, SATURDAY)}"],
        }


def test_a_typo_that_is_an_outage_pages_the_primary_at_once(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Typo on the login page", severity=SEV4)
        at(team, incident, 60)

        assert team.say("ada", incident, "/sev 1 nobody can log in") == [
            f"**Severity raised from Sev4 to Sev1.** Response: {AT_ONCE} (by 2026-03-07 15:05 UTC). {LEADS}"
            f"\n\n{FIRST_MINUTES}\n\n{MISSING}"
        ]
        assert team.shows(incident)["assignees"] == ["grace"]
        assert heard_at(team, incident, 64, 66) == {66: [f"@grace: {ON_IT}_Due 15:05 UTC, posted 15:06 UTC._"]}


def test_the_summary_is_posted_once_when_its_last_blank_is_known(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down")

        assert team.say("ada", incident, "/sev 1") == [
            f"**Severity set to Sev1.** Response: {AT_ONCE} (by 2026-03-04 14:05 UTC).\n\n{FIRST_MINUTES}\n\n{MISSING}"
        ]
        assert team.say("grace", incident, "/ack") == []
        assert team.say("grace", incident, "/ic") == [
            f"`grace`, you are now **primary on-call** of this incident. {DUTIES}"
        ]
        assert team.say("grace", incident, "/comms @ada") == [
            "This process has no such role. Choose one: `/role commander @user`, `/role secondary @user`. Nothing was changed."
        ]
        assert team.say("grace", incident, "/affects api") == ["Affected services: `api`."]
        assert team.say("grace", incident, "/update We roll back.") == [
            "**Ready to send:** copy the text, fill in the [brackets], and send it.\n\n"
            f"For {CHANNELS}:\n\n```\n{SUMMARY}\n```"
        ]
        team.say("grace", incident, "/update It helps.")
        assert len([each for each in team.replies(incident) if "**Incident summary**" in each]) == 1
        assert ready(team.card(incident)) == {CHANNELS: SUMMARY.replace("We roll back.", "It helps.")}
        assert ready(team.say("grace", incident, "/resolve Rolled back to 41.")[0])[CHANNELS].endswith(
            "Status: resolved\nService(s): api\nBrand(s): [Which brand(s)?]\n\n"
            "**Latest update** (2026-03-04 14:00 UTC)\nRolled back to 41."
        )


def test_a_night_in_which_nobody_answers(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, NIGHT) as team:
        incident = file(team, "ada", "Checkout is down", severity=SEV1, services="api")

        def chased(what: str, people: str, minute: int, reminder: int = 0) -> str:
            return f"{people}: {what}{due(minute, reminder, NIGHT)}"

        def stuck(length: str, names: str) -> str:
            return f"**not resolved for {length}.** This escalates to {names}.\n\n"

        def waiting(people: str, minute: int, reminder: int = 0) -> str:
            return f"{chased(ROOM, people, minute, reminder)}\n\n{chased(SILENT, people, minute, reminder)}"

        higher = "CTO, relevant service owner"
        assert heard_at(team, incident, 4, 5, 14, 15, 20, 29, 30, 50, 59, 60, 61, 90, 110, 120, 179, 180) == {
            5: [chased(ON_IT, "@grace", 5)],
            15: [waiting("@grace", 15)],
            20: [chased(ON_IT, "@grace", 20, 2)],
            30: [f"{waiting('@grace', 30, 2)}\n\n{chased(stuck('30 min', 'secondary on-call'), '@linus', 30)}"],
            50: [chased(ON_IT, "@grace, @ada", 50, 3)],
            60: [f"{waiting('@grace, @ada', 60, 3)}\n\n{chased(stuck('1 h', higher), '@cora, @olga', 60)}"],
            90: [chased(stuck("1 h 30 min", "secondary on-call"), "@linus, @grace", 90, 2)],
            110: [chased(ON_IT, "@grace, @ada", 110, 4)],
            120: [waiting("@grace, @ada", 120, 4)],
            180: [chased(stuck("3 h", higher), "@cora, @olga, @grace", 180, 2)],
        }


def test_an_incident_that_comes_back_three_times(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=SEV2, services="api")
        team.say("grace", incident, "/ack\n/ic\n/impact 40 buyers\n/update Release 41 dropped an index.")
        tick(team, "ada", incident, "Logs - search")
        assert progress(team, incident) == "1 of 6 done"
        at(team, incident, 20)
        review = (
            "PM-level incidents are reviewed in the next ops sync. This incident is in [the list of incidents to review]"
            f"({team.sandbox.url}/acme/shop/issues?q=is%3Aissue%20label%3A%22ops%20sync%22) until someone comments"
            " `/reviewed <what was decided>`.\n\n"
        )
        (resolved,) = team.say("grace", incident, "/resolve The pool was exhausted.")
        assert resolved.startswith(RESOLVED)
        assert resolved.endswith(
            f"{review}The post-mortem is ready to be filled in: #2. It is due by **2026-03-11 14:20 UTC**. This issue closes"
            " when it is merged, and its action items then become issues."
        )

        for minute in (22, 24, 26):
            at(team, incident, minute)
            assert team.say("grace", incident, "/reopen it came back") == [INVESTIGATE]
            assert progress(team, incident) == "0 of 6 done"
            at(team, incident, minute + 1)
            (resolved,) = team.say("grace", incident, f"/resolve Restarted at {minute}")
            assert resolved.startswith(RESOLVED)
            assert resolved.endswith(
                f"{review}The post-mortem #2 follows the record. It is now due by **2026-03-11 14:{minute + 1} UTC**. This issue"
                " closes when it is merged."
            )

        text = team.text(PATH, "postmortem/1")
        assert times(text) == {"acknowledged": "14:00", "resolved": "14:27", "resolve": "27"}
        assert rows(text) == [
            "14:00 | Declared Sev2: Checkout is down",
            "14:00 | Acknowledged",
            "14:00 | Impact: 40 buyers",
            "14:00 | Update: Release 41 dropped an index.",
            "14:20 | Resolved: The pool was exhausted.",
            *(
                f"14:{minute + late} | {words}"
                for minute in (22, 24, 26)
                for late, words in ((0, "Reopened: it came back"), (1, f"Resolved: Restarted at {minute}"))
            ),
        ]
        assert text.partition("## Customer-facing communication summary\n\n")[2].startswith("Nothing was published.\n")
        assert "grace" not in text.split("---\n", 2)[2]
        assert (
            pull_comments(team, 2)
            == ["Updated from the record of #1: front matter, Timeline (UTC, minute-by-minute)"] * 3
        )


def test_a_waived_post_mortem_and_second_thoughts(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        add_index(team)
        incident = file(team, "ada", "Checkout is down", severity=SEV1, services="api")
        team.say("grace", incident, "/ack\n/ic")
        at(team, incident, 10)
        team.say("grace", incident, "/resolve The pool was exhausted.")

        assert team.say("grace", incident, "/postmortem waive same cause as last week") == []
        assert pull_comments(team, 2) == [
            "`grace` waived the post-mortem of #1: same cause as last week\n\nThis pull request is closed, and its branch is"
            " deleted. To continue after all, comment `/postmortem` on #1 for a new one, or restore the branch here."
        ]
        assert branches(team) == ["main"]
        shown = team.shows(incident)
        assert (shown["state"], shown["labels"]) == ("closed", ["Sev1", "incident", "ops sync"])
        page = f"{team.sandbox.url}/acme/shop/issues"
        waived = "Checkout is down (post-mortem waived: same cause as last week)"
        assert f"| 2026-03-04 | {waived} | [#1]({page}/1) | Sev1 | api | 10 min | none |" in team.text(INDEX)

        assert team.say("grace", incident, "/postmortem") == [
            "The post-mortem is ready to be filled in: #3. It is due by **2026-03-11 14:10 UTC**."
        ]
        assert team.shows(incident)["state"] == "open"


def test_people_type_over_each_other_and_correct_what_is_merged(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=SEV1, services="api")
        team.say("grace", incident, "/ack\n/ic")
        assert team.say("ada", incident, "/ack\n/ic") == [
            f"`ada`, you are now **primary on-call** of this incident. `grace` held it before. {DUTIES}"
        ]
        assert team.say("mary", incident, "/publish It is all fine") == [
            "@mary, `/publish` needs the role **write** in this repository, and yours is **read**. Nothing was done. Ask `ada`,"
            " who leads this incident, or an administrator of the repository, who can grant it."
        ]
        (handed,) = team.say("ada", incident, "/handoff ic @grace the pool is at 80 %")
        assert handed.startswith(
            f"@grace, `ada` handed **primary on-call** of this incident over to you. {DUTIES}\n\nthe pool is at 80 %\n\n"
        )
        at(team, incident, 14)
        team.say("grace", incident, "/resolve The pool was exhausted.")

        text = team.text(PATH, "postmortem/1")
        assert [each for each in rows(text) if "Acknowledged" in each] == ["14:00 | Acknowledged"]
        hint = "<!-- Blameless framing: name what let it happen, not who. No PHI. -->"
        team.write("ada", PATH, "postmortem/1", text.replace(hint, "The pool had its old size."))
        team.say("grace", incident, "/started 13:40")
        assert "The pool had its old size." in team.text(PATH, "postmortem/1")
        changed = "Updated from the record of #1: front matter, Timeline (UTC, minute-by-minute)"
        assert pull_comments(team, 2) == [changed]

        team.merge("ada", 2)
        (differs,) = team.say("grace", incident, "/time resolved 14:10")
        assert "\n\n- resolved: 2026-03-04 14:14 UTC, now 2026-03-04 14:10 UTC\n\n" in differs
        assert team.say("grace", incident, "/postmortem") == [
            "The correction of the merged post-mortem is ready for review: #3."
        ]
        corrected = team.text(PATH, branch_of(team, 3))
        assert times(corrected) == {"started": "13:40", "acknowledged": "14:00", "resolved": "14:10", "resolve": "30"}
        assert "The pool had its old size." in corrected
