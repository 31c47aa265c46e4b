"""A robot that tidies up reads much and writes much, and keeps an eye on the rate limit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.strangers.node import run_script

ISSUES = 105
"""More than one page has."""


def tidy(shop: Sandbox) -> Any:
    return run_script("stale.mjs", API=shop.api_url, TOKEN=shop.installation_token, NOW=shop.clock.now().isoformat())


@pytest.mark.rest
def test_it_marks_what_nobody_touched_and_closes_what_stays_so(shop: Sandbox) -> None:
    ada = Client(shop, shop.token("ada"))
    numbers = [ada.issue(f"Old {place}")["number"] for place in range(ISSUES)]
    shop.clock.advance(timedelta(days=61))
    new = ada.issue("New")["number"]

    first = tidy(shop)
    shop.clock.advance(timedelta(days=8))
    ada.json("POST", f"issues/{numbers[0]}/comments", {"body": "Still there"})
    second = tidy(shop)

    assert (first["listed"], first["marked"], first["closed"], first["spared"]) == (ISSUES + 1, numbers, [], [new])
    assert (second["marked"], second["closed"], second["spared"]) == ([], numbers[1:], [numbers[0], new])
    assert {each["state_reason"] for each in ada.json("GET", "issues?state=closed")} == {"not_planned"}
    assert [each["number"] for each in ada.json("GET", "issues?direction=asc")] == [numbers[0], new]
    for run in (first, second):
        assert run["remaining"] == sorted(run["remaining"], reverse=True)
        assert run["used"] == len(run["remaining"]) - 1
