"""One run for one event, through the command line, over real requests."""

import shutil
from datetime import timedelta
from itertools import count

import pytest

from incident_actions.contract import events
from incident_actions.runs.routing import find_target
from incident_actions.sandbox.faults import BAD_GATEWAY, SERVER_ERROR, Break, Fault, Reply, primary_limit
from incident_actions.sandbox.state.records import ACTIONS_BOT
from tests.front_door import Door, event, with_event
from tests.own_timers import only_own_timers

GRAPHQL = "POST "
"""A request to GraphQL, whose path is not below the repository's."""

BROKEN = "extends: default\nseverites: []\nlabels:\n  incident: [x]\n"
MISTAKES = [
    ".github/incidents.yml:2:1: severites: unknown key; did you mean `severities`?",
    ".github/incidents.yml:4:3: labels.incident:",
]


def test_an_event_that_the_tool_does_not_know_is_no_failure(door: Door) -> None:
    ran = door.run(door.open_issue(), GITHUB_EVENT_NAME="watch")

    assert (ran.code, ran.requests) == (0, 0)
    assert ran.output == "Nothing to do: the tool does not handle the event 'watch'.\n"


def test_a_comment_without_a_command_costs_no_request(door: Door) -> None:
    issue = door.declare()

    job = door.comment("ada", issue, "/ack")
    payload = event(job)
    payload["comment"]["body"] = "Looking into it."

    ran = door.run(with_event(job, payload))

    assert (ran.code, ran.requests, ran.output) == (0, 0, "Nothing to do: the comment contains no command.\n")
    assert ran.outputs.splitlines()[1::3] == ["ignored", "the comment contains no command"]


def test_an_incident_is_declared_and_its_clock_started_in_ten_requests_and_what_changed_before_takes_three(
    door: Door,
) -> None:
    ran = door.run(door.open_issue())

    assert (ran.code, ran.requests) == (0, 10 + 3)
    assert [write.partition("/")[0] for write in ran.writes[:2]] == ["POST issues", "POST issues"]
    assert {write.partition("/")[0] for write in ran.writes[2:]} == {"PUT issues", "PATCH issues"}
    summary, _, cost = ran.summary.replace("*", "").partition("\n\nThis run sent ")
    assert cost.startswith("13 requests. 14,9")
    assert [line.partition(" First minutes")[0] for line in summary.splitlines()] == [
        "### #1: declared",
        "",
        "1. comment on #1: Declared.",
        "1. post and pin the card of #1",
        "1. set #1: labels incident, status: investigating",
        "1. edit the card of #1",
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"GITHUB_TOKEN": None},
            "GITHUB_TOKEN is not set. On your own machine: `export GITHUB_TOKEN=$(gh auth token)`.",
        ),
        ({"GITHUB_REPOSITORY": None, "GITHUB_TOKEN": ""}, "GITHUB_REPOSITORY is not set. On your own machine:"),
        ({"GITHUB_TOKEN": "ghs_wrong"}, "GitHub rejected the token (GITHUB_TOKEN)."),
        ({"GITHUB_REPOSITORY": "acme/none"}, "There is no issue #1 in acme/none, or this token cannot see it"),
        ({"GITHUB_EVENT_PATH": "/nowhere/event.json"}, "The event file /nowhere/event.json cannot be read as JSON:"),
    ],
)
def test_an_unusable_environment_is_reported_in_one_line_for_each_variable(
    door: Door, changed: dict[str, str | None], words: str
) -> None:
    ran = door.run(door.open_issue(), **changed)

    assert (ran.code, ran.writes) == (2, ())
    assert ran.output.startswith(f"incident-actions: {words}")
    assert ran.output.count("\n") == len(changed)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "does not contain a JSON object"),
        ({"action": "opened"}, "the payload of issues is not in the form that GitHub documents: KeyError('issue')"),
        (
            {"action": "closed", "issue": 7, "sender": {"login": "ada"}},
            "the payload of issues is not in the form that GitHub",
        ),
    ],
)
def test_a_broken_event_file_is_reported_in_one_line(door: Door, payload: object, words: str) -> None:
    ran = door.run(with_event(door.open_issue(), payload))

    assert (ran.code, ran.requests, ran.output.count("\n")) == (2, 0, 1)
    assert words in ran.output


def test_an_issue_that_is_gone_is_told_in_one_line(door: Door) -> None:
    job = door.open_issue()
    payload = event(job)
    payload["issue"]["number"] = 99

    ran = door.run(with_event(job, payload))

    assert (ran.code, ran.writes) == (2, ())
    assert ran.output == (
        "incident-actions: There is no issue #99 in acme/shop, or this token cannot see it. Check GITHUB_REPOSITORY.\n"
    )


def test_a_token_that_may_not_write_is_told_with_githubs_own_words(door: Door) -> None:
    reads = door.sandbox.host.installation_token(ACTIONS_BOT, {"contents": "read", "issues": "read"}, ["acme/shop"])

    ran = door.run(door.open_issue(), GITHUB_TOKEN=reads)

    assert ran.code == 2
    assert "Check the workflow's `permissions:`." in ran.output
    assert "Traceback" not in ran.output


def test_with_a_broken_configuration_the_default_process_answers_and_the_issue_hears_of_it_once(door: Door) -> None:
    job = door.open_issue()
    first = door.run(job, configuration=BROKEN)
    again = door.run(job, configuration=BROKEN)
    second = door.run(door.comment("grace", 1, "/sev 1"), configuration=BROKEN)

    assert (first.code, again.code, second.code) == (2, 2, 2)
    for ran in (first, again, second):
        assert all(mistake in ran.output for mistake in MISTAKES)
    assert door.labels(1) == ["SEV-1", "incident", "status: investigating"]
    told = [body for body in door.tool_comments(1) if "incidents.yml:2:1" in body]
    assert len(told) == 1
    assert all(mistake.partition(":")[2][:3] in told[0] for mistake in MISTAKES)


def test_the_issue_hears_of_other_mistakes_anew(door: Door) -> None:
    door.run(door.open_issue(), configuration=BROKEN)

    door.run(door.comment("grace", 1, "/ack"), configuration="extends: none\n")

    assert len([body for body in door.tool_comments(1) if ".github/incidents.yml:" in body]) == 2


@pytest.mark.parametrize(("option", "value"), [("--dry-run", None), ("", "true"), ("", "1")])
def test_a_rehearsal_writes_nothing_and_tells_the_whole_plan(door: Door, option: str, value: str | None) -> None:
    issue = door.declare()
    door.run(door.comment("grace", issue, "/sev 1"))
    job = door.comment("grace", issue, "/action @ada 2026-04-01 Alert on it\n/hotfix the pool\n/resolve done")

    ran = door.run(job, *filter(None, [option]), INCIDENT_ACTIONS_DRY_RUN=value)

    assert (ran.code, ran.writes) == (0, ())
    would = [line.removeprefix("would ") for line in ran.output.splitlines() if line.startswith("would ")]
    assert [line.split(":")[0].split(",")[0] for line in would] == [
        "open an issue",
        "open the branch hotfix/the-pool from main",
        "open the branch postmortem/1 with docs/incidents/2026-03-04-checkout-is-down.md",
        "comment on #1",
        "comment on #1",
        "edit the card of #1",
        "set #1",
        f"react +1 to comment {event(job)['comment']['id']}",
        "start the clock",
    ]
    assert ran.summary.startswith("### #1: answered (dry run)\n")


@pytest.mark.parametrize("value", ["false", "", "0", None])
def test_a_real_run_writes(door: Door, value: str | None) -> None:
    ran = door.run(door.open_issue(), INCIDENT_ACTIONS_DRY_RUN=value)

    assert (ran.code, len(ran.writes)) == (0, 5)


def test_a_failure_is_said_on_the_issue_once_and_the_next_run_goes_on(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    door.declare()
    door.run(door.comment("grace", 1, "/sev 1"))
    job = door.comment("grace", 1, "/resolve done")

    door.sandbox.faults.add(Fault(SERVER_ERROR, times=None, route="/repos/{owner}/{repo}/git/trees"))

    codes = [door.run(job).code for _ in range(2)]
    door.sandbox.faults.clear()
    failures = [body for body in door.tool_comments(1) if "/actions/runs/" in body and "fail" in body]
    healed = door.run(job)

    assert (codes, len(failures), healed.code) == ([1, 1], 1, 0)
    assert door.labels(1) == ["SEV-1", "incident", "needs-postmortem", "status: resolved"]


def test_a_run_that_loses_the_network_at_any_of_its_requests_is_completed_by_the_next_and_nothing_is_done_twice(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    door.declare()
    door.run(door.comment("grace", 1, "/sev 1"))
    job = door.comment("grace", 1, "/action @ada 2026-04-01 Alert on it\n/hotfix the pool\n/frobnicate\n/resolve done")

    codes = []
    for last in count(1):
        # The network goes down right after this request took effect, and stays down.
        down = range(last + 1, 10_000)
        door.sandbox.faults.add(Fault(Break.RESET, after=True, at=last), Fault(Break.RESET, at=down, times=None))
        codes.append(door.run(job).code)
        met = len(door.sandbox.faults.hits)
        door.sandbox.faults.clear()
        door.sandbox.faults.hits.clear()
        if not met:
            break

    assert (set(codes), codes[-1]) == ({0, 1}, 0), "only a reaction may fail without a word"
    ada = door.as_("ada")
    pulls = ada.json("GET", "pulls", params={"direction": "asc"})
    assert [pull["head"]["ref"] for pull in pulls] == ["hotfix/the-pool", "postmortem/1"]
    assert [one["title"] for one in ada.json("GET", "issues", params={"labels": "action-item"})] == ["Alert on it"]
    assert door.labels(1) == ["SEV-1", "incident", "needs-postmortem", "status: resolved"]
    assert len(door.tool_comments(1)) - len(door.replies(1)) == len(("the card", "its beginning"))
    assert len({reply.partition("\n")[0] for reply in door.replies(1)}) == len(door.replies(1)) == 2


def test_a_server_that_cannot_be_reached_is_told_in_one_line(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)

    ran = door.run(door.open_issue(), GITHUB_API_URL="http://127.0.0.1:1")

    assert ran.code == 1
    assert ran.output.splitlines()[-1] == (
        "incident-actions: GitHub cannot be reached. Nothing is lost. The next run continues where this one stopped."
    )
    assert "Traceback" not in ran.output


def test_a_used_up_rate_limit_is_told_in_one_line(door: Door) -> None:
    job = door.open_issue()
    door.sandbox.faults.add(Fault(primary_limit(3_000), times=None))

    ran = door.run(job)

    assert ran.code == 1
    assert "incident-actions: GitHub's rate limit is used up. Nothing is lost" in ran.output
    assert "Traceback" not in ran.output


def test_a_server_that_only_fails_is_told_in_one_line(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    job = door.open_issue()

    door.sandbox.faults.add(Fault(BAD_GATEWAY, times=None))

    ran = door.run(job)

    assert (ran.code, ran.writes) == (1, ())
    assert ran.output.splitlines()[-1].startswith("incident-actions: GitHub returns only errors. Nothing is lost")
    assert "Traceback" not in ran.output


def test_nothing_that_people_wrote_is_a_command_to_the_runner(door: Door) -> None:
    job = door.open_issue(title="::error::boo", body="::set-output name=x::y")
    door.run(job)
    text = "/update ::add-mask::e\n::stop-commands::x\n##[error]z\n/frobnicate ::warning::w"

    ran = door.run(door.comment("grace", 1, text), GITHUB_ACTIONS="true")

    assert ran.code == 0
    assert [line for line in ran.output.splitlines() if line.lstrip().startswith(("::", "##["))] == []


def test_outputs_cannot_be_forged(door: Door) -> None:
    job = door.open_issue()
    ran = door.run(job, GITHUB_EVENT_NAME="x\noutcome=forged\noutcome<<EOF\nforged\nEOF")

    lines = ran.outputs.splitlines()
    names = [line.partition("<<")[0] for line in lines if lines.count(line.partition("<<")[2]) == 1 and "<<" in line]
    assert ran.code == 0
    assert names == ["outcome", "reason"]
    assert "outcome=forged" not in lines


@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch"])
def test_a_scheduled_run_and_one_by_hand_sweep(door: Door, name: str) -> None:
    issue = door.declare()
    lost = door.comment("grace", issue, "/sev 1")

    ran = door.run(with_event(lost, {"schedule": "0 * * * *"}), GITHUB_EVENT_NAME=name)

    assert ran.code == 0
    assert door.labels(issue) == ["SEV-1", "incident", "status: investigating"]


def test_a_server_that_tells_no_role_names_is_done_without(door: Door) -> None:
    issue = door.declare()
    job = door.comment("grace", issue, "/sev 1")

    role = "/repos/{owner}/{repo}/collaborators/{username}/permission"
    door.sandbox.faults.add(Fault(Reply(200, {"permission": "write"}), route=role))

    ran = door.run(job)

    assert (ran.code, door.labels(issue)) == (0, ["SEV-1", "incident", "status: investigating"])


NEAR = only_own_timers("ladder: [{name: tell, when: not resolved, after: 30, page: ['@linus']}]")


def test_a_run_that_answered_looks_at_the_two_other_incidents_that_nothing_happened_to_for_longest(door: Door) -> None:
    for place in range(4):
        assert door.run(door.open_issue(title=f"Region {place} is down"), configuration=NEAR).code == 0
    job = door.comment("grace", 4, "/note looking")

    door.run(job, "--now", "2026-03-04T14:31Z", configuration=NEAR)

    assert [len(door.replies(number)) for number in range(1, 5)] == [1, 1, 0, 1]


def test_a_run_that_brings_a_timer_near_leaves_other_incidents_to_the_clock_that_it_starts(door: Door) -> None:
    issue = door.declare()
    for _ in range(2):
        door.sandbox.let_pass(timedelta(days=1))
        door.run(door.sweep())
    job = door.comment("grace", issue, "/sev 1")
    before, sent = len(door.sandbox.requests), len(door.sandbox.deliveries)

    door.run(job)

    reads = [each.path.partition("/shop/")[2] for each in door.sandbox.requests[before:] if each.method == "GET"]
    assert sorted(reads) == [
        "collaborators/grace/permission", "issues/1", "issues/1/comments", "issues/1/comments",
    ]  # fmt: skip
    assert [each.payload.get("action") for each in door.sandbox.deliveries[sent:]].count("incident-clock") == 1


def test_a_failure_with_other_incidents_never_makes_the_run_fail(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    issue = door.declare()
    door.sandbox.let_pass(timedelta(minutes=4))
    job = door.comment("grace", issue, "/ack")
    door.sandbox.faults.add(Fault(SERVER_ERROR, times=None, route="GET /repos/{owner}/{repo}/issues"))

    ran = door.run(job)

    assert (ran.code, "Could not check the other incidents: GitHub returns only errors." in ran.output) == (
        0,
        True,
    )


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("14:05", "/note looking", []),
        ("14:32", "/note looking", []),
        ("14:34", "/note looking", ["incident-clock"]),
        ("14:05", "/sev 1", []),
        ("14:05", "/resolve done", []),
    ],
)
def test_a_run_that_finds_a_timer_long_overdue_starts_the_clock_again(
    now: str, text: str, expected: list[str], door: Door
) -> None:
    assert door.run(door.open_issue(), configuration=NEAR).code == 0

    door.run(door.comment("grace", 1, text), "--now", f"2026-03-04T{now}Z", configuration=NEAR)

    started = [each.payload["action"] for each in door.sandbox.deliveries if each.event == "repository_dispatch"]
    assert started == ["incident-clock", *expected]  # the first one by what declared the incident


def test_a_severity_that_brings_the_first_timer_starts_the_clock(door: Door) -> None:
    quiet = only_own_timers("severities: [{label: SEV-1, update_every: 15}, {label: SEV-2}]")
    assert door.run(door.open_issue(), configuration=quiet).code == 0
    assert door.run(door.comment("grace", 1, "/sev 2"), configuration=quiet).code == 0
    assert not [each for each in door.sandbox.deliveries if each.event == "repository_dispatch"]

    door.run(door.comment("grace", 1, "/sev 1"), configuration=quiet)

    assert [each.event for each in door.sandbox.deliveries][-1] == "repository_dispatch"


def test_a_pull_request_for_another_repositorys_incident_concerns_none_here() -> None:
    mark = "<!-- incident-actions:hotfix acme/incidents#7 c1.0 -->"

    assert (
        find_target(events.PullEnded(3, "hotfix/pool", mark, merged=True)) == "the pull request belongs to no incident"
    )


def test_without_a_checkout_the_processs_own_form_reads_the_answers(door: Door) -> None:
    job = door.open_issue(
        body="### What is broken?\n\nEvery order fails.\n\n### Severity\n\nSEV-1: Everything is down\n"
    )
    shutil.rmtree(job.workspace / ".github")

    assert door.run(job).code == 0
    assert "SEV-1" in [each["name"] for each in door.as_("ada").json("GET", "issues/1")["labels"]]


def test_a_correction_minimizes_the_refusal_with_one_request_after_the_answer(door: Door) -> None:
    issue = door.declare()
    door.run(door.comment("grace", issue, "/sev 9"))
    (refusal,) = door.replies(issue)

    ran = door.run(door.comment("grace", issue, "/sev 1"))

    (repository,) = door.sandbox.host.world.repositories.values()
    assert [each.body for each in repository.comments.values() if each.hidden] == [refusal]
    reaction = next(each for each in ran.writes if each.endswith("/reactions"))
    assert ran.writes.index(GRAPHQL) > ran.writes.index(reaction)
    assert ran.writes.count(GRAPHQL) == 1
