"""People, bots, organizations and teams as GraphQL shows them."""

from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.graphql_nodes import (
    Graph,
    ResolveInfo,
    connection,
    database_id,
    in_order,
    not_resolved,
)
from incident_actions.sandbox.shapes.formats import node_id
from incident_actions.sandbox.state.records import Repository, StoredAccount
from incident_actions.sandbox.state.role import RepositoryRole

BOT = "[bot]"


def actor(graph: Graph, login: str | None) -> Json | None:
    """Return an account, or None for a deleted one. A bot's login has no `[bot]` here.

    https://docs.github.com/en/graphql/reference/interfaces#actor
    """
    account = graph.host.world.accounts.get(login or "")
    return None if account is None else _account(graph, account)


def viewer(graph: Graph) -> Json:
    """Return the caller, whose login has its `[bot]`: https://github.com/fullsend-ai/fullsend/pull/1953."""
    account = graph.host.world.accounts[graph.call.login or ""]
    return {**_account(graph, account), "login": account.login, "id": node_id("U", account.id)}


def owner(graph: Graph, login: str, *types: str) -> Json:
    """Return the account of a login, if it is of one of the types; raises QueryError."""
    account = graph.host.world.accounts.get(graph.host.world.login(login))
    if account is None or account.type not in types:
        raise not_resolved(types[0], f"login of '{login}'")
    return _account(graph, account)


def owner_or_none(graph: Graph, login: str) -> Json | None:
    """Return a person or an organization; None for any other login."""
    account = graph.host.world.accounts.get(graph.host.world.login(login))
    return _account(graph, account) if account and account.type != "Bot" else None


def team(graph: Graph, name: str) -> Json:
    """Return a team by `organization/team`."""
    organization, _, slug = name.partition("/")
    return {
        "__typename": "Team",
        "id": node_id("T", graph.host.world.teams[name]),
        "name": slug,
        "slug": slug,
        "organization": actor(graph, graph.host.world.login(organization)),
    }


def _account(graph: Graph, account: StoredAccount) -> Json:
    login, world = account.login, graph.host.world

    def repositories(info: ResolveInfo, **asked: Any) -> Json:
        found = [each for each in world.repositories.values() if _lists(graph, login, each, asked)]
        key = _ORDERS[(asked.get("orderBy") or {}).get("field", "CREATED_AT")]
        return connection(in_order(found, key, asked), info, asked, graph.repository)

    def organizations(info: ResolveInfo, **asked: Any) -> Json:
        found = [each for each, owners in world.owners.items() if login in owners]
        return connection(found, info, asked, lambda each: _account(graph, world.accounts[each]))

    def teams(info: ResolveInfo, **asked: Any) -> Json:
        found = sorted(each for each in world.teams if each.partition("/")[0] == login.lower())
        return connection(found, info, asked, lambda each: team(graph, each))

    return {
        "__typename": account.type,
        "id": node_id(account.type[0], account.id),
        "databaseId": database_id(account.id),
        "login": login.removesuffix(BOT),
        "name": None,
        "email": "",
        "url": f"{graph.host.url}/{f'apps/{login.removesuffix(BOT)}' if account.type == 'Bot' else login}",
        "repositories": repositories,
        "organizations": organizations,
        "teams": teams,
    }


_ORDERS: Any = {
    "CREATED_AT": lambda each: each.created_at,
    "NAME": lambda each: each.name,
    "PUSHED_AT": lambda each: each.pushed_at,
    "STARGAZERS": lambda each: each.created_at,
    "UPDATED_AT": lambda each: each.pushed_at,
}


def _lists(graph: Graph, login: str, place: Repository, asked: Any) -> bool:
    """Check that an account's list has a repository, and that the caller may see it."""
    affiliations = asked.get("ownerAffiliations") or ["OWNER", "COLLABORATOR"]
    affiliated = ("OWNER" in affiliations and place.owner == login) or (
        "COLLABORATOR" in affiliations and place.owner != login and place.roles.get(login, "none") != "none"
    )
    visibility = "PRIVATE" if place.private else "PUBLIC"
    return (
        affiliated
        and graph.call.role_in(place) >= RepositoryRole.READ
        and asked.get("privacy") in (None, visibility)
        and asked.get("isFork") in (None, bool(place.parent))
    )
