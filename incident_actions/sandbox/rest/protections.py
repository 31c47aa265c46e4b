"""The route of the older branch protection."""

from urllib.parse import quote

from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store
from incident_actions.sandbox.rest.problem import Problem
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.state.role import RepositoryRole


def get_protection(call: Call) -> ApiResponse:
    """Return the protection of a branch; here only the default branch can have required status checks."""
    call.require(RepositoryRole.ADMIN)
    place, name = call.repository, call.parts["branch"]
    if git_store(call).branch(name) is None:
        raise Problem(404, "Branch not found")
    required = place.settings.required_checks if name == place.default_branch else []
    if not required:
        raise Problem(404, "Branch not protected")
    url = f"{repository.api_url(call.host, place)}/branches/{quote(name)}/protection"
    checks = {
        "url": f"{url}/required_status_checks",
        "contexts_url": f"{url}/required_status_checks/contexts",
        "strict": False,
        "contexts": required,
        "checks": [{"context": context, "app_id": None} for context in required],
    }
    off = ("required_linear_history", "allow_force_pushes", "allow_deletions", "block_creations", "lock_branch")
    return ApiResponse(
        json={
            "url": url,
            "required_status_checks": checks,
            "enforce_admins": {"url": f"{url}/enforce_admins", "enabled": False},
            **{each: {"enabled": False} for each in off},
        }
    )


ROUTES = (
    Route(
        "GET",
        "/repos/{owner}/{repo}/branches/{branch}/protection",
        get_protection,
        permissions=("administration",),
        guarded=True,
    ),
)
