"""Comments on the code of a pull request in GitHub's JSON."""

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import issue, labels, people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Repository, ReviewComment, StoredIssue


def review_comment(host: Host, place: Repository, subject: StoredIssue, value: ReviewComment) -> Json:
    """Return a comment on the code of a pull request."""
    api = repository.api_url(host, place)
    url, pull_url = f"{api}/pulls/comments/{value.id}", f"{api}/pulls/{subject.number}"
    html = f"{issue.html_url(host, place, subject)}#discussion_r{value.id}"
    is_range = value.start_line is not None
    return {
        "url": url,
        "pull_request_review_id": value.review,
        "id": value.id,
        "node_id": node_id("PRRC", value.id),
        "diff_hunk": value.hunk,
        "path": value.path,
        "position": value.position,
        "original_position": value.position or 1,
        "commit_id": value.commit_id,
        "original_commit_id": value.commit_id,
        "user": people.user(host, value.author),
        "body": value.body,
        "created_at": stamp(value.created_at),
        "updated_at": stamp(value.updated_at),
        "html_url": html,
        "pull_request_url": pull_url,
        "author_association": people.association(place, value.author),
        "_links": {"self": {"href": url}, "html": {"href": html}, "pull_request": {"href": pull_url}},
        "start_line": value.start_line,
        "original_start_line": value.start_line,
        "start_side": value.side if is_range else None,
        "line": value.line,
        "original_line": value.line,
        "side": value.side,
        "subject_type": "file" if value.line is None else "line",
        "reactions": labels.rollup(f"{url}/reactions", []),
        **({"in_reply_to_id": value.in_reply_to} if value.in_reply_to else {}),
    }
