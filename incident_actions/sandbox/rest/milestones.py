"""Routes of milestones."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from incident_actions.sandbox.changes import milestones
from incident_actions.sandbox.rest.call import EITHER, NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found, wrong
from incident_actions.sandbox.shapes import labels
from incident_actions.sandbox.shapes import milestone as shapes
from incident_actions.sandbox.state.records import Repository, StoredMilestone
from incident_actions.sandbox.state.role import RepositoryRole

STATES = ("open", "closed")


def list_milestones(call: Call) -> ApiResponse:
    """List the milestones, by default the open ones, the next due first; those without a date come last."""
    state, by = call.choice("state", (*STATES, "all")), call.choice("sort", ("due_on", "completeness"))
    found = [each for each in call.repository.milestones.values() if state in (each.state, "all")]
    found.sort(key=_order(call.repository, by), reverse=call.choice("direction", ("asc", "desc")) == "desc")
    return page(call, found, lambda each: shapes.milestone(call.host, call.repository, each))


def create_milestone(call: Call) -> ApiResponse:
    """Create a milestone; refuse a title that is taken."""
    title = call.text("title", "Milestone")
    _free(call, title)
    state, due_on = _state(call, "open"), _due_on(call, None)
    made = milestones.create(call.acting, title, call.text_or_none("description", "Milestone"), due_on)
    if state == "closed":
        milestones.edit(call.acting, made, title, made.description, due_on, state)
    return _shown(call, made, 201)


def get_milestone(call: Call) -> ApiResponse:
    """Return one milestone."""
    return _shown(call, _milestone(call))


def edit_milestone(call: Call) -> ApiResponse:
    """Change a milestone, or close and reopen it."""
    found = _milestone(call)
    title = call.text("title", "Milestone", found.title)
    if title != found.title:
        _free(call, title)
    description = call.text_or_none("description", "Milestone", found.description)
    milestones.edit(call.acting, found, title, description, _due_on(call, found.due_on), _state(call, found.state))
    return _shown(call, found)


def delete_milestone(call: Call) -> ApiResponse:
    """Delete a milestone; its issues stay, without one."""
    milestones.delete(call.acting, _milestone(call))
    return NO_CONTENT


def list_labels(call: Call) -> ApiResponse:
    """List the labels of the issues of a milestone."""
    place, number = call.repository, _milestone(call).number
    ids = dict.fromkeys(each for issue in place.issues.values() if issue.milestone == number for each in issue.labels)
    return page(call, list(ids), lambda each: labels.label(call.host, place, place.labels[each]))


def _order(place: Repository, by: str) -> Callable[[StoredMilestone], Any]:
    if by == "completeness":
        return lambda each: (shapes.completeness(place, each), each.number)
    return lambda each: (each.due_on is None, each.due_on.timestamp() if each.due_on else 0, each.number)


def _milestone(call: Call) -> StoredMilestone:
    found = call.repository.milestones.get(call.number("milestone_number"))
    if found is None:
        raise not_found()
    return found


def _free(call: Call, title: str) -> None:
    if any(each.title == title for each in call.repository.milestones.values()):
        raise wrong("Milestone", "title", "already_exists")


def _state(call: Call, otherwise: str) -> str:
    state = call.body.get("state") or otherwise
    if state not in STATES:
        raise wrong("Milestone", "state")
    return str(state)


def _due_on(call: Call, otherwise: datetime | None) -> datetime | None:
    """Return the time in the body, which must have a zone."""
    given = call.body.get("due_on", otherwise)
    if given is None or isinstance(given, datetime):
        return given
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        raise wrong("Milestone", "due_on") from None
    if moment.tzinfo is None:
        raise wrong("Milestone", "due_on")
    return moment


def _shown(call: Call, value: StoredMilestone, status: int = 200) -> ApiResponse:
    return ApiResponse(status, shapes.milestone(call.host, call.repository, value))


_ALL = "/repos/{owner}/{repo}/milestones"
_ONE = f"{_ALL}/{{milestone_number}}"
ROUTES = (
    Route("GET", _ALL, list_milestones, permissions=EITHER),
    Route("POST", _ALL, create_milestone, RepositoryRole.WRITE, permissions=EITHER),
    Route("GET", _ONE, get_milestone, permissions=EITHER),
    Route("PATCH", _ONE, edit_milestone, RepositoryRole.WRITE, permissions=EITHER),
    Route("DELETE", _ONE, delete_milestone, RepositoryRole.WRITE, permissions=EITHER),
    Route("GET", f"{_ONE}/labels", list_labels, permissions=EITHER),
)
