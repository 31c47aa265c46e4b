"""Routes of labels, on the repository and on its issues."""

from incident_actions.sandbox.changes import labels
from incident_actions.sandbox.rest.call import EITHER, NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, not_found, wrong
from incident_actions.sandbox.shapes import labels as shapes
from incident_actions.sandbox.state.records import StoredLabel
from incident_actions.sandbox.state.role import RepositoryRole

_SHADES = frozenset("0123456789abcdef")


def list_labels(call: Call) -> ApiResponse:
    """List the repository's labels, by name."""
    found = sorted(call.repository.labels.values(), key=lambda label: label.name.casefold())
    return page(call, found, lambda label: shapes.label(call.host, call.repository, label))


def create_label(call: Call) -> ApiResponse:
    """Create a label; refuse a name that is taken."""
    name = call.text("name", "Label")
    _free(call, name)
    label = labels.create(
        call.acting, name, _color(call, labels.DEFAULT_COLOR), call.text_or_none("description", "Label")
    )
    return _shown(call, label, 201)


def get_label(call: Call) -> ApiResponse:
    """Return one label."""
    return _shown(call, _label(call))


def edit_label(call: Call) -> ApiResponse:
    """Change the name, colour and description of a label."""
    label = _label(call)
    name = call.text("new_name", "Label", label.name)
    if name.casefold() != label.name.casefold():
        _free(call, name)
    description = call.text_or_none("description", "Label", label.description)
    labels.edit(call.acting, label, name, _color(call, label.color), description)
    return _shown(call, label)


def delete_label(call: Call) -> ApiResponse:
    """Delete a label."""
    labels.delete(call.acting, _label(call))
    return NO_CONTENT


def list_issue_labels(call: Call) -> ApiResponse:
    """List an issue's labels."""
    found = [call.repository.labels[each] for each in call.issue.labels]
    return page(call, found, lambda label: shapes.label(call.host, call.repository, label))


def add_issue_labels(call: Call) -> ApiResponse:
    """Add labels to an issue; create those that are missing."""
    labels.add(call.acting, call.issue, labels.find_or_create(call.acting, call.label_names()))
    return list_issue_labels(call)


def replace_issue_labels(call: Call) -> ApiResponse:
    """Replace an issue's labels by these."""
    labels.replace(call.acting, call.issue, labels.find_or_create(call.acting, call.label_names()))
    return list_issue_labels(call)


def clear_issue_labels(call: Call) -> ApiResponse:
    """Remove all labels from an issue."""
    labels.replace(call.acting, call.issue, [])
    return NO_CONTENT


def remove_issue_label(call: Call) -> ApiResponse:
    """Remove one label from an issue."""
    label = call.repository.label(call.parts["name"])
    if label is None or label.id not in call.issue.labels:
        raise Problem(404, "Label does not exist")
    labels.remove(call.acting, call.issue, [label])
    return list_issue_labels(call)


def _label(call: Call) -> StoredLabel:
    label = call.repository.label(call.parts["name"])
    if label is None:
        raise not_found()
    return label


def _free(call: Call, name: str) -> None:
    if call.repository.label(name):
        raise wrong("Label", "name", "already_exists")


def _color(call: Call, otherwise: str) -> str:
    color = str(call.body.get("color", otherwise)).lower()
    if len(color) != len(otherwise) or not set(color) <= _SHADES:
        raise wrong("Label", "color")
    return color


def _shown(call: Call, label: StoredLabel, status: int = 200) -> ApiResponse:
    return ApiResponse(status, shapes.label(call.host, call.repository, label))


_ALL = "/repos/{owner}/{repo}/labels"
_ON = "/repos/{owner}/{repo}/issues/{issue_number}/labels"
ROUTES = (
    Route("GET", _ALL, list_labels, permissions=EITHER),
    Route("POST", _ALL, create_label, RepositoryRole.WRITE, permissions=EITHER),
    Route("GET", f"{_ALL}/{{name}}", get_label, permissions=EITHER),
    Route("PATCH", f"{_ALL}/{{name}}", edit_label, RepositoryRole.WRITE, permissions=EITHER),
    Route("DELETE", f"{_ALL}/{{name}}", delete_label, RepositoryRole.WRITE, permissions=EITHER),
    Route("GET", _ON, list_issue_labels, permissions=EITHER),
    Route("POST", _ON, add_issue_labels, RepositoryRole.TRIAGE, permissions=EITHER),
    Route("PUT", _ON, replace_issue_labels, RepositoryRole.TRIAGE, permissions=EITHER),
    Route("DELETE", _ON, clear_issue_labels, RepositoryRole.TRIAGE, permissions=EITHER),
    Route("DELETE", f"{_ON}/{{name}}", remove_issue_label, RepositoryRole.TRIAGE, permissions=EITHER),
)
