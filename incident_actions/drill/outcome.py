"""The outcome of a drill as JSON: everything that the sandbox shows at the end, and what it cost."""

from collections.abc import Mapping
from typing import Any

from incident_actions.drill.repository import DrillRepository
from incident_actions.model.incident.action_item import fold
from incident_actions.text import record


def read_outcome(repository: DrillRepository, requests: Mapping[str, int], seconds: float) -> dict[str, Any]:
    """Read the outcome over HTTP; `requests` counts them by event, `seconds` is the drill's duration."""
    issues = repository.issues()
    return {
        "issues": [
            {
                "number": issue.number,
                "title": issue.title,
                "state": issue.state,
                "labels": sorted(label.name for label in issue.labels),
                "assignees": [person.login for person in issue.assignees],
            }
            for issue in issues
        ],
        "comments": [
            {
                "issue": issue.number,
                "author": comment.user.login,
                "at": comment.created_at.isoformat().replace("+00:00", "Z"),
                "text": record.visible_text(comment.body),
            }
            for issue in issues
            for comment in repository.comments(issue.number)
        ],
        "branches": repository.branches(),
        "pull_requests": [
            {
                "number": pull.number,
                "title": pull.title,
                "branch": pull.head.ref,
                "state": "merged" if pull.merged_at else pull.state,
            }
            for pull in repository.pulls()
        ],
        "action_items": [_item(issue.number, issue.title, issue.body) for issue in repository.items()],
        "reminders": [
            {"issue": each.issue, "sent": each.sent.isoformat(), "to": list(each.to), "days": each.days}
            for each in repository.reminders()
        ],
        "requests": dict(requests),
        "seconds": round(seconds, 1),
    }


def _item(number: int, title: str, body: str) -> dict[str, Any]:
    """Return an action item as the record of its issue has it."""
    item = fold(record.entries_in(body))
    if item is None:
        raise ValueError(f"#{number} holds no action item")
    return {
        "number": number,
        "title": title,
        "owner": item.owner or None,
        "due": item.due.isoformat() if item.due else None,
        "type": item.type or None,
        "state": item.state,
        "reason": item.reason or None,
    }
