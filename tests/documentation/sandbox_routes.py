"""The routes that the sandbox serves, and whether GitHub's description of them is held against its answers."""

from __future__ import annotations

from dataclasses import dataclass

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
