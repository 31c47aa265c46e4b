"""Routes of the events on issues."""

from incident_actions.sandbox.rest.call import EITHER, ISSUES, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.shapes import timeline as shapes
from incident_actions.sandbox.state.records import StoredIssue, TimelineEvent


def list_timeline(call: Call) -> ApiResponse:
    """List the timeline of an issue with its comments, oldest first."""
    return page(call, call.issue.timeline, lambda each: shapes.on_timeline(call.host, call.repository, each))


def list_issue_events(call: Call) -> ApiResponse:
    """List the events of an issue without its comments, oldest first."""
    found = [each for each in call.issue.timeline if each.event not in shapes.ONLY_ON_TIMELINE]
    return page(call, found, lambda each: shapes.event(call.host, call.repository, each))


def list_repository_events(call: Call) -> ApiResponse:
    """List the events of all issues, newest first."""
    found = sorted(_all(call), key=lambda pair: pair[1].id, reverse=True)
    return page(call, found, lambda pair: shapes.in_repository(call.host, call.repository, *pair))


def get_event(call: Call) -> ApiResponse:
    """Return one event."""
    number = call.number("event_id")
    for issue, each in _all(call):
        if each.id == number:
            return ApiResponse(json=shapes.in_repository(call.host, call.repository, issue, each))
    raise not_found()


def _all(call: Call) -> list[tuple[StoredIssue, TimelineEvent]]:
    return [
        (issue, each)
        for issue in call.repository.issues.values()
        for each in issue.timeline
        if each.event not in shapes.ONLY_ON_TIMELINE
    ]


_ISSUES = "/repos/{owner}/{repo}/issues"
ROUTES = (
    Route("GET", f"{_ISSUES}/{{issue_number}}/timeline", list_timeline, permissions=EITHER),
    Route("GET", f"{_ISSUES}/{{issue_number}}/events", list_issue_events, permissions=EITHER),
    Route("GET", f"{_ISSUES}/events", list_repository_events, permissions=ISSUES),
    Route("GET", f"{_ISSUES}/events/{{event_id}}", get_event, permissions=EITHER),
)
