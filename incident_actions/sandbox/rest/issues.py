"""The routes of issues."""

from collections.abc import Collection

from incident_actions.sandbox.changes import issues, labels
from incident_actions.sandbox.changes.issues import Draft
from incident_actions.sandbox.rest.call import EITHER, ISSUES, Answer, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, forbidden, not_found, wrong
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.shapes import people
from incident_actions.sandbox.state.role import Role
from incident_actions.sandbox.state.world import Issue, Repository

REASONS = ("completed", "not_planned", "reopened", "duplicate")
MOST_SUB_ISSUES = 100
_ONE_PARENT = "Issue may not contain duplicate sub-issues and Sub issue may only have one parent"


def listed(call: Call) -> Answer:
    """The issues and pull requests that fit the query."""
    _switched_on(call)
    found = [issue for issue in call.repository.issues.values() if _fits(call, call.repository, issue)]
    by = call.choice("sort", ("created", "updated", "comments"))
    down = call.choice("direction", ("desc", "asc")) == "desc"
    found.sort(key=lambda issue: _rank(issue, by), reverse=down)
    return page(call, found, lambda issue: shapes.issue(call.host, call.repository, issue))


def created(call: Call) -> Answer:
    """Open an issue; without the triage role its labels and assignees are silently dropped."""
    _switched_on(call)
    title, body = call.text("title", "Issue"), call.text_or_none("body", "Issue")
    draft = Draft(title, body)
    if call.role >= Role.TRIAGE:
        draft = Draft(title, body, call.label_names(), _assignees(call, those_there_are=()))
    return _shown(call, issues.open_issue(call.acting, draft), 201)


def _switched_on(call: Call) -> None:
    if not call.repository.settings.issues:
        raise Problem(410, "Issues has been disabled in this repository.")


def one(call: Call) -> Answer:
    """One issue."""
    return _shown(call, call.issue)


def changed(call: Call) -> Answer:
    """Change an issue: its author and writers its text, those who triage also its labels and assignees."""
    issue, acting = call.issue, call.acting
    triages = call.role >= Role.TRIAGE
    if not triages and issue.author != call.login:
        raise forbidden()
    title, body = call.text("title", "Issue", issue.title), call.text_or_none("body", "Issue", issue.body)
    names = call.label_names() if triages and "labels" in call.body else None
    told = triages and call.body.keys() & {"assignees", "assignee"}
    logins = _assignees(call, those_there_are=issue.assignees) if told else None
    state, reason = _state(call, issue)
    issues.retitle(acting, issue, title, body)
    if names is not None:
        labels.replace(acting, issue, labels.named(acting, names))
    if logins is not None:
        issues.reassign(acting, issue, logins)
    if state == "closed":
        issues.close(acting, issue, reason)
    elif state == "open":
        issues.reopen(acting, issue)
    return _shown(call, issue)


def sub_issues(call: Call) -> Answer:
    """The issues under an issue."""
    children = [call.repository.issues[number] for number in call.issue.sub_issues]
    return page(call, children, lambda child: shapes.issue(call.host, call.repository, child))


def sub_issue_added(call: Call) -> Answer:
    """Put an issue under another; it is named by its database id, not by its number."""
    parent, wanted = call.issue, call.body.get("sub_issue_id")
    child = next((each for each in call.repository.issues.values() if each.id == wanted), None)
    if child is None:
        raise not_found()
    if child.parent is not None or child is parent:
        raise wrong("SubIssue", "sub_issue_id", message=_ONE_PARENT)
    if len(parent.sub_issues) >= MOST_SUB_ISSUES:
        raise wrong("SubIssue", "parent", message=f"Parent cannot have more than {MOST_SUB_ISSUES} sub-issues")
    issues.adopt(call.acting, parent, child)
    return _shown(call, child, 201)


def assigned(call: Call) -> Answer:
    """Add assignees; those who cannot be assigned are silently left out."""
    issues.assign(call.acting, call.issue, call.logins("assignees"))
    return _shown(call, call.issue, 201)


def unassigned(call: Call) -> Answer:
    """Remove assignees."""
    issues.unassign(call.acting, call.issue, call.logins("assignees"))
    return _shown(call, call.issue)


def assignable(call: Call) -> Answer:
    """Those who can be assigned."""
    place = call.repository
    found = [login for login in place.roles if issues.assignable(place, login)]
    return page(call, found, lambda login: people.user(call.host, login))


def is_assignable(call: Call) -> Answer:
    """204 for somebody who can be assigned, else 404."""
    if not issues.assignable(call.repository, call.login_at("assignee")):
        raise not_found()
    return Answer(204)


def _rank(issue: Issue, by: str) -> tuple[float, int]:
    ranks = {"updated": issue.updated_at.timestamp(), "comments": len(issue.comments)}
    return ranks.get(by, issue.created_at.timestamp()), issue.number


def _state(call: Call, issue: Issue) -> tuple[str | None, str]:
    """The state that is asked for, if any, and why."""
    state, reason = call.body.get("state"), call.body.get("state_reason") or "completed"
    merged = issue.pull is not None and issue.pull.merged_at is not None
    if state not in (None, "open", "closed") or (merged and state == "open"):
        raise wrong("Issue", "state")
    if reason not in REASONS:
        raise wrong("Issue", "state_reason")
    return state, reason


def _assignees(call: Call, those_there_are: Collection[str]) -> list[str]:
    """The assignees of the body, all of whom can be assigned, or none is.

    https://github.com/harvester/harvester/issues/10448
    """
    one_only = call.body.get("assignee")
    wanted = [*([call.host.world.login(str(one_only))] if one_only else []), *call.logins("assignees")]
    place = call.repository
    wrong_ones = [each for each in wanted if each not in those_there_are and not issues.assignable(place, each)]
    if wrong_ones:
        message = f"assignees {', '.join(wrong_ones)} cannot be assigned to this issue"
        raise wrong("Issue", "assignees", message=message, value=wrong_ones)
    return wanted


def _fits(call: Call, place: Repository, issue: Issue) -> bool:
    query = call.query
    state = call.choice("state", ("open", "closed", "all"))
    since = call.since()
    wanted = [place.label(name.strip()) for name in query.get("labels", "").split(",") if name.strip()]
    assignee, creator = (call.host.world.login(query.get(name, "")) for name in ("assignee", "creator"))
    return (
        state in (issue.state, "all")
        and all(label is not None and label.id in issue.labels for label in wanted)
        and creator in ("", issue.author)
        and (since is None or issue.updated_at >= since)
        and (
            not assignee
            or (assignee == "*" and bool(issue.assignees))
            or (assignee == "none" and not issue.assignees)
            or assignee in issue.assignees
        )
    )


def _shown(call: Call, issue: Issue, status: int = 200) -> Answer:
    return Answer(status, shapes.issue(call.host, call.repository, issue))


_ALL = "/repos/{owner}/{repo}/issues"
_ONE = "/repos/{owner}/{repo}/issues/{issue_number}"
ROUTES = (
    Route("GET", _ALL, listed, permissions=ISSUES),
    Route("POST", _ALL, created, permissions=ISSUES),
    Route("GET", _ONE, one, permissions=ISSUES),
    Route("PATCH", _ONE, changed, permissions=EITHER),
    Route("GET", f"{_ONE}/sub_issues", sub_issues, feature="sub_issues", permissions=ISSUES),
    Route("POST", f"{_ONE}/sub_issues", sub_issue_added, Role.TRIAGE, feature="sub_issues", permissions=ISSUES),
    Route("POST", f"{_ONE}/assignees", assigned, Role.TRIAGE, permissions=EITHER),
    Route("DELETE", f"{_ONE}/assignees", unassigned, Role.TRIAGE, permissions=EITHER),
    Route("GET", "/repos/{owner}/{repo}/assignees", assignable, feature="assignees", permissions=EITHER),
    Route("GET", "/repos/{owner}/{repo}/assignees/{assignee}", is_assignable, feature="assignees", permissions=EITHER),
)
