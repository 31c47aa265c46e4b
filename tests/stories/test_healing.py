"""What a lost run leaves undone, the next run of any kind does."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from incident_actions.sandbox import Job
from tests.stories.team import Team, in_process

SEV_3 = "SEV-3: A minor feature is broken, or there is a way around it"


@contextmanager
def deaf(team: Team) -> Iterator[None]:
    """No run starts: GitHub Actions is down."""

    def nothing(job: Job) -> int:
        job.log.write_text("lost")
        return 0

    team.sandbox.jobs.runner = nothing
    yield
    team.sandbox.jobs.runner = in_process


def test_the_sweep_answers_commands_whose_runs_were_lost(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    with deaf(team):
        team.say("grace", incident, "/ack")
        team.say("grace", incident, "/sev 2\n/ic")

    team.sweep()

    assert team.headline(incident) == "🟠 SEV-2 · Investigating"
    assert team.row(incident, "Commander") == "@grace"
    assert team.reactions(incident) == ["+1", "+1"]


def test_the_sweep_answers_an_action_item_whose_run_was_lost(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/action @linus 2026-06-01 Cache the facets")
    (item,) = team.items()
    with deaf(team):
        team.say("linus", item["number"], "/done #12")

    team.sweep()

    assert team.shows(item["number"])["state"] == "closed"


def test_a_sweep_that_reminds_of_an_item_answers_its_lost_command_too(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/action @linus 2026-03-05 Cache the facets")
    (item,) = team.items()
    with deaf(team):
        team.say("linus", item["number"], "/owner @grace")

    team.sweep()

    assert [reply.partition(":")[0] for reply in team.replies(item["number"])] == ["@linus"]
    assert team.shows(item["number"])["assignees"] == ["grace"]


def test_the_sweep_finds_an_item_that_was_closed_by_hand_unheard(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/action @linus 2026-06-01 Cache the facets")
    (item,) = team.items()
    with deaf(team):
        team.set("linus", f"issues/{item['number']}", state="closed")

    team.later(hours=4)
    team.sweep()

    assert "**Done**" in team.as_("ada").json("GET", f"issues/{item['number']}")["body"]


def test_the_sweep_declares_what_was_declared_while_actions_were_down(team: Team) -> None:
    with deaf(team):
        by_form = team.file("grace", "Search is slow", severity=SEV_3)
        by_comment = team.open("mary", "Checkout hangs")
        team.say("grace", by_comment, "/declare 2")

    team.sweep()

    assert team.headline(by_form) == "🟡 SEV-3 · Investigating"
    assert team.headline(by_comment) == "🟠 SEV-2 · Investigating"


def test_the_sweep_finds_an_incident_that_was_closed_by_hand_unheard(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity="SEV-1: Everything is down")
    with deaf(team):
        team.set("grace", f"issues/{incident}", state="closed")

    team.sweep()

    assert (team.headline(incident), team.shows(incident)["state"]) == ("🔴 SEV-1 · Resolved", "open")


def test_the_sweep_sees_a_merge_whose_event_was_lost(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity="SEV-1: Everything is down")
    team.say("grace", incident, "/resolve")
    with deaf(team):
        team.merge("ada", 2)

    team.sweep()

    assert (team.headline(incident), team.shows(incident)["state"]) == ("🔴 SEV-1 · Closed", "closed")


def test_the_sweep_sees_a_hotfix_merged_unheard(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/hotfix cache the facets")
    with deaf(team):
        team.merge("ada", 2)

    team.sweep()

    assert team.timeline(incident)[-1].endswith("Hotfix #2 merged · `ada`")


def test_a_second_sweep_writes_nothing(team: Team) -> None:
    team.file("grace", "Checkout is down", severity="SEV-1: Everything is down")
    team.sweep()
    before = len(team.sandbox.requests)

    team.sweep()

    assert [one.method for one in team.sandbox.requests[before:]] == ["GET"] * 4


@pytest.mark.parametrize("event", ["issue_comment", "issues"])
def test_an_event_delivered_twice_is_answered_once(team: Team, event: str) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/action @linus 2026-06-01 Cache the facets\n/update hold on")
    seen = (team.comments(incident), len(team.items()))
    (job,) = [done.job for done in team.sandbox.jobs.finished if done.job.event == event][-1:]

    assert in_process(job) == 0

    assert (team.comments(incident), len(team.items())) == seen
