"""What people add to a repository beside issues: comments on commits, check runs, webhooks, invitations and more."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class StoredCommitComment:
    """A comment on a commit, on one of its files if `path` is set."""

    id: int
    sha: str
    author: str
    body: str
    path: str | None
    position: int | None
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True)
class Subscription:
    """An account's subscription to a repository: all notifications, or none if it is ignored."""

    by: str
    ignored: bool
    at: datetime


@dataclass(slots=True)
class StoredCheckRun:
    """A check run that an App created."""

    id: int
    sha: str
    creator: str
    name: str
    status: str
    started_at: datetime
    conclusion: str | None = None
    completed_at: datetime | None = None
    external_id: str = ""
    details_url: str = ""
    title: str | None = None
    summary: str | None = None
    text: str | None = None


@dataclass(slots=True)
class StoredInvitation:
    """The invitation of somebody who may become a collaborator."""

    id: int
    invitee: str
    inviter: str
    role: str
    created_at: datetime


@dataclass(slots=True)
class StoredHook:
    """A webhook of a repository, which the sandbox keeps and does not call."""

    id: int
    url: str
    content_type: str
    insecure_ssl: str
    has_secret: bool
    events: list[str]
    active: bool
    created_at: datetime
    updated_at: datetime
