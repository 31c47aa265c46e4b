"""An action item is done once something shows it, and counts as open until then."""

import pytest

from tests.stories.team import Team
from tests.stories.test_postmortem_follows import SEV_1

WANTED = "which pull request, commit or link shows that this is done?"


@pytest.fixture
def item(team: Team) -> int:
    """An action item, #2."""
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/action @linus 2026-06-01 Refuse a smaller pool")
    return int(team.items()[0]["number"])


def pull(team: Team, body: str = "") -> int:
    """A pull request of linus."""
    grace = team.as_("grace")
    grace.branch("small-pool", {"pool.py": "assert size > 10\n"})
    number = int(grace.pull("small-pool", title="Refuse a smaller pool", body=body)["number"])
    team.settle()
    return number


def merge(team: Team, number: int) -> None:
    team.as_("grace").json("PUT", f"pulls/{number}/merge", {})
    team.settle()


def test_a_pull_request_is_evidence_once_it_is_merged(team: Team, item: int) -> None:
    number = pull(team)

    (said,) = team.say("linus", item, f"/done #{number}")
    assert said.startswith(f"#{number} is not merged yet. Nothing was changed.")
    assert team.shows(item)["state"] == "open"

    merge(team, number)
    assert team.say("linus", item, f"/done #{number}") == []
    assert team.shows(item) == {"state": "closed", "labels": ["action-item"], "assignees": ["linus"]}
    assert team.reactions(item) == ["confused", "+1"]


def test_words_alone_count_as_open_until_somebody_with_the_role_accepts_them(team: Team, item: int) -> None:
    (said,) = team.say("linus", item, "/done trust me")
    assert said.startswith(f"@linus, {WANTED}")
    assert team.shows(item)["labels"] == ["action-item", "closed-without-evidence"]

    (refused,) = team.say("linus", item, "/accept it works")
    assert "`/accept` needs the role **maintain**" in refused

    assert team.say("ada", item, "/accept I saw it work") == []
    assert team.shows(item) == {"state": "closed", "labels": ["action-item"], "assignees": ["linus"]}
    team.sweep()
    assert len(team.replies(item)) == 2


def test_a_merge_that_closes_the_item_is_its_evidence(team: Team, item: int) -> None:
    merge(team, pull(team, f"Fixes #{item}"))

    assert team.shows(item) == {"state": "closed", "labels": ["action-item"], "assignees": ["linus"]}
    assert (team.replies(item), "**Done**: #3" in team.items()[0]["body"]) == ([], True)


def test_a_merge_that_mentions_the_item_offers_to_close_it(team: Team, item: int) -> None:
    merge(team, pull(team, f"The first half of #{item}."))

    team.later(minutes=30)
    team.sweep()
    team.sweep()

    assert team.replies(item) == ["@linus, #3 was merged. `/done #3` closes this item."]
    assert team.shows(item)["state"] == "open"


def test_an_item_that_is_closed_in_github_is_asked_about_once(team: Team, item: int) -> None:
    team.set("grace", f"issues/{item}", state="closed")
    team.sweep()

    (said,) = team.replies(item)
    assert said.startswith(f"@grace, {WANTED} You closed the issue")
    assert team.shows(item)["labels"] == ["action-item", "closed-without-evidence"]


@pytest.mark.rest
def test_a_revert_of_the_evidence_is_posted_on_the_item(team: Team, item: int) -> None:
    merge(team, number := pull(team))
    team.say("linus", item, f"/done #{number}")
    grace = team.as_("grace")
    grace.branch("revert-3", {"pool.py": None})
    undo = grace.pull("revert-3", title='Revert "Refuse a smaller pool"', body=f"Reverts acme/shop#{number}")
    merge(team, int(undo["number"]))

    team.later(hours=4)
    team.sweep()
    team.sweep()

    assert team.replies(item) == [
        "@linus, #4 reverted #3, which showed that this item is done. If it isn't done any more, reopen the issue."
    ]
    assert team.shows(item)["state"] == "closed"
