"""A name of the process leads to the people behind it at a moment, by rota, roles, owners and contacts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.text.messages import MissingPeople
from incident_actions.timers.recipients import missing_people, resolve, resolve_all
from tests.own_timers import only_own_timers
from tests.timers.timer_records import START, declared, incident, process

PROCESS = process(
    only_own_timers("""
services:
  - { name: API, owner: [ada, acme/platform] }
  - { name: web, owner: [ada, linus] }
  - { name: queue }
contacts:
  lead: { name: Engineering lead, people: [linus, kim] }
  vp: { name: the VP }
on_call:
  primary: [{ people: [grace, kim], since: 2026-03-02 }]
  secondary: [{ people: [margaret] }]
""")
)
NO_ROTA = process(
    only_own_timers("contacts: { on-call: { name: whoever is awake, people: [mary] }, vp: { name: the VP } }\n")
)
INCIDENT = replace(
    incident(declared()), roles={"commander": "ada"}, services=("api", "Web"), acknowledged_by="margaret"
)
A_WEEK = timedelta(weeks=1)


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("@linus", ("linus",)),
        ("@acme/sre", ("acme/sre",)),
        ("on-call", ("grace",)),
        ("secondary", ("margaret",)),
        ("service-owner", ("ada", "acme/platform", "ada", "linus")),
        ("lead", ("linus", "kim")),
        ("vp", ()),
        ("commander", ("ada",)),
        ("Incident Commander", ("ada",)),
        ("acknowledger", ("margaret",)),
        ("comms", ()),
        ("nobody-knows", ()),
        ("linus", ()),
    ],
)
def test_a_name_leads_to_the_people_behind_it(name: str, people: tuple[str, ...]) -> None:
    assert resolve(name, INCIDENT, PROCESS, START) == people


def test_a_contact_is_the_second_person_where_the_rota_has_none() -> None:
    rota = "contacts: { secondary: { name: Backup, people: [linus] } }\non_call: { primary: [{ people: [grace] }] }\n"

    assert resolve("secondary", INCIDENT, process(only_own_timers(rota)), START) == ("linus",)


@pytest.mark.parametrize(("weeks", "person"), [(0, "grace"), (1, "kim"), (2, "grace")])
def test_the_person_on_call_is_the_one_of_that_moment(weeks: int, person: str) -> None:
    assert resolve("on-call", INCIDENT, PROCESS, START + weeks * A_WEEK) == (person,)


@pytest.mark.parametrize(("name", "people"), [("on-call", ("mary",)), ("secondary", ())])
def test_a_contact_stands_in_for_a_rota_that_the_process_lacks(name: str, people: tuple[str, ...]) -> None:
    assert resolve(name, INCIDENT, NO_ROTA, START) == people


@pytest.mark.parametrize(
    ("services", "owners"),
    [((), ()), (("queue",), ()), (("api",), ("ada", "acme/platform")), (("WEB", "unknown"), ("ada", "linus"))],
)
def test_only_the_owners_of_affected_services_are_paged(services: tuple[str, ...], owners: tuple[str, ...]) -> None:
    assert resolve("service-owner", replace(INCIDENT, services=services), PROCESS, START) == owners


@pytest.mark.parametrize(
    ("names", "people"),
    [
        ((), ()),
        (("lead", "commander"), ("linus", "kim", "ada")),
        (("service-owner", "commander", "@linus"), ("ada", "acme/platform", "linus")),
        (("vp", "comms", "on-call"), ("grace",)),
    ],
)
def test_several_names_lead_to_each_person_once_in_the_order_of_the_names(
    names: tuple[str, ...], people: tuple[str, ...]
) -> None:
    assert resolve_all(names, INCIDENT, PROCESS, START) == people


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ((), MissingPeople()),
        (("@linus", "on-call", "service-owner", "lead", "commander"), MissingPeople()),
        (("comms", "tech"), MissingPeople(roles=("Comms lead", "Tech lead"))),
        (("Scribe",), MissingPeople(roles=("Scribe",))),
        (("vp", "nobody-knows"), MissingPeople(unset=("the VP", "nobody-knows"))),
        (("vp", "comms", "lead"), MissingPeople(roles=("Comms lead",), unset=("the VP",))),
    ],
)
def test_names_that_reach_nobody_are_sorted_by_what_would_change_that(
    names: tuple[str, ...], missing: MissingPeople
) -> None:
    assert missing_people(names, INCIDENT, PROCESS, START) == missing


@pytest.mark.parametrize("services", [(), ("queue",)])
def test_services_without_an_owner_are_missing_owners_and_not_an_unset_name(services: tuple[str, ...]) -> None:
    lonely = replace(INCIDENT, services=services)

    assert missing_people(("service-owner",), lonely, PROCESS, START) == MissingPeople(owners=True)


def test_a_contact_that_is_called_like_a_role_is_unset_and_not_unheld() -> None:
    own = process(only_own_timers("contacts: { comms: { name: the press office } }\n"))

    assert resolve("comms", replace(INCIDENT, roles={"comms": "ada"}), own, START) == ()
    assert missing_people(("comms",), INCIDENT, own, START) == MissingPeople(unset=("the press office",))


def test_a_place_on_the_rota_that_nobody_has_is_unset() -> None:
    assert missing_people(("on-call", "secondary"), INCIDENT, NO_ROTA, START) == MissingPeople(
        unset=("the second on call",)
    )
