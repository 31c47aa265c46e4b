"""Services are found in a catalog or in CODEOWNERS, and what is none is left out."""

from __future__ import annotations

import pytest

from incident_actions.setup.service_discovery import MOST, FoundServices, find_services

CATALOG = """\
kind: System
metadata: { name: shop }
---
kind: Component
metadata: { name: api, annotations: { github.com/project-slug: acme/api } }
spec: { type: service, owner: "group:payments" }
---
kind: Component
metadata: { name: web, annotations: { github.com/project-slug: Acme/Shop } }
spec: { type: website }
---
kind: Component
metadata: { name: colours }
spec: { type: library }
"""


def found(path: str, text: str) -> tuple[object, ...]:
    read = find_services({path: text}, "acme/shop")
    return read.services if read else ()


def test_the_components_of_a_catalog_are_services_with_the_repository_of_their_code() -> None:
    read = find_services({"catalog-info.yaml": CATALOG, "CODEOWNERS": "/mail/ @ada\n"}, "acme/shop")

    assert read == FoundServices("catalog-info.yaml", ({"name": "api", "repository": "acme/api"}, "web"))
    assert read.names == ("api", "web")


@pytest.mark.parametrize("text", ["", "kind: Component\n", "- a\n", "{", "kind: Component\nmetadata: 7\nspec: []\n"])
def test_a_catalog_without_components_leaves_it_to_the_code_owners(text: str) -> None:
    assert find_services({"catalog-info.yaml": text, "CODEOWNERS": "/mail/ @ada\n"}, "acme/shop") == FoundServices(
        "CODEOWNERS", ({"name": "mail", "owner": "ada"},)
    )


@pytest.mark.parametrize(
    ("line", "service"),
    [
        ("/services/api/ @ada", {"name": "api", "owner": "ada"}),
        ("services/api/** @acme/api @ada # both", {"name": "api", "owner": ["acme/api", "ada"]}),
        ("apps/web/*  ada@example.org", "web"),
        ("/Mail/ @ada", {"name": "Mail", "owner": "ada"}),
    ],
)
def test_a_folder_with_owners_of_its_own_is_a_service(line: str, service: object) -> None:
    assert found("CODEOWNERS", f"* @grace\n{line}\n") == (service,)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "# /api/ @ada",
        "* @ada",
        "/docs/ @ada",
        "/.github/ @ada",
        "*.py @ada",
        "/a/b/ @ada",
        "api @ada",
        "/a|b/ @ada",
    ],
)
def test_everything_else_is_none(line: str) -> None:
    assert find_services({"CODEOWNERS": f"{line}\n"}, "acme/shop") is None


def test_a_name_counts_once_and_there_are_not_too_many() -> None:
    assert found("CODEOWNERS", "/Api/ @ada\n/services/api/ @grace\n") == ({"name": "api", "owner": "grace"},)
    assert len(found("CODEOWNERS", "".join(f"/s{number}/ @ada\n" for number in range(99)))) == MOST
