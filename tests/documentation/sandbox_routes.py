"""What the sandbox serves: routes, whether GitHub's description of them is held against its answers, and GraphQL."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import GraphQLObjectType

from incident_actions.sandbox.rest import graphql
from incident_actions.sandbox.rest.limits import Limits
from incident_actions.sandbox.rest.routes import ROUTES
from tests.sandbox.published import find_operation


@dataclass(frozen=True, slots=True)
class ServedRoute:
    """A route as GitHub writes it, and whether its answers are validated."""

    method: str
    template: str
    validated: bool


def served_routes() -> list[ServedRoute]:
    """Return every route of REST, by its path."""
    routes = [each for each in (*ROUTES, Limits(1).route()) if each.template != graphql.TEMPLATE]
    served = [
        ServedRoute(each.method, each.template, find_operation(each.method, each.template) is not None)
        for each in routes
    ]
    return sorted(served, key=lambda each: (each.template, each.method))


def graphql_types() -> list[tuple[str, list[str]]]:
    """Return the types of GraphQL with their fields: queries and mutations first, and no types of lists."""
    kinds = [each for each in graphql.schema().type_map.values() if isinstance(each, GraphQLObjectType)]
    shown = [
        each for each in kinds if not each.name.endswith(("Connection", "Edge", "Payload")) and each.name[0] != "_"
    ]
    first = ("Query", "Mutation")
    ranked = sorted(
        shown, key=lambda each: (each.name not in first, first.index(each.name) if each.name in first else 0)
    )
    return [(each.name, list(each.fields)) for each in ranked]
