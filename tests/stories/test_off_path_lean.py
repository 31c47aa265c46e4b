"""The lean process (document 000) where an incident leaves the straight path."""

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
extends: lean
on_call: { primary: [{ people: [grace] }] }
calendar: { country: US }
escalation: [ada]
"""
OUTAGE = "SEV-1: System down"
DUTIES = "Assesses, tells stakeholders, mitigates first, fixes the root cause, writes the post-mortem."
ON_IT = "**no one has acknowledged this incident.** If you are on it, comment `/ack`. To page somebody else: `/page @user`.\n\n"
FIRST_WORDS = (
    "**the first update is due.** Tell people what users see and what you are doing: `/update <text>`."
    " Say what you know, and don't guess the cause.\n\n"
)
PROMISE = "Investigating, will update in 30 minutes"
OPTIONS = (
    "**Mitigate (first priority), in order of preference:**\n1. Rollback: Deploy the previous known-good version (`/rollback`)\n"
    "2. Feature flag: Disable the broken feature\n3. Hotfix: If the fix is obvious and small (&lt; 10 lines)\n"
    "4. Scale: If it's a capacity issue, add resources"
)
FIX = (
    "**Fix Root Cause, in this order:**\n- [ ] Create a GitHub issue labeled bug + P0-critical or P1-high, and the branch"
    " hotfix/&lt;description&gt;: `/hotfix <description>`\n- [ ] Fix, test, PR, review, merge\n- [ ] Deploy and verify"
)
NO_BLAME = "**Post-Mortem:**\n- No blame - focus on systems\n\n"


def test_a_typo_of_a_saturday_mentions_nobody_and_an_outage_pages_at_once(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Typo on the login page", severity="SEV-4: Cosmetic")

        (beginning,) = team.beginning(incident)
        assert beginning.startswith(
            "**Declared as SEV-4.** Response: Next sprint. Those on call are not mentioned.\n\n**Assess (2 minutes):**\n"
        )
        assert "@" not in beginning
        assert (team.row(incident, "Response"), team.shows(incident)["assignees"]) == ("Next sprint", [])
        assert heard_at(team, incident, 2, 5, 30, 24 * 60, 3 * 24 * 60) == {}

        assert team.say("linus", incident, "/sev 1") == [
            "@linus, `/sev` needs the role **write** in this repository, and yours is **triage**. Nothing was done."
            " `grace` (on call) can do it now."
        ]
        assert team.say("ada", incident, "/sev 1 nobody can log in") == [
            "**Severity raised from SEV-4 to SEV-1.** Response: Immediately (by 2026-03-10 14:05 UTC). @grace, you are on"
            " call. You lead this incident until someone takes command."
        ]
        assert team.shows(incident)["assignees"] == ["grace"]
        late = 3 * 24 * 60 + 6
        ended = "_Due 14:05 UTC, posted 14:06 UTC._"
        assert heard_at(team, incident, late) == {
            late: [f"@grace: {ON_IT}{ended}\n\n@grace: {FIRST_WORDS}{ended}"],
        }


def test_the_promise_is_complete_before_anybody_commands_and_is_posted_once(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down")
        assert team.say("ada", incident, "/sev 1") == []
        assert team.say("grace", incident, "/ack") == []
        assert team.say("grace", incident, "/ic") == [
            f"`grace`, you are now **Incident lead** of this incident. {DUTIES}"
        ]
        assert team.say("grace", incident, "/comms @linus") == [
            "This process has no such role. Choose one: `/role commander @user`. Nothing was changed."
        ]

        (beginning,) = team.beginning(incident)
        assert ready(beginning) == {"stakeholders": PROMISE}
        assert [each for each in team.replies(incident) if PROMISE in each] == []
        assert ready(team.card(incident)) == {"stakeholders": PROMISE}


def test_a_night_in_which_nobody_answers(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, NIGHT) as team:
        incident = file(team, "linus", "Checkout is down", severity=OUTAGE)

        def chased(people: str, minute: int, reminder: int = 0) -> list[str]:
            end = due(minute, reminder, NIGHT)
            return [f"{people}: {ON_IT}{end}\n\n{people}: {FIRST_WORDS}{end}"]

        assert heard_at(team, incident, 4, 5, 6, 19, 20, 21, 49, 50, 51, 80, 109, 110, 111, 170, 229, 230) == {
            5: chased("@grace", 5),
            20: chased("@grace", 20, 2),
            50: chased("@grace, @ada", 50, 3),
            110: chased("@grace, @ada", 110, 4),
            230: chased("@grace, @ada", 230, 5),
        }


def test_an_incident_that_comes_back_three_times(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", severity=OUTAGE, impact="All 40 buyers")
        team.say("grace", incident, "/ack\n/ic\n/update We roll back.")
        at(team, incident, 10)
        assert team.say("grace", incident, "/mitigated rolled back") == [
            f"**Mitigated: what to do now.** Tick each step when it is done. The card shows how many are.\n\n{FIX}"
        ]
        tick(team, "ada", incident, "Deploy and verify")
        assert progress(team, incident) == "1 of 3 done"
        at(team, incident, 20)
        assert team.say("grace", incident, "/resolve The pool was exhausted.") == [
            f"**Resolved.** @grace, before you go:\n\n{NO_BLAME}The post-mortem is ready to be filled in: #2. It is due by"
            " **2026-03-11 14:20 UTC**. This issue closes when it is merged, and its action items then become issues."
        ]

        for minute in (30, 40, 50):
            at(team, incident, minute)
            assert team.say("grace", incident, "/reopen it came back") == [
                f"**Investigating: what to do now.**\n\n{OPTIONS}"
            ]
            at(team, incident, minute + 5)
            assert team.say("grace", incident, f"/resolve Restarted at {minute}") == [
                f"**Resolved.** @grace, before you go:\n\n{FIX}\n\n{NO_BLAME}The post-mortem #2 follows the record. It is now"
                f" due by **2026-03-11 14:{minute + 5} UTC**. This issue closes when it is merged."
            ]

        assert pull_comments(team, 2) == ["Updated from the record of #1: front matter, header, Timeline"] * 3
        text = team.text(PATH, "postmortem/1")
        assert times(text) == {"acknowledged": "14:00", "resolved": "14:55", "resolve": "55"}
        assert rows(text) == [
            "14:00 | First alert / user report",
            "14:00 | Investigation started",
            "14:00 | @grace is now Incident lead",
            "14:00 | Update: We roll back.",
            "14:10 | Mitigation applied: rolled back",
            "14:20 | Confirmed resolved: The pool was exhausted.",
            *(
                f"14:{minute + late} | {words}"
                for minute in (30, 40, 50)
                for late, words in ((0, "Reopened: it came back"), (5, f"Confirmed resolved: Restarted at {minute}"))
            ),
        ]
        assert [each["number"] for each in team.as_("ada").json("GET", "pulls", params={"state": "all"})] == [2]


def test_a_waived_post_mortem_and_second_thoughts(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        add_index(team)
        incident = file(team, "linus", "Checkout is down", severity=OUTAGE)
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
        assert f"| 2026-03-04 | {waived} | [#1]({page}/1) | SEV-1 |  | 25 min | none |" in team.text(INDEX)
        assert team.row(incident, "Links") == "post-mortem #2 (waived)"

        assert team.say("grace", incident, "/postmortem") == [
            "The post-mortem is ready to be filled in: #3. It is due by **2026-03-11 14:25 UTC**."
        ]
        assert team.shows(incident)["state"] == "open"


def test_people_type_over_each_other_and_correct_what_is_merged(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "linus", "Checkout is down", severity=OUTAGE, impact="All 40 buyers")
        team.say("grace", incident, "/ack\n/ic")
        assert team.say("ada", incident, "/ack\n/ic") == [
            f"`ada`, you are now **Incident lead** of this incident. `grace` held it before. {DUTIES}"
        ]
        assert team.say("linus", incident, "/resolve it works for me") == [
            "@linus, `/resolve` needs the role **write** in this repository, and yours is **triage**. Nothing was done."
            " `ada` (Incident lead) or `grace` (paged) can do it now."
        ]
        (handed,) = team.say("ada", incident, "/handoff ic @grace the pool is at 80 %")
        assert handed.startswith(
            f"@grace, `ada` handed **Incident lead** of this incident over to you. {DUTIES}\n\nthe pool is at 80 %\n\n"
        )
        at(team, incident, 20)
        team.say("grace", incident, "/resolve The pool was exhausted.")

        text = team.text(PATH, "postmortem/1")
        assert [each for each in rows(text) if "Investigation started" in each] == ["14:00 | Investigation started"]
        hint = "<!-- What actually caused the issue; be specific. Name systems, not people. -->"
        team.write("ada", PATH, "postmortem/1", text.replace(hint, "The pool had its old size."))
        team.say("grace", incident, "/started 13:40")
        assert "The pool had its old size." in team.text(PATH, "postmortem/1")
        assert pull_comments(team, 2) == ["Updated from the record of #1: front matter, header, Timeline"]

        team.merge("ada", 2)
        (differs,) = team.say("grace", incident, "/time resolved 14:15")
        link = f"[{PATH}]({team.sandbox.url}/acme/shop/blob/main/{PATH})"
        assert differs == (
            f"The record has changed since the post-mortem {link} was merged:\n\n- resolved: 2026-03-04 14:20 UTC, now"
            " 2026-03-04 14:15 UTC\n\nTo correct the file in a follow-up pull request, comment `/postmortem`."
        )
        assert team.say("grace", incident, "/postmortem") == [
            "The correction of the merged post-mortem is ready for review: #3."
        ]
        corrected = team.text(PATH, branch_of(team, 3))
        assert times(corrected) == {"started": "13:40", "acknowledged": "14:00", "resolved": "14:15", "resolve": "35"}
        assert "The pool had its old size." in corrected
