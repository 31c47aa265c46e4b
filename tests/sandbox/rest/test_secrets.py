"""Secrets come encrypted, and jobs get them; variables are plain."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest
from nacl.public import PublicKey, SealedBox

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client, Json


def sealed(client: Client, value: str) -> Json:
    key = client.json("GET", "actions/secrets/public-key")
    box = SealedBox(PublicKey(b64decode(key["key"])))
    return {"encrypted_value": b64encode(box.encrypt(value.encode())).decode(), "key_id": key["key_id"]}


def test_a_secret_is_set_for_jobs_and_never_shown(sandbox: Sandbox, ada: Client) -> None:
    place = "actions/secrets/api_key"

    assert [ada("PUT", place, sealed(ada, value)).status_code for value in ("one", "two")] == [201, 204]

    assert sandbox.host.secrets == {"API_KEY": "two"}
    assert [each["name"] for each in ada.json("GET", "actions/secrets")["secrets"]] == ["API_KEY"]
    assert set(ada.json("GET", place)) == {"name", "created_at", "updated_at"}
    assert (ada("DELETE", place).status_code, ada("GET", place).status_code, sandbox.host.secrets) == (204, 404, {})


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("GITHUB_TOKEN", {}),
        ("1KEY", {}),
        ("KEY", {"key_id": "other"}),
        ("KEY", {"encrypted_value": "eHh4"}),
        ("KEY", {"encrypted_value": "x"}),
    ],
)
def test_a_secret_that_cannot_be_taken_is_refused(ada: Client, name: str, changes: Json) -> None:
    assert ada("PUT", f"actions/secrets/{name}", sealed(ada, "x") | changes).status_code == 422


def test_variables_are_created_changed_and_deleted(sandbox: Sandbox, ada: Client, linus: Client) -> None:
    body = {"name": "level", "value": "debug"}

    assert [ada("POST", "actions/variables", body).status_code for _ in range(2)] == [201, 422]
    assert ada("PATCH", "actions/variables/LEVEL", {"value": "info"}).status_code == 204
    assert sandbox.repository("acme/shop").settings.variables == {"LEVEL": "info"}
    assert [ada("DELETE", "actions/variables/level").status_code for _ in range(2)] == [204, 404]
    assert [
        ada("PATCH", "actions/variables/level", {}).status_code,
        linus("POST", "actions/variables", body).status_code,
    ] == [404, 403]
