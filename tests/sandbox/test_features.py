"""What a server may lack."""

from pathlib import Path

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client

PATHS = {
    "pins": ("PUT", "issues/comments/{comment}/pin"),
    "sub_issues": ("GET", "issues/1/sub_issues"),
    "reactions": ("GET", "issues/comments/{comment}/reactions"),
    "statuses": ("GET", "commits/main/status"),
    "repository_comments": ("GET", "issues/comments"),
}


@pytest.mark.parametrize("feature", PATHS)
def test_a_feature_that_is_left_out_is_404_and_the_others_are_there(tmp_path: Path, feature: str) -> None:
    with Sandbox(tmp_path, without={feature}) as sandbox:
        sandbox.create_repository("acme/shop", collaborators={"ada": "admin"})
        ada = Client(sandbox, sandbox.token("ada"))
        ada.issue()
        comment = ada.json("POST", "issues/1/comments", {"body": "x"})["id"]

        statuses = {
            name: ada(method, path.format(comment=comment)).status_code for name, (method, path) in PATHS.items()
        }

        assert statuses == dict.fromkeys(PATHS, 200) | {feature: 404}
