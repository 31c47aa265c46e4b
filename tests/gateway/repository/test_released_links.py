"""A release includes the pull requests and commits that its tag descends from."""

from __future__ import annotations

from incident_actions.contract.questions import NewsOf
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository.link_news import read_news
from incident_actions.gateway.repository.released_links import read_released
from incident_actions.model.incident.link import LinkName
from tests.gateway.repository.merged_changes import merge_change
from tests.sandbox.client import Client


def test_what_a_release_includes_is_found_and_the_rest_is_not(connection: Connection, ada: Client) -> None:
    pull = LinkName("number", str(merge_change(ada, {"pool.py": "size = 50\n"})["number"]))
    sha = ada.json("GET", "commits/main")["sha"]
    commit, run = LinkName("commit", sha[:8]), LinkName("run", "7")
    ada.json("POST", "releases", {"tag_name": "v1"})
    later = LinkName("number", str(merge_change(ada, {"a.py": "a = 1\n"}, branch="later")["number"]))
    ada.branch("open", {"limits.py": "most = 9\n"})
    unmerged, issue = (LinkName("number", str(each["number"])) for each in (ada.pull("open"), ada.issue()))
    before = connection.request_count

    news = read_news(NewsOf(99, (pull, commit, later, unmerged, issue, run), "v1"), connection, None)

    assert news is not None
    assert [(each.link, each.detail) for each in news.events if each.event == "released"] == [
        (pull, "v1"),
        (commit, "v1"),
    ]
    assert connection.request_count - before == 5  # the query, three comparisons, and the run


def test_a_release_is_compared_only_in_the_run_that_it_starts(connection: Connection, ada: Client) -> None:
    pull = LinkName("number", str(merge_change(ada, {"pool.py": "size = 50\n"})["number"]))
    ada.json("POST", "releases", {"tag_name": "v1"})

    seen = [read_news(NewsOf(99, (pull,), tag), connection, None) for tag in ("v1", "")]

    assert [[each.event for each in news.events] if news else None for news in seen] == [
        ["merged", "released"],
        ["merged"],
    ]


def test_a_tag_that_is_gone_again_is_no_event(connection: Connection, ada: Client) -> None:
    sha = ada.json("GET", "commits/main")["sha"]

    assert list(read_released(connection, "v9", {LinkName("commit", sha): sha})) == []
