"""What people add to a repository beside issues: comments on commits, check runs, webhooks, invitations and more."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


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
class StoredHookDelivery:
    """A delivery to a webhook: what was sent, and what came back."""

    id: int
    guid: str
    event: str
    payload: dict[str, Any]
    at: datetime
    redelivery: bool = False
    duration: float = 0
    """Seconds."""
    code: int = 0
    status: str = ""
    sent: dict[str, str] = field(default_factory=dict)
    received: dict[str, str] = field(default_factory=dict)
    answer: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the receiver accepted it."""
        return 200 <= self.code < 300


@dataclass(slots=True)
class StoredHook:
    """A webhook of a repository, with its latest deliveries, oldest first."""

    id: int
    url: str
    content_type: str
    insecure_ssl: str
    has_secret: bool
    events: list[str]
    active: bool
    created_at: datetime
    updated_at: datetime
    secret: str = ""
    deliveries: list[StoredHookDelivery] = field(default_factory=list)
