"""Roles, contacts, services and playbooks are read as people write them."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from incident_actions.model.process.configuration_part import to_plain_values
from incident_actions.model.process.people import Contact, PersonalAddresses, Playbook, Role, Service
from incident_actions.model.process.validation import InvalidValues, validate


@pytest.mark.parametrize(
    ("given", "service"),
    [
        ("api", Service(name="api")),
        ({"name": "api", "owner": "ada"}, Service(name="api", owner=("ada",))),
        ({"name": "api", "owner": "@acme/on-call"}, Service(name="api", owner=("acme/on-call",))),
        ({"name": "api", "owner": ["ada", "@grace"]}, Service(name="api", owner=("ada", "grace"))),
        ({"name": "api", "owner": []}, Service(name="api")),
        (Service(name="api"), Service(name="api")),
    ],
    ids=["word", "one owner", "a team", "owners", "no owners", "itself"],
)
def test_a_service_may_be_a_word_and_its_owner_a_single_one(given: Any, service: Service) -> None:
    assert validate(Service, given) == service


def test_the_schema_of_an_owner_accepts_one_or_a_list() -> None:
    owner = TypeAdapter(Service).json_schema()["properties"]["owner"]

    one = {"pattern": "^@?[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9._-]+)?$", "type": "string"}
    assert owner["anyOf"] == [{"type": "array", "items": one}, one]
    assert {"type", "items"} & set(owner) == set()


def test_the_roles_that_go_together_are_written_as_with() -> None:
    given = {"key": "scribe", "name": "Scribe", "with": ["comms"]}

    role = validate(Role, given)

    assert role.with_roles == ("comms",)
    assert to_plain_values(role) == {
        "key": "scribe",
        "name": "Scribe",
        "duties": "",
        "required_from": None,
        "with": ["comms"],
    }


@pytest.mark.parametrize(
    ("part", "given", "where"),
    [
        (Service, 3, ()),
        (Service, "", ("name",)),
        (Service, {"name": "x" * 51}, ("name",)),
        (Service, {"name": "api", "owner": 3}, ("owner",)),
        (Service, {"name": "api", "owner": "a b"}, ("owner", 0)),
        (Service, {"name": "api", "repository": "acme/.."}, ("repository",)),
        (Service, {"name": "api", "sla": "x"}, ("sla",)),
        (Contact, {"name": "VP", "reach": "1" * 301}, ("reach",)),
        (Contact, {"name": "VP", "people": ["a b"]}, ("people", 0)),
        (Role, {"key": "Lead", "name": "Lead"}, ("key",)),
        (Playbook, {"name": "Full disk"}, ("symptoms",)),
    ],
)
def test_a_part_with_a_wrong_value_is_refused_at_that_value(
    part: type[Service | Contact | Role | Playbook], given: Any, where: tuple[str | int, ...]
) -> None:
    with pytest.raises(InvalidValues) as wrong:
        validate(part, given)

    assert [each["loc"] for each in wrong.value.errors] == [where]


@pytest.mark.parametrize(
    ("given", "tags"),
    [
        ("ada-pager", ("ada-pager",)),
        (["ada-pager", "ada-sms"], ("ada-pager", "ada-sms")),
        (["ada-pager", "ada-pager"], ("ada-pager",)),
    ],
)
def test_a_persons_addresses_are_named_by_one_tag_or_a_list(given: Any, tags: tuple[str, ...]) -> None:
    assert validate(PersonalAddresses, {"notify": given}).notify == tags


@pytest.mark.parametrize(
    "given", ["+44 20 7946 0001", "442079460001", "mailto://ada:x@example.org", "ada@example.org", "Ada", 4420794, ""]
)
def test_an_address_or_a_number_in_the_file_is_refused_with_the_reason(given: Any) -> None:
    with pytest.raises(InvalidValues, match="everybody who can read the repository can read this file"):
        validate(PersonalAddresses, {"notify": [given]})


@pytest.mark.parametrize(
    "given", [{}, {"notify": []}, {"notify": None}, {"notify": 3}, {"reach": "x"}, {"name": ""}, {"name": 7}]
)
def test_a_person_without_a_name_and_a_tag_is_refused(given: Any) -> None:
    with pytest.raises(InvalidValues):
        validate(PersonalAddresses, given)


def test_a_person_can_have_a_name_and_no_address() -> None:
    person = validate(PersonalAddresses, {"name": "Ada Lovelace"})

    assert (person.name, person.notify) == ("Ada Lovelace", ())
