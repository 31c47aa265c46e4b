"""One request to the API: its caller, its repository, and its parameters with their types."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.rest.problem import (
    Moved,
    Problem,
    forbidden,
    invalid,
    may_not_create_labels,
    not_found,
    too_long,
    wrong,
)
from incident_actions.sandbox.state.grant import Grant
from incident_actions.sandbox.state.records import Repository, StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole

RESOURCE_NOT_ACCESSIBLE = "Resource not accessible by integration"
ISSUES, PULLS, CONTENTS, STATUSES, ACTIONS = ("issues",), ("pull_requests",), ("contents",), ("statuses",), ("actions",)
DEPLOYMENTS, CHECKS = ("deployments",), ("checks",)
EITHER = (*ISSUES, *PULLS)
"""Permissions for a route that needs one of them."""

LONGEST = {"body": 65_536, "title": 256, "name": 50, "new_name": 50, "description": 100}
"""The most characters that GitHub accepts; labels have names and descriptions."""


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """The response: JSON, or raw bytes with their type, or nothing."""

    status: int = 200
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


NO_CONTENT = ApiResponse(204)


@dataclass(frozen=True, slots=True)
class Call:
    """A request whose credentials are valid."""

    host: Host
    login: str | None
    parts: Mapping[str, str]
    query: Mapping[str, str]
    body: Json
    url: str
    accept: str = ""
    grant: Grant | None = None

    @property
    def repository(self) -> Repository:
        """The repository in the path; not found for those who may not see it. Raises Moved at an earlier name."""
        name = f"{self.parts['owner']}/{self.parts['repo']}"
        found = self.host.world.repositories.get(name.lower())
        repository = found or self.host.world.moved_repository(name)
        if repository is None or (repository.private and self.role_in(repository) < RepositoryRole.READ):
            raise not_found()
        if found is None:
            raise Moved(repository)
        return repository

    @property
    def issue(self) -> StoredIssue:
        """The issue or pull request in the path."""
        number = self.parts.get("issue_number") or self.parts.get("pull_number") or ""
        issue = self.repository.issues.get(int(number)) if number.isdecimal() else None
        if issue is None:
            raise not_found()
        return issue

    @property
    def acting(self) -> ActingAccount:
        """The caller, as an account that changes something."""
        if self.login is None:
            raise Problem(401, "Requires authentication")
        return ActingAccount(self.host, self.repository, self.login)

    @property
    def is_bot(self) -> bool:
        """Whether the token is an installation's."""
        return self.login is not None and self.host.world.accounts[self.login].type == "Bot"

    @property
    def role(self) -> RepositoryRole:
        """The caller's role in the repository."""
        return self.role_in(self.repository)

    def role_in(self, repository: Repository) -> RepositoryRole:
        """Return the caller's role in a repository; without access, a public repository can still be read."""
        if self.login is None or (self.grant and not self.grant.reaches(repository.full_name)):
            return RepositoryRole.NONE if repository.private else RepositoryRole.READ
        return repository.role(self.login)

    def permits(self, repository: Repository, names: Collection[str], level: str) -> bool:
        """Check that the token's permissions allow something; only installation tokens have any."""
        return self.grant is None or (self.grant.reaches(repository.full_name) and self.grant.allows(names, level))

    def require(self, role: RepositoryRole, message: str = "Must have admin rights to Repository.") -> None:
        """Refuse a caller whose role is lower, or who has not signed in."""
        if self.login is None:
            raise Problem(401, "Requires authentication")
        if self.role < role:
            raise forbidden(RESOURCE_NOT_ACCESSIBLE if self.is_bot else message)

    def number(self, name: str) -> int:
        """Return a number in the path."""
        if not self.parts[name].isdecimal():
            raise not_found()
        return int(self.parts[name])

    def text(self, name: str, resource: str, default: str | None = None) -> str:
        """Return a text in the body; it is required unless there is a default."""
        value = self.body.get(name, default)
        if value is None or value == "":
            raise wrong(resource, name, "missing_field")
        if not isinstance(value, str):
            raise invalid(f"Invalid request.\n\nFor 'properties/{name}', {value!r} is not a string.")
        return within(resource, name, value)

    def text_or_none(self, name: str, resource: str, default: str | None = None) -> str | None:
        """Return a text in the body that may be missing or null."""
        return self.text(name, resource, default) if self.body.get(name, default) else self.body.get(name, default)

    def names(self, key: str) -> list[str]:
        """Return a list of names in the body, given as texts or as objects with a name."""
        value = self.body.get(key) or []
        if not isinstance(value, list):
            raise invalid(f"Invalid request.\n\nFor 'properties/{key}', {value!r} is not an array.")
        return [str(each.get("name", "")) if isinstance(each, dict) else str(each) for each in value]

    def login_at(self, part: str) -> str:
        """Return the login in a part of the path, spelled as its account spells it."""
        return self.host.world.login(self.parts[part])

    def logins(self, key: str) -> list[str]:
        """Return the logins of a list in the body, spelled as their accounts spell them."""
        return [self.host.world.login(name) for name in self.names(key)]

    def label_names(self) -> list[str]:
        """Return the `labels` of the body; only writers may name one that does not exist."""
        names = [within("Label", "name", name) for name in self.names("labels")]
        if self.role < RepositoryRole.WRITE and any(self.repository.label(name) is None for name in names):
            raise may_not_create_labels()
        return names

    def since(self) -> datetime | None:
        """Return `since` of the query."""
        return _moment(self.query["since"]) if self.query.get("since") else None

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """Return one of the words that the query allows; the first if it has none."""
        value = self.query.get(name, allowed[0])
        if value not in allowed:
            raise invalid("Validation Failed", {"resource": "Search", "field": name, "code": "invalid"})
        return value


def within(resource: str, name: str, value: str) -> str:
    """Return a text if GitHub accepts one of that length."""
    if len(value) > LONGEST.get(name, len(value)):
        raise too_long(resource, name.removeprefix("new_"), LONGEST[name])
    return value


Answering: TypeAlias = Callable[[Call], ApiResponse]


@dataclass(frozen=True, slots=True)
class Route:
    """One of GitHub's routes, as GitHub writes it, and its handler.

    `needs` is the role that a person needs in order to write. `permissions` are those of which an installation token
    needs one; if there are none, metadata is enough. A public repository is open to all, unless the route is `guarded`.
    https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps?apiVersion=2026-03-10
    """

    method: str
    template: str
    answer: Answering
    needs: RepositoryRole = RepositoryRole.NONE
    feature: str | None = None
    permissions: tuple[str, ...] = ()
    guarded: bool = False

    @property
    def level(self) -> str:
        """The level of access that the route needs."""
        return "read" if self.method == "GET" else "write"

    @property
    def accepted_permissions(self) -> str:
        """The sufficient permissions, in the form of GitHub's response header: sets of which each is enough.

        https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
        """
        return "; ".join(f"{name}={self.level}" for name in self.permissions) or "metadata=read"

    def admit(self, call: Call) -> None:
        """Refuse a caller who may not use the route, and let the second of a write pass; raises Problem."""
        if "repo" not in call.parts:
            return
        if call.grant is not None:
            self.check(call)
        if self.method != "GET":
            call.require(self.needs)
            call.host.clock.tick()

    def check(self, call: Call) -> None:
        """Refuse an installation token without the permission; raises Problem."""
        place = call.repository
        is_public = self.method == "GET" and not place.private and not self.guarded
        if not (is_public or call.permits(place, self.permissions, self.level)):
            raise forbidden(RESOURCE_NOT_ACCESSIBLE)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise wrong("Search", "since") from None
    if moment.tzinfo is None:
        raise wrong("Search", "since")
    return moment
