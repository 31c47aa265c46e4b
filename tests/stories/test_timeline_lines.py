"""What is linked to an incident gets its lines on the timeline, by clock and sweep."""

from __future__ import annotations

from tests.sandbox.client import Client
from tests.stories.team import Team

FILES: dict[str, str | None] = {"pool.py": "size = 50\n"}


def test_the_merge_the_checks_and_the_deployment_of_what_is_linked_land_on_the_timeline(team: Team) -> None:
    ada = team.as_("ada")
    incident = team.file("grace", "Checkout is down")
    ada.branch("fix", FILES)
    pull = ada.pull("fix")["number"]
    assert team.say("grace", incident, f"/link #{pull}\n/link #{pull}") == []
    ada.branch("other", {"limits.py": "most = 9\n"})
    mentioning = ada.pull("other", body=f"For #{incident}")["number"]
    team.later(minutes=3)
    team.merge("ada", pull)
    sha = ada.json("GET", "commits/main")["sha"]
    ada.json("POST", f"statuses/{sha}", {"state": "success", "context": "ci"})
    made = ada.json("POST", "deployments", {"ref": sha, "environment": "production", "required_contexts": []})
    ada.json("POST", f"deployments/{made['id']}/statuses", {"state": "success"})
    team.later(minutes=2)
    team.sweep()

    assert [line.split(" · ")[1] for line in team.timeline(incident) if "#" in line] == [
        f"Linked #{pull}",
        f"#{pull} was merged",
        f"#{pull} was deployed to production",
        f"#{mentioning} mentions this incident",
        f"The checks of #{pull} passed ({sha[:7]})",
    ]
    before = team.card(incident)
    team.sweep()
    assert team.card(incident) == before


def test_a_stranger_links_nothing(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    issue = team.open("ada", "The pool is small")

    (reply,) = team.say("eve", incident, f"/link #{issue}")

    assert "`/link` needs the role" in reply
    assert "Linked" not in team.card(incident)


def test_a_pull_request_that_mentions_an_incident_is_linked_though_nothing_else_is(team: Team) -> None:
    ada = team.as_("ada")
    incident, other = team.file("grace", "Checkout is down"), team.file("grace", "Search is slow")
    ada.branch("fix", FILES)
    pull = ada.pull("fix", body=f"For #{incident}")["number"]
    team.merge("ada", pull)
    mallory = Client(team.sandbox, team.sandbox.token("mallory"))
    mallory.fork().branch("gift", {"gift.txt": "1"})
    mallory.json("POST", "pulls", {"title": f"A gift for #{other}", "head": "mallory:gift", "base": "main"})
    team.later(minutes=2)
    before = team.card(other)
    team.sweep()

    assert [line.split(" · ")[1] for line in team.timeline(incident) if f"#{pull}" in line] == [
        f"#{pull} was merged",
        f"#{pull} mentions this incident",
    ]
    assert team.card(other) == before


def test_the_revert_of_a_linked_pull_request_lands_on_the_timeline(team: Team) -> None:
    ada = team.as_("ada")
    incident = team.file("grace", "Checkout is down")
    ada.branch("fix", FILES)
    pull = ada.pull("fix", title="Raise the pool size")["number"]
    team.say("grace", incident, f"/link #{pull}")
    team.merge("ada", pull)
    ada.branch("revert", {"pool.py": None})
    undo = ada.pull("revert", title='Revert "Raise the pool size"', body=f"Reverts acme/shop#{pull}")["number"]
    team.later(minutes=2)
    team.sweep()
    team.merge("ada", undo)
    team.later(minutes=2)
    team.sweep()

    assert [line.split(" · ")[1] for line in team.timeline(incident) if "#" in line] == [
        f"Linked #{pull}",
        f"#{pull} was merged",
        f"#{undo} reverts #{pull}, which is linked",
        f"#{undo} was merged",
    ]


def test_who_deleted_a_comment_is_on_its_line(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/note the pool is full")
    newest = team.as_("ada").json("GET", f"issues/{incident}/comments")[-1]
    assert newest["body"] == "/note the pool is full"
    team.as_("ada").json("DELETE", f"issues/comments/{newest['id']}")
    team.settle()

    assert [line for line in team.timeline(incident) if "the pool is full (comment deleted since by `ada`)" in line]
    before = team.card(incident)
    team.sweep()
    assert team.card(incident) == before
