"""An account that changes something in a repository, and the webhooks that its changes send."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import issue as issues
from incident_actions.sandbox.shapes import people, pull, repository
from incident_actions.sandbox.state.records import Repository, StoredIssue, TimelineEvent
from incident_actions.sandbox.state.role import RepositoryRole


@dataclass(frozen=True, slots=True)
class ActingAccount:
    """An account that changes something in a repository."""

    host: Host
    repository: Repository
    login: str

    @property
    def now(self) -> datetime:
        """The sandbox's time."""
        return self.host.clock.now()

    @property
    def role(self) -> RepositoryRole:
        """The account's role in the repository."""
        return self.repository.role(self.login)

    def next_id(self) -> int:
        """Return an unused database id."""
        return self.host.world.next_id()

    def add_timeline_event(self, issue: StoredIssue, event: str, **detail: Any) -> None:
        """Add an event to an issue's timeline."""
        issue.timeline.append(TimelineEvent(self.next_id(), event, self.login, self.now, detail))

    def announce(self, event: str, payload: Json) -> None:
        """Send a webhook, with the fields that every payload has."""
        sender = people.user(self.host, self.login)
        owner = people.user(self.host, self.repository.owner) or {}
        common: Json = {"repository": repository.short(self.host, self.repository), "sender": sender}
        if owner.get("type") == "Organization":
            common["organization"] = organization_in_payload(self.host, owner)
        self.host.announce(self.repository, event, payload | common, self.login)

    def announce_issue(self, issue: StoredIssue, action: str, extra: Mapping[str, Any] | None = None) -> None:
        """Send the `issues` webhook, or the `pull_request` one for a pull request."""
        payload: Json = {"action": action}
        if issue.pull:
            payload |= {"number": issue.number, "pull_request": pull.full(self.host, self.repository, issue)}
            self.announce("pull_request", payload | dict(extra or {}))
        else:
            payload["issue"] = issues.issue(self.host, self.repository, issue)
            self.announce("issues", payload | dict(extra or {}))


def organization_in_payload(host: Host, owner: Json) -> Json:
    """Return an organization as webhook payloads have it, from its account."""
    url = f"{host.api_url}/orgs/{owner['login']}"
    return {
        "login": owner["login"],
        "id": owner["id"],
        "node_id": owner["node_id"],
        "url": url,
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
        "hooks_url": f"{url}/hooks",
        "issues_url": f"{url}/issues",
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "avatar_url": owner["avatar_url"],
        "description": None,
    }
