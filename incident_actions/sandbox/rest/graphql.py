"""The one GraphQL query that REST has nothing for: who the token is."""

import re

from incident_actions.sandbox.rest.call import Answer, Call, Route
from incident_actions.sandbox.rest.problem import Problem

_VIEWER = re.compile(r"^(query\s*\w*\s*)?\{\s*viewer\s*\{(?P<fields>[\w\s,]*)\}\s*\}$")
_DOCUMENTED = "https://docs.github.com/graphql"


def graphql(call: Call) -> Answer:
    """Answer `viewer`, and everything else with GitHub's error shape.

    A bot's login has no `[bot]` in GraphQL, unlike in REST: https://github.com/anthropics/claude-code-action/issues/1514.
    """
    if call.login is None:
        raise Problem(401, "This endpoint requires you to be authenticated.")
    query = str(call.body.get("query", "")).strip()
    asked = _VIEWER.match(query)
    if asked is None:
        return _refused("The sandbox answers no GraphQL but `viewer`; its REST API has the rest.", query)
    account = call.host.world.accounts[call.login]
    known = {"login": account.login.removesuffix("[bot]"), "databaseId": account.id, "__typename": account.type}
    fields = asked["fields"].replace(",", " ").split()
    for name in fields:
        if name not in known:
            return _refused(f"Field '{name}' doesn't exist on type 'User'", query)
    return Answer(json={"data": {"viewer": {name: known[name] for name in fields}}})


def _refused(message: str, query: str) -> Answer:
    error = {
        "path": ["query"],
        "extensions": {"code": "undefinedField", "documentation": _DOCUMENTED, "query": query},
        "locations": [{"line": 1, "column": 1}],
        "message": message,
    }
    return Answer(json={"errors": [error]})


ROUTES = (Route("POST", "/graphql", graphql),)
