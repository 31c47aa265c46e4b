"""The settings that a tool depends on, changed in a browser by an admin."""

from __future__ import annotations

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.pages.visitor import Visitor

SETTINGS = "/acme/shop/settings"


def test_the_permissions_of_workflows_are_changed(sandbox: Sandbox, ada: Client, visitor: Visitor) -> None:
    visitor.send(SETTINGS, {"do": "actions", "permissions": "write"})
    place = sandbox.repository("acme/shop")

    assert (place.settings.default_permissions, place.actions_may_open_pull_requests, place.settings.actions) == (
        "write",
        False,
        False,
    )
    visitor.send(SETTINGS, {"do": "actions", "permissions": "read", "may_open": "on", "enabled": "on"})
    assert ada.json("GET", "actions/permissions/workflow") == {
        "default_workflow_permissions": "read",
        "can_approve_pull_request_reviews": True,
    }


def test_people_get_roles_and_new_ones_an_account(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.send(SETTINGS, {"do": "person", "login": "iris", "role": "on-call"})
    visitor.send(SETTINGS, {"do": "person", "login": "grace", "role": "admin"})

    roles = sandbox.repository("acme/shop").roles
    assert (roles["iris"], roles["grace"]) == ("on-call", "admin")
    visitor.act_as("iris")


def test_issues_are_switched_off_and_variables_set(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.send(SETTINGS, {"do": "features"})
    visitor.send(SETTINGS, {"do": "variable", "name": "team_url", "value": "x"})
    visitor.send(SETTINGS, {"do": "variable", "name": "gone", "value": ""})

    settings = sandbox.repository("acme/shop").settings
    assert (settings.issues, settings.variables) == (False, {"TEAM_URL": "x"})


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "nothing"},
        {"do": "person", "login": "a b", "role": "read"},
        {"do": "person", "login": "iris", "role": "king"},
        {"do": "variable", "name": "a b", "value": "x"},
    ],
)
def test_a_setting_that_is_not_valid_is_refused(visitor: Visitor, fields: dict[str, str | list[str]]) -> None:
    assert visitor.post(SETTINGS, fields).status_code == 422


def test_only_admins_see_and_change_settings(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.act_as("grace")

    assert visitor.get(SETTINGS).status_code == 403
    assert visitor.post(SETTINGS, {"do": "features"}).status_code == 403
    assert sandbox.repository("acme/shop").settings.issues


def test_a_repository_is_renamed_and_transferred(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.token("grace")
    where = visitor.send(SETTINGS, {"do": "rename", "name": "store"})
    given = visitor.send(where, {"do": "transfer", "owner": "grace"})

    assert (where, given) == ("/acme/store/settings", "/grace/store/settings")
    assert sandbox.repository("grace/store").roles["grace"] == "admin"
