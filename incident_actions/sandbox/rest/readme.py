"""The route of the README."""

from stat import S_ISDIR

from incident_actions.sandbox.rest.call import CONTENTS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store, resolve_commit
from incident_actions.sandbox.rest.media_types import as_asked, asked_kind
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.shapes import git as shapes

FOLDERS = (".github", "", "docs")
"""Folders in which GitHub looks for a README, the first one first.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-readmes
"""


def get_readme(call: Call) -> ApiResponse:
    """Return the README with its content, raw if the request asks for that."""
    at = call.query.get("ref") or call.repository.default_branch
    commit, store = resolve_commit(call, at), git_store(call)
    path = next(filter(None, (_readme_in(call, commit, folder) for folder in FOLDERS)), "")
    entry = store.at(commit, path) if path else None
    if entry is None:
        raise not_found()
    if asked_kind(call) == "raw":
        return as_asked(call, store.blob(entry.sha))
    return ApiResponse(json=shapes.whole(call.host, call.repository, path, entry, at))


def _readme_in(call: Call, commit: str, folder: str) -> str:
    """Return the path of a folder's README; empty if it has none."""
    store = git_store(call)
    entry = store.at(commit, folder)
    if entry is None or not S_ISDIR(entry.mode):
        return ""
    names = [name for name, each in store.entries(entry.sha, recursive=False) if not S_ISDIR(each.mode)]
    name = next((each for each in names if each.partition(".")[0].casefold() == "readme"), "")
    return f"{folder}/{name}".lstrip("/") if name else ""


ROUTES = (Route("GET", "/repos/{owner}/{repo}/readme", get_readme, permissions=CONTENTS),)
