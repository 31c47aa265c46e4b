"""Routes of releases."""

from incident_actions.sandbox.changes import pushes
from incident_actions.sandbox.rest.call import CONTENTS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found, wrong
from incident_actions.sandbox.shapes import deployment as shapes
from incident_actions.sandbox.state.records import Release
from incident_actions.sandbox.state.role import RepositoryRole


def create_release(call: Call) -> ApiResponse:
    """Create a release, and its tag if there is none. A draft has no tag yet."""
    tag, acting, store = call.text("tag_name", "Release"), call.acting, git_store(call)
    target, draft = call.text("target_commitish", "Release", call.repository.default_branch), _flag(call, "draft")
    if any(each.tag == tag and not each.draft for each in call.repository.releases):
        raise wrong("Release", "tag_name", "already_exists")
    sha = store.resolve(target)
    if sha is None:
        raise wrong("Release", "target_commitish")
    if not draft and not store.ref(f"refs/tags/{tag}"):
        pushes.create(acting, f"refs/tags/{tag}", sha)
    published = None if draft else acting.now
    name, body = call.text_or_none("name", "Release"), call.text_or_none("body", "Release")
    login, at, early = acting.login, acting.now, _flag(call, "prerelease")
    made = Release(acting.next_id(), tag, target, name, body, login, at, published, draft, early)
    call.repository.releases.append(made)
    shown = shapes.release(call.host, call.repository, made)
    if not draft:
        acting.announce("release", {"action": "published", "release": shown})
    return ApiResponse(201, shown)


def list_releases(call: Call) -> ApiResponse:
    """List the releases, newest first; drafts only for those who can push."""
    can_push = call.role >= RepositoryRole.WRITE
    found = [each for each in reversed(call.repository.releases) if can_push or not each.draft]
    return page(call, found, lambda each: shapes.release(call.host, call.repository, each))


def get_release_by_tag(call: Call) -> ApiResponse:
    """Return the published release of a tag."""
    found = next((each for each in call.repository.releases if each.tag == call.parts["tag"] and not each.draft), None)
    if found is None:
        raise not_found()
    return ApiResponse(json=shapes.release(call.host, call.repository, found))


def _flag(call: Call, name: str) -> bool:
    return bool(call.body.get(name, False))


_RELEASES = "/repos/{owner}/{repo}/releases"
ROUTES = (
    Route("POST", _RELEASES, create_release, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("GET", _RELEASES, list_releases, permissions=CONTENTS),
    Route("GET", f"{_RELEASES}/tags/{{tag}}", get_release_by_tag, permissions=CONTENTS),
)
