"""The sweep, through the command line, over real requests."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from incident_actions.gateway.client import budget, write_pace
from incident_actions.gateway.client.quota import RESERVE
from incident_actions.model.incident.entry import ItemOpened
from incident_actions.sandbox.faults import SERVER_ERROR, Fault
from incident_actions.sandbox.sandbox import HOURLY_REQUESTS
from incident_actions.sandbox.state.records import ACTIONS_BOT
from incident_actions.text import record
from tests.front_door import WEDNESDAY, Door, open_front_door
from tests.own_timers import only_own_timers
from tests.sandbox.client import Client

EACH_ON_ITS_OWN = "extends: default\nactions: {digest: false}\n"
"""Every reminder is a comment on its item, however many are due for one person."""


def open_items(door: Door, count: int, due: date) -> None:
    """Open so many action items."""
    bot = Client(door.sandbox, door.sandbox.installation_token)
    for place in range(count):
        item = ItemOpened(
            at=WEDNESDAY, accepted=WEDNESDAY, incident=1, key=f"c1.{place}", text="Alert on it", owner="ada", due=due
        )
        body = f"An action item.\n\n{record.write_record((item,))}"
        bot.json("POST", "issues", {"title": "Alert on it", "body": body, "labels": ["action-item"]})


@pytest.mark.rest
def test_a_thousand_items_of_which_none_is_due_cost_twelve_requests(tmp_path: Path) -> None:
    with open_front_door(tmp_path, held=False) as door:
        open_items(door, 1_000, date(2027, 1, 1))

        ran = door.run(door.sweep())

    assert (ran.code, ran.requests, ran.writes) == (0, 12, ())


@pytest.fixture
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two writes."""
    monkeypatch.setattr(write_pace, "SECONDS_APART", 0.0)


@pytest.mark.usefixtures("unpaced")
@pytest.mark.parametrize(("without", "reads"), [((), 3 + 3), (("graphql",), 1 + 2 * 45)], ids=["graphql", "rest alone"])
def test_a_reminder_costs_two_writes_and_shares_its_reads(without: tuple[str, ...], reads: int, tmp_path: Path) -> None:
    with open_front_door(tmp_path, held=False, without=without) as door:
        open_items(door, 45, WEDNESDAY.date())
        job = door.sweep()

        first, second = door.run(job, configuration=EACH_ON_ITS_OWN), door.run(job, configuration=EACH_ON_ITS_OWN)

        posted = [len(door.tool_comments(number)) for number in range(1, 46)]
    # Four lists, and once for all: whether the owner can be assigned.
    assert (first.code, first.requests, len(first.writes)) == (0, 5 + reads + 2 * 45, 2 * 45)
    assert (second.requests, second.writes, posted) == (4, (), [1] * 45)


@pytest.mark.usefixtures("unpaced")
def test_the_earlier_reminders_of_many_items_are_minimized_in_one_request(tmp_path: Path) -> None:
    with open_front_door(tmp_path, held=False) as door:
        open_items(door, 3, WEDNESDAY.date())
        assert door.run(door.sweep(), configuration=EACH_ON_ITS_OWN).code == 0
        door.sandbox.clock.advance(timedelta(days=1))

        ran = door.run(door.sweep(), configuration=EACH_ON_ITS_OWN)

        shop = door.sandbox.repository("acme/shop")
        hidden = [[shop.comments[each].hidden for each in shop.issues[number].comments] for number in (1, 2, 3)]
    kinds = Counter(write.partition("/")[0] for write in ran.writes)
    assert (ran.code, kinds) == (0, {"POST issues": 3, "PATCH issues": 3, "PATCH labels": 1, "POST ": 1})
    assert hidden == [[True, False]] * 3


@pytest.mark.usefixtures("unpaced")
def test_a_sweep_leaves_the_rest_to_the_next_one_while_responders_still_have_requests(tmp_path: Path) -> None:
    with open_front_door(tmp_path, held=False) as door:
        open_items(door, 6, WEDNESDAY.date())
        job = door.sweep()
        door.sandbox.leave(ACTIONS_BOT, HOURLY_REQUESTS // RESERVE + 10)

        first = door.run(job, configuration=EACH_ON_ITS_OWN)
        reminded = [len(door.tool_comments(number)) for number in range(1, 7)]
        waiting = door.run(job, configuration=EACH_ON_ITS_OWN)
        door.sandbox.clock.advance(timedelta(hours=1))
        second = door.run(job, configuration=EACH_ON_ITS_OWN)

        posted = [len(door.tool_comments(number)) for number in range(1, 7)]
    assert (first.code, reminded) == (0, [1, 1, 1, 0, 0, 0])
    assert "This sweep left 3 issues to the next one, so that requests remain for responders." in first.summary
    assert (waiting.code, waiting.writes) == (0, ())
    assert (second.code, posted) == (0, [1] * 6)
    assert "This sweep left the action items to the next one, so that" in waiting.summary
    assert second.summary.count("This sweep left") == 2  # a job keeps the summaries of its runs


@pytest.mark.usefixtures("unpaced")
def test_a_sweep_writes_no_more_than_its_part_of_what_github_allows_in_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "SWEEP_WRITES", 5)
    with open_front_door(tmp_path, held=False) as door:
        open_items(door, 5, WEDNESDAY.date())
        job = door.sweep()

        runs = [door.run(job, configuration=EACH_ON_ITS_OWN) for _ in range(3)]

        posted = [len(door.tool_comments(number)) for number in range(1, 6)]
    assert [(ran.code, len(ran.writes)) for ran in runs] == [(0, 6), (0, 4), (0, 0)]
    assert posted == [1] * 5


def test_an_item_that_became_overdue_is_labelled_once(tmp_path: Path) -> None:
    with open_front_door(tmp_path, held=False) as door:
        open_items(door, 1, WEDNESDAY.date() - timedelta(days=2))

        first, second = door.run(door.sweep()), door.run(door.sweep())

        item = door.as_("ada").json("GET", "issues/1")
    assert "PATCH issues/1" in first.writes
    assert second.writes == ()
    assert [each["name"] for each in item["labels"]] == ["action-item", "overdue"]


@pytest.mark.rest
@pytest.mark.parametrize("incidents", [1, 5, 20])
def test_open_incidents_at_rest_cost_the_sweep_one_request_together(incidents: int, door: Door) -> None:
    for place in range(incidents):
        door.declare(title=f"Search is slow {place}")

    ran = door.run(door.sweep())

    # Three lists, and the pull requests of late; a look at all; whether a clock waits, and the dispatch that starts one,
    # since a timer is near on each.
    assert (ran.code, ran.requests, ran.writes) == (0, 4 + 1 + 2, ())


def test_what_mentions_an_incident_costs_the_sweep_one_request_and_then_one_for_its_news(door: Door) -> None:
    incident = door.declare(title="Search is slow")
    rest = door.run(door.sweep()).requests
    ada = door.as_("ada")
    ada.branch("fix", {"pool.py": "size = 50\n"})
    pull = ada.pull("fix", body=f"For #{incident}")["number"]

    linking, following = door.run(door.sweep()), door.run(door.sweep())

    assert any(f"#{pull} mentions this incident" in each for each in door.tool_comments(incident))
    # The news of what is new, the card, the look after it, and the two lists that got old meanwhile; then the news alone.
    assert (linking.requests - rest, following.requests - rest) == (1 + 4, 1)


def test_the_sweep_by_hand_on_a_laptop_asks_for_the_default_branch(door: Door) -> None:
    issue = door.declare()
    door.comment("grace", issue, "/sev 1\n/hotfix the pool")
    laptop = dict.fromkeys(door.jobs[-1].environment) | {
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_TOKEN": door.sandbox.installation_token,
        "GITHUB_API_URL": door.sandbox.api_url,
        "INCIDENT_ACTIONS_NOW": None,
    }

    ran = door.run(door.jobs[-1], "--now", "2026-03-04T15:00Z", command="sweep", **laptop)

    assert ran.code == 0
    assert "POST pulls" in ran.writes
    asked = [one.path for one in door.sandbox.requests if one.path.endswith("/repos/acme/shop")]
    assert len(asked) == 1


def test_one_issue_that_fails_does_not_keep_the_others_waiting(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    broken, sound = door.declare(), door.declare(title="Search is slow")
    for issue in (broken, sound):
        door.comment("grace", issue, "/sev 1")
    job = door.sweep()

    # The sound one is looked at first, and takes one request.
    door.sandbox.faults.add(
        Fault(SERVER_ERROR, at=range(2, 99), times=None, route="PATCH /repos/{owner}/{repo}/issues/{issue_number}")
    )

    ran = door.run(job)
    door.sandbox.faults.clear()

    assert ran.code == 1
    assert "Traceback" not in ran.output
    assert f"Could not check #{broken}. The next sweep tries again." in ran.output
    assert (door.labels(broken), door.labels(sound)) == (
        ["incident", "status: investigating"],
        ["SEV-1", "incident", "status: investigating"],
    )
    assert door.run(job).code == 0
    assert door.labels(broken) == ["SEV-1", "incident", "status: investigating"]


def test_a_reminder_is_rehearsed_without_a_write_and_then_sent_once(door: Door) -> None:
    open_items(door, 1, date(2026, 3, 4))
    job = door.sweep()

    rehearsed, sent, again = door.run(job, "--dry-run"), door.run(job), door.run(job)

    assert [len(ran.writes) for ran in (rehearsed, sent, again)] == [0, 2, 0]
    assert "would comment on #1: @\u200bada, this action item of #1 is due on" in rehearsed.output
    assert len(door.tool_comments(1)) == 1


def test_the_time_can_be_given(door: Door) -> None:
    open_items(door, 1, date(2026, 6, 1))
    job = door.sweep()

    assert len(door.run(job, "--dry-run", "--now", "2026-05-28T12:00Z").writes) == 0
    assert "would comment" not in door.run(job, "--dry-run", "--now", "2026-05-28T12:00Z").output
    assert "would comment" in door.run(job, "--dry-run", "--now", "2026-05-29").output


def test_a_broken_configuration_is_told_and_the_sweep_goes_on_with_the_default_process(door: Door) -> None:
    open_items(door, 1, date(2026, 3, 4))

    ran = door.run(door.sweep(), configuration="labels: 5\n")

    assert ran.code == 2
    assert ".github/incidents.yml:1:1: labels:" in ran.output
    assert len(door.tool_comments(1)) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"GITHUB_TOKEN": "ghs_wrong"}, "incident-actions: GitHub rejected the token (GITHUB_TOKEN)."),
        ({"GITHUB_TOKEN": ""}, "incident-actions: GITHUB_TOKEN is not set. On your own machine: "),
        (
            {"GITHUB_REPOSITORY": "acme/none"},
            "incident-actions: The repository does not exist, or this token cannot see it.",
        ),
    ],
)
def test_an_unusable_environment_is_reported_in_one_line(door: Door, changed: dict[str, str], words: str) -> None:
    ran = door.run(door.sweep(), **changed)

    assert (ran.code, ran.output.count("\n")) == (2, 1)
    assert ran.output.startswith(words)


NEAR = only_own_timers("ladder: [{name: tell, when: not resolved, after: 30, page: ['@linus']}]")


def dispatches(door: Door) -> list[str]:
    return [each.payload["action"] for each in door.sandbox.deliveries if each.event == "repository_dispatch"]


def test_the_sweep_starts_the_clock_if_a_timer_is_near(door: Door) -> None:
    door.run(door.open_issue(), configuration=NEAR)
    job = door.sweep()
    del door.sandbox.deliveries[:]

    assert door.run(job, "--dry-run", configuration=NEAR).code == 0
    assert dispatches(door) == []
    assert door.run(job, configuration=NEAR).code == 0
    assert dispatches(door) == ["incident-clock"]


@pytest.mark.parametrize("after", [30 + 60 * 4, 60 * 24])
def test_the_sweep_does_not_start_the_clock_if_no_timer_is_near(after: int, door: Door) -> None:
    far = NEAR.replace("after: 30", f"after: {after}")
    door.run(door.open_issue(), configuration=far)

    assert door.run(door.sweep(), configuration=far).code == 0
    assert dispatches(door) == []


def test_a_clock_that_cannot_be_started_makes_the_sweep_red_and_what_it_did_stands(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    door.run(door.open_issue(), configuration=NEAR)
    job = door.sweep()
    door.sandbox.clock.advance(timedelta(minutes=31))
    door.sandbox.faults.add(Fault(SERVER_ERROR, times=None, route="POST /repos/{owner}/{repo}/dispatches"))

    ran = door.run(job, "--now", "2026-03-04T14:31Z", configuration=NEAR)

    assert (ran.code, len(door.replies(1))) == (1, 1)
    assert "Could not start the clock: GitHub returns only errors." in ran.output


def test_a_label_that_several_incidents_bear_is_painted_once(door: Door) -> None:
    incidents = [door.declare(title=f"Search is slow {place}") for place in range(3)]
    for issue in incidents:
        assert door.run(door.comment("grace", issue, "/sev 1")).code == 0
        door.as_("ada").json("DELETE", f"issues/{issue}/labels/status: investigating")  # so that each look writes too
    door.as_("ada").json("PATCH", "labels/SEV-1", {"color": "ededed"})

    ran = door.run(door.sweep())

    assert (ran.code, [each for each in ran.writes if "labels/SEV" in each]) == (0, ["PATCH labels/SEV-1"])
    assert door.as_("ada").json("GET", "labels/SEV-1")["color"] == "b60205"
    assert door.run(door.sweep()).writes == ()
