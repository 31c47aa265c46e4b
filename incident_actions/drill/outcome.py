"""What a drill came to, as JSON: everything that stands on the sandbox at its end, and what it cost."""

from collections.abc import Mapping
from typing import Any

from incident_actions.drill.world import World
from incident_actions.model.incident.action_item import fold
from incident_actions.text import record


def outcome(world: World, requests: Mapping[str, int], seconds: float) -> dict[str, Any]:
    """Read it all over HTTP; `requests` is what a run for an event asks of GitHub, `seconds` what the drill took."""
    issues = world.issues()
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
            for comment in world.comments(issue.number)
        ],
        "branches": world.branches(),
        "pull_requests": [
            {
                "number": pull.number,
                "title": pull.title,
                "branch": pull.head.ref,
                "state": "merged" if pull.merged_at else pull.state,
            }
            for pull in world.pulls()
        ],
        "action_items": [_item(issue.number, issue.title, issue.body) for issue in world.items()],
        "reminders": [
            {"issue": each.issue, "sent": each.sent.isoformat(), "to": list(each.to), "days": each.days}
            for each in world.reminders()
        ],
        "requests": dict(requests),
        "seconds": round(seconds, 1),
    }


def _item(number: int, title: str, body: str) -> dict[str, Any]:
    """An action item, as its issue's own record tells it."""
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
