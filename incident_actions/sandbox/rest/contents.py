"""Routes of files; each change is a commit."""

import base64
import binascii
from stat import S_ISDIR

from incident_actions.sandbox.changes import pushes
from incident_actions.sandbox.git.store import FILE, TreeEntry
from incident_actions.sandbox.rest.call import CONTENTS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store, parse_signature, resolve_commit
from incident_actions.sandbox.rest.media_types import as_asked, asked_kind
from incident_actions.sandbox.rest.problem import Problem, invalid, not_found, wrong
from incident_actions.sandbox.rest.rules import missing_review
from incident_actions.sandbox.shapes import git as shapes
from incident_actions.sandbox.state.role import RepositoryRole


def get_content(call: Call) -> ApiResponse:
    """Return a file with its content, raw if the request asks for that, or the entries of a folder."""
    at = call.query.get("ref") or call.repository.default_branch
    commit, path = _commit_at(call, at), _path(call)
    store, place = git_store(call), call.repository
    entry = store.at(commit, path)
    if entry is None:
        raise not_found()
    if S_ISDIR(entry.mode):
        inside = store.entries(entry.sha, recursive=False)
        return ApiResponse(
            json=[shapes.content(call.host, place, f"{path}/{name}".lstrip("/"), each, at) for name, each in inside]
        )
    if asked_kind(call) == "raw":
        return as_asked(call, store.blob(entry.sha))
    return ApiResponse(json=shapes.whole(call.host, place, path, entry, at))


def put_file(call: Call) -> ApiResponse:
    """Create or change a file; a change needs the file's sha, so that nobody's change is lost."""
    branch, path = call.body.get("branch") or call.repository.default_branch, _path(call)
    store, known = git_store(call), _current_entry(call, branch)
    try:
        content = base64.b64decode(str(call.body.get("content", "")), validate=False)
    except binascii.Error:
        raise invalid("content is not valid Base64") from None
    entry = TreeEntry(known.mode if known else FILE, store.write_blob(content))
    sha = _commit(call, branch, entry)
    shape = shapes.content(call.host, call.repository, path, entry, branch)
    commit = shapes.git_commit(call.host, call.repository, sha)
    return ApiResponse(200 if known else 201, {"content": shape, "commit": commit})


def delete_file(call: Call) -> ApiResponse:
    """Delete a file."""
    branch = call.body.get("branch") or call.repository.default_branch
    if _current_entry(call, branch) is None:
        raise not_found()
    sha = _commit(call, branch, None)
    return ApiResponse(json={"content": None, "commit": shapes.git_commit(call.host, call.repository, sha)})


def _current_entry(call: Call, branch: str) -> TreeEntry | None:
    """Return the present file, whose sha the caller must know."""
    call.text("message", "Commit")
    store, path = git_store(call), _path(call)
    head = store.branch(branch)
    if head is None:
        if store.refs("refs/heads/") or branch != call.repository.default_branch:
            raise Problem(404, f"Branch {branch} not found")
        return None
    known, sha = store.at(head, path), call.body.get("sha")
    if known is not None and sha is None:
        raise invalid('Invalid request.\n\n"sha" wasn\'t supplied.')
    if known is not None and sha != known.sha:
        raise Problem(409, f"{path} does not match {sha}")
    return known


def _commit(call: Call, branch: str, entry: TreeEntry | None) -> str:
    """Commit one change, unless the branch is protected: https://github.com/BobAnkh/auto-generate-changelog/issues/78."""
    if why := missing_review(call, branch):
        raise Problem(409, f"Could not update file: {why}")
    store, path = git_store(call), _path(call)
    head = store.branch(branch)
    try:
        tree = store.write_tree({path: entry}, store.tree_sha(head) if head else None)
    except KeyError:
        raise wrong("Commit", "path") from None
    author = parse_signature(call, call.body.get("author"))
    committer = parse_signature(call, call.body.get("committer")) if call.body.get("committer") else author
    sha = store.write_commit(tree, [head] if head else [], call.text("message", "Commit"), author, committer)
    pushes.move(call.acting, f"refs/heads/{branch}", sha)
    return sha


def _commit_at(call: Call, name: str) -> str:
    try:
        return resolve_commit(call, name)
    except Problem as problem:
        if problem.status == 409:
            raise Problem(404, "This repository is empty.") from None
        raise Problem(404, f"No commit found for the ref {name}") from None


def _path(call: Call) -> str:
    return call.parts["path"].strip("/")


_PATH = "/repos/{owner}/{repo}/contents/{path}"
ROUTES = (
    Route("GET", _PATH, get_content, permissions=CONTENTS),
    Route("PUT", _PATH, put_file, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("DELETE", _PATH, delete_file, RepositoryRole.WRITE, permissions=CONTENTS),
)
