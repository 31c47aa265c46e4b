"""Collaborators are invited, accept, change their roles, and leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


@pytest.fixture
def ines(sandbox: Sandbox) -> Client:
    return Client(sandbox, sandbox.token("ines"))


def roles(client: Client) -> dict[str, str]:
    return {each["login"]: each["role_name"] for each in client.json("GET", "collaborators")}


def members(sandbox: Sandbox) -> list[tuple[str, str]]:
    """Return what the `member` webhooks announced."""
    sent = (each.payload for each in sandbox.deliveries if each.event == "member")
    return [(each["action"], each["member"]["login"]) for each in sent]


def test_somebody_who_is_invited_has_no_role_until_they_accept(sandbox: Sandbox, ada: Client, ines: Client) -> None:
    invitation = ada.json("PUT", "collaborators/ines", {"permission": "maintain"})
    again = ada.json("PUT", "collaborators/ines", {"permission": "triage"})
    before = roles(ada)
    (own,) = ines.json("GET", "/user/repository_invitations")
    accepted = ines("PATCH", f"/user/repository_invitations/{own['id']}")

    assert (invitation["permissions"], again["permissions"]) == ("maintain", "triage")
    assert (invitation["invitee"]["login"], invitation["inviter"]["login"]) == ("ines", "ada")
    assert (own["id"], own["repository"]["full_name"], own["expired"]) == (invitation["id"], "acme/shop", False)
    assert ("ines" in before, accepted.status_code, roles(ada)["ines"]) == (False, 204, "triage")
    assert (ada.json("GET", "invitations"), members(sandbox)) == ([], [("added", "ines")])


@pytest.mark.rest
def test_an_invitation_is_changed_declined_and_deleted(ada: Client, ines: Client) -> None:
    first = ada.json("PUT", "collaborators/ines")
    changed = ada.json("PATCH", f"invitations/{first['id']}", {"permissions": "read"})
    declined = ines("DELETE", f"/user/repository_invitations/{first['id']}")
    second = ada.json("PUT", "collaborators/ines")
    deleted = ada("DELETE", f"invitations/{second['id']}")

    assert (first["permissions"], changed["permissions"]) == ("write", "read")
    assert [each.status_code for each in (declined, deleted)] == [204, 204]
    assert (ada.json("GET", "invitations"), ines.json("GET", "/user/repository_invitations")) == ([], [])


@pytest.mark.rest
def test_an_invitation_expires_after_a_week(sandbox: Sandbox, ada: Client, ines: Client) -> None:
    number = ada.json("PUT", "collaborators/ines")["id"]
    sandbox.clock.advance(timedelta(days=8))

    (listed,) = ada.json("GET", "invitations")
    assert (listed["expired"], ines("PATCH", f"/user/repository_invitations/{number}").status_code) == (True, 404)


def test_collaborators_and_owners_of_the_organization_get_a_role_at_once(sandbox: Sandbox, ada: Client) -> None:
    sandbox.create_organization("acme", ["olga"])

    answers = [ada("PUT", f"collaborators/{login}", {"permission": "on-call"}) for login in ("zed", "grace", "olga")]

    assert [each.status_code for each in answers] == [201, 204, 204]
    assert (roles(ada)["grace"], roles(ada)["olga"]) == ("on-call", "on-call")
    assert members(sandbox) == [("edited", "grace"), ("added", "olga")]


def test_somebody_who_is_removed_loses_what_depends_on_their_role(sandbox: Sandbox, ada: Client, grace: Client) -> None:
    issue = ada.issue(assignees=["grace", "ada"])
    grace("PUT", "/user/starred/acme/shop")

    removed = [ada("DELETE", "collaborators/grace").status_code, ada("DELETE", "collaborators/grace").status_code]

    assert (removed, "grace" in roles(ada), members(sandbox)) == ([204, 204], False, [("removed", "grace")])
    assert [each["login"] for each in ada.json("GET", f"issues/{issue['number']}")["assignees"]] == ["ada"]
    assert ada.json("GET", "stargazers") == []


@pytest.mark.rest
def test_a_collaborator_may_leave_and_nobody_else_may_remove_them(ada: Client, grace: Client, linus: Client) -> None:
    answers = [linus("DELETE", "collaborators/grace"), grace("DELETE", "collaborators/grace")]

    assert ([each.status_code for each in answers], "grace" in roles(ada)) == ([403, 204], False)


def test_who_cannot_be_added_is_refused(sandbox: Sandbox, ada: Client, grace: Client) -> None:
    ada.json("POST", "/user/repos", {"name": "own"})
    bodies = [("nobody", {}), ("acme", {}), ("ines", {"permission": "king"})]
    sandbox.token("ines")

    answers = [ada("PUT", f"collaborators/{login}", body) for login, body in bodies]
    answers += [grace("PUT", "collaborators/ines"), ada("PUT", "/repos/ada/own/collaborators/ada")]
    own = ada.json("PUT", "/repos/ada/own/collaborators/ines", {"permission": "admin"})

    assert [each.status_code for each in answers] == [404, 404, 422, 403, 422]
    assert own["permissions"] == "write"
