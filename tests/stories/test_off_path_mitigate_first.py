"""Mitigate first (document 004), off its path: typos, silence, reopenings, waivers, and roles that change hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.stories.adopting import checklists, due, file, heard_at, ready, running_by, written
from tests.stories.conftest import WEDNESDAY
from tests.stories.off_path import pull_comments
from tests.stories.test_off_path_war_room import add_index, branches, pulls
from tests.stories.test_preset_mitigate_first import CONFIGURATION, HURTING, LAST, NONE, PROMISED, ROLES, UNHEARD

pytestmark = pytest.mark.rest  # the machinery of the war room's off-path stories, by another process
SATURDAY = datetime(2026, 3, 7, 14, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 2, tzinfo=UTC)
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
BAD = "SEV-1: Full outage"
PUBLIC = "status page / Twitter / customer email"
UNANSWERED = "**no one has acknowledged this incident.** If you are on it, comment `/ack`. To page somebody else: `/page @user`.\n\n"
LACKING = (
    "The text for chat channel is on the card. Still missing: Incident Commander (IC) (`/ic @user`), Comms Lead"
    " (`/comms @user`)\nThe text for status page / Twitter / customer email is on the card. Still missing: services"
    " (`/affects <services>`), impact (`/impact <who is affected, and how>`)"
)
RESOLVE = [
    "Confirm metrics are back to normal (don't just trust the mitigation)",
    "Update the incident channel: [Resolved] &lt;summary&gt;",
    "Update the status page",
    "Keep the incident channel open for the postmortem prep",
]


def test_a_typo_at_the_lowest_severity_on_a_saturday_is_a_ticket_until_it_is_corrected(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Checkout page shows an error", severity="SEV-4: Minor issue")

        (beginning,) = team.beginning(incident)
        assert beginning.partition("\n")[0] == (
            "**Declared as SEV-4.** Response: Ticket, fix in normal cycle. Those on call are not mentioned."
        )
        assert (ready(team.card(incident)), team.shows(incident)["assignees"]) == ({}, [])
        assert heard_at(team, incident, 5, 30, 60, 43 * 60) == {}
        (refused,) = team.say("linus", incident, "/sev 1")
        assert refused.endswith(" Nothing was done. `grace` (on call) can do it now.")
        assert team.say("ada", incident, "/sev 1 nobody can pay") == [
            "**Severity raised from SEV-4 to SEV-1.** Response: Page on-call, all hands, public comms (by 2026-03-09 09:05"
            " UTC). @grace, you are on call. You lead this incident until someone takes command. @acme/everyone: you are"
            f" notified of every SEV-1 incident.\n\n{LACKING}"
        ]
        assert team.shows(incident)["assignees"] == ["grace"]
        late = "_Due 09:05 UTC, posted 09:06 UTC._"
        assert heard_at(team, incident, 43 * 60 + 4, 43 * 60 + 6) == {43 * 60 + 6: [f"@grace: {UNANSWERED}{late}"]}


def test_the_declaration_names_its_people_and_is_posted_once_when_they_are_known(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "payments fail")

        assert "Still missing" not in team.beginning(incident)[0]
        steps = {
            each: team.say("grace", incident, each) for each in ("/sev 1", "/ack", "/ic", "/comms @linus", "/tech @ada")
        }
        assert steps == {
            "/sev 1": [
                "**Severity set to SEV-1.** Response: Page on-call, all hands, public comms (by 2026-03-04 14:05 UTC)."
                f" @acme/everyone: you are notified of every SEV-1 incident.\n\n{LACKING}"
            ],
            "/ack": [],
            "/ic": [
                "`grace`, you are now **Incident Commander (IC)** of this incident. Coordinates, makes decisions, declares"
                " resolved. Doesn't debug."
            ],
            "/comms @linus": [
                "@linus, `grace` made you **Comms Lead** of this incident. Internal + external updates. Updates status"
                " page.\n\n`linus` has the role **triage** in this repository, which is not enough for `/publish`. An"
                " administrator can grant **write** under **Settings → Collaborators and teams**.",
                "**Ready to send:** everything that these texts need is known now.\n\nFor chat channel:\n\n```\n"
                "🚨 SEV-1 declared: payments fail\nIncident commander: @grace\nComms lead: @linus\n"
                "Channel: #incident-2026-03-04\nStatus page: https://status.acme.example\n"
                "Updates every 15 min until resolved.\n```",
            ],
            "/tech @ada": [
                "@ada, `grace` made you **Tech Lead / Investigator** of this incident. Actual debugging and mitigation"
            ],
        }
        assert team.say("grace", incident, "/affects checkout\n/impact all buyers") == [
            "Affected services: `checkout`.",
            "**Ready to send:** everything that these texts need is known now.\n\nFor status page / Twitter / customer"
            " email:\n\n```\n[Investigating] We are aware of an issue affecting checkout.\nStarted: 2026-03-04 14:00 UTC\n"
            "Impact: all buyers\nWe'll post an update within 30 minutes.\n```",
        ]
        assert team.say("grace", incident, "/impact all buyers in Europe") == []


def test_nobody_answers_at_night_and_each_chase_comes_at_its_minute(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path, NIGHT) as team:
        incident = file(team, "linus", "Checkout is down", severity=BAD)

        def said(who: str, minute: int, times: int, *words: str) -> str:
            return "\n\n".join(f"{who}: {each}{due(minute, times, NIGHT)}" for each in words)

        chases = (ROLES, HURTING, PROMISED.format(NONE))
        assert heard_at(team, incident, 4, 5, 15, 20, 30, 45, 50, 60, 75, 110, 120) == {
            5: [said("@grace", 5, 0, UNANSWERED)],
            15: [said("@grace", 15, 0, *chases)],
            20: [said("@grace", 20, 2, UNANSWERED)],
            30: [said("@grace", 30, 0, UNHEARD) + "\n\n" + said("@grace", 30, 2, *chases)],
            45: [said("@grace", 45, 2, UNHEARD)],
            50: [said("@grace, @ada", 50, 3, UNANSWERED)],
            60: [said("@grace, @ada", 60, 3, *chases)],
            75: [said("@grace, @ada", 75, 3, UNHEARD)],
            110: [said("@grace, @ada", 110, 4, UNANSWERED)],
            120: [said("@grace, @ada", 120, 4, *chases)],
        }


def test_three_reopenings_leave_one_post_mortem_with_the_last_times(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        answers = {"impact": "all buyers", "services": "api", "started_at": "13:50"}
        incident = file(team, "ada", "Checkout is down", severity=BAD, **answers)
        team.say("grace", incident, "/ack\n/ic\n/comms @linus\n/tech @ada\n/cadence 24h\n/publish We look at it.")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=10))
        (mitigated,) = team.say("grace", incident, "/mitigated")
        assert checklists(mitigated) == {"Resolve": RESOLVE}
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=20))

        def resolve(words: str) -> dict[str, list[str]]:
            (resolved,) = team.say("grace", incident, f"/resolve {words}")
            assert resolved.startswith("**Resolved.** @grace, before you go:\n\n")
            assert ready(resolved) == {
                PUBLIC: "[Resolved] The issue affecting api is resolved.\nStarted: 2026-03-04 13:50 UTC\nImpact: all buyers",
                "incident channel": f"[Resolved] {words}",
            }
            at = team.sandbox.clock.now() + timedelta(days=7)
            follows = "The post-mortem is ready to be filled in: #2. It is due by"
            again = "The post-mortem #2 follows the record. It is now due by"
            due_words = (
                f"{follows if words == 'first time' else again} **{at:%Y-%m-%d %H:%M} UTC**. This issue closes when"
            )
            assert due_words in resolved
            return checklists(resolved)

        assert list(resolve("first time")) == ["Review", "Anti-patterns, each to be avoided"]
        for hour, words in ((15, "second time"), (16, "third time"), (17, "for good")):
            team.sandbox.clock.move_to(WEDNESDAY.replace(hour=hour))
            (reopened,) = team.say("grace", incident, "/reopen it came back")
            assert next(iter(checklists(reopened))) == "Mitigate"
            team.sandbox.clock.move_to(WEDNESDAY.replace(hour=hour, minute=10))
            assert resolve(words)["Resolve"] == RESOLVE

        text = written(team.text(PATH, "postmortem/1"))
        assert "**Duration:** 13:50 UTC → 17:10 UTC (200 minutes)" in text
        assert text.partition("## Timeline (UTC)\n\n")[2].partition("\n\n")[0].split("\n")[4:] == [
            "- 14:10 — mitigation applied",
            "- 14:20 — incident resolved: first time",
            "- 15:00 — Reopened: it came back",
            "- 15:10 — incident resolved: second time",
            "- 16:00 — Reopened: it came back",
            "- 16:10 — incident resolved: third time",
            "- 17:00 — Reopened: it came back",
            "- 17:10 — incident resolved: for good",
        ]
        assert (pulls(team), len(pull_comments(team, 2))) == ([(2, "open")], 3)


def test_skipping_the_post_mortem_is_on_record_and_can_be_undone(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        add_index(team)
        incident = file(team, "ada", "Checkout is down", severity=BAD, started_at="14:00")
        team.sandbox.clock.move_to(WEDNESDAY.replace(minute=10))
        team.say("grace", incident, "/ack\n/ic\n/resolve it works again")

        assert team.say("grace", incident, "/postmortem waive it works again") == []
        assert (team.shows(incident)["state"], pulls(team), branches(team)) == ("closed", [(2, "closed")], ["main"])
        assert (
            "| 2026-03-04 | Checkout is down (post-mortem waived: it works again) |"
            f" [#1]({team.sandbox.url}/acme/shop/issues/1) | SEV-1 |  | 10 min | none |"
        ) in team.text("docs/incidents/README.md").split("\n")
        assert team.say("ada", incident, "/postmortem") == [
            "The post-mortem is ready to be filled in: #3. It is due by **2026-03-11 14:10 UTC**."
        ]
        assert (team.shows(incident)["state"], pulls(team)) == ("open", [(2, "closed"), (3, "open")])


def test_roles_change_hands_and_the_words_and_chases_follow(tmp_path: Path) -> None:
    with running_by(CONFIGURATION, tmp_path) as team:
        incident = file(team, "ada", "payments fail", severity=BAD, impact="all buyers", services="checkout")
        team.say("grace", incident, "/ack\n/ic\n/comms\n/tech @ada\n/mitigated\n/publish We look at it.")

        (handed,) = team.say("grace", incident, "/handoff comms @linus I fly home")
        assert handed == (
            "@linus, `grace` handed **Comms Lead** of this incident over to you. Internal + external updates. Updates"
            " status page.\n\nI fly home\n\n**SEV-1** · Monitoring · since 2026-03-04 14:00 UTC: payments fail\n\n"
            "- **Impact:** all buyers\n- **Last update:** 14:00 UTC: We look at it.\n- **Next update due:** 14:15 UTC\n- **In command:** `grace`\n\n"
            "`linus` has the role **triage** in this repository, which is not enough for `/publish`. An administrator can"
            " grant **write** under **Settings → Collaborators and teams**."
        )
        late = "_Due 14:15 UTC, posted 14:16 UTC._"
        assert heard_at(team, incident, 14, 16) == {16: [f"@linus, @grace: {PROMISED.format(LAST)}{late}"]}
