"""Create, edit, close and delete milestones, and set the milestone of an issue."""

from datetime import datetime

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.shapes import milestone as shapes
from incident_actions.sandbox.state.records import StoredIssue, StoredMilestone


def create(
    acting: ActingAccount, title: str, description: str | None = None, due_on: datetime | None = None
) -> StoredMilestone:
    """Create a milestone."""
    place = acting.repository
    place.last_milestone += 1
    made = StoredMilestone(
        acting.next_id(), place.last_milestone, title, description, acting.login, acting.now, acting.now
    )
    made.due_on = due_on
    place.milestones[made.number] = made
    _announce(acting, "created", made)
    return made


def edit(  # noqa: PLR0913, PLR0917  as many parts as a milestone has
    acting: ActingAccount,
    value: StoredMilestone,
    title: str,
    description: str | None,
    due_on: datetime | None,
    state: str,
) -> None:
    """Change a milestone, and close or reopen it. The webhook names only what really changed."""
    new = {"title": title, "description": description, "due_on": due_on}
    old = {name: getattr(value, name) for name in new}
    changes = {name: {"from": str(old[name] or "")} for name in new if old[name] != new[name]}
    value.title, value.description, value.due_on, value.updated_at = title, description, due_on, acting.now
    if changes:
        _announce(acting, "edited", value, {"changes": changes})
    if state != value.state:
        value.state, value.closed_at = state, acting.now if state == "closed" else None
        _announce(acting, "closed" if state == "closed" else "opened", value)


def delete(acting: ActingAccount, value: StoredMilestone) -> None:
    """Delete a milestone, and remove it from every issue."""
    for issue in acting.repository.issues.values():
        if issue.milestone == value.number:
            set_milestone(acting, issue, None)
    _announce(acting, "deleted", value)
    del acting.repository.milestones[value.number]


def set_milestone(acting: ActingAccount, issue: StoredIssue, number: int | None) -> None:
    """Set the milestone of an issue or a pull request, or remove it."""
    before = issue.milestone
    if before == number:
        return
    issue.milestone, issue.updated_at = number, acting.now
    for happening, which in (("demilestoned", before), ("milestoned", number)):
        if which is not None:
            announce_set(acting, issue, happening, which)


def announce_set(acting: ActingAccount, issue: StoredIssue, happening: str, number: int) -> None:
    """Add a `milestoned` or `demilestoned` event to the timeline, and send its webhook."""
    found = acting.repository.milestones[number]
    acting.add_timeline_event(issue, happening, milestone={"title": found.title})
    shown = shapes.milestone(acting.host, acting.repository, found)
    acting.announce_issue(issue, happening, {"milestone": shown})


def _announce(acting: ActingAccount, action: str, value: StoredMilestone, extra: Json | None = None) -> None:
    shown = shapes.milestone(acting.host, acting.repository, value)
    acting.announce("milestone", {"action": action, "milestone": shown, **(extra or {})})
