"""People are found with their ways, by the names that a process uses for them."""

from __future__ import annotations

from incident_actions.offline.contacts import ContactDetails, contact_details, with_details
from tests.offline.logs import INCIDENT, NOON, PROCESS

MANAGER = ContactDetails("the duty manager", "+44 20 7946 0009", (("margaret", ""),))
ON_CALL = ContactDetails("on-call", "", (("linus", "+44 20 7946 0003"),))


def test_each_name_is_found_once_and_a_name_without_anybody_is_left_out() -> None:
    names = ("manager", "on-call", "manager", "nobody")

    assert contact_details(names, INCIDENT, PROCESS, NOON) == (MANAGER, ON_CALL)


def test_a_way_is_known_for_a_place_or_for_one_of_its_people() -> None:
    unknown = ContactDetails("nobody", "", (("margaret", ""),))

    assert [each.is_reachable for each in (MANAGER, ON_CALL, unknown)] == [True, True, False]


def test_people_have_the_way_that_the_directory_gives() -> None:
    assert with_details(("linus", "margaret"), PROCESS) == (("linus", "+44 20 7946 0003"), ("margaret", ""))
