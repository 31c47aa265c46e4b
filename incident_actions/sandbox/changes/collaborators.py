"""Invite people to a repository, let them accept, change their roles, and remove them."""

from incident_actions.sandbox.changes import issues
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.shapes import people
from incident_actions.sandbox.state.community import StoredInvitation
from incident_actions.sandbox.state.records import Repository


def invite(acting: ActingAccount, login: str, role: str) -> StoredInvitation:
    """Invite somebody with a role, or change the role of the invitation that they have."""
    place = acting.repository
    found = next((each for each in place.invitations if each.invitee == login), None)
    if found is None:
        found = StoredInvitation(acting.next_id(), login, acting.login, role, acting.now)
        place.invitations.append(found)
    found.role = role
    return found


def accept(acting: ActingAccount, invitation: StoredInvitation) -> None:
    """Let the invited person in, on their own behalf."""
    acting.repository.invitations.remove(invitation)
    admit(acting, invitation.invitee, invitation.role)


def admit(acting: ActingAccount, login: str, role: str) -> None:
    """Give somebody a role at once."""
    place, before = acting.repository, acting.repository.role(login).permission
    is_new = not is_collaborator(place, login)
    place.roles[login] = role
    member, now = people.user(acting.host, login), place.role(login).permission
    if is_new:
        changes = {"permission": {"to": now}, "role_name": {"to": place.role_name(login)}}
        acting.announce("member", {"action": "added", "member": member, "changes": changes})
    elif now != before:
        changes = {"permission": {"from": before, "to": now}}
        acting.announce("member", {"action": "edited", "member": member, "changes": changes})


def remove(acting: ActingAccount, login: str) -> None:
    """Remove somebody, with what depends on their access.

    https://docs.github.com/en/rest/collaborators/collaborators#remove-a-repository-collaborator
    """
    place = acting.repository
    was_there = is_collaborator(place, login)
    place.roles.pop(login, None)
    place.invitations = [each for each in place.invitations if login not in (each.inviter, each.invitee)]
    place.stargazers = [each for each in place.stargazers if each != login]
    for issue in place.issues.values():
        issues.unassign(acting, issue, [login])
    if was_there:
        acting.announce("member", {"action": "removed", "member": people.user(acting.host, login)})


def is_collaborator(place: Repository, login: str) -> bool:
    """Check that somebody has been given a role."""
    return place.roles.get(login, "none") != "none"
