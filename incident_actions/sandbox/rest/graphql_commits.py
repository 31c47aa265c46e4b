"""Commits with their statuses and checks as GraphQL shows them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import CHECKS, DEPLOYMENTS
from incident_actions.sandbox.rest.graphql_accounts import actor
from incident_actions.sandbox.rest.graphql_deployments import deployment
from incident_actions.sandbox.rest.graphql_nodes import Graph, ResolveInfo, connection, database_id, require
from incident_actions.sandbox.shapes import git, repository
from incident_actions.sandbox.shapes.checks import CommitCheck, checks_of
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.shapes.status import verdict
from incident_actions.sandbox.state.records import CommitStatus, Repository
from incident_actions.sandbox.state.settings import WorkflowRun

_VERDICTS = {"success": "success", "neutral": "success", "skipped": "success"}
"""What the conclusion of a check counts as in the verdict on its commit; any other is a failure."""


def commit(graph: Graph, place: Repository, sha: str) -> Json:
    """Return a commit. One without a status of any kind has no `status` at all.

    https://docs.github.com/en/graphql/reference/objects#commit
    """
    latest = {each.context: each for each in place.statuses if each.sha == sha}
    data = git.git_commit(graph.host, place, sha)
    headline, _, body = data["message"].partition("\n")

    def authors(info: ResolveInfo, **asked: Any) -> Json:
        return connection([data["author"]], info, asked, lambda each: _signature(graph, each))

    def rollup(_: ResolveInfo) -> Json | None:
        require(graph.call, place, CHECKS)
        return status_check_rollup(graph, place, sha)

    def deployments(info: ResolveInfo, **asked: Any) -> Json:
        require(graph.call, place, DEPLOYMENTS)
        found = [each for each in place.deployments if each.sha == sha]
        return connection(found, info, asked, lambda each: deployment(graph, place, each))

    return {
        "__typename": "Commit",
        "id": f"C_{sha}",
        "oid": sha,
        "abbreviatedOid": sha[:7],
        "url": data["html_url"],
        "message": data["message"],
        "messageHeadline": headline,
        "messageBody": body.strip("\n"),
        "authoredDate": data["author"]["date"],
        "committedDate": data["committer"]["date"],
        "author": _signature(graph, data["author"]),
        "authors": authors,
        "deployments": deployments,
        "status": _status(graph, sha, latest) if latest else None,
        "statusCheckRollup": rollup,
    }


def status_check_rollup(graph: Graph, place: Repository, sha: str) -> Json | None:
    """Return the verdict of all statuses and check runs of a commit; None for a commit that has neither.

    https://docs.github.com/en/graphql/reference/objects#statuscheckrollup
    """
    statuses = list({each.context: each for each in place.statuses if each.sha == sha}.values())
    runs = list({each.name: each for each in checks_of(graph.host, place, sha)}.values())
    if not statuses and not runs:
        return None

    def contexts(info: ResolveInfo, **asked: Any) -> Json:
        nodes = [*(check_run(graph, place, each) for each in runs), *(_context(graph, each) for each in statuses)]
        return connection(nodes, info, asked, lambda each: each) | {
            "checkRunCount": len(runs),
            "checkRunCountsByState": _counts([_state_of_run(each) for each in runs]),
            "statusContextCount": len(statuses),
            "statusContextCountsByState": _counts([each.state.upper() for each in statuses]),
        }

    states = [*(each.state for each in statuses), *(_verdict_of(each) for each in runs)]
    return {"id": f"SCR_{sha}", "state": verdict(states).upper(), "contexts": contexts}


def check_run(graph: Graph, place: Repository, value: CommitCheck) -> Json:
    """Return a check run. One of an App belongs to no run of a workflow."""
    run = next((each for each in place.runs if each.id == value.suite), None)
    return {
        "__typename": "CheckRun",
        "id": node_id("CR", value.id),
        "databaseId": database_id(value.id),
        "name": value.name,
        "title": value.title,
        "summary": value.summary,
        "status": value.status.upper(),
        "conclusion": (value.conclusion or "").upper() or None,
        "startedAt": stamp(value.started_at),
        "completedAt": stamp_or_none(value.completed_at),
        "detailsUrl": value.details_url or None,
        "url": f"{repository.html_url(graph.host, place)}/runs/{value.id}",
        "isRequired": lambda _, **__: value.name in place.settings.required_checks,
        "checkSuite": {
            "id": node_id("CS", value.suite),
            "workflowRun": _workflow_run(graph, place, run) if run else None,
        },
    }


def _workflow_run(graph: Graph, place: Repository, run: WorkflowRun) -> Json:
    name = run.name or run.path
    return {
        "id": node_id("WFR", run.id),
        "databaseId": database_id(run.id),
        "event": run.event,
        "runNumber": run.id,
        "url": f"{repository.html_url(graph.host, place)}/actions/runs/{run.id}",
        "workflow": {"id": node_id("W", run.path), "databaseId": None, "name": name, "state": "ACTIVE"},
    }


def _verdict_of(check: CommitCheck) -> str:
    return _VERDICTS.get(check.conclusion or "", "failure") if check.status == "completed" else "pending"


def _state_of_run(check: CommitCheck) -> str:
    return ((check.conclusion if check.status == "completed" else check.status) or "").upper()


def _counts(states: Sequence[str]) -> list[Json]:
    return [{"state": state, "count": count} for state, count in sorted(Counter(states).items())]


def _status(graph: Graph, sha: str, latest: Mapping[str, CommitStatus]) -> Json:
    def context(_: ResolveInfo, name: str) -> Json | None:
        return _context(graph, latest[name]) if name in latest else None

    return {
        "id": f"SC_{sha}",
        "state": verdict([each.state for each in latest.values()]).upper(),
        "context": context,
        "contexts": [_context(graph, each) for each in latest.values()],
    }


def _context(graph: Graph, value: CommitStatus) -> Json:
    return {
        "__typename": "StatusContext",
        "id": node_id("SC", value.id),
        "context": value.context,
        "state": value.state.upper(),
        "description": value.description,
        "targetUrl": value.target_url,
        "createdAt": stamp(value.at),
        "creator": actor(graph, value.creator),
        "isRequired": False,
    }


def _signature(graph: Graph, signature: Json) -> Json:
    login = git.login_of(signature["email"])
    return {**signature, "user": actor(graph, login) if login in graph.host.world.accounts else None}
