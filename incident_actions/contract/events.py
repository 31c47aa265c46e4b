"""GitHub's events and answers as types: the one place where untrusted JSON becomes typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from incident_actions.contract.issue import Comment, CommentDeletion, Issue, Label, ManualAction, ManualChange
from incident_actions.model.alerts.alert import AlertDelivery, IrrelevantEvent, NotAnAlert, digest
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.person import GHOST, Person

KNOWN = 1_000
"""How many people and labels are remembered: a list of issues has the same ones again and again."""


@dataclass(frozen=True)
class CommentPosted:
    """Somebody commented on an issue."""

    issue: int
    comment: Comment
    shown: Issue | None = None
    """The issue as it was at that moment."""
    relation: str = ""
    """How GitHub says the author is related to the repository. It calls members whom it keeps private strangers.

    https://docs.github.com/en/graphql/reference/enums#commentauthorassociation
    """


@dataclass(frozen=True)
class CommentDeleted:
    """Somebody deleted a comment that may have had commands."""

    issue: int
    deletion: CommentDeletion


@dataclass(frozen=True)
class IssueChanged:
    """Somebody opened, labelled, closed or reopened an issue manually."""

    issue: int
    change: ManualChange | None
    labels: frozenset[str]
    by: str = ""
    """The login of whoever did it."""


@dataclass(frozen=True)
class PullEnded:
    """A pull request from one of our branches was merged or closed."""

    number: int
    branch: str
    """The name shows which incident it belongs to."""
    body: str
    merged: bool


@dataclass(frozen=True)
class AlertReceived:
    """Monitoring sent an alert."""

    delivery: AlertDelivery


@dataclass(frozen=True)
class SweepDue:
    """It is time to check every open incident and action item."""


@dataclass(frozen=True)
class IgnoredEvent:
    """The tool has nothing to do, for the reason given."""

    why: str


Event = CommentPosted | CommentDeleted | IssueChanged | PullEnded | AlertReceived | SweepDue | IgnoredEvent

MANUAL_ACTIONS = {
    "closed": ManualAction.CLOSED,
    "reopened": ManualAction.REOPENED,
    "labeled": ManualAction.LABELED,
    "unlabeled": ManualAction.UNLABELED,
}

REACTIONS = frozenset({"+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"})
"""The kinds of reactions.

https://docs.github.com/en/rest/reactions/reactions#about-reactions
"""


class InvalidPayload(ValueError):
    """The event file is not what GitHub would have written."""


def read_event(name: str, payload: Mapping[str, Any]) -> Event:
    """Return the event of a name and payload; raises InvalidPayload.

    https://docs.github.com/en/webhooks/webhook-events-and-payloads
    """
    try:
        match name:
            case "issue_comment":
                return _comment(payload)
            case "issues":
                return _issue(payload)
            case "pull_request":
                return _pull(payload)
            case "repository_dispatch":
                return _dispatch(payload)
            case "schedule" | "workflow_dispatch":
                return SweepDue()
    except NotAnAlert as wrong:
        raise InvalidPayload(f"the alert is invalid: {wrong}") from wrong
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as wrong:
        message = f"the payload of {name} is not in the form that GitHub documents: {wrong!r:.200}"
        raise InvalidPayload(message) from wrong
    return IgnoredEvent(f"the tool does not handle the event {name!r}")


def _comment(payload: Mapping[str, Any]) -> Event:
    comment = read_comment(payload["comment"])
    if payload["action"] == "edited" and _holds_checklist(comment) and not read_person(payload["sender"]).bot:
        return IssueChanged(int(payload["issue"]["number"]), None, frozenset(read_issue(payload["issue"]).label_names))
    if payload["action"] == "deleted":
        return _deleted_comment(payload, comment)
    if payload["action"] != "created":
        return IgnoredEvent("only new comments run, never edited ones")
    if comment.author.bot:
        return IgnoredEvent("the comment is from a bot")
    if payload["issue"].get("pull_request"):
        return IgnoredEvent("commands work on issues, not on pull requests")
    relation = str(payload["comment"].get("author_association") or "")
    return CommentPosted(int(payload["issue"]["number"]), comment, read_issue(payload["issue"]), relation)


def _deleted_comment(payload: Mapping[str, Any], comment: Comment) -> Event:
    """Read who deleted a person's comment. Only this event has that."""
    by = read_person(payload["sender"])
    if by.bot or comment.author.bot or payload["issue"].get("pull_request"):
        return IgnoredEvent("only comments that people wrote and deleted count")
    return CommentDeleted(int(payload["issue"]["number"]), CommentDeletion(comment.id, by.login))


def _holds_checklist(comment: Comment) -> bool:
    """Return whether a comment may be one of the tool's own with a checklist, in which somebody ticked a step.

    Whatever else was changed in it, only its boxes are read.
    """
    first = comment.body.partition("\n")[0]
    return comment.author.bot and first.startswith("<!-- incident-actions:say ") and " list:" in first


def _issue(payload: Mapping[str, Any]) -> Event:
    action, issue = payload["action"], payload["issue"]
    if read_person(payload["sender"]).bot:
        return IgnoredEvent("a bot made the change")
    if action not in ("opened", *MANUAL_ACTIONS):
        return IgnoredEvent(f"the tool does not handle issues that were {action!s:.40}")
    labels = frozenset(str(label["name"]) for label in issue.get("labels") or ())
    change = None
    if action in MANUAL_ACTIONS:
        label = str((payload.get("label") or {}).get("name", ""))
        labels |= {label} if label else frozenset()
        change = ManualChange(
            MANUAL_ACTIONS[action], read_person(payload["sender"]), read_time(issue["updated_at"]), label
        )
    return IssueChanged(int(issue["number"]), change, labels, read_person(payload["sender"]).login)


def _pull(payload: Mapping[str, Any]) -> Event:
    pull = payload["pull_request"]
    if payload["action"] != "closed":
        return IgnoredEvent("only closed pull requests count")
    head = pull["head"]
    if (head.get("repo") or {}).get("full_name") != payload["repository"]["full_name"]:
        return IgnoredEvent("the pull request comes from a fork")
    if not head["ref"].startswith(("postmortem/", "hotfix/")):
        return IgnoredEvent("the tool did not open the pull request")
    return PullEnded(int(pull["number"]), str(head["ref"]), str(pull.get("body") or ""), bool(pull["merged"]))


def _dispatch(payload: Mapping[str, Any]) -> Event:
    """Read an alert. GitHub allows only accounts with write access to dispatch events; often it is a bot.

    https://docs.github.com/en/rest/repos/repos#create-a-repository-dispatch-event
    """
    if payload["action"] != "alert":
        return IgnoredEvent(f"the tool does not handle dispatch events of the type {payload['action']!r}")
    from incident_actions.model.alerts.senders import payload_key, read_payload  # noqa: PLC0415  only alerts need every sender's shape

    try:
        alert = read_payload(payload.get("client_payload"))
    except IrrelevantEvent as why:
        return IgnoredEvent(str(why))
    key = digest(f"{alert.id} {alert.delivery}") if alert.delivery else payload_key(payload["client_payload"])
    return AlertReceived(AlertDelivery(alert, read_person(payload["sender"]).login, key))


def read_comment(given: Mapping[str, Any]) -> Comment:
    """Return a comment from a payload or an answer of the API."""
    reactions = given.get("reactions")
    return Comment(
        id=int(given["id"]),
        author=read_person(given.get("user")),
        body=str(given.get("body") or ""),
        created=read_time(given["created_at"]),
        updated=read_time(given.get("updated_at") or given["created_at"]),
        reactions=frozenset(REACTIONS & {name for name, count in reactions.items() if count}) if reactions else None,
        node_id=str(given.get("node_id") or ""),
        pinned=bool(given["pin"]) if "pin" in given else None,
    )


def read_issue(given: Any) -> Issue:
    """Return an issue from a payload or an answer of the API."""
    assigned = [read_person(each) for each in given.get("assignees") or () if each]
    return Issue(
        number=int(given["number"]),
        id=int(given["id"]),
        title=str(given["title"]),
        body=str(given.get("body") or ""),
        open=given["state"] == "open",
        author=read_person(given.get("user")),
        created=read_time(given["created_at"]),
        updated=read_time(given["updated_at"]),
        labels=tuple(_label(label) for label in given.get("labels") or ()),
        assignees=tuple(each.login for each in assigned),
        state_reason=str(given.get("state_reason") or ""),
        parent=_number_in(given.get("parent_issue_url")),
        assignee_ids=tuple(each.id for each in assigned),
        comment_count=int(given.get("comments") or 0),
        type=str((given["type"] or {}).get("name", "")) if "type" in given else None,
        pinned_comment=int((given["pinned_comment"] or {}).get("id", 0)) if "pinned_comment" in given else None,
        node_id=str(given.get("node_id") or ""),
    )


def _number_in(url: object) -> int:
    """Return the number at the end of an issue's URL, or 0 if there is none."""
    number = str(url or "").rpartition("/")[2]
    return int(number) if number.isdecimal() else 0


def _label(given: Any) -> Label:
    if isinstance(given, str):
        return _known_label(given, "", "")
    return _known_label(str(given["name"]), str(given.get("color") or ""), str(given.get("description") or ""))


@lru_cache(maxsize=KNOWN)
def _known_label(name: str, color: str, description: str) -> Label:
    return Label(name, color, description)


def read_person(given: Mapping[str, Any] | None) -> Person:
    """Return an account; null means a deleted one."""
    if not given:
        return GHOST
    return _known_person(str(given["login"]), int(given.get("id") or 0), given.get("type") == "Bot")


@lru_cache(maxsize=KNOWN)
def _known_person(login: str, number: int, bot: bool) -> Person:  # noqa: FBT001  as the fields of a person are
    return Person(login, number, bot)


def read_time(given: str) -> datetime:
    """Return one of GitHub's times in UTC."""
    return datetime.fromisoformat(given).astimezone(UTC)
