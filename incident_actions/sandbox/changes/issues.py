"""Issues: opened, edited, closed and reopened, assigned, and put under one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incident_actions.sandbox.changes import labels, references
from incident_actions.sandbox.changes.acting import Acting
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.state.role import Role
from incident_actions.sandbox.state.world import Issue, Label, Pull, Repository


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue or pull request as somebody asks for it."""

    title: str
    body: str | None = None
    labels: Sequence[str] = ()
    assignees: Sequence[str] = ()
    pull: Pull | None = None


def assignable(place: Repository, login: str) -> bool:
    """Whether an issue can be given to somebody: to those who were let in, whatever their role."""
    return place.roles.get(login, "none") != "none" and place.role(login) >= Role.READ


def open_issue(acting: Acting, draft: Draft) -> Issue:
    """Open an issue; GitHub tells of the opening first, then of each label and each assignee."""
    number = max(acting.repository.issues, default=0) + 1
    made = (acting.now, acting.now)
    issue = Issue(acting.next_id(), number, acting.login, draft.title, draft.body, *made, pull=draft.pull)
    acting.repository.issues[number] = issue
    found = labels.named(acting, draft.labels)
    issue.labels = [label.id for label in found]
    issue.assignees = [login for login in dict.fromkeys(draft.assignees) if assignable(acting.repository, login)]
    acting.announce_issue(issue, "opened")
    references.note(acting, issue, draft.body)
    _tell_of_beginnings(acting, issue, found)
    return issue


def retitle(acting: Acting, issue: Issue, title: str, body: str | None) -> None:
    """Change the title and the body, telling of what really changed."""
    changes = {}
    if title != issue.title:
        changes["title"] = {"from": issue.title}
        acting.note(issue, "renamed", rename={"from": issue.title, "to": title})
    if body != issue.body:
        changes["body"] = {"from": issue.body or ""}
    if changes:
        issue.title, issue.body, issue.updated_at = title, body, acting.now
        acting.announce_issue(issue, "edited", {"changes": changes})
        references.note(acting, issue, body)


def close(acting: Acting, issue: Issue, reason: str | None = "completed") -> None:
    """Close an issue, or say anew why it is closed."""
    if issue.state == "closed":
        issue.state_reason = reason
        return
    issue.state, issue.state_reason = "closed", None if issue.pull else reason
    issue.closed_at = issue.updated_at = acting.now
    issue.closed_by = acting.login
    acting.note(issue, "closed", state_reason=issue.state_reason)
    acting.announce_issue(issue, "closed")


def reopen(acting: Acting, issue: Issue) -> None:
    """Open a closed issue again."""
    if issue.state == "open":
        return
    issue.state, issue.state_reason = "open", None if issue.pull else "reopened"
    issue.closed_at, issue.closed_by, issue.updated_at = None, None, acting.now
    acting.note(issue, "reopened")
    acting.announce_issue(issue, "reopened")


def assign(acting: Acting, issue: Issue, logins: Iterable[str]) -> None:
    """Add assignees; GitHub silently leaves out whom it cannot assign."""
    for login in logins:
        if login not in issue.assignees and assignable(acting.repository, login):
            issue.assignees.append(login)
            _tell_of_assignee(acting, issue, "assigned", login)


def unassign(acting: Acting, issue: Issue, logins: Iterable[str]) -> None:
    """Remove assignees."""
    for login in list(logins):
        if login in issue.assignees:
            issue.assignees.remove(login)
            _tell_of_assignee(acting, issue, "unassigned", login)


def reassign(acting: Acting, issue: Issue, logins: Sequence[str]) -> None:
    """Leave exactly these assignees, as far as they can be assigned."""
    unassign(acting, issue, [login for login in issue.assignees if login not in logins])
    assign(acting, issue, logins)


def adopt(acting: Acting, parent: Issue, child: Issue) -> None:
    """Put one issue under another."""
    child.parent = parent.number
    parent.sub_issues.append(child.number)
    parent.updated_at = acting.now
    acting.note(parent, "sub_issue_added")
    acting.note(child, "parent_issue_added")
    place = repository.short(acting.host, acting.repository)
    shaped = {
        "parent_issue_id": parent.id,
        "parent_issue": shapes.issue(acting.host, acting.repository, parent),
        "sub_issue_id": child.id,
        "sub_issue": shapes.issue(acting.host, acting.repository, child),
    }
    acting.announce("sub_issues", {"action": "parent_issue_added", "parent_issue_repo": place, **shaped})
    acting.announce("sub_issues", {"action": "sub_issue_added", "sub_issue_repo": place, **shaped})


def _tell_of_beginnings(acting: Acting, issue: Issue, found: Sequence[Label]) -> None:
    for label in found:
        labels.tell(acting, issue, "labeled", label)
    for login in issue.assignees:
        _tell_of_assignee(acting, issue, "assigned", login)


def _tell_of_assignee(acting: Acting, issue: Issue, happening: str, login: str) -> None:
    issue.updated_at = acting.now
    acting.note(issue, happening, assignee=login)
    acting.announce_issue(issue, happening, {"assignee": people.user(acting.host, login)})
