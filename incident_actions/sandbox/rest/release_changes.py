"""Routes of single releases: the latest, changes, and notes that are generated."""

from incident_actions.sandbox.changes import pushes
from incident_actions.sandbox.rest.call import CONTENTS, NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found, wrong
from incident_actions.sandbox.shapes import deployment as shapes
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.state.records import Release
from incident_actions.sandbox.state.role import RepositoryRole


def get_latest_release(call: Call) -> ApiResponse:
    """Return the latest release that is neither a draft nor a prerelease."""
    found = [each for each in call.repository.releases if not (each.draft or each.prerelease)]
    if not found:
        raise not_found()
    return _shown(call, max(found, key=lambda each: (each.created_at, each.id)))


def get_release(call: Call) -> ApiResponse:
    """Return one release."""
    return _shown(call, _release(call))


def edit_release(call: Call) -> ApiResponse:
    """Change a release; a draft can be published, which creates its tag."""
    value, body = _release(call), call.body
    tag = call.text("tag_name", "Release", value.tag)
    if any(each is not value and each.tag == tag and not each.draft for each in call.repository.releases):
        raise wrong("Release", "tag_name", "already_exists")
    value.tag, value.target = tag, call.text("target_commitish", "Release", value.target)
    value.name = call.text_or_none("name", "Release", value.name)
    value.body = call.text_or_none("body", "Release", value.body)
    value.prerelease = bool(body.get("prerelease", value.prerelease))
    if value.draft and not body.get("draft", True):
        _publish(call, value)
    return _shown(call, value)


def delete_release(call: Call) -> ApiResponse:
    """Delete a release; its tag stays."""
    call.repository.releases.remove(_release(call))
    return NO_CONTENT


def list_assets(call: Call) -> ApiResponse:
    """List the files of a release: none, as the sandbox takes no uploads."""
    nothing = shapes.release(call.host, call.repository, _release(call))["assets"]
    return page(call, nothing, lambda each: each)


def generate_notes(call: Call) -> ApiResponse:
    """Return a name and a text for a release, made of the pull requests that were merged."""
    tag, html = call.text("tag_name", "Release"), repository.html_url(call.host, call.repository)
    merged = [each for each in call.repository.issues.values() if each.pull and each.pull.merged_at]
    lines = [f"* {each.title} by @{each.author} in {html}/pull/{each.number}" for each in merged]
    changes = "\n".join(["## What's Changed", *lines, ""]) if lines else ""
    return ApiResponse(json={"name": tag, "body": f"{changes}\n**Full Changelog**: {html}/commits/{tag}"})


def _publish(call: Call, value: Release) -> None:
    acting, store = call.acting, git_store(call)
    sha = store.resolve(value.target)
    if sha is None:
        raise wrong("Release", "target_commitish")
    if not store.ref(f"refs/tags/{value.tag}"):
        pushes.create(acting, f"refs/tags/{value.tag}", sha)
    value.draft, value.published_at = False, acting.now
    shown = shapes.release(call.host, call.repository, value)
    acting.announce("release", {"action": "published", "release": shown})


def _release(call: Call) -> Release:
    """Return the release in the path; a draft is for those who can push."""
    number, can_push = call.number("release_id"), call.role >= RepositoryRole.WRITE
    found = next(
        (each for each in call.repository.releases if each.id == number and (can_push or not each.draft)), None
    )
    if found is None:
        raise not_found()
    return found


def _shown(call: Call, value: Release) -> ApiResponse:
    return ApiResponse(json=shapes.release(call.host, call.repository, value))


_RELEASES = "/repos/{owner}/{repo}/releases"
_ONE = f"{_RELEASES}/{{release_id}}"
ROUTES = (
    Route("GET", f"{_RELEASES}/latest", get_latest_release, permissions=CONTENTS),
    Route("POST", f"{_RELEASES}/generate-notes", generate_notes, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("GET", _ONE, get_release, permissions=CONTENTS),
    Route("PATCH", _ONE, edit_release, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("DELETE", _ONE, delete_release, RepositoryRole.WRITE, permissions=CONTENTS),
    Route("GET", f"{_ONE}/assets", list_assets, permissions=CONTENTS),
)
