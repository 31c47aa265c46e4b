"""Somebody acting on a repository: who, where, when, and how it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import issue as issues
from incident_actions.sandbox.shapes import people, pull, repository
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.state.world import Repository, StoredIssue, TimelineEvent


@dataclass(frozen=True, slots=True)
class ActingAccount:
    """An account about to change something in a repository."""

    host: Host
    repository: Repository
    login: str

    @property
    def now(self) -> datetime:
        """When it happens."""
        return self.host.clock.now()

    @property
    def role(self) -> RepositoryRole:
        """What the account may do here."""
        return self.repository.role(self.login)

    def next_id(self) -> int:
        """A database id for something new."""
        return self.host.world.next_id()

    def add_timeline_event(self, issue: StoredIssue, event: str, **detail: Any) -> None:
        """Put an event on an issue's timeline."""
        issue.timeline.append(TimelineEvent(self.next_id(), event, self.login, self.now, detail))

    def announce(self, event: str, payload: Json) -> None:
        """Send a webhook with what every payload carries besides."""
        sender = people.user(self.host, self.login)
        owner = people.user(self.host, self.repository.owner) or {}
        common: Json = {"repository": repository.short(self.host, self.repository), "sender": sender}
        if owner.get("type") == "Organization":
            common["organization"] = _organization(self.host, owner)
        self.host.announce(self.repository, event, payload | common, self.login)

    def announce_issue(self, issue: StoredIssue, action: str, extra: Mapping[str, Any] | None = None) -> None:
        """Send the `issues` webhook, or for a pull request the `pull_request` one."""
        payload: Json = {"action": action}
        if issue.pull:
            payload |= {"number": issue.number, "pull_request": pull.full(self.host, self.repository, issue)}
            self.announce("pull_request", payload | dict(extra or {}))
        else:
            payload["issue"] = issues.issue(self.host, self.repository, issue)
            self.announce("issues", payload | dict(extra or {}))


def _organization(host: Host, owner: Json) -> Json:
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
