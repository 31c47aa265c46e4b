"""The war room (document 002), off its path: typos, silence, reopenings, waivers, and what people then do at once."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from incident_actions.postmortem.index import empty_index
from tests.stories.adopting import checklists, due, file, heard_at, ready, running_by, written
from tests.stories.conftest import WEDNESDAY
from tests.stories.off_path import pull_comments
from tests.stories.team import Team
from tests.stories.test_preset_war_room import CHANNELS, CONFIGURATION, FALLBACK, FOUR, ONE, SPECIALISTS, THREE

pytestmark = pytest.mark.rest  # the process itself is in the fast tier, and so is each thing off its path
SATURDAY = datetime(2026, 3, 7, 14, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 2, tzinfo=UTC)
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
BAD = f"{ONE}: it is bad"
IN_COMMAND = "`grace`, you are now **Incident Commander** of this incident. Coordinates response"
VERIFICATION = ["Confirm service restored", "Validate all systems healthy", "Check for cascading failures"]
AFTERWARDS = [
    "Recovery & Resolution: 7 Communication",
    "Post-Incident Review: 8 Root Cause Analysis",
    "Post-Incident Review: 9 Action Items",
    "Post-Incident Review: 10 Retrospective",
]


def pulls(team: Team) -> list[tuple[int, str]]:
    """The pull requests, the oldest first."""
    found = team.as_("ada").json("GET", "pulls", params={"state": "all", "direction": "asc"})
    return [(each["number"], each["state"]) for each in found]


def branches(team: Team) -> list[str]:
    return [each["name"] for each in team.as_("ada").json("GET", "branches")]


def add_index(team: Team) -> None:
    """Add the index that `init` writes."""
    content = base64.b64encode(empty_index().encode()).decode()
    team.as_("ada").json("PUT", "contents/docs/incidents/README.md", {"message": "Add the index", "content": content})
    team.settle()


def resolution(at: str, cause: str, took: str) -> str:
    """The resolution message of an incident that started at 13:50, as far as it is known."""
    return (
        f"Resolution 2026-03-04 {at} UTC: Issue Resolved\n- Root cause: {cause}\n- Time to detection: [time to detect]\n"
        f"- Time to resolution: {took}\n- Impact summary: all buyers\n- Next steps: [actions]"
    )


def test_a_typo_at_the_lowest_severity_on_a_saturday_pages_nobody_until_it_is_corrected(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Checkout page shows an error", severity=f"{FOUR}: a typo")

        assert team.beginning(incident)[0].partition("\n")[0] == (
            "**Declared as Severity 4: Low.** Response: During business hours (by 2026-03-09 17:00 UTC)."
            " Those on call are not mentioned before 2026-03-09 09:00 UTC."
        )
        assert team.shows(incident)["assignees"] == []
        assert heard_at(team, incident, 5, 15, 30, 60) == {}
        assert team.say("linus", incident, "/sev 1") == [
            "@linus, `/sev` needs the role **write** in this repository, and yours is **triage**. Nothing was done."
            " `grace` (on call) can do it now."
        ]
        assert team.say("ada", incident, "/sev 1 customers cannot pay") == [
            "**Severity raised from Severity 4: Low to Severity 1: Critical.** Response: Immediate (by 2026-03-07 15:05"
            " UTC). @grace, you are on call. You lead this incident until someone takes command. @cleo, @otto, @linus: you"
            " are notified of every Severity 1: Critical incident."
        ]
        assert team.shows(incident)["assignees"] == ["grace"]
        assert heard_at(team, incident, 64, 66) == {
            66: [f"@linus, @tess: **not acknowledged for 5 min.** {CHANNELS}_Due 15:05 UTC, posted 15:06 UTC._"]
        }


def test_a_typo_that_monday_finds_still_reaches_who_is_on_call_when_it_is_raised(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Checkout page shows an error", severity=f"{FOUR}: a typo")

        monday = 43 * 60
        assert heard_at(team, incident, monday - 1, monday) == {
            monday: [
                "@grace: **this Severity 4: Low incident is for today.** It waited for business hours. If you take it,"
                " comment `/ack`. Someone must be on it by 17:00 UTC.\n\n_Due 09:00 UTC, posted 09:00 UTC._"
            ]
        }
        (raised,) = team.say("ada", incident, "/sev 1")
        assert raised.endswith(
            " @grace, you are on call. You lead this incident until someone takes command. @cleo, @otto, @linus: you are"
            " notified of every Severity 1: Critical incident."
        )


def test_the_notification_is_complete_and_posted_once_however_late_its_parts_are_known(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "payments fail")

        (beginning,) = team.beginning(incident)
        assert beginning.endswith(
            "The text for stakeholders is on the card. Still missing: severity (`/sev 1`), services (`/affects <services>`),"
            " impact (`/impact <who is affected, and how>`), Incident Commander (`/ic @user`)"
        )
        steps = {
            each: team.say("grace", incident, each) for each in ("/sev 1", "/ack", "/ic", "/comms @linus", "/tech @ada")
        }
        assert steps == {
            "/sev 1": [
                "**Severity set to Severity 1: Critical.** Response: Immediate (by 2026-03-04 14:05 UTC). @cleo, @otto,"
                " @linus: you are notified of every Severity 1: Critical incident."
            ],
            "/ack": [],
            "/ic": [IN_COMMAND],
            "/comms @linus": [
                "@linus, `grace` made you **Communications** of this incident. Updates stakeholders\n\n"
                "`linus` has the role **triage** in this repository, which is not enough for `/publish`. An administrator"
                " can grant **write** under **Settings → Collaborators and teams**."
            ],
            "/tech @ada": ["@ada, `grace` made you **Technical Lead** of this incident. Directs troubleshooting"],
        }
        assert team.say("grace", incident, "/affects checkout") == ["Affected services: `checkout`."]
        notification = (
            "Subject: Incident #1 - Severity 1: Critical: checkout - payments fail\n\n"
            "We are investigating an issue affecting all buyers.\nIncident Commander: @grace\n"
            "Slack Channel: #incident-1\nStatus Page: https://status.acme.example"
        )
        assert team.say("grace", incident, "/impact all buyers") == [
            "**Ready to send:** everything that these texts need is known now.\n\nFor stakeholders:\n\n"
            f"```\n{notification}\n```"
        ]
        assert team.say("grace", incident, "/impact all buyers in Europe") == []
        assert [ready(each) for each in team.say("linus", incident, "/note it began with release 41")] == []


def test_nobody_answers_at_night_and_managers_are_paged_only_at_their_steps(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, NIGHT) as team:
        incident = file(team, "linus", "Checkout is down", severity=BAD)

        def said(who: str, words: str, minute: int, times: int = 0) -> str:
            return f"{who}: **{words}{due(minute, times, NIGHT)}"

        silent = f"not acknowledged for {{}}.** {CHANNELS}"
        stuck, open_ = f"no progress for {{}}.** {SPECIALISTS}", f"not resolved for {{}}.** {FALLBACK}"
        roles = (
            "no one is Incident Commander, Technical Lead or Communications yet.** To take the role: `/take <role>`. To"
            " assign it: `/role <name> @user`.\n\n"
        )
        assert heard_at(team, incident, 4, 5, 9, 10, 14, 15, 25, 30, 35, 45, 55, 75, 90, 105, 115, 154, 155) == {
            5: [said("@linus, @tess", silent.format("5 min"), 5)],
            10: [said("@grace", roles, 10)],
            15: [
                said("@linus, @tess, @grace", silent.format("15 min"), 15, 2)
                + "\n\n"
                + said("@emil", stuck.format("15 min"), 15)
            ],
            25: [said("@grace", roles, 25, 2)],
            30: [said("@vera", open_.format("30 min"), 30)],
            35: [said("@linus, @tess, @grace, @ada", silent.format("35 min"), 35, 3)],
            45: [said("@emil, @grace", stuck.format("45 min"), 45, 2)],
            55: [said("@grace, @ada", roles, 55, 3)],
            75: [said("@linus, @tess, @grace, @ada", silent.format("1 h 15 min"), 75, 4)],
            90: [said("@vera, @grace", open_.format("1 h 30 min"), 90, 2)],
            105: [said("@emil, @grace, @ada", stuck.format("1 h 45 min"), 105, 3)],
            115: [said("@grace, @ada", roles, 115, 4)],
            155: [said("@linus, @tess, @grace, @ada", silent.format("2 h 35 min"), 155, 5)],
        }
        assert team.row(incident, "Response") == "**⚠️ Immediate: was due 02:05**"


def test_three_reopenings_leave_one_review_with_the_last_times_and_the_checklists_come_again(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=BAD, started_at="13:50")
        team.say("grace", incident, "/ack\n/ic\n/comms @linus\n/tech @ada\n/affects api\n/impact all buyers")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=20))
        (mitigated,) = team.say("grace", incident, "/mitigated")
        assert checklists(mitigated) == {"Recovery & Resolution: 6 Verification": VERIFICATION}
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=32))

        (resolved,) = team.say("grace", incident, "/resolve first time")

        assert resolved.startswith("**Resolved.** @grace, before you go:\n\n")
        assert (list(checklists(resolved)), ready(resolved)) == (
            AFTERWARDS,
            {"stakeholders": resolution("14:32", "first time", "42 min")},
        )
        assert resolved.endswith(
            "The post-mortem is ready to be filled in: #2. It is due by **2026-03-05 14:32 UTC**. This issue closes when it"
            " is merged, and its action items then become issues."
        )
        for hour, words, took in (
            (15, "second time", "1 h 40 min"),
            (16, "third time", "2 h 40 min"),
            (17, "for good", "3 h 40 min"),
        ):
            team.sandbox.clock.move_to(WEDNESDAY.replace(hour=hour))
            (reopened,) = team.say("grace", incident, "/reopen it came back")
            assert list(checklists(reopened)) == [
                "Response & Mitigation: 4 Investigation",
                "Response & Mitigation: 5 Mitigation",
            ]
            team.sandbox.clock.move_to(WEDNESDAY.replace(hour=hour, minute=30))
            (resolved,) = team.say("grace", incident, f"/resolve {words}")
            assert list(checklists(resolved)) == ["Recovery & Resolution: 6 Verification", *AFTERWARDS]
            assert ready(resolved) == {"stakeholders": resolution(f"{hour}:30", words, took)}
            assert resolved.endswith(
                f"The post-mortem #2 follows the record. It is now due by **2026-03-05 {hour}:30 UTC**. This issue closes"
                " when it is merged."
            )
        text = written(team.text(PATH, "postmortem/1"))
        assert "- **Time to resolution:** 3 h 40 min\n" in text
        assert text.partition("## What happened\n\n")[2].partition("\n\n")[0].split("\n")[2:] == [
            "| 2026-03-04 13:50 | Started |",
            "| 2026-03-04 14:00 | Declared Severity 1: Critical: Checkout is down |",
            "| 2026-03-04 14:00 | Acknowledged |",
            "| 2026-03-04 14:00 | Affected: api |",
            "| 2026-03-04 14:00 | Impact: all buyers |",
            "| 2026-03-04 14:20 | Mitigated |",
            "| 2026-03-04 14:32 | Resolved: first time |",
            "| 2026-03-04 15:00 | Reopened: it came back |",
            "| 2026-03-04 15:30 | Resolved: second time |",
            "| 2026-03-04 16:00 | Reopened: it came back |",
            "| 2026-03-04 16:30 | Resolved: third time |",
            "| 2026-03-04 17:00 | Reopened: it came back |",
            "| 2026-03-04 17:30 | Resolved: for good |",
        ]
        assert pulls(team) == [(2, "open")]
        assert pull_comments(team, 2) == ["Updated from the record of #1: front matter, header, What happened"] * 3


def test_a_review_that_is_waived_and_asked_for_again_leaves_nothing_behind(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        add_index(team)
        incident = file(team, "ada", "Checkout is down", severity=BAD, started_at="14:00")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=30))
        team.say("grace", incident, "/ack\n/ic\n/resolve rolled back")

        assert team.say("grace", incident, "/postmortem waive a test of the alarm") == []
        assert (team.shows(incident)["state"], pulls(team), branches(team)) == ("closed", [(2, "closed")], ["main"])
        assert pull_comments(team, 2) == [
            "`grace` waived the post-mortem of #1: a test of the alarm\n\nThis pull request is closed, and its branch is"
            " deleted. To continue after all, comment `/postmortem` on #1 for a new one, or restore the branch here."
        ]
        line = "Checkout is down (post-mortem waived: a test of the alarm)"
        row = f"| 2026-03-04 | {line} | [#1]({team.sandbox.url}/acme/shop/issues/1) | Severity 1: Critical |  | 30 min | none |"
        assert row in team.text("docs/incidents/README.md").split("\n")

        assert team.say("grace", incident, "/postmortem") == [
            "The post-mortem is ready to be filled in: #3. It is due by **2026-03-05 14:30 UTC**."
        ]
        assert (team.shows(incident)["state"], pulls(team)) == ("open", [(2, "closed"), (3, "open")])


def test_a_correction_after_the_merge_is_offered_and_what_people_wrote_stays(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        add_index(team)
        incident = file(team, "ada", "Checkout is down", severity=BAD)
        team.say("grace", incident, "/ack\n/ic\n/tech @ada\n/comms @linus")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=10))
        team.say("grace", incident, "/mitigated")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=30))
        team.say("grace", incident, "/resolve rolled back")
        file_text = team.text(PATH, "postmortem/1")
        lesson = "## Lessons learned\n\nRoll back first.\n"
        team.write("grace", PATH, "postmortem/1", file_text.replace("## Lessons learned\n", lesson))

        assert team.say("grace", incident, "/impact 400 buyers\n/started 13:40") == []
        assert pull_comments(team, 2) == [
            "Updated from the record of #1: front matter, header, Impact summary, What happened"
        ]
        changed = team.text(PATH, "postmortem/1")
        assert (lesson in changed, "## Impact summary\n\n400 buyers\n" in changed) == (True, True)
        team.merge("grace", 2)
        assert team.shows(incident)["state"] == "closed"

        assert team.say("grace", incident, "/time mitigated 14:08") == [
            f"The record has changed since the post-mortem [{PATH}]({team.sandbox.url}/acme/shop/blob/main/{PATH}) was"
            " merged:\n\n- mitigated: 2026-03-04 14:10 UTC, now 2026-03-04 14:08 UTC\n\nTo correct the file in a follow-up"
            " pull request, comment `/postmortem`."
        ]


def test_a_severity_raised_after_the_resolution_pages_nobody_but_asks_for_the_review(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is slow", severity=f"{FOUR}: slow")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=30))
        team.say("grace", incident, "/resolve restarted")
        assert (team.shows(incident)["state"], pulls(team)) == ("closed", [])
        team.sandbox.clock.move_to(WEDNESDAY.replace(hour=15))

        assert team.say("grace", incident, "/sev 1 the orders of an hour are lost") == [
            "The post-mortem is ready to be filled in: #2. It is due by **2026-03-05 14:30 UTC**."
        ]
        assert team.shows(incident)["state"] == "open"
        assert ready(team.card(incident))["stakeholders"].startswith(
            "Resolution 2026-03-04 14:30 UTC: Issue Resolved\n"
        )
        assert heard_at(team, incident, 65, 90, 180) == {}


def test_strangers_change_nothing_and_two_people_at_once_do_one_thing(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=f"{THREE}: slow")
        team.say("grace", incident, "/ack\n/ic")

        (refused,) = team.say("mary", incident, "/sev 4\n/resolve")
        assert refused == (
            "@mary, `/sev` needs the role **write** in this repository, and yours is **read**. Nothing was done. Ask"
            " `grace`, who leads this incident, or an administrator of the repository, who can grant it.\n\n"
            "@mary, `/resolve` needs the role **write** in this repository, and yours is **read**. Nothing was done. Ask"
            " `grace`, who leads this incident, or an administrator of the repository, who can grant it."
        )
        for login in ("grace", "ada"):
            team.as_(login).json("POST", f"issues/{incident}/comments", {"body": "/resolve rolled back"})
        team.settle()
        assert sorted(each.partition("\n")[0] for each in team.replies(incident)[2:]) == [
            "**Resolved.** @grace, before you go:",
            "`/resolve` did nothing, because this incident is **resolved**. You can use `/reopen`.",
        ]
        assert pulls(team) == [(2, "open")]
