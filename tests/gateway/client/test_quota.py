"""What is left of an hour's requests, as GitHub's headers say."""

from datetime import UTC, datetime

import pytest

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.quota import GRAPHQL, HourlyLimit, Quota
from incident_actions.sandbox import Sandbox

AT_FOUR = datetime(2026, 3, 4, 16, tzinfo=UTC)


def headers(left: int, resource: str = "core") -> dict[str, str]:
    return {
        "x-ratelimit-limit": "1000",
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(int(AT_FOUR.timestamp())),
        "x-ratelimit-resource": resource,
    }


def test_the_newest_answer_about_each_limit_counts() -> None:
    quota = Quota()

    for left, resource in ((900, "core"), (999, "graphql"), (899, "core")):
        quota.note(headers(left, resource))

    assert quota.limits == {"core": HourlyLimit(1000, 899, AT_FOUR), "graphql": HourlyLimit(1000, 999, AT_FOUR)}


@pytest.mark.parametrize(("left", "low"), [(251, False), (250, True), (0, True)])
def test_a_quarter_is_kept_for_responders(left: int, low: bool) -> None:
    quota = Quota()

    quota.note(headers(left))

    assert (quota.is_low(), quota.is_low(GRAPHQL)) == (low, False)


@pytest.mark.parametrize("given", [{}, {**headers(3), "x-ratelimit-remaining": "many"}])
def test_a_server_without_limits_never_runs_low(given: dict[str, str]) -> None:
    quota = Quota()

    quota.note(given)

    assert (quota.limits, quota.is_low()) == ({}, False)


def test_every_answer_tells_a_connection_what_is_left(sandbox: Sandbox) -> None:
    connection = Connection(sandbox.installation_token, "acme/shop", sandbox.api_url)

    connection.get("")
    connection.get("issues")

    assert [(name, each.limit - each.left) for name, each in connection.quota.limits.items()] == [("core", 2)]
    connection.close()
