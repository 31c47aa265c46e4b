"""Low severities are left in peace, and each severity is asked for its own response, in the documents' processes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.stories.adopting import file, heard_at, running_by
from tests.stories.team import Team

pytestmark = pytest.mark.rest  # whole days of five processes, by the same machinery
SATURDAY = datetime(2026, 3, 7, 11, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
PEOPLE = "on_call: { primary: [{ people: [grace] }] }\nescalation: [ada]\n"
LOWEST = {
    "lean": "SEV-4: Cosmetic",
    "war-room": "Severity 4: Low: Minor issues",
    "regulated": "Sev4: Cosmetic",
    "mitigate-first": "SEV-4: Minor issue",
}


def mentioned(team: Team, incident: int) -> list[str]:
    """Return everything on the issue that mentions somebody."""
    return [each for each in (*team.beginning(incident), *team.replies(incident)) if re.search(r"@(?!user)[a-z]", each)]


def assigned(team: Team, incident: int) -> list[str]:
    return list(team.shows(incident)["assignees"])


@pytest.mark.parametrize("preset", ["lean", "mitigate-first"])
def test_a_typo_of_the_next_sprint_mentions_nobody_at_all(preset: str, tmp_path: Path) -> None:
    with running_by(f"extends: {preset}\n{PEOPLE}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "A typo", severity=LOWEST[preset])

        assert "| Response |" in team.card(incident)
        assert heard_at(team, incident, 5, 15, 30, 60, 24 * 60, 49 * 60, 7 * 24 * 60) == {}
        assert (mentioned(team, incident), assigned(team, incident)) == ([], [])


@pytest.mark.parametrize("preset", ["war-room", "regulated"])
def test_a_typo_of_a_saturday_waits_for_monday_and_is_asked_for_once_a_business_day(
    preset: str, tmp_path: Path
) -> None:
    with running_by(f"extends: {preset}\n{PEOPLE}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "A typo", severity=LOWEST[preset])
        hour = 60 * round((MONDAY - SATURDAY) / timedelta(hours=1))
        assert (mentioned(team, incident), assigned(team, incident)) == ([], [])

        said = heard_at(team, incident, 5, 60, 20 * 60, 30 * 60, hour - 30)
        assert said == {}

        (begins,) = heard_at(team, incident, hour)[hour]
        severity = LOWEST[preset].rpartition(":")[0]
        assert begins == (
            f"@grace: **this {severity} incident is for today.** It waited for business hours. If you take it, comment"
            " `/ack`. Someone must be on it by 17:00 UTC.\n\n_Due 09:00 UTC, posted 09:00 UTC._"
        )
        assert assigned(team, incident) == ["grace"]
        later = heard_at(team, incident, hour + 60, hour + 480, hour + 540, hour + 24 * 60, hour + 32 * 60)
        assert {minutes - hour: each[0].partition("**")[0] for minutes, each in later.items()} == {
            480: "@grace: ",
            32 * 60: "@grace: ",
        }


def test_a_typo_that_turns_out_to_be_an_outage_pages_who_is_on_call_at_once(tmp_path: Path) -> None:
    with running_by(f"extends: regulated\n{PEOPLE}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "A typo", severity=LOWEST["regulated"])

        (raised,) = team.say("ada", incident, "/sev 3")
        assert raised.startswith(
            "**Severity raised from Sev4 to Sev3.** Response: Slack alert; investigate within 4 hours"
            " (by 2026-03-07 15:00 UTC). @grace, you are on call. You lead this incident until someone takes command."
        )
        assert assigned(team, incident) == ["grace"]
        assert [*heard_at(team, incident, 239, 241)] == [241]


def test_a_severity_that_nobody_set_counts_as_the_worst_on_a_saturday_too(tmp_path: Path) -> None:
    with running_by(f"extends: regulated\n{PEOPLE}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Something is wrong")

        assert mentioned(team, incident)[0].startswith("**Declared.** @grace, you are on call.")
        assert [each.partition(":")[0] for each in heard_at(team, incident, 5)[5]] == ["@grace"]


def test_lean_asks_for_an_immediate_response_after_five_minutes(tmp_path: Path) -> None:
    with running_by(f"extends: lean\n{PEOPLE}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "All is down", severity="SEV-1: System down")

        assert team.row(incident, "Response") == "Immediately: by 11:05"
        assert "**no one has acknowledged this incident.**" in heard_at(team, incident, 5)[5][0]
        team.say("grace", incident, "/ack")
        assert team.row(incident, "Response") == ""


@pytest.mark.parametrize(
    ("severity", "words", "minutes"),
    [
        ("P1 - Critical", "&lt; 15 min: by 11:15", (5, 15)),
        ("P2 - High", "&lt; 1 hour: by 12:00", (5, 60)),
        ("P3 - Medium", "&lt; 4 hours: by 15:00", (240,)),
        ("P4 - Low", "&lt; 24 hours: by 2026-03-08 11:00", (1440,)),
    ],
)
def test_the_response_column_of_the_p_levels_is_chased_at_its_time(
    severity: str, words: str, minutes: tuple[int, ...], tmp_path: Path
) -> None:
    with running_by(f"extends: p-levels\n{PEOPLE}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Checkout is down", severity=f"{severity}: it is bad")
        assert team.row(incident, "Response") == words
        team.say("ada", incident, "/cadence 48h")

        early = sorted({minute - 1 for minute in minutes} | set(minutes))
        said = heard_at(team, incident, *early)

        assert [minute for minute in said if minute in minutes] == [*minutes]
        assert "no one works on this yet" not in "".join(said.get(minutes[-1] - 1, ()))
        assert "**no one works on this yet.**" in said[minutes[-1]][-1]


def test_the_person_who_acknowledged_is_reminded_and_not_the_manager(tmp_path: Path) -> None:
    people = PEOPLE.replace("[ada]", "[mary]")
    with running_by(f"extends: lean\n{people}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "All is down", severity="SEV-1: System down")
        team.say("ada", incident, "/ack")

        assert [each.partition(":")[0] for each in heard_at(team, incident, 5)[5]] == ["@ada"]


def test_a_process_without_people_invents_nobody(tmp_path: Path) -> None:
    with running_by("extends: war-room\nladder: []\n", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "All is down", severity="Severity 1: Critical: all")

        (said,) = heard_at(team, incident, 10)[10]
        assert said.startswith("@linus: **no one is Incident Commander, Technical Lead or Communications yet.**")


def test_a_severity_that_is_raised_after_the_resolution_pages_nobody(tmp_path: Path) -> None:
    with running_by(f"extends: regulated\n{PEOPLE}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "A typo", severity=LOWEST["regulated"])
        team.say("ada", incident, "/resolve")

        team.say("ada", incident, "/sev 1")

        assert [each for each in mentioned(team, incident) if "@grace" in each] == []


def test_a_watch_that_was_cut_short_is_said_and_kept(tmp_path: Path) -> None:
    with running_by(f"extends: p-levels\n{PEOPLE}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "Checkout is down", severity="P1 - Critical: all")
        team.say("grace", incident, "/ack\n/mitigated")
        team.later(minutes=13)

        (resolved,) = team.say("grace", incident, "/resolve a new pool")

        assert resolved.startswith("**Resolved.** Watched 13 of 30 min. Before you go:")
        team.say("grace", incident, "/reopen it is back")
        (again,) = team.say("grace", incident, "/resolve the pool again")
        assert again.startswith("**Resolved.** Not watched: the process asks for 30 min. Before you go:")


def test_after_a_quarter_of_an_hour_the_ways_out_are_listed_in_their_order(tmp_path: Path) -> None:
    with running_by(f"extends: mitigate-first\n{PEOPLE}", tmp_path, SATURDAY) as team:
        incident = file(team, "linus", "All is down", severity="SEV-1: Full outage")
        team.say("grace", incident, "/ack\n/ic\n/comms @ada\n/tech @linus\n/cadence 24h\n/publish We know.")

        (said,) = heard_at(team, incident, 15)[15]

        first, second, *_ = (line for line in said.splitlines() if line[:1].isdigit())
        assert "In this order of preference:" in said
        assert (first.startswith("1. Roll back the last deploy"), second.startswith("2. Flip a feature flag")) == (
            True,
            True,
        )
