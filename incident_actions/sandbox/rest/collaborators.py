"""Routes that add and remove collaborators, and those of their invitations."""

from collections.abc import Iterator
from datetime import timedelta

from incident_actions.sandbox.changes import collaborators
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import invalid, not_found, wrong
from incident_actions.sandbox.rest.signed_in import require_person
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.community import StoredInvitation
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.state.role import RepositoryRole

LIFETIME = timedelta(days=7)
"""https://docs.github.com/en/rest/collaborators/collaborators#add-a-repository-collaborator"""
OWNER = "Repository owner cannot be a collaborator"
_ROLES = {"pull": "read", "push": "write", **{name: name for name in ("triage", "maintain", "admin")}}


def add_collaborator(call: Call) -> ApiResponse:
    """Invite a person; change the role of a collaborator, and admit a member of the organization, at once."""
    place, login = call.repository, _person(call)
    role = _role(call)
    if login == place.owner:
        raise invalid("Validation Failed", {"resource": "Repository", "code": "custom", "message": OWNER})
    if collaborators.is_collaborator(place, login) or login in call.host.world.owners.get(place.owner, ()):
        collaborators.admit(call.acting, login, role)
        return NO_CONTENT
    return ApiResponse(201, _shape(call, place, collaborators.invite(call.acting, login, role)))


def remove_collaborator(call: Call) -> ApiResponse:
    """Remove a collaborator: for administrators, and for the collaborator."""
    login = _person(call)
    if login != call.login:
        call.require(RepositoryRole.ADMIN)
    collaborators.remove(call.acting, login)
    return NO_CONTENT


def list_invitations(call: Call) -> ApiResponse:
    """List the invitations that nobody has answered, for administrators."""
    call.require(RepositoryRole.ADMIN)
    return page(call, call.repository.invitations, lambda each: _shape(call, call.repository, each))


def edit_invitation(call: Call) -> ApiResponse:
    """Change the role of an invitation."""
    invitation = _invitation(call)
    named = call.text("permissions", "RepositoryInvitation", "write")
    if named not in ("read", "write", "maintain", "triage", "admin"):
        raise wrong("RepositoryInvitation", "permissions")
    invitation.role = named
    return ApiResponse(json=_shape(call, call.repository, invitation))


def delete_invitation(call: Call) -> ApiResponse:
    """Delete an invitation."""
    call.repository.invitations.remove(_invitation(call))
    return NO_CONTENT


def list_own_invitations(call: Call) -> ApiResponse:
    """List the invitations of the caller."""
    found = list(invitations_of(call, require_person(call)))
    return page(call, found, lambda pair: _shape(call, *pair))


def accept_invitation(call: Call) -> ApiResponse:
    """Accept an invitation."""
    place, invitation = _own(call)
    if _is_expired(call, invitation):
        raise not_found()
    collaborators.accept(ActingAccount(call.host, place, require_person(call)), invitation)
    return NO_CONTENT


def decline_invitation(call: Call) -> ApiResponse:
    """Decline an invitation."""
    place, invitation = _own(call)
    place.invitations.remove(invitation)
    return NO_CONTENT


def invitations_of(call: Call, login: str) -> Iterator[tuple[Repository, StoredInvitation]]:
    """Return the invitations of somebody, with their repositories."""
    for place in call.host.world.repositories.values():
        for invitation in place.invitations:
            if invitation.invitee == login:
                yield place, invitation


def _person(call: Call) -> str:
    login = call.login_at("username")
    account = call.host.world.accounts.get(login)
    if account is None or account.type != "User":
        raise not_found()
    return login


def _role(call: Call) -> str:
    """Return the role that the body asks for; only repositories of organizations have others than write."""
    named, place = call.text("permission", "Repository", "push"), call.repository
    if named not in _ROLES and named not in place.custom_roles:
        raise wrong("Repository", "permission")
    is_personal = call.host.world.accounts[place.owner].type == "User"
    return "write" if is_personal else _ROLES.get(named, named)


def _invitation(call: Call) -> StoredInvitation:
    number = call.number("invitation_id")
    found = next((each for each in call.repository.invitations if each.id == number), None)
    if found is None:
        raise not_found()
    return found


def _own(call: Call) -> tuple[Repository, StoredInvitation]:
    number = call.number("invitation_id")
    found = next((pair for pair in invitations_of(call, require_person(call)) if pair[1].id == number), None)
    if found is None:
        raise not_found()
    return found


def _is_expired(call: Call, invitation: StoredInvitation) -> bool:
    return call.host.clock.now() - invitation.created_at > LIFETIME


def _shape(call: Call, place: Repository, invitation: StoredInvitation) -> Json:
    role = RepositoryRole.by_name(place.custom_roles.get(invitation.role, invitation.role))
    return {
        "id": invitation.id,
        "node_id": node_id("RI", invitation.id),
        "repository": repository.short(call.host, place),
        "invitee": people.user(call.host, invitation.invitee),
        "inviter": people.user(call.host, invitation.inviter),
        "permissions": role.name.lower(),
        "created_at": stamp(invitation.created_at),
        "expired": _is_expired(call, invitation),
        "url": f"{call.host.api_url}/user/repository_invitations/{invitation.id}",
        "html_url": f"{repository.html_url(call.host, place)}/invitations",
    }


_REPOSITORY = "/repos/{owner}/{repo}"
_ONE = f"{_REPOSITORY}/collaborators/{{username}}"
_INVITATION = f"{_REPOSITORY}/invitations/{{invitation_id}}"
_OWN = "/user/repository_invitations"
_ADMIN, _PERMISSIONS = RepositoryRole.ADMIN, ("administration",)
ROUTES = (
    Route("PUT", _ONE, add_collaborator, _ADMIN, permissions=_PERMISSIONS),
    Route("DELETE", _ONE, remove_collaborator, permissions=_PERMISSIONS),
    Route("GET", f"{_REPOSITORY}/invitations", list_invitations, permissions=_PERMISSIONS, guarded=True),
    Route("PATCH", _INVITATION, edit_invitation, _ADMIN, permissions=_PERMISSIONS),
    Route("DELETE", _INVITATION, delete_invitation, _ADMIN, permissions=_PERMISSIONS),
    Route("GET", _OWN, list_own_invitations),
    Route("PATCH", f"{_OWN}/{{invitation_id}}", accept_invitation),
    Route("DELETE", f"{_OWN}/{{invitation_id}}", decline_invitation),
)
