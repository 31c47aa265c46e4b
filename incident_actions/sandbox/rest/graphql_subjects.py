"""What the ids in mutations name, as far as the caller may see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from incident_actions.sandbox.rest.graphql_nodes import Graph, QueryError
from incident_actions.sandbox.shapes.formats import node_id
from incident_actions.sandbox.state.records import Repository, StoredComment, StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole


@dataclass(frozen=True, slots=True)
class Subject:
    """An issue or a pull request, with its repository."""

    place: Repository
    issue: StoredIssue

    @property
    def number(self) -> int:
        """The number of the issue."""
        return self.issue.number

    @property
    def both(self) -> tuple[Repository, StoredIssue]:
        """The repository and the issue."""
        return self.place, self.issue


def find_issue(graph: Graph, wanted: str, *, pull: bool | None = None) -> Subject:
    """Return the issue or the pull request of an id; raises QueryError."""
    for place in _visible(graph):
        for issue in place.issues.values():
            is_pull = issue.pull is not None
            if node_id("PR" if is_pull else "I", issue.id) == wanted and pull in (None, is_pull):
                return Subject(place, issue)
    raise unknown_id(wanted)


def find_comment(graph: Graph, wanted: str) -> tuple[Repository, StoredComment]:
    """Return the comment of an id, with its repository; raises QueryError."""
    for place in _visible(graph):
        for comment in place.comments.values():
            if node_id("IC", comment.id) == wanted:
                return place, comment
    raise unknown_id(wanted)


def find_repository(graph: Graph, wanted: str) -> Repository:
    """Return the repository of an id; raises QueryError."""
    for place in _visible(graph):
        if node_id("R", place.id) == wanted:
            return place
    raise unknown_id(wanted)


def find_node(graph: Graph, wanted: str) -> tuple[Repository, StoredIssue | StoredComment | Repository]:
    """Return the issue, the comment or the repository of an id, with its repository; raises QueryError."""
    if wanted.startswith("R_"):
        place = find_repository(graph, wanted)
        return place, place
    return find_comment(graph, wanted) if wanted.startswith("IC_") else find_issue(graph, wanted).both


def find_label(place: Repository, wanted: str) -> str:
    """Return the name of the label of an id; raises QueryError."""
    for label in place.labels.values():
        if node_id("LA", label.id) == wanted:
            return label.name
    raise unknown_id(wanted)


def find_milestone(place: Repository, wanted: str) -> int:
    """Return the number of the milestone of an id; raises QueryError."""
    for milestone in place.milestones.values():
        if node_id("MI", milestone.id) == wanted:
            return milestone.number
    raise unknown_id(wanted)


def find_account(graph: Graph, wanted: str) -> str:
    """Return the login of the account of an id; raises QueryError."""
    for account in graph.host.world.accounts.values():
        if node_id(account.type[0], account.id) == wanted:
            return account.login
    raise unknown_id(wanted)


def unknown_id(wanted: str) -> QueryError:
    """Return the error for an id that names nothing, or nothing that the caller may see."""
    return QueryError("NOT_FOUND", f"Could not resolve to a node with the global id of '{wanted}'")


def _visible(graph: Graph) -> Iterator[Repository]:
    places = graph.host.world.repositories.values()
    return (each for each in places if graph.call.role_in(each) >= RepositoryRole.READ)
