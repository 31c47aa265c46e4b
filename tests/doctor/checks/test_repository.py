"""The doctor finds a repository that takes no issues, a server that lacks features, and a token without requests."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.contract.repository_facts import RateLimit, RepositorySettings
from tests.doctor.healthy_repository import NOON, PAGE, healthy_facts, not_passing

SERVER = RepositorySettings("acme/shop", PAGE, hosted=False)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"repository": RepositorySettings("acme/shop", PAGE, issues=False)}, [("issues", "fail", "off")]),
        ({"repository": RepositorySettings("acme/shop", PAGE, archived=True)}, [("issues", "fail", "archived")]),
        ({"repository": SERVER, "runner": "ours", "features": {"pins": True}}, []),
        ({"repository": SERVER, "runner": "ours", "features": {"pins": False}}, [("features", "warn", "lacking")]),
        ({"repository": SERVER, "runner": "ours", "features": {"pins": None}}, [("features", "unknown", "untried")]),
        ({"rate_limit": None}, []),
        ({"rate_limit": RateLimit(5_000, 0, NOON)}, [("quota", "fail", "none")]),
        ({"rate_limit": RateLimit(5_000, 100, NOON)}, [("quota", "warn", "low")]),
    ],
    ids=["no issues", "archived", "all features", "no pins", "pins untried", "no limit", "no request", "few requests"],
)
def test_the_repository_and_its_server_are_judged_by_their_facts(
    changed: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    found = not_passing(healthy_facts(**changed))

    assert [each for each in found if each[0] in ("issues", "features", "quota")] == expected
