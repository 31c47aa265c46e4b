"""What people see while GitHub or the network fails: nothing twice, a failure in words and once, and the next run does it."""

from __future__ import annotations

import pytest

from incident_actions.sandbox.faults import (
    BAD_GATEWAY,
    GONE,
    INVALID,
    SERVER_ERROR,
    Break,
    Fault,
    Kind,
    Reply,
    primary_limit,
    secondary_limit,
)
from tests.stories.team import Team, by_command_line

SEV_3 = "SEV-3: A minor feature is broken, or there is a way around it"
ISSUES = "/repos/{owner}/{repo}/issues"
COMMENTS = f"{ISSUES}/{{issue_number}}/comments"
FAILED = "The workflow run that answers this issue failed"


@pytest.fixture(autouse=True)
def impatience(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs go through the command line, and wait for nothing."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    team.sandbox.jobs.runner = by_command_line


def failing(team: Team, issue: int, text: str, *faults: Fault) -> list[str]:
    """Comment while GitHub fails; what the runs printed."""
    team.sandbox.faults.add(*faults)
    team.as_("grace").json("POST", f"issues/{issue}/comments", {"body": text})
    ended = team.sandbox.settle()
    team.sandbox.faults.clear()
    assert [job.exit_code for job in ended if job.exit_code not in (0, 1, 2)] == []
    return [job.output for job in ended if job.exit_code]


UNHEARD = {
    "server error": Fault(SERVER_ERROR, after=True, route=f"POST {COMMENTS}"),
    "page of a gateway": Fault(BAD_GATEWAY, after=True, route=f"POST {COMMENTS}"),
    "reset": Fault(Break.RESET, after=True, route=f"POST {COMMENTS}"),
    "half an answer": Fault(Break.TORN, route=f"POST {COMMENTS}"),
}


@pytest.mark.parametrize("name", UNHEARD)
def test_a_reply_that_github_took_without_saying_so_is_not_said_again(name: str, team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)

    assert failing(team, incident, "/frobnicate", UNHEARD[name]) == []
    assert len(team.replies(incident)) == 1
    assert team.reactions(incident) == ["confused"]


@pytest.mark.parametrize("name", UNHEARD)
def test_a_card_that_github_took_without_saying_so_is_pinned_and_the_only_one(name: str, team: Team) -> None:
    team.sandbox.faults.add(UNHEARD[name])

    incident = team.file("grace", "Search is slow", severity=SEV_3)

    (card,) = [each for each in team.comments(incident) if each["body"].startswith("<!-- incident-actions:card")]
    assert card["pin"]["pinned_by"]["login"] == "github-actions[bot]"


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("/action @linus 2026-06-01 Cache the facets", f"POST {ISSUES}"),
        ("/action @linus 2026-06-01 Cache the facets", f"POST {ISSUES}/{{issue_number}}/sub_issues"),
        ("/hotfix the facets", "POST /repos/{owner}/{repo}/git/commits"),
        ("/hotfix the facets", "POST /repos/{owner}/{repo}/git/refs"),
        ("/hotfix the facets", "POST /repos/{owner}/{repo}/pulls"),
    ],
)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_the_same_run_finds_what_github_created_without_answering(
    text: str, route: str, after: bool, team: Team
) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)

    assert failing(team, incident, text, Fault(BAD_GATEWAY, after=after, route=route)) == []
    ada = team.as_("ada")
    assert len(ada.json("GET", "issues", params={"state": "all"})) == 2
    assert len(ada.json("GET", f"issues/{incident}/sub_issues")) == text.startswith("/action")
    assert team.reactions(incident) == ["+1"]


@pytest.mark.parametrize(
    "kind", [SERVER_ERROR, BAD_GATEWAY, Break.RESET, Break.SHORT, INVALID, GONE, Reply.error(403, "Forbidden")]
)
def test_a_failure_is_posted_once_with_its_run_and_the_next_run_does_the_work(kind: Kind, team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    title = f"PATCH {ISSUES}/comments/{{comment_id}}"
    team.sandbox.faults.silence = 0.0

    (printed,) = failing(team, incident, "/sev 1", Fault(kind, route=title, times=None))
    said = team.replies(incident)
    team.sweep()

    assert "Traceback" not in printed
    assert [line.startswith(FAILED) for line in said] == [kind is not GONE] * (kind is not GONE)
    assert all("/actions/runs/" in line and "go on without the tool" in line for line in said)
    assert team.headline(incident) == "🔴 SEV-1 · Investigating"
    assert team.reactions(incident) == ["+1"]
    assert team.replies(incident) == said


@pytest.mark.parametrize("limit", [primary_limit(3_000), secondary_limit(900), secondary_limit(900, 429)])
@pytest.mark.parametrize("at", [1, 3, 5, 7, 9])
def test_a_limit_that_is_not_waited_for_loses_nothing(limit: Reply, at: int, team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    outage = Fault(limit, at=range(at, 99), times=None)

    printed = failing(team, incident, "/action @linus 2026-06-01 Cache the facets", outage)
    team.sweep()

    assert ["Traceback" in text for text in printed] == [False] * len(printed)
    (item,) = team.items()
    assert [person["login"] for person in item["assignees"]] == ["linus"]
    assert [each["number"] for each in team.as_("ada").json("GET", f"issues/{incident}/sub_issues")] == [2]
    assert team.reactions(incident) == ["+1"]


def test_a_sweep_that_github_fails_tells_so_in_words_and_the_next_one_goes_on(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/action @linus 2026-03-05 Cache the facets")
    team.sandbox.faults.add(Fault(SERVER_ERROR, times=None, route=f"POST {COMMENTS}"))
    team.sandbox.schedule("sweep.yml")

    (swept,) = team.sandbox.settle()
    team.sandbox.faults.clear()
    team.sweep()

    assert (swept.exit_code, "Traceback" in swept.output) == (1, False)
    assert "#2 could not be looked at: GitHub returns only errors." in swept.output
    assert len(team.replies(2)) == 1


def test_lists_that_lag_behind_make_nothing_twice(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.sandbox.faults.freeze()
    team.as_("grace").json("POST", f"issues/{incident}/comments", {"body": "/hotfix the facets\n/frobnicate\n/sev 2"})
    team.settle()

    team.sandbox.faults.thaw()
    team.sweep()

    assert len(team.replies(incident)) == 1
    assert len(team.as_("ada").json("GET", "pulls")) == 1
    assert team.reactions(incident) == ["confused"]
