"""Routes of annotated tags, which are objects of git; a ref makes one a tag of the repository."""

from incident_actions.sandbox.git.store import Signature
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import CONTENTS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store, parse_signature
from incident_actions.sandbox.rest.problem import invalid, not_found
from incident_actions.sandbox.shapes import git as shapes
from incident_actions.sandbox.state.role import RepositoryRole

KINDS = ("commit", "tree", "blob")


def create_tag_object(call: Call) -> ApiResponse:
    """Create the object of an annotated tag."""
    name, message, sha = (call.text(each, "Tag") for each in ("tag", "message", "object"))
    store = git_store(call)
    if not store.has(sha) or store.kind(sha) not in KINDS:
        raise invalid("Object does not exist")
    tagger: Signature = parse_signature(call, call.body.get("tagger"))
    return ApiResponse(201, _shape(call, store.write_tag(name, sha, message, tagger)))


def get_tag_object(call: Call) -> ApiResponse:
    """Return the object of an annotated tag."""
    sha, store = call.parts["tag_sha"], git_store(call)
    if not store.has(sha) or store.kind(sha) != "tag":
        raise not_found()
    return ApiResponse(json=_shape(call, sha))


def _shape(call: Call, sha: str) -> Json:
    return shapes.tag(call.host, call.repository, sha)


_TAGS = "/repos/{owner}/{repo}/git/tags"
ROUTES = (
    Route("POST", _TAGS, create_tag_object, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("GET", f"{_TAGS}/{{tag_sha}}", get_tag_object, permissions=CONTENTS),
)
