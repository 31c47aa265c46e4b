"""@octokit/rest, as its registry has it, leads the life of a repository on the sandbox."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest
from nacl.public import PublicKey, SealedBox

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.strangers.node import run_script

FEWEST_CALLS = 195
"""The script has more of them than are in wide use."""


@pytest.mark.rest
def test_each_of_its_most_used_calls_succeeds_and_the_library_understands_the_answers(shop: Sandbox) -> None:
    ada = Client(shop, shop.token("ada"))
    ada.issue()
    finished = shop.settle()
    key = PublicKey(b64decode(ada.json("GET", "actions/secrets/public-key")["key"]))

    told = run_script(
        "octokit.mjs",
        API=shop.api_url,
        ADA=shop.token("ada"),
        GRACE=shop.token("grace"),
        LINUS=shop.token("linus"),
        APP=shop.installation_token,
        RUN=str(finished[0].job.id),
        WORKFLOW="sweep.yml",
        REPOSITORY=str(shop.repository("acme/shop").id),
        SEALED=b64encode(SealedBox(key).encrypt(b"opensesame")).decode(),
    )

    shop.settle()
    statuses = told["statuses"]
    assert {name: status for name, status in statuses.items() if status not in (200, 201, 202, 204)} == {}
    assert len(statuses) >= FEWEST_CALLS
    assert told["comments"] == [f"Comment {number}" for number in range(12)]
    assert (told["unchanged"], told["refused"], told["viewer"]) == (304, 401, "ada")
    assert told["missing"] == [404, "Not Found - https://docs.github.com/rest"]
    assert (told["diff"], told["raw"]) == ("diff --git a/two.txt b/two.txt", "# shop\n")
