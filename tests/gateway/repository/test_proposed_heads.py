"""What somebody wants to merge is listed with its status, by GraphQL or, where that fails, by REST without it."""

import pytest

from incident_actions.contract.proposed_head import HeadVerdict, ProposedHead
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository.proposed_heads import (
    branch_of_pull,
    read_open_heads,
    read_queued_heads,
    set_verdict,
)
from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client

FROZEN = HeadVerdict("failure", "Merges are frozen by incident #7")


@pytest.fixture
def banner(ada: Client) -> ProposedHead:
    """The head of pull request #1."""
    commit = ada.branch("banner", {"banner.txt": "1"})
    ada.pull("banner")
    return ProposedHead(commit, "banner")


def test_open_heads_come_with_their_newest_status(connection: Connection, ada: Client, banner: ProposedHead) -> None:
    ada.json("POST", f"statuses/{banner.commit}", {"state": "success", "context": "build"})
    assert read_open_heads(connection) == [ProposedHead(banner.commit, "banner", is_known=True)]

    set_verdict(connection, banner, HeadVerdict("success", "No incident freezes merges"), "")
    set_verdict(connection, banner, FROZEN, "https://github.com/acme/shop/issues/7")

    assert read_open_heads(connection) == [ProposedHead(banner.commit, "banner", shown=FROZEN, is_known=True)]


@pytest.mark.rest
def test_all_pages_are_read_and_closed_pull_requests_left_out(connection: Connection, ada: Client) -> None:
    for place in range(102):
        ada.branch(f"b{place}", {f"{place}.txt": "1"})
        ada.pull(f"b{place}")
    ada.json("PATCH", "pulls/1", {"state": "closed"})

    assert sorted(each.branch for each in read_open_heads(connection)) == sorted(f"b{place}" for place in range(1, 102))


def test_without_graphql_the_status_is_not_known(
    connection: Connection, sandbox: Sandbox, banner: ProposedHead
) -> None:
    sandbox.without.add("graphql")

    assert read_open_heads(connection) == [banner]


def test_a_merge_queue_is_known_by_its_branches(
    connection: Connection, sandbox: Sandbox, ada: Client, banner: ProposedHead
) -> None:
    assert read_queued_heads(connection) == []
    ada.json("POST", f"statuses/{banner.commit}", {"state": "success"})

    commit = sandbox.enqueue(1)

    assert read_queued_heads(connection) == [ProposedHead(commit, queued=1)]
    assert [branch_of_pull(connection, number) for number in (1, 2)] == ["banner", ""]
