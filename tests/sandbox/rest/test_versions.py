"""The versions of the API: what is asked for is what answers, and an unknown one is refused."""

from pathlib import Path

import pytest
from requests import Response

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def asking_for(version: str, client: Client) -> Response:
    return client("GET", "", headers={"X-GitHub-Api-Version": version})


@pytest.mark.parametrize("version", ["2022-11-28", "2026-03-10"])
def test_the_version_that_a_request_names_answers_it(version: str, ada: Client) -> None:
    assert asking_for(version, ada).headers["X-GitHub-Api-Version-Selected"] == version


def test_a_request_that_names_no_version_is_answered_by_the_oldest(ada: Client) -> None:
    assert ada("GET", "").headers["X-GitHub-Api-Version-Selected"] == "2022-11-28"


def test_a_version_that_nobody_published_is_refused_with_those_there_are(ada: Client) -> None:
    refused = asking_for("v3", ada)

    assert (refused.status_code, refused.json()["message"]) == (
        400,
        'The version you specified in the "X-GitHub-API-Version" request header, "v3", is not a supported version.'
        ' The following versions are currently supported: "2026-03-10" (most recent), "2022-11-28".',
    )
    assert ada.json("GET", "/versions") == ["2026-03-10", "2022-11-28"]


def test_an_enterprise_server_knows_no_version_that_is_newer_than_it(tmp_path: Path) -> None:
    with Sandbox(tmp_path, server="enterprise") as sandbox:
        sandbox.create_repository("acme/shop", collaborators={"ada": "admin"})
        ada = Client(sandbox, sandbox.token("ada"))

        assert asking_for("2026-03-10", ada).status_code == 400
        assert asking_for("2022-11-28", ada).status_code == 200
