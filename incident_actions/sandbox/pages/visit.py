"""One visit to a page: who visits, what the address and the form say, and the page that comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import quote

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.faults import Faults
from incident_actions.sandbox.git.store import GitStore
from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.jobs import Jobs
from incident_actions.sandbox.pages.markdown import Surroundings
from incident_actions.sandbox.pages.prerendering import surroundings_of
from incident_actions.sandbox.rest.call import Call, Route
from incident_actions.sandbox.rest.problem import Moved, Problem, not_found
from incident_actions.sandbox.rest.routes import ROUTES
from incident_actions.sandbox.state.records import Repository, StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.time_passage import TimePassage

_ROUTES = {(route.method, route.template): route for route in ROUTES}
REPOSITORY = "/repos/{owner}/{repo}"


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page: its template, and what the template shows."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """The address of the page that follows a form."""

    to: str


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file for programs: its text, and its media type."""

    text: str
    media_type: str


Shown: TypeAlias = WebPage | Redirect | PlainFile


@dataclass(frozen=True, slots=True)
class Visit:
    """A request by the person whom the visitor acts as. `form` has every value of each field."""

    host: Host
    faults: Faults
    jobs: Jobs
    passage: TimePassage
    login: str
    path: str
    parts: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    form: Mapping[str, Sequence[str]]

    @property
    def repository(self) -> Repository:
        """The repository in the path; not found for those who may not see it. Raises Moved at an earlier name."""
        name = f"{self.parts.get('owner')}/{self.parts.get('repo')}".lower()
        found = self.host.world.repositories.get(name)
        place = found or self.host.world.moved_repository(name)
        if place is None or place.role(self.login) < RepositoryRole.READ:
            raise not_found()
        if found is None:
            raise Moved(place)
        return place

    @property
    def issue(self) -> StoredIssue:
        """The issue or pull request in the path."""
        issue = self.repository.issues.get(int(self.parts["number"]))
        if issue is None:
            raise not_found()
        return issue

    @property
    def pull(self) -> StoredIssue:
        """The pull request in the path."""
        if self.issue.pull is None:
            raise not_found()
        return self.issue

    @property
    def store(self) -> GitStore:
        """The git objects of the repository."""
        return self.host.git(self.repository)

    @property
    def role(self) -> RepositoryRole:
        """The person's role in the repository."""
        return self.repository.role(self.login)

    @property
    def acting(self) -> ActingAccount:
        """The person, as an account that changes something."""
        return ActingAccount(self.host, self.repository, self.login)

    @property
    def around(self) -> Surroundings:
        """What a comment can refer to."""
        return surroundings_of(self.host, self.repository)

    def parameter(self, name: str, default: str = "") -> str:
        """Return a value of the query."""
        return next(iter(self.query.get(name, ())), default)

    def text(self, name: str, default: str = "") -> str:
        """Return a value of the form, with the line ends that people mean."""
        return next(iter(self.form.get(name, ())), default).replace("\r\n", "\n")

    def address(self, *parts: object) -> str:
        """Return the address of a page in the repository."""
        return "/".join(["", self.repository.full_name, *(quote(str(part)) for part in parts)])

    def perform(self, method: str, template: str, at: Mapping[str, str], body: Json | None = None) -> Any:
        """Call a route of the REST API in this repository, as the person at parts of its path; raises Problem."""
        place = self.repository
        return self.perform_anywhere(
            method, REPOSITORY + template, {"owner": place.owner, "repo": place.name, **at}, body
        )

    def perform_anywhere(self, method: str, template: str, at: Mapping[str, str], body: Json | None = None) -> Any:
        """Call a route of the REST API, as the person at parts of its path; raises Problem."""
        route: Route = _ROUTES[method, template]
        if route.feature in self.host.without:
            raise Problem(404, "This server does not have that feature.")
        call = Call(self.host, self.login, at, {}, body or {}, self.host.url + self.path)
        route.admit(call)
        return route.answer(call).json

    def require(self, role: RepositoryRole) -> None:
        """Refuse a person whose role is lower."""
        if self.role < role:
            raise Problem(403, f"{self.login} needs the role {role.name.lower()} for that.")


Showing: TypeAlias = Callable[[Visit], Shown]


@dataclass(frozen=True, slots=True)
class PageRoute:
    """An address of the website, in the web server's syntax, and what shows it."""

    method: str
    pattern: str
    show: Showing
