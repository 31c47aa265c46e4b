"""The page of an issue, and what its forms do."""

from collections.abc import Mapping
from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.pages.conversation import items_of, tally
from incident_actions.sandbox.pages.visit import PageRoute, Redirect, Shown, Visit, WebPage
from incident_actions.sandbox.rest.problem import Problem, not_found
from incident_actions.sandbox.state.records import StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole

_ISSUE = "/issues/{issue_number}"
_COMMENT = "/issues/comments/{comment_id}"
_AT = "/{owner}/{repo}/issues/{number:\\d+}"
_BOTH = "/{owner}/{repo}/{kind:issues|pull}/{number:\\d+}"


def show_issue(visit: Visit) -> Shown:
    """Show an issue; a pull request has a page of its own."""
    if visit.issue.pull is not None:
        return Redirect(visit.address("pull", visit.issue.number))
    place, issue = visit.repository, visit.issue
    parent = None if issue.parent is None else place.issues[issue.parent]
    children = [place.issues[number] for number in issue.sub_issues]
    return WebPage("issue.html", {**conversation(visit), "parent": parent, "children": children})


def conversation(visit: Visit) -> Mapping[str, Any]:
    """Return what the pages of issues and pull requests show alike."""
    place, issue = visit.repository, visit.issue
    pinned = next((place.comments[each] for each in issue.comments if place.comments[each].pin), None)
    return {
        "issue": issue,
        "items": items_of(place, issue),
        "pinned": pinned,
        "tally": tally,
        "around": visit.around,
        "triages": visit.role >= RepositoryRole.TRIAGE,
        "writes": visit.role >= RepositoryRole.WRITE,
        "assignable": [login for login, role in place.roles.items() if role != "none"],
    }


def comment(visit: Visit) -> Redirect:
    """Post a comment, and close or reopen the issue if that button was used."""
    text, then = visit.text("body").strip(), visit.text("then")
    number = str(visit.issue.number)
    if not text and not then:
        raise Problem(422, "Write a comment first.")
    if text:
        visit.perform("POST", f"{_ISSUE}/comments", {"issue_number": number}, {"body": text})
    if then:
        body = {"state": "open"} if then == "reopen" else {"state": "closed", "state_reason": then}
        if visit.issue.pull is not None:
            visit.perform("PATCH", "/pulls/{pull_number}", {"pull_number": number}, {"state": body["state"]})
        else:
            visit.perform("PATCH", _ISSUE, {"issue_number": number}, body)
    return _back(visit, f"#issuecomment-{visit.issue.comments[-1]}" if text else "")


def edit(visit: Visit) -> Redirect:
    """Change the title, the first comment, the labels or the assignees: whichever the form has."""
    body: Json = {name: visit.text(name) for name in ("title", "body") if name in visit.form}
    for name in ("labels", "assignees"):
        if visit.text("edit") == name:
            body[name] = [each for each in visit.form.get(name, ()) if each]
    visit.perform("PATCH", _ISSUE, {"issue_number": str(visit.issue.number)}, body)
    return _back(visit)


def react(visit: Visit) -> Redirect:
    """React to the issue or one of its comments; the same reaction again removes it."""
    content, named = visit.text("content"), visit.text("comment")
    at = {"comment_id": named} if named else {"issue_number": str(visit.issue.number)}
    place = f"{_COMMENT if named else _ISSUE}/reactions"
    subject = visit.repository.comments.get(int(named)) if named.isdecimal() else visit.issue
    if subject is None:
        raise not_found()
    own = next((each for each in subject.reactions if (each.by, each.content) == (visit.login, content)), None)
    if own:
        visit.perform("DELETE", f"{place}/{{reaction_id}}", at | {"reaction_id": str(own.id)})
    else:
        visit.perform("POST", place, at, {"content": content})
    return _back(visit, f"#issuecomment-{named}" if named else "")


def change_comment(visit: Visit) -> Redirect:
    """Edit, delete, pin or unpin a comment."""
    named, at = visit.text("comment"), {"comment_id": visit.text("comment")}
    match visit.text("do"):
        case "edit":
            visit.perform("PATCH", _COMMENT, at, {"body": visit.text("body")})
        case "delete":
            visit.perform("DELETE", _COMMENT, at)
        case "pin":
            visit.perform("PUT", f"{_COMMENT}/pin", at)
        case "unpin":
            visit.perform("DELETE", f"{_COMMENT}/pin", at)
    return _back(visit, f"#issuecomment-{named}")


def address_of(visit: Visit, issue: StoredIssue) -> str:
    """Return the page of an issue or a pull request."""
    return visit.address("pull" if issue.pull else "issues", issue.number)


def _back(visit: Visit, anchor: str = "") -> Redirect:
    return Redirect(address_of(visit, visit.issue) + anchor)


PAGES = (
    PageRoute("GET", _AT, show_issue),
    PageRoute("POST", f"{_BOTH}/comments", comment),
    PageRoute("POST", f"{_BOTH}/edit", edit),
    PageRoute("POST", f"{_BOTH}/reactions", react),
    PageRoute("POST", f"{_BOTH}/comment", change_comment),
)
