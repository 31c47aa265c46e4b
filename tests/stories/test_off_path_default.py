"""The default process, off its path: a typo on a Saturday, fixes that did not hold, and a watch that was cut short."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stories.adopting import checklists, due, file, heard_at, ready, running_by, written
from tests.stories.conftest import WEDNESDAY
from tests.stories.test_off_path_war_room import add_index, branches, pulls
from tests.stories.test_preset_default import CONFIGURATION

pytestmark = pytest.mark.rest  # the machinery of the war room's off-path stories, by another process
NIGHT = datetime(2026, 3, 4, 2, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 14, tzinfo=UTC)
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
BAD = "SEV-1: Everything is down"
CHECKLIST = {
    "Resolve checklist": [
        "Metrics are back to normal",
        "The status page is up to date",
        "Everybody who heard about the incident knows that it is over",
    ]
}


def test_a_typo_on_a_saturday_waits_for_the_next_sprint_until_it_is_corrected(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Checkout page shows an error", severity="SEV-4: A typo")

        assert team.beginning(incident)[0].partition("\n")[0] == (
            "**Declared as SEV-4.** Response: next sprint. Those on call are not mentioned."
        )
        assert (team.shows(incident)["assignees"], heard_at(team, incident, 5, 30, 43 * 60)) == ([], {})
        assert team.say("ada", incident, "/sev 1 nobody can pay") == [
            "**Severity raised from SEV-4 to SEV-1.** Response: at once (by 2026-03-09 09:05 UTC). @grace, you are on call."
            " You lead this incident until someone takes command."
        ]
        said = heard_at(team, incident, 43 * 60 + 4, 43 * 60 + 6)
        assert said == {
            43 * 60 + 6: [
                "@linus, @tess: **not acknowledged for 5 min.** This escalates to the second on call, the tech lead.\n"
                "- Check that the people on call can be reached\n\n_Due 09:05 UTC, posted 09:06 UTC._"
            ]
        }


def test_a_watch_that_was_cut_short_is_named_in_the_reply_and_in_the_file_each_time(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "Checkout is down", severity=BAD, started_at="13:50", impact="all buyers")
        team.say(
            "grace",
            incident,
            "/ack\n/ic\n/comms @linus\n/tech @ada\n/cadence 24h\n/update We look at it.\n/publish So.",
        )
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=10))
        assert team.say("grace", incident, "/mitigated") == []
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=23))

        (resolved,) = team.say("grace", incident, "/resolve first time")

        assert resolved.startswith("**Resolved.** Watched 13 of 30 min. @grace, before you go:\n\n")
        assert (checklists(resolved), ready(resolved)) == (
            CHECKLIST,
            {"the status page and stakeholders": "The issue is resolved. first time"},
        )
        for hour, words in ((15, "second time"), (16, "third time"), (17, "for good")):
            team.sandbox.clock.move_to(WEDNESDAY.replace(hour=hour))
            team.say("grace", incident, "/reopen it came back")
            team.sandbox.clock.move_to(WEDNESDAY.replace(hour=hour, minute=10))
            (resolved,) = team.say("grace", incident, f"/resolve {words}")
            assert resolved.startswith(
                "**Resolved.** Not watched: the process asks for 30 min. @grace, before you go:\n\n"
            )
            assert f"The post-mortem #2 follows the record. It is now due by **2026-03-11 {hour}:10 UTC**." in resolved
        text = written(team.text(PATH, "postmortem/1"))
        assert "- **Duration:** 3 h 20 min (13:50 UTC to 17:10 UTC)" in text
        assert [line.split(" | ")[1] for line in text.split("\n") if "Resolved: " in line or "Reopened" in line] == [
            "Resolved: first time (fix watched for 13 of 30 min)",
            "Reopened: it came back",
            "Resolved: second time (fix not watched; the process asks for 30 min)",
            "Reopened: it came back",
            "Resolved: third time (fix not watched; the process asks for 30 min)",
            "Reopened: it came back",
            "Resolved: for good (fix not watched; the process asks for 30 min)",
        ]
        assert pulls(team) == [(2, "open")]


def test_a_waiver_is_listed_with_its_reason_and_can_be_undone(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        add_index(team)
        incident = file(team, "ada", "Checkout is down", severity=BAD, started_at="14:00")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=10))
        team.say("grace", incident, "/ack\n/ic\n/resolve it works again")

        assert team.say("grace", incident, "/postmortem waive a test") == []
        assert (team.shows(incident)["state"], pulls(team), branches(team)) == ("closed", [(2, "closed")], ["main"])
        assert "Checkout is down (post-mortem waived: a test)" in team.text("docs/incidents/README.md")
        assert team.say("grace", incident, "/postmortem") == [
            "The post-mortem is ready to be filled in: #3. It is due by **2026-03-11 14:10 UTC**."
        ]
        assert (team.shows(incident)["state"], pulls(team)) == ("open", [(2, "closed"), (3, "open")])


def test_the_first_words_are_complete_and_posted_once_when_the_severity_comes_first(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "payments fail")

        (beginning,) = team.beginning(incident)
        assert beginning.endswith(
            "The text for the status page and stakeholders is on the card. Still missing: services (`/affects <services>`),"
            " impact (`/impact <who is affected, and how>`)"
        )
        duties = "You coordinate, decide, and declare the incident resolved. Leave debugging to others."
        steps = {
            each: team.say("grace", incident, each) for each in ("/sev 1", "/ack", "/ic", "/tech @ada", "/affects api")
        }
        assert steps == {
            "/sev 1": [],
            "/ack": [],
            "/ic": [f"`grace`, you are now **Incident commander** of this incident. {duties}"],
            "/tech @ada": [
                "@ada, `grace` made you **Tech lead** of this incident. You find the quickest safe way to stop the impact,"
                " then the cause."
            ],
            "/affects api": ["Affected services: `api`."],
        }
        assert team.say("grace", incident, "/impact all buyers") == [
            "**Ready to send:** everything that these texts need is known now.\n\nFor the status page and stakeholders:\n\n"
            "```\nWe are aware of an issue with api and are looking into it.\nStarted: 2026-03-04 14:00 UTC\n"
            "Impact: all buyers\nNext update: 2026-03-04 14:15 UTC\n```"
        ]
        assert team.say("grace", incident, "/impact all buyers in Europe") == []


def test_nobody_answers_at_night_and_each_chase_comes_at_its_minute(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, NIGHT) as team:
        incident = file(team, "linus", "Checkout is down", severity=BAD, services="api")

        def said(who: str, words: str, minute: int, times: int = 0) -> str:
            return f"{who}: **{words}\n\n{due(minute, times, NIGHT)}"

        silent = (
            "not acknowledged for {}.** This escalates to the second on call, the tech lead.\n"
            "- Check that the people on call can be reached"
        )
        stuck = "no progress for {}.** This escalates to the engineering manager.\n- Consider bringing in specialists"
        hurting = (
            "users affected for {}.** This escalates to the VP of engineering.\n- Prepare public communication\n"
            "- Consider feature flags, circuit breakers or another region"
        )
        owners = "users affected for 1 h.** This escalates to the CTO, the owners of the affected services."
        roles = (
            "no one is Incident commander, Comms lead or Tech lead yet.** To take the role: `/take <role>`. To assign it:"
            " `/role <name> @user`."
        )
        first = (
            "the first update is due.** Tell people what users see and what you are doing: `/update <text>`. Say what you"
            " know, and don't guess the cause."
        )
        public = "the public has not been informed yet.** Write the public update with `/publish <text>`, then copy it to your status page."
        both = "@grace, @ada"
        assert heard_at(team, incident, 4, 5, 15, 30, 35, 45, 60, 75, 90, 105, 120) == {
            5: [said("@linus, @tess", silent.format("5 min"), 5)],
            15: [
                "\n\n".join(
                    (
                        said("@grace", roles, 15),
                        said("@grace", first, 15),
                        said("@linus, @tess, @grace", silent.format("15 min"), 15, 2),
                        said("@emil", stuck.format("15 min"), 15),
                    )
                )
            ],
            30: [
                "\n\n".join(
                    (
                        said("@grace", public, 30),
                        said("@grace", roles, 30, 2),
                        said("@grace", first, 30, 2),
                        said("@vera", hurting.format("30 min"), 30),
                    )
                )
            ],
            35: [said("@linus, @tess, @grace, @ada", silent.format("35 min"), 35, 3)],
            45: [said("@grace", public, 45, 2) + "\n\n" + said("@emil, @grace", stuck.format("45 min"), 45, 2)],
            60: ["\n\n".join((said(both, roles, 60, 3), said(both, first, 60, 3), said("@cora, @olga", owners, 60)))],
            75: [
                said(both, public, 75, 3)
                + "\n\n"
                + said("@linus, @tess, @grace, @ada", silent.format("1 h 15 min"), 75, 4)
            ],
            90: [said("@vera, @grace", hurting.format("1 h 30 min"), 90, 2)],
            105: [said("@emil, @grace, @ada", stuck.format("1 h 45 min"), 105, 3)],
            120: [said(both, roles, 120, 4) + "\n\n" + said(both, first, 120, 4)],
        }
