"""Routes of git objects and refs."""

import base64
import binascii

from incident_actions.sandbox.changes import pushes
from incident_actions.sandbox.git.store import GitStore, Signature, TreeEntry, is_valid_ref
from incident_actions.sandbox.rest.call import CONTENTS, NO_CONTENT, RESOURCE_NOT_ACCESSIBLE, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import parse_signature
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, forbidden, invalid, not_found, wrong
from incident_actions.sandbox.rest.rules import missing_review
from incident_actions.sandbox.shapes import git as shapes
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.workflows import FOLDER

_MODES = {"100644": "blob", "100755": "blob", "040000": "tree", "120000": "blob"}


def get_ref(call: Call) -> ApiResponse:
    """Return one ref."""
    name, sha = _ref(call)
    return ApiResponse(json=shapes.ref(call.host, call.repository, name, sha))


def list_matching_refs(call: Call) -> ApiResponse:
    """List the refs whose names start with a prefix."""
    found = list(_store(call).refs(f"refs/{call.parts['ref']}").items())
    return page(call, found, lambda pair: shapes.ref(call.host, call.repository, *pair))


def create_ref(call: Call) -> ApiResponse:
    """Create a ref; if two callers try at once, one succeeds."""
    name, sha = call.text("ref", "Reference"), call.text("sha", "Reference")
    if not name.startswith("refs/") or name.count("/") < 2:
        raise invalid("Reference name must start with 'refs/' and have at least two slashes.")
    if not is_valid_ref(name):
        raise invalid(f"{name} is not a valid ref name.")
    if not _store(call).has(sha):
        raise invalid("Object does not exist")
    if _store(call).ref(name):
        raise invalid("Reference already exists")
    if any(other.startswith(f"{name}/") or name.startswith(f"{other}/") for other in _store(call).refs()):
        raise invalid("Reference update failed")
    _refuse_other_workflows(call, sha)
    pushes.create(call.acting, name, sha)
    return ApiResponse(201, shapes.ref(call.host, call.repository, name, sha))


def move_ref(call: Call) -> ApiResponse:
    """Move a ref; not backwards without `force`, and not where its branch is protected.

    https://github.com/satisfactory-factories/application/issues/67
    """
    name, before = _ref(call, Problem(422, "Reference does not exist"))
    sha = call.text("sha", "Reference")
    if not _store(call).has(sha):
        raise invalid("Object does not exist")
    if not call.body.get("force") and not _store(call).can_fast_forward(before, sha):
        raise invalid("Update is not a fast forward")
    if why := missing_review(call, name.removeprefix("refs/heads/")):
        raise invalid(f"Repository rule violations found\n\n{why}\n\n")
    _refuse_other_workflows(call, sha)
    pushes.move(call.acting, name, sha)
    return ApiResponse(json=shapes.ref(call.host, call.repository, name, sha))


def delete_ref(call: Call) -> ApiResponse:
    """Delete a ref."""
    name, _ = _ref(call, Problem(422, "Reference does not exist"))
    pushes.delete(call.acting, name)
    return NO_CONTENT


def get_blob(call: Call) -> ApiResponse:
    """Return one blob."""
    sha = _object(call, "file_sha", "blob")
    content = _store(call).blob(sha)
    return ApiResponse(
        json=_named(call, "blobs", sha)
        | {"node_id": f"B_{sha}", "size": len(content), "encoding": "base64"}
        | {"content": base64.encodebytes(content).decode()}
    )


def create_blob(call: Call) -> ApiResponse:
    """Create a blob."""
    content = call.body.get("content")
    if not isinstance(content, str):
        raise wrong("Blob", "content", "missing_field")
    encoded = call.body.get("encoding", "utf-8") == "base64"
    try:
        raw = base64.b64decode(content) if encoded else content.encode()
    except binascii.Error:
        raise invalid("content is not valid Base64") from None
    return ApiResponse(201, _named(call, "blobs", _store(call).write_blob(raw)))


def get_tree(call: Call) -> ApiResponse:
    """Return a tree, or a commit's; with `recursive` all that is below."""
    store, name = _store(call), call.parts["tree_sha"]
    sha = name if store.has(name) else store.resolve(name)
    if sha is None or store.kind(sha) not in ("tree", "commit"):
        raise not_found()
    return _tree(call, store.tree_sha(sha), recursive="recursive" in call.query)


def create_tree(call: Call) -> ApiResponse:
    """Create a copy of a tree with some paths set, and those removed whose sha is null."""
    store, onto = _store(call), call.body.get("base_tree")
    if onto is not None and not store.has(onto):
        raise invalid("base_tree is not a valid tree oid")
    entries = call.body.get("tree")
    if not isinstance(entries, list) or not entries:
        raise invalid("Invalid tree info")
    try:
        sha = store.write_tree(dict(_entry(store, each) for each in entries), onto and store.tree_sha(onto))
    except KeyError:
        raise invalid("GitRPC::BadObjectState") from None
    return _tree(call, sha, recursive=False, status=201)


def get_commit(call: Call) -> ApiResponse:
    """Return one commit, as git has it."""
    return ApiResponse(json=shapes.git_commit(call.host, call.repository, _object(call, "commit_sha", "commit")))


def create_commit(call: Call) -> ApiResponse:
    """Create a commit; its author is the caller unless the body names one."""
    store, message = _store(call), call.text("message", "Commit")
    top, parents = call.text("tree", "Commit"), call.body.get("parents") or []
    if not store.has(top) or store.kind(top) != "tree":
        raise invalid("Tree SHA does not exist")
    if any(not store.has(each) or store.kind(each) != "commit" for each in parents):
        raise invalid("Parent SHA does not exist or is not a commit object")
    sha = store.write_commit(top, parents, message, *_signatures(call))
    return ApiResponse(201, shapes.git_commit(call.host, call.repository, sha))


def _signatures(call: Call) -> tuple[Signature, Signature]:
    author = parse_signature(call, call.body.get("author"))
    committer = call.body.get("committer")
    return author, parse_signature(call, committer) if committer else author


def _entry(store: GitStore, fields: dict[str, str]) -> tuple[str, TreeEntry | None]:
    path, mode = fields.get("path"), fields.get("mode", "100644")
    if not path or path.startswith("/") or ".." in path.split("/"):
        raise invalid("tree.path contains a malformed path component")
    if mode not in _MODES:
        raise invalid("Must supply a valid tree.mode")
    if "content" in fields:
        return path, TreeEntry(int(mode, 8), store.write_blob(fields["content"].encode()))
    sha = fields.get("sha")
    if sha is None:
        return path, None
    if not store.has(sha):
        raise invalid(f"tree.sha {sha} is not a valid {_MODES[mode]}")
    return path, TreeEntry(int(mode, 8), sha)


def _tree(call: Call, sha: str, *, recursive: bool, status: int = 200) -> ApiResponse:
    found = _store(call).entries(sha, recursive=recursive, trees=True)
    items = [shapes.tree_entry(call.host, call.repository, path, entry) for path, entry in found]
    return ApiResponse(status, _named(call, "trees", sha) | {"tree": items, "truncated": False})


def _named(call: Call, kind: str, sha: str) -> dict[str, str | int | list[object] | bool]:
    return {"sha": sha, "url": f"{repository.api_url(call.host, call.repository)}/git/{kind}/{sha}"}


def _object(call: Call, part: str, kind: str) -> str:
    sha = call.parts[part]
    if not _store(call).has(sha) or _store(call).kind(sha) != kind:
        raise not_found()
    return sha


def _refuse_other_workflows(call: Call, sha: str) -> None:
    """Refuse an App's installation a commit whose workflow files are not those of the default branch.

    That takes the permission `workflows`, which a job's own token never has, and no App of a sandbox. GitHub says when
    it asks for it in so many words nowhere; here it always does.
    https://docs.github.com/en/rest/git/refs#create-a-reference
    https://github.com/vercel/next.js/pull/94596
    """
    store = _store(call)
    head = store.branch(call.repository.default_branch)
    if call.is_bot and head and store.at(sha, FOLDER) != store.at(head, FOLDER):
        raise forbidden(RESOURCE_NOT_ACCESSIBLE)


def _ref(call: Call, otherwise: Problem | None = None) -> tuple[str, str]:
    name = f"refs/{call.parts['ref']}"
    sha = _store(call).ref(name)
    if sha is None:
        raise otherwise or not_found()
    return name, sha


def _store(call: Call) -> GitStore:
    return call.host.git(call.repository)


_GIT = "/repos/{owner}/{repo}/git"
ROUTES = (
    Route("GET", f"{_GIT}/ref/{{ref}}", get_ref, permissions=CONTENTS),
    Route("GET", f"{_GIT}/matching-refs/{{ref}}", list_matching_refs, permissions=CONTENTS),
    Route("POST", f"{_GIT}/refs", create_ref, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("PATCH", f"{_GIT}/refs/{{ref}}", move_ref, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("DELETE", f"{_GIT}/refs/{{ref}}", delete_ref, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("GET", f"{_GIT}/blobs/{{file_sha}}", get_blob, permissions=CONTENTS),
    Route("POST", f"{_GIT}/blobs", create_blob, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("GET", f"{_GIT}/trees/{{tree_sha}}", get_tree, permissions=CONTENTS),
    Route("POST", f"{_GIT}/trees", create_tree, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("GET", f"{_GIT}/commits/{{commit_sha}}", get_commit, permissions=CONTENTS),
    Route("POST", f"{_GIT}/commits", create_commit, RepositoryRole.WRITE, permissions=CONTENTS),
)
