"""Services are named in a list separated by commas or lines."""

from __future__ import annotations

import pytest

from incident_actions.model.process.service_list import services_in


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("", ()),
        (" , ,\n", ()),
        ("api", ("api",)),
        ("api, web", ("api", "web")),
        ("api\nthe  web shop", ("api", "the web shop")),
        ("web, api, web", ("web", "api")),
        ("x" * 99, ("x" * 60,)),
        (",".join(map(str, range(30))), tuple(map(str, range(20)))),
    ],
)
def test_each_service_is_named_once_in_its_order(text: str, services: tuple[str, ...]) -> None:
    assert services_in(text) == services
