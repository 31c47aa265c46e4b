"""P1 to P4 (document 001) where an incident leaves the straight path."""

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
extends: p-levels
contacts: { escalation: { people: [margaret] } }
on_call: { primary: [{ people: [grace] }] }
calendar: { country: DE }
escalation: [ada]
"""
P1, P2, P4 = "P1 - Critical: Service down", "P2 - High: Major feature broken", "P4 - Low: UI glitch"
LEADS = "@grace, you are on call. You lead this incident until someone takes command."
DUTIES = "Leads the response, and is named in the post-mortem's header."
ON_IT = "**no one has acknowledged this incident.** If you are on it, comment `/ack`. To page somebody else: `/page @user`.\n\n"
HOW_BAD = (
    "**how severe is it?** Set it: `/sev 1` to `/sev 4`. If in doubt, pick the higher one; you can lower it later.\n\n"
)
COMMUNICATE = "**Communicate:**\n- [ ] Update status page and notify stakeholders"
MISSING = (
    "The text for the status page and stakeholders is on the card. Still missing: impact"
    " (`/impact <who is affected, and how>`), services (`/affects <services>`)"
)
UPDATE = """\
## Incident Update

**Status:** Investigating
**Impact:** All buyers
**Start Time:** 2026-03-04 14:00 UTC
**Next Update:** 2026-03-04 14:30 UTC

We are aware of issues with checkout and are actively investigating."""
RESPOND = (
    "**Investigating: what to do now.**\n\n**Respond:**\n- Rollback - Deployment caused issue (`/rollback`)\n"
    "- Disable feature flag - Feature causing issue\n- Scale resources - Capacity issue\n"
    "- Restart services - Transient failure\n- Failover - Region/zone failure\n\n"
    "**Do NOT:**\n- Make changes without tracking\n- Skip communication updates\n- Work in isolation"
)
RESOLVE = (
    "**Resolve, in this order:**\n- [ ] Verify - Confirm metrics returned to normal\n"
    "- [ ] Monitor - Watch for recurrence (30+ minutes)\n- [ ] Update status - Mark incident resolved: `/resolve`\n"
    "- [ ] Notify - Inform all stakeholders"
)
LEARN = "**Post-Mortem:**\n- Within 48 hours, conduct post-mortem"


def not_begun(response: str) -> str:
    return f"**no one works on this yet.** Expected {response}. If you are on it, comment `/ack`. To page somebody else: `/page @user`.\n\n"


def test_a_typo_of_a_saturday_waits_for_a_day_and_an_outage_pages_again(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Typo on the login page", severity=P4)

        (beginning,) = team.beginning(incident)
        assert beginning.startswith(
            f"**Declared as P4 - Low.** Response: &lt; 24 hours (by 2026-03-08 14:00 UTC). {LEADS} Acknowledge alerts &lt; 5"
        )
        assert heard_at(team, incident, 5, 10, 60, 5 * 60) == {}

        assert team.say("ada", incident, "/sev 1 nobody can log in") == [
            f"**Severity raised from P4 - Low to P1 - Critical.** Response: &lt; 15 min (by 2026-03-07 19:15 UTC). {LEADS}"
            f"\n\n{COMMUNICATE}\n\n{MISSING}"
        ]
        minute = 5 * 60 + 6
        assert heard_at(team, incident, minute) == {minute: [f"@grace: {ON_IT}_Due 19:05 UTC, posted 19:06 UTC._"]}


def test_a_typo_that_nobody_takes_is_asked_for_after_its_day(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Typo on the login page", severity=P4)

        asked, day = not_begun("for P4 - Low: &lt; 24 hours"), 24 * 60
        assert heard_at(team, incident, day - 1, day, day + 359, day + 360, day + 1080) == {
            day: [f"@grace: {asked}{due(day, 0, SATURDAY)}"],
            day + 360: [f"@grace: {asked}{due(day + 360, 2, SATURDAY)}"],
            day + 1080: [f"@grace, @ada: {asked}{due(day + 1080, 3, SATURDAY)}"],
        }


def test_the_update_is_posted_once_when_its_last_blank_is_known(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down")

        assert team.say("ada", incident, "/sev 1") == [
            f"**Severity set to P1 - Critical.** Response: &lt; 15 min (by 2026-03-04 14:15 UTC).\n\n{COMMUNICATE}\n\n{MISSING}"
        ]
        assert team.say("grace", incident, "/ack") == []
        assert team.say("grace", incident, "/ic") == [f"`grace`, you are now **Lead** of this incident. {DUTIES}"]
        assert team.say("grace", incident, "/tech @ada") == [
            "This process has no such role. Choose one: `/role commander @user`, `/role on-call @user`. Nothing was changed."
        ]
        assert team.say("grace", incident, "/impact All buyers\n/affects checkout") == [
            "Affected services: `checkout`.",
            "**Ready to send:** everything that these texts need is known now.\n\nFor the status page and stakeholders:\n\n"
            f"```\n{UPDATE}\n```",
        ]
        team.say("grace", incident, "/impact Half of the buyers\n/update We roll back.")
        assert len([each for each in team.replies(incident) if "## Incident Update" in each]) == 1
        changed = UPDATE.replace("All buyers", "Half of the buyers")
        assert ready(team.card(incident))["the status page and stakeholders"] == changed


def test_a_night_in_which_nobody_answers(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, NIGHT) as team:
        incident = file(team, "linus", "Checkout is down")

        def chased(what: str, people: str, minute: int, reminder: int = 0) -> list[str]:
            return [f"{people}: {what}{due(minute, reminder, NIGHT)}"]

        minutes = (4, 5, 9, 10, 14, 15, 20, 25, 30, 50, 55, 60, 110, 115, 200)
        assert heard_at(team, incident, *minutes) == {
            5: chased(ON_IT, "@grace", 5),
            10: chased(HOW_BAD, "@grace", 10),
            15: chased(not_begun("while no severity is set: &lt; 15 min"), "@grace", 15),
            20: chased(ON_IT, "@grace", 20, 2),
            25: chased(HOW_BAD, "@grace", 25, 2),
            50: chased(ON_IT, "@grace, @ada", 50, 3),
            55: chased(HOW_BAD, "@grace, @ada", 55, 3),
            110: chased(ON_IT, "@grace, @ada", 110, 4),
            115: chased(HOW_BAD, "@grace, @ada", 115, 4),
        }


def test_an_incident_that_comes_back_three_times_before_its_watch_ends(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", severity=P2, impact="All 40 buyers")
        team.say("grace", incident, "/ack\n/ic\n/update We roll back.")
        at(team, incident, 7)
        assert team.say("grace", incident, "/mitigated rolled back") == [
            f"**Monitoring: what to do now.** Tick each step when it is done. The card shows how many are.\n\n{RESOLVE}"
        ]
        tick(team, "ada", incident, "Verify - Confirm")
        assert progress(team, incident) == "1 of 4 done"
        at(team, incident, 20)
        (resolved,) = team.say("grace", incident, "/resolve The pool was exhausted.")
        assert resolved.startswith(f"**Resolved.** Watched 13 of 30 min. @grace, before you go:\n\n{LEARN}\n\n")
        assert ready(resolved) == {"public": "The issue has been resolved. Services are operating normally."}
        assert resolved.endswith(
            "The post-mortem is ready to be filled in: #2. It is due by **2026-03-06 14:20 UTC**. This issue closes when it is"
            " merged, and its action items then become issues."
        )

        for minute in (30, 40, 50):
            at(team, incident, minute)
            assert team.say("grace", incident, "/reopen it came back") == [RESPOND]
            at(team, incident, minute + 5)
            (resolved,) = team.say("grace", incident, f"/resolve Restarted at {minute}")
            assert resolved.startswith(
                f"**Resolved.** Not watched: the process asks for 30 min. @grace, before you go:\n\n{RESOLVE}\n\n{LEARN}\n\n"
            )
            assert resolved.endswith(
                f"The post-mortem #2 follows the record. It is now due by **2026-03-06 14:{minute + 5} UTC**. This issue closes"
                " when it is merged."
            )

        text = team.text(PATH, "postmortem/1")
        assert times(text) == {"acknowledged": "14:00", "resolved": "14:55", "resolve": "55"}
        assert rows(text) == [
            "14:00 | Declared P2 - High: Checkout is down",
            "14:00 | On-call acknowledged",
            "14:00 | @grace is now Lead",
            "14:00 | Update: We roll back.",
            "14:07 | Fix deployed: rolled back",
            "14:20 | Incident resolved: The pool was exhausted. (fix watched for 13 of 30 min)",
            *(
                f"14:{minute + late} | {words}"
                for minute in (30, 40, 50)
                for late, words in (
                    (0, "Reopened: it came back"),
                    (5, f"Incident resolved: Restarted at {minute} (fix not watched; the process asks for 30 min)"),
                )
            ),
        ]
        assert "Restarted at 50" in text.partition("## Summary")[2].partition("## Timeline")[0]
        assert pull_comments(team, 2) == ["Updated from the record of #1: front matter, header, Summary, Timeline"] * 3


def test_a_waived_post_mortem_and_second_thoughts(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        add_index(team)
        incident = file(team, "linus", "Checkout is down", severity=P1)
        team.say("grace", incident, "/ack\n/ic")
        at(team, incident, 25)
        team.say("grace", incident, "/resolve The pool was exhausted.")

        assert team.say("grace", incident, "/postmortem waive same cause as last week") == []
        assert pull_comments(team, 2) == [
            "`grace` waived the post-mortem of #1: same cause as last week\n\nThis pull request is closed, and its branch is"
            " deleted. To continue after all, comment `/postmortem` on #1 for a new one, or restore the branch here."
        ]
        assert (branches(team), team.shows(incident)["state"]) == (["main"], "closed")
        page = f"{team.sandbox.url}/acme/shop/issues"
        waived = "Checkout is down (post-mortem waived: same cause as last week)"
        assert f"| 2026-03-04 | {waived} | [#1]({page}/1) | P1 - Critical |  | 25 min | none |" in team.text(INDEX)

        assert team.say("grace", incident, "/postmortem") == [
            "The post-mortem is ready to be filled in: #3. It is due by **2026-03-06 14:25 UTC**."
        ]
        assert team.shows(incident)["state"] == "open"


def test_people_type_over_each_other_and_correct_what_is_merged(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", severity=P1, impact="All 40 buyers")
        team.say("grace", incident, "/ack\n/ic")
        assert team.say("ada", incident, "/ack\n/ic") == [
            f"`ada`, you are now **Lead** of this incident. `grace` held it before. {DUTIES}"
        ]
        assert team.say("mary", incident, "/sev 4") == [
            "@mary, `/sev` needs the role **write** in this repository, and yours is **read**. Nothing was done. Ask `ada`,"
            " who leads this incident, or an administrator of the repository, who can grant it."
        ]
        (handed,) = team.say("ada", incident, "/handoff ic @grace the pool is at 80 %")
        assert handed.startswith(
            f"@grace, `ada` handed **Lead** of this incident over to you. {DUTIES}\n\nthe pool is at 80 %\n\n"
        )
        at(team, incident, 20)
        team.say("grace", incident, "/resolve The pool was exhausted.")

        text = team.text(PATH, "postmortem/1")
        assert "**Lead:** [@grace]" in text
        assert [each for each in rows(text) if "acknowledged" in each] == ["14:00 | On-call acknowledged"]
        hint = "<!-- What went wrong, technically. Name systems, not people. -->"
        team.write("ada", PATH, "postmortem/1", text.replace(hint, "The pool had its old size."))
        team.say("grace", incident, "/started 13:40")
        assert "The pool had its old size." in team.text(PATH, "postmortem/1")
        assert pull_comments(team, 2) == ["Updated from the record of #1: front matter, header, Timeline"]

        team.merge("ada", 2)
        (differs,) = team.say("grace", incident, "/time resolved 14:15")
        assert "\n\n- resolved: 2026-03-04 14:20 UTC, now 2026-03-04 14:15 UTC\n\n" in differs
        assert team.say("grace", incident, "/postmortem") == [
            "The correction of the merged post-mortem is ready for review: #3."
        ]
        corrected = team.text(PATH, branch_of(team, 3))
        assert times(corrected) == {"started": "13:40", "acknowledged": "14:00", "resolved": "14:15", "resolve": "35"}
        assert "The pool had its old size." in corrected
