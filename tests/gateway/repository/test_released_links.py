"""A release includes the pull requests and commits that its tag descends from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from incident_actions.contract.link_news import PublishedRelease
from incident_actions.contract.questions import NewsOf
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository.link_news import read_news
from incident_actions.gateway.repository.released_links import newest_release, read_released
from incident_actions.model.incident.link import LinkName
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import NOT_FOUND, Fault
from tests.gateway.conftest import NOON
from tests.gateway.repository.merged_changes import merge_change
from tests.sandbox.client import Client

V1 = PublishedRelease("v1", NOON)


def test_what_a_release_includes_is_found_and_the_rest_is_not(connection: Connection, ada: Client) -> None:
    pull = LinkName("number", str(merge_change(ada, {"pool.py": "size = 50\n"})["number"]))
    sha = ada.json("GET", "commits/main")["sha"]
    commit, run = LinkName("commit", sha[:8]), LinkName("run", "7")
    ada.json("POST", "releases", {"tag_name": "v1"})
    later = LinkName("number", str(merge_change(ada, {"a.py": "a = 1\n"}, branch="later")["number"]))
    ada.branch("open", {"limits.py": "most = 9\n"})
    unmerged, issue = (LinkName("number", str(each["number"])) for each in (ada.pull("open"), ada.issue()))
    before = connection.request_count

    news = read_news(NewsOf(99, (pull, commit, later, unmerged, issue, run), V1), connection, None)

    assert news is not None
    assert [(each.link, each.detail, each.at) for each in news.events if each.event == "released"] == [
        (pull, "v1", NOON),
        (commit, "v1", NOON),
    ]
    assert connection.request_count - before == 5  # the query, three comparisons, and the run


def test_a_release_is_compared_only_in_the_run_that_it_starts(connection: Connection, ada: Client) -> None:
    pull = LinkName("number", str(merge_change(ada, {"pool.py": "size = 50\n"})["number"]))
    ada.json("POST", "releases", {"tag_name": "v1"})

    seen = [read_news(NewsOf(99, (pull,), release), connection, None) for release in (V1, None)]

    assert [[each.event for each in news.events] if news else None for news in seen] == [
        ["merged", "released"],
        ["merged"],
    ]


def test_the_newest_release_is_the_one_that_was_published_last_within_three_hours(
    connection: Connection, ada: Client, sandbox: Sandbox
) -> None:
    for body in ({"tag_name": "v1"}, {"tag_name": "v2", "prerelease": True}, {"tag_name": "v3", "draft": True}):
        sandbox.clock.move_to(sandbox.clock.now() + timedelta(minutes=1))
        ada.json("POST", "releases", body)
    now = sandbox.clock.now()

    found = [newest_release(connection, now + timedelta(minutes=later)) for later in (0, 178, 180)]

    assert [each and each.tag for each in found] == ["v2", "v2", None]


def test_without_a_release_and_where_github_refuses_there_is_none(connection: Connection, sandbox: Sandbox) -> None:
    assert newest_release(connection, sandbox.clock.now()) is None
    sandbox.faults.add(Fault(NOT_FOUND, route="GET /repos/{owner}/{repo}/releases", login=None))

    assert newest_release(connection, sandbox.clock.now()) is None


def test_a_tag_that_is_gone_again_is_no_event(connection: Connection, ada: Client) -> None:
    sha = ada.json("GET", "commits/main")["sha"]

    assert list(read_released(connection, replace(V1, tag="v9"), {LinkName("commit", sha): sha})) == []
