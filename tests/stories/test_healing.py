"""What a lost run leaves undone, the next run of any kind does."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from incident_actions.cli.cancellation import CANCELLED, ENDING
from incident_actions.sandbox import Job
from incident_actions.sandbox.faults import Fault
from incident_actions.sandbox.state.records import ACTIONS_BOT, StoredComment
from tests.laboratory.torture.mortal import Runs
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
    assert team.row(incident, "Roles").startswith("Incident commander: @grace")
    assert team.reactions(incident) == ["+1", "+1"]


def test_the_sweep_answers_an_action_item_whose_run_was_lost(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/action @linus 2026-06-01 Cache the facets")
    (item,) = team.items()
    with deaf(team):
        team.say("linus", item["number"], "/done https://example.com/runs/12 shows it")

    team.sweep()

    assert team.shows(item["number"])["state"] == "closed"


def test_a_sweep_answers_the_lost_command_of_an_item_before_it_reminds_of_it(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/action @linus 2026-03-05 Cache the facets")
    (item,) = team.items()
    with deaf(team):
        team.say("linus", item["number"], "/owner @grace")

    team.sweep()

    assert [reply.partition(",")[0] for reply in team.replies(item["number"])] == ["@grace"]
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

    assert (team.headline(incident), team.shows(incident)["state"]) == ("✅ SEV-1 · Resolved", "open")


def test_the_sweep_sees_a_merge_whose_event_was_lost(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity="SEV-1: Everything is down")
    team.say("grace", incident, "/resolve")
    with deaf(team):
        team.merge("ada", 2)

    team.sweep()

    assert (team.headline(incident), team.shows(incident)["state"]) == ("✅ SEV-1 · Closed", "closed")


@pytest.mark.rest
def test_the_items_are_those_of_the_file_as_it_was_merged_whatever_became_of_it_since(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity="SEV-1: Everything is down")
    team.say("grace", incident, "/action @linus fri Alert on it detect\n/resolve")
    path, row = (
        "docs/incidents/2026-03-04-checkout-is-down.md",
        f"| Alert on it ([#2]({team.sandbox.url}/acme/shop/issues/2)) | [@linus]({team.sandbox.url}/linus) | 2026-03-06 | detect |",
    )
    text = team.text(path, "postmortem/1")
    more = text.replace(row, f"{row}\n| Drop idle connections | @grace | 2026-03-20 | prevent |")
    team.write("grace", path, "postmortem/1", more)

    with deaf(team):
        team.merge("ada", 3)
        team.as_("ada").json("DELETE", "git/refs/heads/postmortem/1")
        team.write("ada", path, "main", text)
    team.sweep()

    assert [each["title"] for each in team.items()] == ["Alert on it", "Drop idle connections"]


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

    # Five looks, among them the pull requests of late, whether a clock is awake, and a dispatch, as nothing waits here.
    assert [one.method for one in team.sandbox.requests[before:]] == ["GET"] * 6 + ["POST"]
    assert team.sandbox.requests[-1].path.endswith("/dispatches")


@pytest.mark.parametrize("event", ["issue_comment", "issues"])
def test_an_event_delivered_twice_is_answered_once(team: Team, event: str) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/action @linus 2026-06-01 Cache the facets\n/update hold on")
    seen = (team.comments(incident), len(team.items()))
    (job,) = [done.job for done in team.sandbox.jobs.finished if done.job.event == event][-1:]

    assert in_process(job) == 0

    assert (team.comments(incident), len(team.items())) == seen


@pytest.mark.rest
def test_an_old_event_run_again_changes_nothing(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity="SEV-1: Everything is down")
    team.say("grace", incident, "/sev 2\n/hotfix the pool")
    team.say("linus", incident, "/resolve")
    team.say("grace", incident, "/sev 3\n/action @linus 2026-06-01 Alert on the pool\n/resolve")
    team.set("ada", f"issues/{incident}", state="closed")
    team.say("ada", incident, "/reopen it came back")
    seen = (team.comments(incident), team.shows(incident), len(team.items()))
    ended = [done.job for done in team.sandbox.jobs.finished]

    assert [in_process(job) for job in ended] == [0] * len(ended)

    assert (team.comments(incident), team.shows(incident), len(team.items())) == seen


def test_of_three_comments_within_one_second_one_run_answers_all(team: Team) -> None:
    """A queue that keeps one waiting run throws the others away."""
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    second = team.sandbox.clock.now()
    with deaf(team):
        for text in ("/sev 1", "/sev 2\n/ic", "/frobnicate"):
            team.sandbox.clock.move_to(second)
            team.say("grace", incident, text)
    last = team.jobs[-1].job

    assert in_process(last) == 0

    assert team.headline(incident) == "🟠 SEV-2 · Investigating"
    assert team.row(incident, "Roles").startswith("Incident commander: @grace")
    assert [reply.partition(" ")[0] for reply in team.replies(incident)] == ["`grace`,", "Unknown"]
    assert team.reactions(incident) == ["+1", "+1", "confused"]


def test_events_out_of_order_count_in_the_order_of_their_comments(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    with deaf(team):
        for text in ("/sev 1", "/sev 2", "/sev 4"):
            team.say("grace", incident, text)
    late = [done.job for done in team.sandbox.jobs.finished][-3:]

    assert [in_process(job) for job in (late[1], late[2], late[0])] == [0, 0, 0]

    assert team.headline(incident).startswith("🔵 SEV-4")
    assert [line.partition(" · ")[2] for line in team.timeline(incident)[-3:]] == [
        "Severity SEV-1 · `grace`",
        "Severity SEV-2 · `grace`",
        "Severity SEV-4 · `grace`",
    ]
    assert team.reactions(incident) == ["+1"] * 3


class Cancelled(Runs):
    """Runs that somebody cancels on their page: they are interrupted."""

    def interrupt(self) -> None:
        """Cancel the run that runs."""
        assert self._known.wait(10)
        os.kill(self._pid, signal.SIGINT)


@pytest.mark.rest
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_cancelled_run_is_made_good_by_the_next(after: bool, team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    with Cancelled() as runs:
        for at in range(1, 8):
            team.sandbox.jobs.runner = runs
            team.sandbox.faults.add(Fault(runs.interrupt, after, at=at))
            team.as_("grace").json("POST", f"issues/{incident}/comments", {"body": f"/note {at}\n/frobnicate"})
            (ended,) = team.sandbox.settle()
            assert (ended.exit_code, ended.output.endswith(ENDING.decode())) == (CANCELLED, True)
            team.sandbox.faults.clear()
            team.sandbox.jobs.runner = in_process
            team.sweep()

    _, *notes = team.timeline(incident)
    assert [note.split(" · ")[1] for note in notes] == [str(at) for at in range(1, 8)]
    assert len(team.replies(incident)) == 7
    assert team.reactions(incident) == ["confused"] * 7


NEWEST = {"sort": "created", "direction": "desc"}


def chatter(team: Team, incident: int, count: int) -> None:
    """So many comments that hold no command, as they stand there: people talked for a week."""
    shop, now = team.sandbox.repository("acme/shop"), team.sandbox.clock.now()
    for place in range(count):
        comment = StoredComment(team.sandbox.host.world.next_id(), incident, "mary", f"still slow {place}", now, now)
        shop.comments[comment.id] = comment
        shop.issues[incident].comments.append(comment.id)


@pytest.mark.parametrize("comments", [150, 2_000])
def test_an_incident_costs_the_same_however_much_is_said_on_it(comments: int, team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    chatter(team, incident, comments)
    team.later(hours=3)
    team.say("grace", incident, "/ack\n/update We look at it.")
    team.later(minutes=20)
    before = len(team.sandbox.requests)

    team.say("grace", incident, "/sev 2")

    card, command = team.comments(incident)[1], team.as_("ada").json("GET", "issues/comments", params=NEWEST)[0]
    asked = [one for one in team.sandbox.requests[before:] if one.actor == ACTIONS_BOT]
    issue = f"issues/{incident}"
    requests = [f"{one.method} {one.path.partition('/acme/shop/')[2]}?{one.query.partition('&')[0]}" for one in asked]
    assert Counter(requests) == Counter(
        [
            "GET collaborators/grace/permission?",
            f"GET {issue}?",
            f"GET {issue}/comments?per_page=100",
            f"GET {issue}/comments?per_page=100",
            f"PATCH issues/comments/{card['id']}?",
            f"PATCH {issue}?",
            f"POST issues/comments/{command['id']}/reactions?",
            f"GET {issue}/comments?per_page=100",
            "GET issues?direction=asc",
        ]
    )


@pytest.mark.rest
def test_two_thousand_comments_of_which_many_are_new_cost_a_command_at_most_twelve_requests(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    chatter(team, incident, 1_700)
    team.later(hours=3)
    team.say("grace", incident, "/ack\n/update We look at it.")
    for _ in range(10):
        chatter(team, incident, 30)
        team.later(minutes=5)
    before = len(team.sandbox.requests)

    team.say("grace", incident, "/sev 2")

    asked = [one for one in team.sandbox.requests[before:] if one.actor == ACTIONS_BOT]
    assert "SEV-2" in team.shows(incident)["labels"]
    assert len(asked) <= 12


@pytest.mark.rest
def test_a_record_of_a_thousand_entries_costs_a_command_few_requests_more(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    chatter(team, incident, 100)
    for first in range(0, 1_000, 100):
        team.say("grace", incident, "\n".join(f"/note step {place}" for place in range(first, first + 100)))
        team.later(minutes=10)
    team.later(hours=2)
    team.say("grace", incident, "/ack\n/update We look at it.")
    team.later(minutes=70)
    before = len(team.sandbox.requests)

    team.say("grace", incident, "/sev 2")

    asked = [one for one in team.sandbox.requests[before:] if one.actor == ACTIONS_BOT]
    pages = [one for one in asked if one.method == "GET" and "/issues/comments/" in one.path]
    assert 1 <= len(pages) <= 4
    assert len(asked) <= 16
