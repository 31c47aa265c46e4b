"""GitHub's error responses."""

from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.state.records import Repository

DOCUMENTATION = "https://docs.github.com/rest"


class Problem(Exception):
    """An error response: its HTTP status and its JSON body."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message, **more, "documentation_url": DOCUMENTATION, "status": str(status)}


class Moved(Problem):
    """The response at an earlier name of a repository; the address of the later one depends on who asks.

    https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
    """

    def __init__(self, repository: Repository) -> None:
        super().__init__(301, "Moved Permanently")
        self.repository = repository


def not_found() -> Problem:
    """Return the error for what does not exist, or may not be seen."""
    return Problem(404, "Not Found")


def bad_credentials() -> Problem:
    """Return the error for an unknown token."""
    return Problem(401, "Bad credentials")


def forbidden(message: str = "Must have admin rights to Repository.") -> Problem:
    """Return the error for what the account may not do."""
    return Problem(403, message)


def may_not_create_labels() -> Problem:
    """Return the error for new labels from somebody who may not create any: https://github.com/Songmu/tagpr/pull/194."""
    error = {"resource": "Repository", "field": "label", "code": "unauthorized"}
    return Problem(403, "You do not have permission to create labels on this repository.", errors=[error])


def invalid(message: str = "Validation Failed", *errors: Json | str) -> Problem:
    """Return the error for a body that GitHub understands and refuses."""
    return Problem(422, message, **({"errors": list(errors)} if errors else {}))


def wrong(resource: str, field: str, code: str = "invalid", **more: Any) -> Problem:
    """Return the error for a field that is missing, invalid or taken."""
    return invalid("Validation Failed", {"resource": resource, "field": field, "code": code, **more})


def too_long(resource: str, field: str, longest: int) -> Problem:
    """Return the error for a text beyond GitHub's limit, in characters."""
    return wrong(resource, field, "custom", message=f"{field} is too long (maximum is {longest} characters)")
