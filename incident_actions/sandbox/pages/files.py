"""Branches and files, the commits that changed them, and the editor that writes a new one."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from posixpath import basename
from stat import S_ISDIR

from incident_actions.sandbox.git.diff import compare_trees
from incident_actions.sandbox.git.store import GitStore, commit_time
from incident_actions.sandbox.pages.markdown import Surroundings
from incident_actions.sandbox.pages.visit import PageRoute, Redirect, Shown, Visit, WebPage
from incident_actions.sandbox.rest.problem import Problem, not_found
from incident_actions.sandbox.state.role import RepositoryRole

_MOST_COMMITS = 100
_MARKDOWN = (".md", ".markdown")
_AT = "/{owner}/{repo}"


@dataclass(frozen=True, slots=True)
class CommitLine:
    """A commit in a list."""

    sha: str
    title: str
    text: str
    author: str
    at: datetime


def show_home(visit: Visit) -> WebPage:
    """Show the files at the top of the default branch, and the README."""
    return _folder(visit, visit.repository.default_branch, "", is_home=True)


def show_path(visit: Visit) -> WebPage:
    """Show a file or a folder of a branch, a tag or a commit."""
    at, path = _split(visit)
    entry = visit.store.at(_commit(visit, at), path)
    if entry is None:
        raise not_found()
    return _folder(visit, at, path) if S_ISDIR(entry.mode) else _file(visit, at, path)


def edit_file(visit: Visit) -> WebPage:
    """Show the editor of a file; a file that doesn't exist yet starts empty."""
    at, path = _split(visit)
    entry = visit.store.at(_commit(visit, at), path) if path else None
    content = _editable(visit, at, path) if entry else None
    name = path or visit.parameter("filename")
    values = {
        "at": at,
        "name": name,
        "content": visit.parameter("value") if content is None else content,
        "sha": entry.sha if entry else "",
        "message": f"{'Update' if entry else 'Create'} {basename(name)}".strip(),
        "may_write": visit.role >= RepositoryRole.WRITE,
    }
    return WebPage("edit.html", values)


def _editable(visit: Visit, at: str, path: str) -> str | None:
    try:
        return visit.store.text(_commit(visit, at), path)
    except UnicodeDecodeError:
        raise Problem(422, f"{path} is not a text in UTF-8, so it can't be edited here.") from None


def save_file(visit: Visit) -> Shown:
    """Commit the text of the editor; git's commit has the person as its author."""
    at, path = _split(visit)
    path = path or visit.text("filename").strip("/")
    text = visit.text("content")
    body = {
        "message": visit.text("message") or f"Update {basename(path)}",
        "content": b64encode((text if text.endswith("\n") or not text else f"{text}\n").encode()).decode(),
        "branch": at,
        "sha": visit.text("sha") or None,
    }
    visit.perform("PUT", "/contents/{path}", {"path": path}, body)
    pull = next(
        (
            each
            for each in visit.repository.issues.values()
            if each.pull and each.state == "open" and each.pull.head == at
        ),
        None,
    )
    return Redirect(visit.address("pull", pull.number, "files") if pull else visit.address("blob", at, path))


def list_branches(visit: Visit) -> WebPage:
    """Show the branches, each with its newest commit and its pull request."""
    heads = visit.store.refs("refs/heads/")
    rows = [(name.removeprefix("refs/heads/"), commit_line(visit.store, sha)) for name, sha in heads.items()]
    pulls = {each.pull.head: each for each in visit.repository.issues.values() if each.pull and not each.pull.fork}
    return WebPage("branches.html", {"rows": rows, "pulls": pulls})


def list_commits(visit: Visit) -> WebPage:
    """Show the newest commits of a branch."""
    at, path = _split(visit)
    found = visit.store.history([_commit(visit, at)], path=path or None)
    lines = [commit_line(visit.store, sha) for _, sha in zip(range(_MOST_COMMITS), found, strict=False)]
    return WebPage("commits.html", {"at": at, "path": path, "commits": lines})


def show_commit(visit: Visit) -> WebPage:
    """Show what a commit changes."""
    sha = visit.store.resolve(visit.parts["sha"])
    if sha is None or visit.store.kind(sha) != "commit":
        raise not_found()
    parents = visit.store.commit(sha).parents
    changes = compare_trees(visit.store, parents[0].decode() if parents else None, sha)
    return WebPage("commit.html", {"commit": commit_line(visit.store, sha), "changes": changes})


def commit_line(store: GitStore, sha: str) -> CommitLine:
    """Return a commit as lists show it."""
    value = store.commit(sha)
    title, _, text = value.message.decode(errors="replace").partition("\n")
    author = value.author.decode(errors="replace").rpartition(" <")[0]
    return CommitLine(sha, title, text.strip(), author, commit_time(value.commit_time))


def _folder(visit: Visit, at: str, path: str, *, is_home: bool = False) -> WebPage:
    store, sha = visit.store, _commit(visit, at, may_lack=is_home)
    found = store.at(sha, path) if sha else None
    entries = list(store.entries(found.sha, recursive=False)) if found else []
    listed = sorted(((name, S_ISDIR(each.mode)) for name, each in entries), key=lambda each: (not each[1], each[0]))
    readme = next((name for name, is_folder in listed if name.lower() == "readme.md" and not is_folder), "")
    inside = f"{path}/{readme}".lstrip("/")
    values = {
        "at": at,
        "path": path,
        "entries": listed,
        "readme": store.text(sha, inside) if readme else None,
        "readme_name": readme,
        "around": _around(visit, at, inside),
        "newest": commit_line(store, sha) if sha else None,
        "branches": _branch_names(visit),
        "is_home": is_home,
    }
    return WebPage("folder.html", values)


def _file(visit: Visit, at: str, path: str) -> WebPage:
    commit = _commit(visit, at)
    entry = visit.store.at(commit, path)
    content = visit.store.blob(entry.sha) if entry else b""
    text = None if b"\0" in content else content.decode(errors="replace")
    values = {
        "at": at,
        "path": path,
        "text": text,
        "size": len(content),
        "is_markdown": path.endswith(_MARKDOWN) and text is not None and visit.parameter("plain") != "1",
        "can_render": path.endswith(_MARKDOWN),
        "around": _around(visit, at, path),
        "is_branch": visit.store.branch(at) is not None,
        "branches": _branch_names(visit),
    }
    return WebPage("file.html", values)


def _around(visit: Visit, at: str, path: str) -> Surroundings:
    around = visit.around
    return Surroundings(around.repository, around.logins, around.highest, visit.address("blob", at, path))


def _branch_names(visit: Visit) -> list[str]:
    return [name.removeprefix("refs/heads/") for name in visit.store.refs("refs/heads/")]


def _split(visit: Visit) -> tuple[str, str]:
    """Return the branch, tag or commit in the path, which may have slashes, and the path of the file after it."""
    words = visit.parts["rest"].strip("/").split("/")
    for count in range(len(words), 0, -1):
        at = "/".join(words[:count])
        if visit.store.resolve(at):
            return at, "/".join(words[count:])
    raise not_found()


def _commit(visit: Visit, at: str, *, may_lack: bool = False) -> str:
    sha = visit.store.resolve(at)
    if sha is None and not may_lack:
        raise not_found()
    return sha or ""


PAGES = (
    PageRoute("GET", f"{_AT}/branches", list_branches),
    PageRoute("GET", f"{_AT}/{{kind:tree|blob}}/{{rest:.+}}", show_path),
    PageRoute("GET", f"{_AT}/{{kind:edit|new}}/{{rest:.+}}", edit_file),
    PageRoute("POST", f"{_AT}/{{kind:edit|new}}/{{rest:.+}}", save_file),
    PageRoute("GET", f"{_AT}/commits/{{rest:.+}}", list_commits),
    PageRoute("GET", f"{_AT}/commit/{{sha}}", show_commit),
    PageRoute("GET", _AT, show_home),
)
