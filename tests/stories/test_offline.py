"""GitHub is down: the incident is kept on a laptop, put on GitHub later, and goes on there as any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.sandbox.faults import SERVER_ERROR, Break, Fault, Kind, Reply
from incident_actions.text import record
from tests.offline_laptop import FILE, Laptop, check_out
from tests.stories.team import Team
from tests.stories.test_healing import deaf


@pytest.fixture
def desk(tmp_path: Path) -> Laptop:
    """Ada's laptop, at 03:10 on the 4th: she declared, and kept what happened until 03:50."""
    desk = check_out(tmp_path / "checkout")
    kept = [
        desk.run("declare", FILE, "--title", "Checkout is down", "--severity", "2", at="2026-03-04T03:10Z"),
        desk.run("log", FILE, "/ack", "/ic", at="2026-03-04T03:12Z"),
        desk.run("log", FILE, "/sev 1", "/note 03:05 The pager went off", at="2026-03-04T03:15Z"),
        desk.run("log", FILE, "/update The primary is full; we fail over", "--by", "grace", at="2026-03-04T03:30Z"),
        desk.run("log", FILE, "/hotfix raise the disk quota", at="2026-03-04T03:40Z"),
        desk.run("log", FILE, "/mitigated", at="2026-03-04T03:50Z"),
    ]
    assert [each.output for each in kept if each.exit_code] == []
    return desk


def put(desk: Laptop, team: Team, login: str = "grace") -> int:
    """Replay it, and let the workflow answer; the issue's number."""
    ended = desk.replay(team.sandbox, login)
    assert ended.exit_code == 0, ended.output
    team.settle()
    return int(ended.output.partition("#")[2].split()[0])


def kinds(team: Team, issue: int) -> list[tuple[str, str, str]]:
    (card,) = team.cards(issue)
    entries = (entry for entry in record.entries_in(card) if not isinstance(entry, e.TimerFired | e.PeoplePaged))
    shown = (entry for entry in entries if entry.kind != "changes-listed")
    return [(f"{entry.at:%d %H:%M}", entry.kind, entry.by) for entry in shown]


NIGHT = [
    ("04 03:10", "declared", "ada"),
    ("04 03:12", "acknowledged", "ada"),
    ("04 03:12", "role", "ada"),
    ("04 03:15", "severity", "ada"),
    ("04 03:05", "note", "ada"),
    ("04 03:30", "update", "grace"),
    ("04 03:40", "hotfix", "ada"),
    ("04 03:50", "milestone", "ada"),
    ("04 14:00", "replayed", "grace"),
]


def test_an_incident_kept_by_hand_goes_through_its_whole_life_with_the_times_of_the_night(
    desk: Laptop, team: Team
) -> None:
    incident = put(desk, team)

    assert kinds(team, incident) == NIGHT
    assert team.headline(incident) == "🟢 SEV-1 · Monitoring"
    assert team.row(incident, "Roles").startswith("Incident commander: @ada")
    assert team.row(incident, "Offline log").startswith("Replayed by `grace` at ")
    assert team.shows(incident)["labels"] == ["SEV-1", "incident", "status: monitoring"]
    assert team.timeline(incident)[0] == "2026-03-04 03:05 UTC · The pager went off · `ada`"

    team.say("grace", incident, "/update All queues are empty again")
    assert team.row(incident, "Last update") == "14:00: All queues are empty again"
    desk.run("log", FILE, "/resolve Failed over to the replica", at="2026-03-04T04:20Z")
    put(desk, team)
    team.sweep()

    (pull,) = [each for each in team.as_("ada").json("GET", "pulls") if each["head"]["ref"].startswith("postmortem/")]
    assert team.shows(incident)["labels"] == ["SEV-1", "incident", "needs-postmortem", "status: resolved"]
    (path,) = [each["filename"] for each in team.as_("ada").json("GET", f"pulls/{pull['number']}/files")][:1]
    text = team.text(path, pull["head"]["ref"])
    timeline = [line for line in text.splitlines() if line.startswith(("| 03:", "| 04:"))]
    assert path == "docs/incidents/2026-03-04-checkout-is-down.md"
    told = "\n".join(timeline)
    assert all(f"| {at} |" in told for at in ("03:05", "03:10", "03:12", "03:15", "03:30", "03:50", "04:20"))
    assert "Replayed an offline log" in text


def test_a_command_that_needs_github_runs_at_the_replay(desk: Laptop, team: Team) -> None:
    incident = put(desk, team)

    (pull,) = team.as_("ada").json("GET", "pulls")
    assert pull["head"]["ref"] == "hotfix/raise-the-disk-quota"
    assert [reply for reply in team.replies(incident) if "hotfix/raise-the-disk-quota" in reply]


def test_a_log_that_is_replayed_twice_makes_one_incident(desk: Laptop, team: Team) -> None:
    incident = put(desk, team)
    comments = len(team.comments(incident))

    again = desk.replay(team.sandbox, "grace")
    by_another = put(desk, team, "ada")

    assert again.output.startswith(f"#{incident} already has all lines of this log: ")
    assert by_another == incident
    assert kinds(team, incident) == NIGHT
    assert len(team.comments(incident)) == comments


def test_a_log_that_is_replayed_before_any_run_came_is_told_once(desk: Laptop, team: Team) -> None:
    with deaf(team):
        incident = put(desk, team)
        desk.replay(team.sandbox, "grace")
        desk.run("log", FILE, "/note Actions are still down", at="2026-03-04T14:00Z")
        put(desk, team)

    team.sweep()

    assert kinds(team, incident)[:9] == NIGHT
    assert [kind for _, kind, _ in kinds(team, incident)[9:]] == ["note", "replayed"]


@pytest.mark.rest
def test_two_people_who_replay_it_at_the_same_time_make_one_record(desk: Laptop, team: Team) -> None:
    with deaf(team):
        incident = put(desk, team)
        assert put(desk, team, "ada") == incident

    team.sweep()

    assert kinds(team, incident)[:9] == NIGHT
    assert [kind for _, kind, _ in kinds(team, incident)[9:]] == ["answered"]


ISSUES = "POST /repos/{owner}/{repo}/issues"
COMMENTS = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments"


@pytest.mark.parametrize("route", [ISSUES, COMMENTS])
@pytest.mark.parametrize("kind", [Break.RESET, SERVER_ERROR])
@pytest.mark.parametrize("after", [False, True])
def test_a_replay_that_dies_at_any_write_is_finished_by_the_next_and_tells_nothing_twice(
    route: str, kind: Kind, after: bool, desk: Laptop, team: Team
) -> None:
    with deaf(team):
        team.sandbox.faults.add(Fault(kind, after=after, route=route, login="grace"))
        lost = desk.replay(team.sandbox, "grace")
        incident = put(desk, team)
    team.sweep()

    assert lost.exit_code == 1
    assert "Nothing is lost. The next run continues where this one stopped." in lost.output
    assert len([each for each in team.comments(incident) if each["body"].startswith("/replay")]) == 1
    assert [each["number"] for each in issues(team)] == [incident]
    assert kinds(team, incident) == NIGHT


def issues(team: Team) -> list[dict[str, object]]:
    listed = team.as_("ada").json("GET", "issues", params={"state": "all"})
    return [each for each in listed if "pull_request" not in each]


def test_a_person_without_write_access_replays_nothing_and_another_can(desk: Laptop, team: Team) -> None:
    incident = put(desk, team, "linus")

    assert team.cards(incident) == []
    assert team.replies(incident) == [
        "@linus, `/replay` needs the role **write** in this repository, and yours is **triage**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
    ]
    assert put(desk, team, "grace") == incident
    assert kinds(team, incident) == [("04 14:00", "refused", "linus"), *NIGHT]


def test_an_incident_that_github_knew_goes_on_with_what_was_kept_meanwhile(desk: Laptop, team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    later = desk.run("log", FILE, "/note GitHub is back", at="2026-03-04T14:00Z")
    team.later(minutes=5)

    ended = desk.replay(team.sandbox, "ada", "--issue", str(incident))
    team.settle()

    assert (later.exit_code, ended.exit_code) == (0, 0)
    told = kinds(team, incident)
    assert [kind for _, kind, _ in told].count("declared") == 1
    assert ("04 03:50", "milestone", "ada") in told


def test_an_action_item_takes_no_log(desk: Laptop, team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/action @linus 2026-06-01 Watch the disk")
    (item,) = team.items()

    replies = team.say("grace", item["number"], f"/replay\n```\n{desk.text}```")

    assert replies == ["`/replay` works on the issue of an incident, so nothing was done here."]


@pytest.mark.rest
def test_a_workflows_token_replays_nothing(desk: Laptop, team: Team) -> None:
    ended = desk.replay(team.sandbox, "", token=team.sandbox.installation_token)

    assert ended.exit_code == 2
    assert "Replay the log with a token of your own" in ended.output


def test_a_token_that_may_only_read_is_said_with_what_it_lacks(desk: Laptop, team: Team) -> None:
    refusal = Reply.error(403, "Resource not accessible by personal access token")
    team.sandbox.faults.add(Fault(refusal, route=ISSUES, login="grace"))

    ended = desk.replay(team.sandbox, "grace")

    assert ended.exit_code == 2
    assert "This token cannot open issues and comment in acme/shop. A fine-grained token needs" in ended.output
    assert issues(team) == []


def test_an_issue_that_is_not_there_is_said(desk: Laptop, team: Team) -> None:
    ended = desk.replay(team.sandbox, "grace", "--issue", "404")

    assert ended.exit_code == 2
    assert "There is no issue #404 in acme/shop, or this token cannot see it." in ended.output


def test_a_log_with_a_slip_is_not_replayed_and_the_line_is_named(desk: Laptop, team: Team) -> None:
    with (desk.folder / FILE).open("a") as file:
        file.write("2026-03-04T02:00Z @ada /note wrong hour\n")

    ended = desk.replay(team.sandbox, "grace")

    assert ended.exit_code == 1
    assert (
        "Nothing was replayed. Fix these lines in night.txt:\n  line 21, `2026-03-04T02:00Z @ada /note wrong hour`: its"
        in ended.output
    )
    assert issues(team) == []


@pytest.mark.rest
def test_no_network_and_no_token_are_said_in_words(desk: Laptop) -> None:
    away = desk.run("replay", FILE, "--repository", "acme/shop", GITHUB_TOKEN="x", GITHUB_API_URL="http://127.0.0.1:9")
    bare = desk.run("replay", FILE)

    assert (away.exit_code, bare.exit_code) == (1, 2)
    assert "GitHub cannot be reached." in away.output
    assert "GITHUB_TOKEN is not set" in bare.output


@pytest.mark.rest
def test_a_rehearsal_writes_nothing(desk: Laptop, team: Team) -> None:
    ended = desk.replay(team.sandbox, "grace", "--dry-run")

    assert ended.output == "Would open an issue with the lines of this log, in 1 comment.\n"
    assert team.as_("ada").json("GET", "issues") == []


@pytest.mark.rest
def test_a_long_night_comes_in_several_comments_and_makes_one_record(desk: Laptop, team: Team) -> None:
    with (desk.folder / FILE).open("a") as file:
        for count in range(320):
            file.write(f"2026-03-04T{4 + count // 60:02}:{count % 60:02}Z @grace /note step {count}\n")

    incident = put(desk, team)
    again = desk.replay(team.sandbox, "grace")

    said = [each["body"] for each in team.comments(incident) if each["body"].startswith("/replay")]
    replies = [reply for reply in team.replies(incident) if reply.startswith("**Replayed**")]
    calls = [entry for entry in everything(team, incident) if isinstance(entry, e.PeoplePaged)]
    notes = [entry.text for entry in everything(team, incident) if isinstance(entry, e.NoteAdded)]
    assert (len(said), len(replies), len(calls)) == (3, 3, 0)
    assert notes == ["The pager went off", *(f"step {count}" for count in range(320))]
    assert again.output.startswith(f"#{incident} already has all lines of this log: ")


def everything(team: Team, issue: int) -> list[e.Entry]:
    """The record with its pages."""
    bodies = {each["id"]: each["body"] for each in team.comments(issue)}
    (card,) = team.cards(issue)
    block = record.read_block(card)
    assert block
    return [entry for body in (*(bodies[page] for page in block.pages), card) for entry in record.entries_in(body)]
