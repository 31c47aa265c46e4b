"""Issues and comments in GitHub's JSON."""

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import labels, milestone, people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.state.records import Pin, Repository, StoredComment, StoredIssue


def api_url(host: Host, place: Repository, number: int) -> str:
    """Return the API's address of an issue."""
    return f"{repository.api_url(host, place)}/issues/{number}"


def html_url(host: Host, place: Repository, issue: StoredIssue) -> str:
    """Return the web page of an issue or a pull request."""
    return f"{repository.html_url(host, place)}/{'pull' if issue.pull else 'issues'}/{issue.number}"


def issue(host: Host, place: Repository, value: StoredIssue) -> Json:
    """Return an issue; also a pull request, as the issues API shows it."""
    url = api_url(host, place, value.number)
    assignees = people.users(host, value.assignees)
    return {
        "id": value.id,
        "node_id": node_id("PR" if value.pull else "I", value.id),
        "url": url,
        "repository_url": repository.api_url(host, place),
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "timeline_url": f"{url}/timeline",
        "html_url": html_url(host, place, value),
        "number": value.number,
        "title": value.title,
        "body": value.body,
        "user": people.user(host, value.author),
        "labels": [labels.label(host, place, place.labels[each]) for each in value.labels],
        "state": value.state,
        "state_reason": value.state_reason,
        "locked": value.locked,
        "active_lock_reason": value.lock_reason,
        "assignee": assignees[0] if assignees else None,
        "assignees": assignees,
        "milestone": milestone.milestone_of(host, place, value.milestone),
        "comments": len(value.comments),
        "created_at": stamp(value.created_at),
        "updated_at": stamp(value.updated_at),
        "closed_at": stamp_or_none(value.closed_at),
        "closed_by": people.user(host, value.closed_by),
        "author_association": people.association(place, value.author),
        "performed_via_github_app": None,
        "reactions": labels.rollup(f"{url}/reactions", value.reactions),
        **_type(place, value),
        **(_pull(host, place, value) if value.pull else _family(host, place, value)),
    }


def comment(host: Host, place: Repository, value: StoredComment) -> Json:
    """Return a comment on an issue or a pull request."""
    url = f"{repository.api_url(host, place)}/issues/comments/{value.id}"
    return {
        "id": value.id,
        "node_id": node_id("IC", value.id),
        "url": url,
        "html_url": f"{html_url(host, place, place.issues[value.number])}#issuecomment-{value.id}",
        "issue_url": api_url(host, place, value.number),
        "user": people.user(host, value.author),
        "body": value.body,
        "created_at": stamp(value.created_at),
        "updated_at": stamp(value.updated_at),
        "author_association": people.association(place, value.author),
        "performed_via_github_app": None,
    } | _offered(host, value, url)


def _offered(host: Host, value: StoredComment, url: str) -> Json:
    """Return the keys of a comment that only some servers have."""
    reactions = {} if "reactions" in host.without else {"reactions": labels.rollup(f"{url}/reactions", value.reactions)}
    pin = {} if "pins" in host.without else {"pin": _pin(host, value.pin) if value.pin else None}
    return reactions | pin


def sub_issues_summary(place: Repository, value: StoredIssue) -> Json:
    """Return how many sub-issues there are, and how many of them are closed."""
    closed = sum(place.issues[number].state == "closed" for number in value.sub_issues)
    total = len(value.sub_issues)
    return {"total": total, "completed": closed, "percent_completed": closed * 100 // total if total else 0}


def _family(host: Host, place: Repository, value: StoredIssue) -> Json:
    alone = {"total": 0, "completed": 0, "percent_completed": 0}
    pinned = next((each for each in value.comments if place.comments[each].pin), None)
    dependencies = dict.fromkeys(("blocked_by", "total_blocked_by", "blocking", "total_blocking"), 0)
    shape = {
        "sub_issues_summary": sub_issues_summary(place, value) if value.sub_issues else alone,
        "issue_dependencies_summary": dependencies,
        "pinned_comment": comment(host, place, place.comments[pinned]) if pinned else None,
    }
    return shape if value.parent is None else shape | {"parent_issue_url": api_url(host, place, value.parent)}


def _type(place: Repository, value: StoredIssue) -> Json:
    """Return the key of an issue's type, which only repositories with issue types have."""
    known = place.settings.issue_types
    if not known or value.pull:
        return {}
    if value.type is None:
        return {"type": None}
    number = known.index(value.type) + 1
    shown = {"id": number, "node_id": node_id("IT", number), "name": value.type, "description": None, "color": "red"}
    return {"type": shown | {"is_enabled": True}}


def _pull(host: Host, place: Repository, value: StoredIssue) -> Json:
    if value.pull is None:
        return {}
    html = html_url(host, place, value)
    return {
        "draft": value.pull.draft,
        "pull_request": {
            "url": f"{repository.api_url(host, place)}/pulls/{value.number}",
            "html_url": html,
            "diff_url": f"{html}.diff",
            "patch_url": f"{html}.patch",
            "merged_at": stamp_or_none(value.pull.merged_at),
        },
    }


def _pin(host: Host, pin: Pin) -> Json:
    return {"pinned_at": stamp(pin.at), "pinned_by": people.user(host, pin.by)}
