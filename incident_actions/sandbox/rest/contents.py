"""The routes of files, each change a commit."""

import base64
import binascii
from stat import S_ISDIR

from incident_actions.sandbox.changes import pushes
from incident_actions.sandbox.git.store import FILE, Entry
from incident_actions.sandbox.rest.call import CONTENTS, Answer, Call, Route
from incident_actions.sandbox.rest.commits import commit_named, signature, store_of
from incident_actions.sandbox.rest.problem import Problem, invalid, not_found, wrong
from incident_actions.sandbox.shapes import git as shapes
from incident_actions.sandbox.state.role import Role

RAW = "application/vnd.github.raw"


def shown(call: Call) -> Answer:
    """A file with its content, raw where that is asked for, or what is in a folder."""
    at = call.query.get("ref") or call.repository.default_branch
    commit, path = _commit_at(call, at), _path(call)
    store, place = store_of(call), call.repository
    entry = store.at(commit, path)
    if entry is None:
        raise not_found()
    if S_ISDIR(entry.mode):
        inside = store.entries(entry.sha, recursive=False)
        return Answer(
            json=[shapes.content(call.host, place, f"{path}/{name}".lstrip("/"), each, at) for name, each in inside]
        )
    if call.accept.startswith(RAW):
        return Answer(raw=store.blob(entry.sha), headers={"Content-Type": f"{RAW}+json; charset=utf-8"})
    return Answer(json=shapes.whole(call.host, place, path, entry, at))


def put(call: Call) -> Answer:
    """Make or change a file; changing one needs its sha, so that nobody's change is lost."""
    branch, path = call.body.get("branch") or call.repository.default_branch, _path(call)
    store, known = store_of(call), _standing(call, branch)
    try:
        content = base64.b64decode(str(call.body.get("content", "")), validate=False)
    except binascii.Error:
        raise invalid("content is not valid Base64") from None
    entry = Entry(known.mode if known else FILE, store.write_blob(content))
    sha = _commit(call, branch, entry)
    shape = shapes.content(call.host, call.repository, path, entry, branch)
    commit = shapes.git_commit(call.host, call.repository, sha)
    return Answer(200 if known else 201, {"content": shape, "commit": commit})


def removed(call: Call) -> Answer:
    """Remove a file."""
    branch = call.body.get("branch") or call.repository.default_branch
    if _standing(call, branch) is None:
        raise not_found()
    sha = _commit(call, branch, None)
    return Answer(json={"content": None, "commit": shapes.git_commit(call.host, call.repository, sha)})


def _standing(call: Call, branch: str) -> Entry | None:
    """The file as it stands, which the caller must have seen."""
    call.text("message", "Commit")
    store, path = store_of(call), _path(call)
    head = store.branch(branch)
    if head is None:
        raise Problem(404, f"Branch {branch} not found")
    known, sha = store.at(head, path), call.body.get("sha")
    if known is not None and sha is None:
        raise invalid('Invalid request.\n\n"sha" wasn\'t supplied.')
    if known is not None and sha != known.sha:
        raise Problem(409, f"{path} does not match {sha}")
    return known


def _commit(call: Call, branch: str, entry: Entry | None) -> str:
    store, path = store_of(call), _path(call)
    head = store.branch(branch) or ""
    try:
        tree = store.write_tree({path: entry}, store.tree_sha(head))
    except KeyError:
        raise wrong("Commit", "path") from None
    author = signature(call, call.body.get("author"))
    committer = signature(call, call.body.get("committer")) if call.body.get("committer") else author
    sha = store.write_commit(tree, [head], call.text("message", "Commit"), author, committer)
    pushes.move(call.acting, f"refs/heads/{branch}", sha)
    return sha


def _commit_at(call: Call, name: str) -> str:
    try:
        return commit_named(call, name)
    except Problem:
        raise Problem(404, f"No commit found for the ref {name}") from None


def _path(call: Call) -> str:
    return call.parts["path"].strip("/")


_PATH = "/repos/{owner}/{repo}/contents/{path}"
ROUTES = (
    Route("GET", _PATH, shown, permissions=CONTENTS),
    Route("PUT", _PATH, put, Role.WRITE, permissions=CONTENTS),
    Route("DELETE", _PATH, removed, Role.WRITE, permissions=CONTENTS),
)
