"""A duplicate is closed as GitHub's duplicate of its original, which gets a comment about it."""

from __future__ import annotations

import pytest

from tests.stories.team import Team

pytestmark = pytest.mark.rest


def tool_comments(team: Team, issue: int) -> list[str]:
    given = team.as_("ada").json("GET", f"issues/{issue}/comments", params={"per_page": 100})
    return [each["body"].partition("\n")[2] for each in given if each["user"]["type"] == "Bot"]


def test_the_original_hears_of_its_duplicate_once(team: Team) -> None:
    original, double = team.file("grace", "Checkout is down"), team.file("ada", "Nobody can pay")
    before = tool_comments(team, original)

    team.say("ada", double, f"/duplicate #{original} the same pool")
    team.later(minutes=5)
    team.sweep()

    shown = team.as_("ada").json("GET", f"issues/{double}")
    assert (shown["state"], shown["state_reason"]) == ("closed", "duplicate")
    assert team.sandbox.repository("acme/shop").issues[double].duplicate_of == original
    new = [each for each in tool_comments(team, original) if each not in before and "Card" not in each]
    about = [each for each in new if each.startswith(f"#{double} was closed as a duplicate of this incident by `ada`")]
    assert len(about) == 1
    assert "the same pool" in about[0]


def test_a_server_without_duplicates_and_an_issue_that_is_no_incident_fail_no_run(team: Team) -> None:
    team.sandbox.without.add("duplicates")
    issue = team.open("ada", "The pool is small")
    double = team.file("ada", "Nobody can pay")

    team.say("ada", double, f"/duplicate #{issue}")

    shown = team.as_("ada").json("GET", f"issues/{double}")
    assert (shown["state"], shown["state_reason"]) == ("closed", "not_planned")
    assert tool_comments(team, issue) == []


@pytest.mark.parametrize(
    ("original", "words"),
    [
        ("#999", "There is no issue `#999` in this repository"),
        ("#{pull}", "`#{pull}` is a pull request, and an incident can only be a duplicate of an issue."),
        ("#{double}", "An incident can't be a duplicate of itself."),
    ],
)
def test_an_incident_stays_open_if_its_original_is_no_other_issue(team: Team, original: str, words: str) -> None:
    double = team.file("ada", "Nobody can pay")
    team.as_("ada").branch("fix", {"pool.py": "size = 50\n"})
    numbers = {"double": double, "pull": int(team.as_("ada").pull("fix")["number"])}

    team.say("ada", double, f"/duplicate {original.format(**numbers)}")

    assert team.as_("ada").json("GET", f"issues/{double}")["state"] == "open"
    assert any(words.format(**numbers) in each for each in tool_comments(team, double))
