"""Roles go to people who are there, and who are told."""

import pytest

from tests.engine.commands.asking import facts, refused, running
from tests.engine.commands.manned import manned, worked
from tests.worlds import PROCESS

DUTIES = "You coordinate, decide, and declare the incident resolved. Leave debugging to others."


@pytest.mark.parametrize(
    ("text", "role", "name", "person"),
    [
        ("/ic", "commander", "Incident commander", "grace"),
        ("/ic @ada", "commander", "Incident commander", "ada"),
        ("/comms linus", "comms", "Comms lead", "linus"),
        ("/tech @mary", "tech", "Tech lead", "mary"),
        ("/scribe", "scribe", "Scribe", "grace"),
        ("/role Comms lead @ada", "comms", "Comms lead", "ada"),
        ("/role ic @ada", "commander", "Incident commander", "ada"),
        ("/take tech", "tech", "Tech lead", "grace"),
        ("/take Incident Commander", "commander", "Incident commander", "grace"),
    ],
)
def test_a_role_is_handed_out_or_taken(text: str, role: str, name: str, person: str) -> None:
    world = running()

    assert facts(world, "grace", text) == [{"kind": "role", "role": role, "person": person, "name": name}]
    assert world.incident.roles == {role: person}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/ic @nobody", "`nobody` has no access to this repository, or does not exist. `/ic` was not carried out."),
        (
            "/ic @kim",
            "GitHub did not tell which role `kim` has in this repository, so `/ic` was not carried out."
            " That is not a refusal: please comment it again.",
        ),
        ("/ic @ada @linus", "`/ic` needs more: `/ic @user`. Nothing was done for it."),
        ("/ic @acme/team", "`/ic` needs more: `/ic @user`. Nothing was done for it."),
        ("/role @ada", "`/role` needs more: `/role <name> @user`. Nothing was done for it."),
        (
            "/role captain @ada",
            "`/role` knows these roles: `commander`, `comms`, `tech`, `scribe`. Nothing was changed.",
        ),
        ("/take captain", "`/take` knows these roles: `commander`, `comms`, `tech`, `scribe`. Nothing was changed."),
        ("/take", "`/take` needs more: `/take <role>`. Nothing was done for it."),
    ],
)
def test_a_role_goes_to_nobody_else(text: str, words: str) -> None:
    assert refused(running(), text) == [words]


def test_a_person_who_gets_a_role_sees_its_duties() -> None:
    assert running().ask("grace", "/ic @ada") == [
        f"@ada, `grace` made you **Incident commander** of this incident. {DUTIES}"
    ]


@pytest.mark.parametrize(
    ("text", "login"), [("/ic", "grace"), ("/ic @grace", "grace"), ("/take ic", "grace"), ("/ic @Grace", "Grace")]
)
def test_a_person_who_takes_a_role_sees_its_duties_without_a_mention(text: str, login: str) -> None:
    world = running()
    world.roles = {**world.roles, "Grace": "write"}

    assert world.ask("grace", text) == [f"`{login}` is now **Incident commander** of this incident. {DUTIES}"]


def test_the_holder_of_a_role_is_not_reminded_of_its_duties() -> None:
    assert running("/ic").ask("grace", "/ic\n/take commander") == []


def test_a_role_without_duties_needs_no_words() -> None:
    roles = tuple(role.model_copy(update={"duties": ""}) for role in PROCESS.roles)
    world = worked(process=PROCESS.model_copy(update={"roles": roles}))

    assert world.ask("grace", "/ic") == []
    assert world.ask("grace", "/ic @ada") == ["@ada, `grace` made you **Incident commander** of this incident."]


APART = "extends: default\nroles:\n" + "".join(
    f"  - {{ key: {key}, name: {name}, with: [{beside}] }}\n"
    for key, name, beside in (("commander", "Lead", "comms"), ("comms", "Comms", ""), ("tech", "Tech", ""))
)


@pytest.mark.parametrize(
    ("before", "text", "apart"),
    [
        ("/ic", "/take comms", ""),
        ("/take comms", "/ic", ""),
        ("/ic", "/take tech", "Lead"),
        ("/ic @ada", "/take tech", ""),
        ("/ic\n/take comms", "/take tech", "Lead, Comms"),
        ("/take tech", "/take tech", ""),
    ],
)
def test_two_roles_that_the_process_keeps_apart_are_given_and_it_says_so(before: str, text: str, apart: str) -> None:
    world = worked(before, process=manned(APART))

    said = world.ask("grace", text)

    wants = "This process wants Tech and {} to be different people. As soon as there is somebody else: `/handoff`."
    assert said == ([f"`grace` is now **Tech** of this incident.\n\n{wants.format(apart)}"] if apart else [])
    assert "grace" in world.incident.roles.values()


def test_one_person_may_hold_all_roles_unless_the_process_objects() -> None:
    assert "different people" not in "".join(worked("/ic\n/comms\n/tech\n/scribe").replies())


def test_the_commander_is_assigned_and_the_former_one_is_not() -> None:
    world = running("/ic @ada")
    assert world.issue.assignees == ("ada",)

    world.ask("grace", "/ic @linus\n/tech @ada")

    assert world.issue.assignees == ("linus",)


def test_the_account_of_an_enterprise_has_an_underscore() -> None:
    world = running()
    world.roles = {**world.roles, "ada_acme": "write"}

    assert world.ask("grace", "/ic @ada_acme") == [
        f"@ada_acme, `grace` made you **Incident commander** of this incident. {DUTIES}"
    ]
    assert world.issue.assignees == ("ada_acme",)
