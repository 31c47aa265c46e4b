"""The routes of labels, on the repository and on its issues."""

from incident_actions.sandbox.changes import labels
from incident_actions.sandbox.rest.call import EITHER, NO_CONTENT, Answer, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, not_found, wrong
from incident_actions.sandbox.shapes import labels as shapes
from incident_actions.sandbox.state.role import Role
from incident_actions.sandbox.state.world import Label

_SHADES = frozenset("0123456789abcdef")


def listed(call: Call) -> Answer:
    """The repository's labels, by name."""
    found = sorted(call.repository.labels.values(), key=lambda label: label.name.casefold())
    return page(call, found, lambda label: shapes.label(call.host, call.repository, label))


def created(call: Call) -> Answer:
    """Make a label; a name that is taken is refused."""
    name = call.text("name", "Label")
    _free(call, name)
    label = labels.create(call.acting, name, _color(call, labels.UNSAID), call.text_or_none("description", "Label"))
    return _shown(call, label, 201)


def one(call: Call) -> Answer:
    """One label."""
    return _shown(call, _label(call))


def changed(call: Call) -> Answer:
    """Rename, recolour or describe a label."""
    label = _label(call)
    name = call.text("new_name", "Label", label.name)
    if name.casefold() != label.name.casefold():
        _free(call, name)
    description = call.text_or_none("description", "Label", label.description)
    labels.edit(call.acting, label, name, _color(call, label.color), description)
    return _shown(call, label)


def deleted(call: Call) -> Answer:
    """Remove a label."""
    labels.delete(call.acting, _label(call))
    return NO_CONTENT


def on_issue(call: Call) -> Answer:
    """An issue's labels."""
    found = [call.repository.labels[each] for each in call.issue.labels]
    return page(call, found, lambda label: shapes.label(call.host, call.repository, label))


def added(call: Call) -> Answer:
    """Put labels on an issue, making those that do not exist."""
    labels.put_on(call.acting, call.issue, labels.named(call.acting, call.label_names()))
    return on_issue(call)


def replaced(call: Call) -> Answer:
    """Leave exactly these labels on an issue."""
    labels.replace(call.acting, call.issue, labels.named(call.acting, call.label_names()))
    return on_issue(call)


def cleared(call: Call) -> Answer:
    """Take every label off an issue."""
    labels.replace(call.acting, call.issue, [])
    return NO_CONTENT


def taken_off(call: Call) -> Answer:
    """Take one label off an issue."""
    label = call.repository.label(call.parts["name"])
    if label is None or label.id not in call.issue.labels:
        raise Problem(404, "Label does not exist")
    labels.take_off(call.acting, call.issue, [label])
    return on_issue(call)


def _label(call: Call) -> Label:
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


def _shown(call: Call, label: Label, status: int = 200) -> Answer:
    return Answer(status, shapes.label(call.host, call.repository, label))


_ALL = "/repos/{owner}/{repo}/labels"
_ON = "/repos/{owner}/{repo}/issues/{issue_number}/labels"
ROUTES = (
    Route("GET", _ALL, listed, permissions=EITHER),
    Route("POST", _ALL, created, Role.WRITE, permissions=EITHER),
    Route("GET", f"{_ALL}/{{name}}", one, permissions=EITHER),
    Route("PATCH", f"{_ALL}/{{name}}", changed, Role.WRITE, permissions=EITHER),
    Route("DELETE", f"{_ALL}/{{name}}", deleted, Role.WRITE, permissions=EITHER),
    Route("GET", _ON, on_issue, permissions=EITHER),
    Route("POST", _ON, added, Role.TRIAGE, permissions=EITHER),
    Route("PUT", _ON, replaced, Role.TRIAGE, permissions=EITHER),
    Route("DELETE", _ON, cleared, Role.TRIAGE, permissions=EITHER),
    Route("DELETE", f"{_ON}/{{name}}", taken_off, Role.TRIAGE, permissions=EITHER),
)
