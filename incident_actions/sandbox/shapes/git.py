"""Commits, refs, trees and files in GitHub's JSON."""

import base64
from stat import S_ISDIR, S_ISLNK
from urllib.parse import quote

from incident_actions.sandbox.git.diff import FileChange, compare_trees
from incident_actions.sandbox.git.store import TreeEntry, commit_time
from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Repository

_UNSIGNED: Json = {
    "verified": False,
    "reason": "unsigned",
    "signature": None,
    "payload": None,
    "verified_at": None,
}

LARGEST = 1024 * 1024
"""Bytes of the largest file whose content the contents API returns."""


def email(host: Host, login: str) -> str:
    """Return the address of an account's commits."""
    return f"{host.account(login).id}+{login}@users.noreply.github.com"


def ref(host: Host, place: Repository, name: str, sha: str) -> Json:
    """Return a ref and the object it points at."""
    url = f"{repository.api_url(host, place)}/git"
    kind = host.git(place).kind(sha)
    return {
        "ref": name,
        "node_id": node_id("REF", name),
        "url": f"{url}/{quote(name)}",
        "object": {"sha": sha, "type": kind, "url": f"{url}/{kind}s/{sha}"},
    }


def git_commit(host: Host, place: Repository, sha: str) -> Json:
    """Return a commit as git has it."""
    api, html = f"{repository.api_url(host, place)}/git", repository.html_url(host, place)
    value = host.git(place).commit(sha)
    tree = value.tree.decode()
    parents = [parent.decode() for parent in value.parents]
    return {
        "sha": sha,
        "node_id": node_id("C", sha),
        "url": f"{api}/commits/{sha}",
        "html_url": f"{html}/commit/{sha}",
        "author": _signature(value.author, value.author_time),
        "committer": _signature(value.committer, value.commit_time),
        "tree": {"sha": tree, "url": f"{api}/trees/{tree}"},
        "message": value.message.decode(errors="replace").removesuffix("\n"),
        "parents": [
            {"sha": each, "url": f"{api}/commits/{each}", "html_url": f"{html}/commit/{each}"} for each in parents
        ],
        "verification": _UNSIGNED,
    }


def tag(host: Host, place: Repository, sha: str) -> Json:
    """Return the object of an annotated tag."""
    api, value = f"{repository.api_url(host, place)}/git", host.git(place).tag(sha)
    kind, target = value.object[0].type_name.decode(), value.object[1].decode()
    return {
        "node_id": node_id("TA", sha),
        "tag": value.name.decode(),
        "sha": sha,
        "url": f"{api}/tags/{sha}",
        "message": value.message.decode(errors="replace"),
        "tagger": _signature(value.tagger or b"", value.tag_time or 0),
        "object": {"sha": target, "type": kind, "url": f"{api}/{kind}s/{target}"},
        "verification": _UNSIGNED,
    }


def commit(host: Host, place: Repository, sha: str, *, files: bool = False) -> Json:
    """Return a commit with its accounts and, for a single one, its files."""
    api, html = repository.api_url(host, place), repository.html_url(host, place)
    data = git_commit(host, place, sha)
    url = f"{api}/commits/{sha}"
    inner = {key: data[key] for key in ("author", "committer", "message", "tree", "verification")}
    shape: Json = {
        "sha": sha,
        "node_id": data["node_id"],
        "url": url,
        "html_url": f"{html}/commit/{sha}",
        "comments_url": f"{url}/comments",
        "commit": {**inner, "url": data["url"], "comment_count": 0},
        "author": people.user(host, login_of(data["author"]["email"])),
        "committer": people.user(host, login_of(data["committer"]["email"])),
        "parents": [{**each, "url": f"{api}/commits/{each['sha']}"} for each in data["parents"]],
    }
    return shape | _changes(host, place, sha, data["parents"]) if files else shape


def file_change(host: Host, place: Repository, value: FileChange, sha: str) -> Json:
    """Return a file that a commit or a pull request changes."""
    api, html = repository.api_url(host, place), repository.html_url(host, place)
    shape: Json = {
        "sha": value.sha,
        "filename": value.path,
        "status": value.status,
        "additions": value.additions,
        "deletions": value.deletions,
        "changes": value.additions + value.deletions,
        "blob_url": f"{html}/blob/{sha}/{quote(value.path)}",
        "raw_url": f"{html}/raw/{sha}/{quote(value.path)}",
        "contents_url": f"{api}/contents/{quote(value.path)}?ref={sha}",
    }
    more = {"patch": value.patch, "previous_filename": value.previous_path}
    return shape | {key: data for key, data in more.items() if data is not None}


def tree_entry(host: Host, place: Repository, path: str, value: TreeEntry) -> Json:
    """Return one entry of a tree."""
    kind = "tree" if S_ISDIR(value.mode) else "blob"
    shape: Json = {
        "path": path,
        "mode": f"{value.mode:06o}",
        "type": kind,
        "sha": value.sha,
        "url": f"{repository.api_url(host, place)}/git/{kind}s/{value.sha}",
    }
    return shape if kind == "tree" else shape | {"size": len(host.git(place).blob(value.sha))}


def content(host: Host, place: Repository, path: str, value: TreeEntry, at: str) -> Json:
    """Return a file or folder as the contents API lists it."""
    api, html = repository.api_url(host, place), repository.html_url(host, place)
    folder = S_ISDIR(value.mode)
    blob = b"" if folder else host.git(place).blob(value.sha)
    own = f"{api}/contents/{quote(path)}?ref={quote(at)}"
    git = f"{api}/git/{'trees' if folder else 'blobs'}/{value.sha}"
    page = f"{html}/{'tree' if folder else 'blob'}/{quote(at)}/{quote(path)}"
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": value.sha,
        "size": len(blob),
        "url": own,
        "html_url": page,
        "git_url": git,
        "download_url": None if folder else f"{html}/raw/{quote(at)}/{quote(path)}",
        "type": "dir" if folder else "symlink" if S_ISLNK(value.mode) else "file",
        "_links": {"self": own, "git": git, "html": page},
    }


def whole(host: Host, place: Repository, path: str, value: TreeEntry, at: str) -> Json:
    """Return a file with its content, which GitHub leaves out of a file of more than a megabyte.

    https://docs.github.com/en/rest/repos/contents#get-repository-content
    """
    blob = host.git(place).blob(value.sha)
    if len(blob) > LARGEST:
        return content(host, place, path, value, at) | {"content": "", "encoding": "none"}
    return content(host, place, path, value, at) | {
        "content": base64.encodebytes(blob).decode(),
        "encoding": "base64",
    }


def _changes(host: Host, place: Repository, sha: str, parents: list[Json]) -> Json:
    changes = compare_trees(host.git(place), parents[0]["sha"] if parents else None, sha)
    added, removed = sum(each.additions for each in changes), sum(each.deletions for each in changes)
    return {
        "stats": {"total": added + removed, "additions": added, "deletions": removed},
        "files": [file_change(host, place, each, sha) for each in changes],
    }


def _signature(who: bytes, seconds: int) -> Json:
    name, _, address = who.decode(errors="replace").rpartition(" <")
    return {"name": name, "email": address.removesuffix(">"), "date": stamp(commit_time(seconds))}


def login_of(address: str) -> str | None:
    """Return the login in the address of an account's commits; None for any other address."""
    local, _, domain = address.partition("@")
    return local.partition("+")[2] or local if domain == "users.noreply.github.com" else None
