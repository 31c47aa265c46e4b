"""Routes that read check runs and check suites."""

from incident_actions.sandbox.rest.call import CHECKS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import require_commit
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.shapes import checks as shapes
from incident_actions.sandbox.shapes.checks import CommitCheck


def list_check_runs(call: Call) -> ApiResponse:
    """List the check runs of a commit, the newest first; of each name only the latest, unless all are wanted."""
    return _listed(call, shapes.checks_of(call.host, call.repository, require_commit(call)))


def list_check_runs_of_suite(call: Call) -> ApiResponse:
    """List the check runs of a suite."""
    return _listed(call, _suite(call))


def get_check_run(call: Call) -> ApiResponse:
    """Return one check run."""
    return ApiResponse(json=shapes.check_run(call.host, call.repository, find_check_run(call)))


def list_annotations(call: Call) -> ApiResponse:
    """List the annotations of a check run: none, as the sandbox keeps only those in the logs of jobs."""
    find_check_run(call)
    return page(call, [], lambda each: each)


def list_check_suites(call: Call) -> ApiResponse:
    """List the check suites of a commit."""
    grouped: dict[int, list[CommitCheck]] = {}
    for each in shapes.checks_of(call.host, call.repository, require_commit(call)):
        grouped.setdefault(each.suite, []).append(each)
    found = list(grouped.values())
    response = page(call, found, lambda each: shapes.check_suite(call.host, call.repository, each))
    return ApiResponse(json={"total_count": len(found), "check_suites": response.json}, headers=response.headers)


def get_check_suite(call: Call) -> ApiResponse:
    """Return one check suite."""
    return ApiResponse(json=shapes.check_suite(call.host, call.repository, _suite(call)))


def find_check_run(call: Call) -> CommitCheck:
    """Return the check run in the path; raises Problem (404)."""
    number = call.number("check_run_id")
    found = next((each for each in shapes.checks_of(call.host, call.repository) if each.id == number), None)
    if found is None:
        raise not_found()
    return found


def _suite(call: Call) -> list[CommitCheck]:
    number = call.number("check_suite_id")
    found = [each for each in shapes.checks_of(call.host, call.repository) if each.suite == number]
    if not found:
        raise not_found()
    return found


def _listed(call: Call, among: list[CommitCheck]) -> ApiResponse:
    name, status, newest_first = call.query.get("check_name"), call.query.get("status"), among[::-1]
    latest = list({each.name: each for each in among}.values())
    chosen = newest_first if call.query.get("filter") == "all" else [each for each in newest_first if each in latest]
    found = [each for each in chosen if name in (None, each.name) and status in (None, each.status)]
    response = page(call, found, lambda each: shapes.check_run(call.host, call.repository, each))
    return ApiResponse(json={"total_count": len(found), "check_runs": response.json}, headers=response.headers)


_REPOSITORY = "/repos/{owner}/{repo}"
_SUITE = f"{_REPOSITORY}/check-suites/{{check_suite_id}}"
_RUN = f"{_REPOSITORY}/check-runs/{{check_run_id}}"
ROUTES = (
    Route("GET", f"{_REPOSITORY}/commits/{{ref}}/check-runs", list_check_runs, permissions=CHECKS),
    Route("GET", f"{_REPOSITORY}/commits/{{ref}}/check-suites", list_check_suites, permissions=CHECKS),
    Route("GET", _RUN, get_check_run, permissions=CHECKS),
    Route("GET", f"{_RUN}/annotations", list_annotations, permissions=CHECKS),
    Route("GET", _SUITE, get_check_suite, permissions=CHECKS),
    Route("GET", f"{_SUITE}/check-runs", list_check_runs_of_suite, permissions=CHECKS),
)
