"""Roles go to people who are there, and who are told."""

from dataclasses import replace

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
        ("/tech @LINUS", "tech", "Tech lead", "linus"),
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
        (
            "/ic @nobody",
            "`nobody` doesn't exist, or has no access to this repository. Nothing was changed. Check the spelling, as in `/ic @user`, or ask an administrator to add them under **Settings → Collaborators and teams**.",
        ),
        (
            "/ic @kim",
            "GitHub did not return the role of `kim` in this repository, so `/ic` was not run. Post it again: `/ic`.",
        ),
        ("/ic @ada @linus", "`/ic` takes one person, not `@ada @linus`. Type `/ic @ada`. Nothing was changed."),
        ("/ic @acme/team", "`/ic` takes this form: `/ic @user`. Nothing was changed."),
        (
            "/ic @mary",
            "`mary` has the role **read** in this repository and needs **triage** to run commands, so `/ic` changed nothing. Name somebody else, as in `/ic @user`, or ask an administrator to grant the role under **Settings → Collaborators and teams**.",
        ),
        ("/role @ada", "`/role` takes this form: `/role <name> @user`. Nothing was changed."),
        (
            "/role captain @ada",
            "This process has no such role. Choose one: `/role commander @user`, `/role comms @user`, `/role tech @user`, `/role scribe @user`. Nothing was changed.",
        ),
        (
            "/take captain",
            "This process has no such role. Choose one: `/role commander @user`, `/role comms @user`, `/role tech @user`, `/role scribe @user`. Nothing was changed.",
        ),
        ("/take", "`/take` takes this form: `/take <role>`. Nothing was changed."),
    ],
)
def test_a_role_goes_to_nobody_else(text: str, words: str) -> None:
    assert refused(running(), text) == [words]


def test_a_person_who_gets_a_role_sees_its_duties() -> None:
    assert running().ask("grace", "/ic @ada") == [
        f"@ada, `grace` made you **Incident commander** of this incident. {DUTIES}"
    ]


@pytest.mark.parametrize(
    ("text", "login"),
    [("/ic", "grace"), ("/ic @grace", "grace"), ("/take ic", "grace"), ("/ic @Grace", "grace"), ("/ic me", "grace")],
)
def test_a_person_who_takes_a_role_sees_its_duties_without_a_mention(text: str, login: str) -> None:
    world = running()
    world.roles = {**world.roles, "Grace": "write"}

    assert world.ask("grace", text) == [f"`{login}`, you are now **Incident commander** of this incident. {DUTIES}"]


def test_a_person_who_takes_a_role_from_somebody_hears_from_whom() -> None:
    assert running("/ic").ask("ada", "/ic") == [
        f"`ada`, you are now **Incident commander** of this incident. `grace` held it before. {DUTIES}"
    ]


def test_the_holder_of_a_role_is_not_reminded_of_its_duties() -> None:
    assert running("/ic").ask("grace", "/ic\n/take commander") == []


def test_a_role_without_duties_needs_no_words() -> None:
    roles = tuple(replace(role, duties="") for role in PROCESS.roles)
    world = worked(process=replace(PROCESS, roles=roles))

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

    wants = "In this process, Tech and {} are different people. When somebody else is available, hand one over: `/handoff <role> @user <note>`."
    assert said == ([f"`grace`, you are now **Tech** of this incident.\n\n{wants.format(apart)}"] if apart else [])
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


LACKS = (
    "`linus` has the role **triage** in this repository, which is not enough for `/sev`, `/mitigated`, `/resolve`."
    " An administrator can grant **write** under **Settings → Collaborators and teams**."
)


@pytest.mark.parametrize("text", ["/ic @linus", "/tech @linus"])
def test_a_person_who_lacks_commands_gets_the_role_and_the_reply_names_them(text: str) -> None:
    world = running()

    (said,) = world.ask("grace", text)

    assert said.endswith(f"\n\n{LACKS}")
    assert "linus" in world.incident.roles.values()


@pytest.mark.parametrize("text", ["/scribe @linus", "/ic @ada"])
def test_a_person_who_can_do_what_the_role_needs_lacks_nothing(text: str) -> None:
    (said,) = running().ask("grace", text)

    assert "not enough" not in said


def test_somebody_who_takes_a_role_over_and_lacks_commands_hears_so() -> None:
    (said,) = running("/ic").ask("grace", "/handoff ic @linus it is yours")

    assert said.endswith(f"\n\n{LACKS}")
