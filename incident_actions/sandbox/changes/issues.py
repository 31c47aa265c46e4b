"""Open, edit, close and assign issues, and make them sub-issues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incident_actions.sandbox.changes import labels, milestones, references
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.state.records import Repository, StoredIssue, StoredLabel, StoredPull
from incident_actions.sandbox.state.role import RepositoryRole


@dataclass(frozen=True, slots=True)
class NewIssue:
    """The content of an issue or pull request that somebody opens."""

    title: str
    body: str | None = None
    labels: Sequence[str] = ()
    assignees: Sequence[str] = ()
    pull: StoredPull | None = None
    type: str | None = None
    milestone: int | None = None


def assignable_accounts(place: Repository, login: str) -> bool:
    """Check that a login can be assigned: any collaborator can, whatever the role."""
    return place.roles.get(login, "none") != "none" and place.role(login) >= RepositoryRole.READ


def open_issue(acting: ActingAccount, draft: NewIssue) -> StoredIssue:
    """Open an issue; GitHub sends the webhook for the issue first, then one for each label and assignee."""
    number = max(acting.repository.issues, default=0) + 1
    made = (acting.now, acting.now)
    issue = StoredIssue(acting.next_id(), number, acting.login, draft.title, draft.body, *made, pull=draft.pull)
    issue.type, issue.milestone = draft.type, draft.milestone
    acting.repository.issues[number] = issue
    found = labels.find_or_create(acting, draft.labels)
    issue.labels = [label.id for label in found]
    issue.assignees = [
        login for login in dict.fromkeys(draft.assignees) if assignable_accounts(acting.repository, login)
    ]
    acting.announce_issue(issue, "opened")
    references.record_mentions(acting, issue, draft.body)
    _tell_of_beginnings(acting, issue, found)
    if draft.milestone:
        milestones.announce_set(acting, issue, "milestoned", draft.milestone)
    return issue


def pin(acting: ActingAccount, issue: StoredIssue) -> None:
    """Pin an issue above the list of issues."""
    if issue.number not in acting.repository.pinned_issues:
        acting.repository.pinned_issues.append(issue.number)
        acting.add_timeline_event(issue, "pinned")
        acting.announce_issue(issue, "pinned")


def unpin(acting: ActingAccount, issue: StoredIssue) -> None:
    """Unpin an issue."""
    if issue.number in acting.repository.pinned_issues:
        acting.repository.pinned_issues.remove(issue.number)
        acting.add_timeline_event(issue, "unpinned")
        acting.announce_issue(issue, "unpinned")


def retitle(acting: ActingAccount, issue: StoredIssue, title: str, body: str | None) -> None:
    """Change the title and the body; the webhook names only what really changed."""
    changes = {}
    if title != issue.title:
        changes["title"] = {"from": issue.title}
        acting.add_timeline_event(issue, "renamed", rename={"from": issue.title, "to": title})
    if body != issue.body:
        changes["body"] = {"from": issue.body or ""}
    if changes:
        issue.title, issue.body, issue.updated_at = title, body, acting.now
        acting.announce_issue(issue, "edited", {"changes": changes})
        references.record_mentions(acting, issue, body)


def close(acting: ActingAccount, issue: StoredIssue, reason: str | None = "completed") -> None:
    """Close an issue, or change the reason of a closed one."""
    if issue.state == "closed":
        issue.state_reason = None if issue.pull else reason
        return
    issue.state, issue.state_reason = "closed", None if issue.pull else reason
    issue.closed_at = issue.updated_at = acting.now
    issue.closed_by = acting.login
    acting.add_timeline_event(issue, "closed", state_reason=issue.state_reason)
    acting.announce_issue(issue, "closed")


def reopen(acting: ActingAccount, issue: StoredIssue) -> None:
    """Reopen a closed issue."""
    if issue.state == "open":
        return
    issue.state, issue.state_reason = "open", None if issue.pull else "reopened"
    issue.duplicate_of = None
    issue.closed_at, issue.closed_by, issue.updated_at = None, None, acting.now
    acting.add_timeline_event(issue, "reopened")
    acting.announce_issue(issue, "reopened")


def assign(acting: ActingAccount, issue: StoredIssue, logins: Iterable[str]) -> None:
    """Add assignees; GitHub silently leaves out those it cannot assign."""
    for login in logins:
        if login not in issue.assignees and assignable_accounts(acting.repository, login):
            issue.assignees.append(login)
            _tell_of_assignee(acting, issue, "assigned", login)


def unassign(acting: ActingAccount, issue: StoredIssue, logins: Iterable[str]) -> None:
    """Remove assignees."""
    for login in list(logins):
        if login in issue.assignees:
            issue.assignees.remove(login)
            _tell_of_assignee(acting, issue, "unassigned", login)


def reassign(acting: ActingAccount, issue: StoredIssue, logins: Sequence[str]) -> None:
    """Replace the assignees by these, as far as they can be assigned."""
    unassign(acting, issue, [login for login in issue.assignees if login not in logins])
    assign(acting, issue, logins)


def lock(acting: ActingAccount, issue: StoredIssue, reason: str | None) -> None:
    """Lock the conversation of an issue: only writers can comment then."""
    issue.locked, issue.lock_reason = True, reason
    acting.add_timeline_event(issue, "locked", lock_reason=reason)
    acting.announce_issue(issue, "locked")


def unlock(acting: ActingAccount, issue: StoredIssue) -> None:
    """Unlock the conversation of an issue."""
    if issue.locked:
        issue.locked, issue.lock_reason = False, None
        acting.add_timeline_event(issue, "unlocked", lock_reason=None)
        acting.announce_issue(issue, "unlocked")


def add_sub_issue(acting: ActingAccount, parent: StoredIssue, child: StoredIssue) -> None:
    """Make one issue the sub-issue of another."""
    child.parent = parent.number
    parent.sub_issues.append(child.number)
    parent.updated_at = acting.now
    acting.add_timeline_event(parent, "sub_issue_added")
    acting.add_timeline_event(child, "parent_issue_added")
    place = repository.short(acting.host, acting.repository)
    shaped = {
        "parent_issue_id": parent.id,
        "parent_issue": shapes.issue(acting.host, acting.repository, parent),
        "sub_issue_id": child.id,
        "sub_issue": shapes.issue(acting.host, acting.repository, child),
    }
    acting.announce("sub_issues", {"action": "parent_issue_added", "parent_issue_repo": place, **shaped})
    acting.announce("sub_issues", {"action": "sub_issue_added", "sub_issue_repo": place, **shaped})


def _tell_of_beginnings(acting: ActingAccount, issue: StoredIssue, found: Sequence[StoredLabel]) -> None:
    for label in found:
        labels.announce(acting, issue, "labeled", label)
    for login in issue.assignees:
        _tell_of_assignee(acting, issue, "assigned", login)


def _tell_of_assignee(acting: ActingAccount, issue: StoredIssue, happening: str, login: str) -> None:
    issue.updated_at = acting.now
    acting.add_timeline_event(issue, happening, assignee=login)
    acting.announce_issue(issue, happening, {"assignee": people.user(acting.host, login)})
