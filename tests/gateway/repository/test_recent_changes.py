"""What changed lately is read by one GraphQL query for each token, or by REST where that is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from incident_actions.contract.code_change import RecentChanges
from incident_actions.contract.questions import ChangesBetween
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.other_repositories import OtherRepositories
from incident_actions.gateway.repository.recent_changes import changes_between
from incident_actions.model.incident.recent_change import RecentChange
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import NOT_FOUND, Fault
from tests.gateway.conftest import NOON
from tests.gateway.repository.merged_changes import merge_change
from tests.sandbox.client import Client

POOL: dict[str, str | None] = {"pool.py": "size = 50\n"}
HOUR = timedelta(hours=1)
DAY = ChangesBetween(("",), NOON - HOUR, NOON + HOUR)
MERGE = RecentChange("merge", NOON, "#1", "Raise the pool size", "ada")


def with_permissions(sandbox: Sandbox, **permissions: str) -> Connection:
    token = sandbox.job_token({"contents": "write", "pull-requests": "write", **permissions})
    return Connection(token, "acme/shop", sandbox.api_url)


def changes(
    asked: ChangesBetween, connection: Connection, elsewhere: OtherRepositories | None = None
) -> tuple[RecentChange, ...]:
    """Return what changed, each to the hour: the sandbox's clock moves on with each write."""
    found = changes_between(asked, connection, elsewhere)
    assert found is not None
    return tuple(replace(each, at=each.at.replace(minute=0, second=0)) for each in found.changes)


def break_route(sandbox: Sandbox, *routes: str) -> None:
    sandbox.faults.add(*(Fault(NOT_FOUND, route=route, times=None) for route in routes))


def test_merges_deployments_and_releases_are_read_with_one_request(
    connection: Connection, sandbox: Sandbox, ada: Client
) -> None:
    merge_change(ada, POOL, method="squash")
    sha = ada.json("GET", "commits/main")["sha"]
    sandbox.clock.advance(timedelta(minutes=5))
    ada.json("POST", "deployments", {"ref": "main", "environment": "production"})
    ada.json("POST", "deployments", {"ref": "bigger-pool", "environment": "preview"})
    sandbox.clock.advance(timedelta(minutes=5))
    ada.json("POST", "releases", {"tag_name": "v1.4.2", "name": "Bigger pool"})
    ada.json("POST", "releases", {"tag_name": "v1.4.3", "draft": True})
    before = connection.request_count

    found = changes(DAY, connection)

    assert connection.request_count - before == 1
    assert found == (
        RecentChange("release", NOON, "v1.4.2", "Bigger pool", "ada"),
        RecentChange("deployment", NOON, sha[:7], "production", "ada"),
        MERGE,
    )


def test_a_token_without_the_permission_for_deployments_reads_the_rest(sandbox: Sandbox, ada: Client) -> None:
    merge_change(ada, POOL)
    ada.json("POST", "deployments", {"ref": "main"})
    ada.json("POST", "releases", {"tag_name": "v1.4.2"})

    assert [each.kind for each in changes(DAY, with_permissions(sandbox))] == ["release", "merge"]
    with_it = with_permissions(sandbox, deployments="read")
    assert [each.kind for each in changes(DAY, with_it)] == ["release", "deployment", "merge"]


def test_what_changed_earlier_or_later_or_elsewhere_is_left_out(connection: Connection, ada: Client) -> None:
    merge_change(ada, POOL)
    ada.branch("release/1", {"x": "1"})
    ada.branch("feature", {"y": "1"})
    number = ada.json("POST", "pulls", {"title": "Backport", "head": "feature", "base": "release/1"})["number"]
    ada.json("PUT", f"pulls/{number}/merge")

    assert changes(DAY, connection) == (MERGE,)
    assert changes_between(ChangesBetween(("",), NOON + HOUR, NOON + 2 * HOUR), connection, None) == RecentChanges()
    assert changes_between(ChangesBetween(("",), NOON - HOUR, NOON - HOUR), connection, None) == RecentChanges()


def test_a_server_without_graphql_lists_merges_only(connection: Connection, sandbox: Sandbox, ada: Client) -> None:
    merge_change(ada, POOL)
    ada.json("POST", "releases", {"tag_name": "v1.4.2"})
    break_route(sandbox, "/graphql")

    assert changes(DAY, connection) == (MERGE,)


def test_no_answer_is_no_list(connection: Connection, sandbox: Sandbox) -> None:
    break_route(sandbox, "/graphql", "/repos/{owner}/{repo}/pulls")

    assert changes_between(DAY, connection, None) is None


def test_other_repositories_are_read_with_their_own_token(connection: Connection, sandbox: Sandbox) -> None:
    sandbox.create_repository("acme/api", {"README.md": "# api\n"}, private=True, collaborators={"grace": "write"})
    grace = Client(sandbox, sandbox.token("grace"))
    grace.json("POST", "/repos/acme/api/releases", {"tag_name": "v2"})
    asked = ChangesBetween(("", "acme/api", "acme/gone"), NOON - HOUR, NOON + HOUR)
    elsewhere = OtherRepositories(connection, sandbox.token("grace"))

    found = changes_between(asked, connection, elsewhere)

    assert found is not None
    assert found.unread == ("acme/gone",)
    assert changes(asked, connection, elsewhere) == (RecentChange("release", NOON, "v2", "v2", "grace", "acme/api"),)
    assert changes_between(asked, connection, None) == RecentChanges((), ("acme/api", "acme/gone"))
