"""The few GraphQL queries that REST cannot answer: the viewer, a comment's editor, hiding it, a draft made ready."""

import re

from incident_actions.sandbox.changes import comments, pulls
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.rest.call import EITHER, PULLS, RESOURCE_NOT_ACCESSIBLE, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import Problem
from incident_actions.sandbox.shapes.formats import node_id
from incident_actions.sandbox.state.role import RepositoryRole

_VIEWER = re.compile(r"^(query\s*\w*\s*)?\{\s*viewer\s*\{(?P<fields>[\w\s,]*)\}\s*\}$")
_READY = re.compile(r"^mutation\b.*\bmarkPullRequestReadyForReview\(", re.DOTALL)
_HIDE = re.compile(r"(?:(?P<alias>\w+)\s*:\s*)?\bminimizeComment\(input:\s*\$(?P<input>\w+)\)")
_CLASSIFIERS = ("SPAM", "ABUSE", "OFF_TOPIC", "OUTDATED", "DUPLICATE", "RESOLVED", "LOW_QUALITY")
_EDITOR = re.compile(
    r"^query\b.*\bnode\(id: \$id\) \{\s*__typename\s*\.\.\. on IssueComment \{\s*editor \{ login __typename \}",
    re.DOTALL,
)
_DOCUMENTED = "https://docs.github.com/graphql"


def graphql(call: Call) -> ApiResponse:
    """Answer the known queries, and every other one with GitHub's error.

    An author's login has no `[bot]` in GraphQL, but a viewer's has: https://github.com/fullsend-ai/fullsend/pull/1953.
    """
    if call.login is None:
        raise Problem(401, "This endpoint requires you to be authenticated.")
    query = str(call.body.get("query", "")).strip()
    if _READY.search(query):
        return _made_ready(call, query)
    if query.startswith("mutation") and _HIDE.search(query):
        return _hidden(call, query)
    if _EDITOR.search(query):
        return _editor(call, query)
    asked = _VIEWER.match(query)
    if asked is None:
        return _refused(
            "The sandbox answers `viewer`, a comment's `editor`, `minimizeComment` and `markPullRequestReadyForReview`"
            " only.",
            query,
        )
    account = call.host.world.accounts[call.login]
    known = {"login": account.login, "databaseId": account.id, "__typename": account.type}
    fields = asked["fields"].replace(",", " ").split()
    for name in fields:
        if name not in known:
            return _refused(f"Field '{name}' doesn't exist on type 'User'", query)
    return ApiResponse(json={"data": {"viewer": {name: known[name] for name in fields}}})


def _editor(call: Call, query: str) -> ApiResponse:
    """Return who edited a comment last; a bot's login has no `[bot]` here.

    https://docs.github.com/en/graphql/reference/objects#issuecomment
    """
    wanted = str((call.body.get("variables") or {}).get("id", ""))
    for repository in call.host.world.repositories.values():
        for comment in repository.comments.values():
            if node_id("IC", comment.id) == wanted and call.role_in(repository) >= RepositoryRole.READ:
                if repository.private and not call.permits(repository, EITHER, "read"):
                    return _forbidden("node")
                account = call.host.world.accounts.get(comment.editor or "")
                editor = account and {"login": account.login.removesuffix("[bot]"), "__typename": account.type}
                return ApiResponse(json={"data": {"node": {"__typename": "IssueComment", "editor": editor}}})
    return _refused(f"Could not resolve to a node with the global id of '{wanted}'", query)


def _hidden(call: Call, query: str) -> ApiResponse:
    """Hide one comment, or several under aliases; one that fails is null and keeps none of the others from it.

    https://docs.github.com/en/graphql/reference/mutations#minimizecomment
    """
    call.host.clock.tick()
    variables = call.body.get("variables") or {}
    data: dict[str, object] = {}
    errors: list[dict[str, object]] = []
    for found in _HIDE.finditer(query):
        name, given = found["alias"] or "minimizeComment", variables.get(found["input"]) or {}
        failed = _hide(call, str(given.get("subjectId", "")), str(given.get("classifier", "")))
        errors += [{**failed, "path": [name], "locations": [{"line": 1, "column": 1}]}] if failed else []
        data[name] = None if failed else {"clientMutationId": None, "minimizedComment": {"isMinimized": True}}
    return ApiResponse(json={"data": data, **({"errors": errors} if errors else {})})


def _hide(call: Call, wanted: str, classifier: str) -> dict[str, object] | None:
    """Hide a comment; return GitHub's error where that fails.

    https://docs.github.com/en/graphql/reference/enums#reportedcontentclassifiers
    """
    if classifier not in _CLASSIFIERS:
        return {"message": f"Expected {classifier!r} to be one of: {', '.join(_CLASSIFIERS)}"}
    for repository in call.host.world.repositories.values():
        for comment in repository.comments.values():
            if node_id("IC", comment.id) == wanted and call.role_in(repository) >= RepositoryRole.TRIAGE:
                if not call.permits(repository, EITHER, "write"):
                    return {"type": "FORBIDDEN", "message": RESOURCE_NOT_ACCESSIBLE}
                comments.hide(ActingAccount(call.host, repository, call.login or ""), comment)
                return None
    return {"type": "NOT_FOUND", "message": f"Could not resolve to a node with the global id of '{wanted}'"}


def _made_ready(call: Call, query: str) -> ApiResponse:
    """Mark a draft pull request as ready for review.

    https://docs.github.com/en/graphql/reference/mutations#markpullrequestreadyforreview
    """
    wanted = str((call.body.get("variables") or {}).get("input", {}).get("pullRequestId", ""))
    for repository in call.host.world.repositories.values():
        for issue in repository.issues.values():
            if issue.pull and node_id("PR", issue.id) == wanted and call.role_in(repository) >= RepositoryRole.WRITE:
                if not call.permits(repository, PULLS, "write"):
                    return _forbidden("markPullRequestReadyForReview")
                call.host.clock.tick()
                pulls.make_ready(ActingAccount(call.host, repository, call.login or ""), issue)
                payload = {"clientMutationId": None, "pullRequest": {"id": wanted, "isDraft": False}}
                return ApiResponse(json={"data": {"markPullRequestReadyForReview": payload}})
    return _refused(f"Could not resolve to a node with the global id of '{wanted}'", query)


def _forbidden(path: str) -> ApiResponse:
    """Return GitHub's error for a token without a permission; the rest of the response is null."""
    error = {"type": "FORBIDDEN", "path": [path], "locations": [{"line": 1, "column": 1}]}
    return ApiResponse(json={"data": {path: None}, "errors": [{**error, "message": RESOURCE_NOT_ACCESSIBLE}]})


def _refused(message: str, query: str) -> ApiResponse:
    error = {
        "path": ["query"],
        "extensions": {"code": "undefinedField", "documentation": _DOCUMENTED, "query": query},
        "locations": [{"line": 1, "column": 1}],
        "message": message,
    }
    return ApiResponse(json={"errors": [error]})


ROUTES = (Route("POST", "/graphql", graphql),)
