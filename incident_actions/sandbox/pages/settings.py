"""The settings of a repository that a tool depends on."""

from incident_actions.sandbox.pages.visit import PageRoute, Redirect, Visit, WebPage
from incident_actions.sandbox.rest.problem import Problem
from incident_actions.sandbox.state.role import RepositoryRole

ROLES = ("admin", "maintain", "write", "triage", "read", "none")
_AT = "/{owner}/{repo}/settings"


def show_settings(visit: Visit) -> WebPage:
    """Show the settings, to admins only."""
    visit.require(RepositoryRole.ADMIN)
    place = visit.repository
    roles = [*ROLES, *place.custom_roles]
    secrets = sorted({*visit.host.secrets, *place.settings.secrets})
    return WebPage("settings.html", {"settings": place.settings, "roles": roles, "secrets": secrets})


def change_settings(visit: Visit) -> Redirect:
    """Change what the form has: the permissions of workflows, features, or who has which role."""
    visit.require(RepositoryRole.ADMIN)
    place = visit.repository
    change = {
        "actions": _change_actions,
        "features": _change_features,
        "person": _change_role,
        "variable": _set_variable,
        "rename": _rename,
        "transfer": _transfer,
    }
    if visit.text("do") not in change:
        raise Problem(422, "There is no such setting.")
    change[visit.text("do")](visit)
    return Redirect(f"/{place.full_name}/settings")


def _change_actions(visit: Visit) -> None:
    place = visit.repository
    place.settings.default_permissions = "write" if visit.text("permissions") == "write" else "read"
    place.actions_may_open_pull_requests = visit.text("may_open") == "on"
    place.settings.actions = visit.text("enabled") == "on"


def _rename(visit: Visit) -> None:
    visit.perform("PATCH", "", {}, {"name": visit.text("name").strip()})


def _transfer(visit: Visit) -> None:
    visit.perform("POST", "/transfer", {}, {"new_owner": visit.text("owner").strip()})


def _change_features(visit: Visit) -> None:
    visit.repository.settings.issues = visit.text("issues") == "on"


def _change_role(visit: Visit) -> None:
    login, role, place = visit.text("login").strip(), visit.text("role"), visit.repository
    if not login or login.endswith("[bot]") or not login.replace("-", "").isalnum():
        raise Problem(422, "A login has letters, digits and hyphens.")
    if role not in {*ROLES, *place.custom_roles}:
        raise Problem(422, "There is no such role.")
    place.roles[visit.host.account(login).login] = role


def _set_variable(visit: Visit) -> None:
    name, value, known = visit.text("name").strip().upper(), visit.text("value"), visit.repository.settings.variables
    if not name.isidentifier():
        raise Problem(422, "The name of a variable has letters, digits and underscores.")
    if value:
        known[name] = value
    else:
        known.pop(name, None)


PAGES = (
    PageRoute("GET", _AT, show_settings),
    PageRoute("GET", f"{_AT}/{{part:.+}}", show_settings),
    PageRoute("POST", _AT, change_settings),
)
