"""Create, edit and delete labels, and put them on issues."""

from collections.abc import Sequence

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.shapes import labels
from incident_actions.sandbox.state.records import StoredIssue, StoredLabel

DEFAULT_COLOR = "ededed"
"""The colour of a label that is created by being put on an issue."""


def create(acting: ActingAccount, name: str, color: str = DEFAULT_COLOR, description: str | None = None) -> StoredLabel:
    """Create a label."""
    label = StoredLabel(acting.next_id(), name, color, description)
    acting.repository.labels[label.id] = label
    acting.announce("label", {"action": "created", "label": _shape(acting, label)})
    return label


def edit(acting: ActingAccount, label: StoredLabel, name: str, color: str, description: str | None) -> None:
    """Change the name, colour and description of a label."""
    new = {"name": name, "color": color, "description": description}
    old = {key: getattr(label, key) for key in new}
    changes = {key: {"from": old[key] or ""} for key in new if old[key] != new[key]}
    label.name, label.color, label.description = name, color, description
    acting.announce("label", {"action": "edited", "label": _shape(acting, label), "changes": changes})


def delete(acting: ActingAccount, label: StoredLabel) -> None:
    """Delete a label, and remove it from every issue."""
    for issue in acting.repository.issues.values():
        if label.id in issue.labels:
            remove(acting, issue, [label])
    del acting.repository.labels[label.id]
    acting.announce("label", {"action": "deleted", "label": _shape(acting, label)})


def find_or_create(acting: ActingAccount, names: Sequence[str]) -> list[StoredLabel]:
    """Return the labels of these names, in order and once each; create those that are missing."""
    found = (acting.repository.label(name) or create(acting, name) for name in names)
    return list({label.id: label for label in found}.values())


def announce(acting: ActingAccount, issue: StoredIssue, happening: str, label: StoredLabel) -> None:
    """Add a `labeled` or `unlabeled` event to the timeline, and send its webhook."""
    issue.updated_at = acting.now
    acting.add_timeline_event(issue, happening, label={"name": label.name, "color": label.color})
    acting.announce_issue(issue, happening, {"label": _shape(acting, label)})


def add(acting: ActingAccount, issue: StoredIssue, wanted: Sequence[StoredLabel]) -> None:
    """Add labels to an issue."""
    for label in wanted:
        if label.id not in issue.labels:
            issue.labels.append(label.id)
            announce(acting, issue, "labeled", label)


def remove(acting: ActingAccount, issue: StoredIssue, unwanted: Sequence[StoredLabel]) -> None:
    """Remove labels from an issue."""
    for label in unwanted:
        if label.id in issue.labels:
            issue.labels.remove(label.id)
            announce(acting, issue, "unlabeled", label)


def replace(acting: ActingAccount, issue: StoredIssue, wanted: Sequence[StoredLabel]) -> None:
    """Replace an issue's labels by these."""
    keep = {label.id for label in wanted}
    remove(acting, issue, [acting.repository.labels[each] for each in issue.labels if each not in keep])
    add(acting, issue, wanted)


def _shape(acting: ActingAccount, label: StoredLabel) -> Json:
    return labels.label(acting.host, acting.repository, label)
