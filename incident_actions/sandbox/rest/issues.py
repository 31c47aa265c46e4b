"""Routes of issues."""

from collections.abc import Collection

from incident_actions.sandbox.changes import issues, labels, milestones
from incident_actions.sandbox.changes.issues import NewIssue
from incident_actions.sandbox.rest.call import EITHER, ISSUES, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, forbidden, not_found, wrong
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.shapes import people
from incident_actions.sandbox.state.records import Repository, StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole

REASONS = ("completed", "not_planned", "reopened", "duplicate")
MOST_SUB_ISSUES = 100
_ONE_PARENT = "Issue may not contain duplicate sub-issues and Sub issue may only have one parent"


def list_issues(call: Call) -> ApiResponse:
    """List the issues and pull requests that match the query."""
    _switched_on(call)
    found = [issue for issue in call.repository.issues.values() if _fits(call, call.repository, issue)]
    by = call.choice("sort", ("created", "updated", "comments"))
    down = call.choice("direction", ("desc", "asc")) == "desc"
    found.sort(key=lambda issue: _rank(issue, by), reverse=down)
    return page(call, found, lambda issue: shapes.issue(call.host, call.repository, issue))


def create_issue(call: Call) -> ApiResponse:
    """Create an issue; without the triage role, its labels and assignees are silently dropped."""
    _switched_on(call)
    title, body = call.text("title", "Issue"), call.text_or_none("body", "Issue")
    draft = NewIssue(title, body)
    if call.role >= RepositoryRole.TRIAGE:
        named, logins = call.label_names(), _assignees(call, those_there_are=())
        draft = NewIssue(title, body, named, logins, type=_type(call), milestone=_milestone(call, None))
    return _shown(call, issues.open_issue(call.acting, draft), 201)


def _switched_on(call: Call) -> None:
    if not call.repository.settings.issues:
        raise Problem(410, "Issues has been disabled in this repository.")


def get_issue(call: Call) -> ApiResponse:
    """Return one issue."""
    return _shown(call, call.issue)


def edit_issue(call: Call) -> ApiResponse:
    """Edit an issue; its author and writers may change the text, the triage role also labels and assignees."""
    issue, acting = call.issue, call.acting
    triages = call.role >= RepositoryRole.TRIAGE
    if not triages and issue.author != call.login:
        raise forbidden()
    title, body = call.text("title", "Issue", issue.title), call.text_or_none("body", "Issue", issue.body)
    names = call.label_names() if triages and "labels" in call.body else None
    may_assign = triages and call.body.keys() & {"assignees", "assignee"}
    logins = _assignees(call, those_there_are=issue.assignees) if may_assign else None
    state, reason = _state(call, issue)
    original, kind = _original(call), _type(call)
    milestone = _milestone(call, issue.milestone) if triages else issue.milestone
    issues.retitle(acting, issue, title, body)
    if names is not None:
        labels.replace(acting, issue, labels.find_or_create(acting, names))
    if logins is not None:
        issues.reassign(acting, issue, logins)
    milestones.set_milestone(acting, issue, milestone)
    if triages and "type" in call.body:
        issue.type, issue.updated_at = kind, acting.now
    if state == "closed":
        issues.close(acting, issue, reason)
        issue.duplicate_of = original
    elif state == "open":
        issues.reopen(acting, issue)
    return _shown(call, issue)


def list_sub_issues(call: Call) -> ApiResponse:
    """List the sub-issues of an issue."""
    children = [call.repository.issues[number] for number in call.issue.sub_issues]
    return page(call, children, lambda child: shapes.issue(call.host, call.repository, child))


def add_sub_issue(call: Call) -> ApiResponse:
    """Make an issue a sub-issue; the body has its database id, not its number."""
    parent, wanted = call.issue, call.body.get("sub_issue_id")
    child = next((each for each in call.repository.issues.values() if each.id == wanted), None)
    if child is None:
        raise not_found()
    if child.parent is not None or child is parent:
        raise wrong("SubIssue", "sub_issue_id", message=_ONE_PARENT)
    if len(parent.sub_issues) >= MOST_SUB_ISSUES:
        raise wrong("SubIssue", "parent", message=f"Parent cannot have more than {MOST_SUB_ISSUES} sub-issues")
    issues.add_sub_issue(call.acting, parent, child)
    return _shown(call, child, 201)


def add_assignees(call: Call) -> ApiResponse:
    """Add assignees; those that cannot be assigned are silently left out."""
    issues.assign(call.acting, call.issue, call.logins("assignees"))
    return _shown(call, call.issue, 201)


def remove_assignees(call: Call) -> ApiResponse:
    """Remove assignees."""
    issues.unassign(call.acting, call.issue, call.logins("assignees"))
    return _shown(call, call.issue)


def list_assignable(call: Call) -> ApiResponse:
    """List the accounts that can be assigned."""
    place = call.repository
    found = [login for login in place.roles if issues.assignable_accounts(place, login)]
    return page(call, found, lambda login: people.user(call.host, login))


def is_assignable(call: Call) -> ApiResponse:
    """Respond with 204 if an account can be assigned, else with 404."""
    if not issues.assignable_accounts(call.repository, call.login_at("assignee")):
        raise not_found()
    return ApiResponse(204)


def _rank(issue: StoredIssue, by: str) -> tuple[float, int]:
    ranks = {"updated": issue.updated_at.timestamp(), "comments": len(issue.comments)}
    return ranks.get(by, issue.created_at.timestamp()), issue.number


def _state(call: Call, issue: StoredIssue) -> tuple[str | None, str]:
    """Return the requested state, if any, and its reason."""
    state, reason = call.body.get("state"), call.body.get("state_reason") or "completed"
    merged = issue.pull is not None and issue.pull.merged_at is not None
    if state not in (None, "open", "closed") or (merged and state == "open"):
        raise wrong("Issue", "state")
    if reason not in REASONS or (reason == "duplicate" and "duplicates" in call.host.without):
        raise wrong("Issue", "state_reason")
    return state, reason


def _milestone(call: Call, otherwise: int | None) -> int | None:
    """Return the number of the milestone in the body, which must exist; null for none."""
    wanted = call.body.get("milestone", otherwise)
    if wanted is not None and wanted not in call.repository.milestones:
        raise wrong("Issue", "milestone", value=wanted)
    return wanted


def _type(call: Call) -> str | None:
    """Return the issue type in the body, which must be one of the organization's, by its name."""
    wanted = call.body.get("type")
    known = {each.casefold(): each for each in call.repository.settings.issue_types}
    if wanted is not None and str(wanted).casefold() not in known:
        raise wrong("Issue", "type")
    return None if wanted is None else known[str(wanted).casefold()]


def _original(call: Call) -> int | None:
    """Return the issue that the body marks as the original of a duplicate; it has the database id, not the number."""
    wanted = call.body.get("duplicate_issue_id")
    if wanted is None or call.body.get("state_reason") != "duplicate":
        return None
    found = next((each for each in call.repository.issues.values() if each.id == wanted and not each.pull), None)
    if found is None or found is call.issue:
        raise wrong("Issue", "duplicate_issue_id")
    return found.number


def _assignees(call: Call, those_there_are: Collection[str]) -> list[str]:
    """Return the assignees in the body if all of them can be assigned, else none.

    https://github.com/harvester/harvester/issues/10448
    """
    one_only = call.body.get("assignee")
    wanted = [*([call.host.world.login(str(one_only))] if one_only else []), *call.logins("assignees")]
    place = call.repository
    wrong_ones = [
        each for each in wanted if each not in those_there_are and not issues.assignable_accounts(place, each)
    ]
    if wrong_ones:
        message = f"assignees {', '.join(wrong_ones)} cannot be assigned to this issue"
        raise wrong("Issue", "assignees", message=message, value=wrong_ones)
    return wanted


def _fits(call: Call, place: Repository, issue: StoredIssue) -> bool:
    query = call.query
    state = call.choice("state", ("open", "closed", "all"))
    since = call.since()
    wanted = [place.label(name.strip()) for name in query.get("labels", "").split(",") if name.strip()]
    assignee, creator = (call.host.world.login(query.get(name, "")) for name in ("assignee", "creator"))
    return (
        state in (issue.state, "all")
        and all(label is not None and label.id in issue.labels for label in wanted)
        and creator in ("", issue.author)
        and query.get("milestone") in (None, *_words_for(issue.milestone))
        and (since is None or issue.updated_at >= since)
        and (
            not assignee
            or (assignee == "*" and bool(issue.assignees))
            or (assignee == "none" and not issue.assignees)
            or assignee in issue.assignees
        )
    )


def _words_for(milestone: int | None) -> tuple[str, ...]:
    """Return what a query can say of an issue's milestone."""
    return ("none",) if milestone is None else ("*", str(milestone))


def _shown(call: Call, issue: StoredIssue, status: int = 200) -> ApiResponse:
    return ApiResponse(status, shapes.issue(call.host, call.repository, issue))


_ALL = "/repos/{owner}/{repo}/issues"
_ONE = "/repos/{owner}/{repo}/issues/{issue_number}"
ROUTES = (
    Route("GET", _ALL, list_issues, permissions=ISSUES),
    Route("POST", _ALL, create_issue, permissions=ISSUES),
    Route("GET", _ONE, get_issue, permissions=ISSUES),
    Route("PATCH", _ONE, edit_issue, permissions=EITHER),
    Route("GET", f"{_ONE}/sub_issues", list_sub_issues, feature="sub_issues", permissions=ISSUES),
    Route("POST", f"{_ONE}/sub_issues", add_sub_issue, RepositoryRole.TRIAGE, feature="sub_issues", permissions=ISSUES),
    Route("POST", f"{_ONE}/assignees", add_assignees, RepositoryRole.TRIAGE, permissions=EITHER),
    Route("DELETE", f"{_ONE}/assignees", remove_assignees, RepositoryRole.TRIAGE, permissions=EITHER),
    Route("GET", "/repos/{owner}/{repo}/assignees", list_assignable, feature="assignees", permissions=EITHER),
    Route("GET", "/repos/{owner}/{repo}/assignees/{assignee}", is_assignable, feature="assignees", permissions=EITHER),
)
