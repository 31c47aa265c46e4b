"""A role changes hands with its duties, a note, and how the incident stands."""

import pytest

from tests.engine.commands.asking import facts, refused, running
from tests.engine.commands.manned import manned, worked

DUTIES = "You coordinate, decide, and declare the incident resolved. Leave debugging to others."


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("/handoff ic @ada the pool is full", "the pool is full"),
        ("/handoff Incident commander @ada: the pool is full", "the pool is full"),
        ("/handoff commander @ada\nthe pool is full\n- watch it", "the pool is full\n- watch it"),
    ],
)
def test_a_role_is_handed_to_the_next_person_with_a_note(text: str, note: str) -> None:
    world = running("/ic")

    assert facts(world, "grace", text) == [
        {"kind": "role", "role": "commander", "person": "ada", "name": "Incident commander", "note": note}
    ]
    assert world.incident.roles == {"commander": "ada"}
    assert world.issue.assignees == ("ada",)


def test_the_next_person_hears_all_that_they_must_know() -> None:
    world = running("/sev 1\n/ic @linus\n/update We look at the pool.\n/hotfix pool\n/hotfix queue")
    hotfixes = [each.pull for each in world.incident.hotfixes]

    assert world.ask("grace", "/handoff ic @ada the pool is full, @acme/all\n# watch it") == [
        f"@ada, `grace` handed **Incident commander** of this incident over to you. `linus` held it before. {DUTIES}\n\n"
        "the pool is full, @\u200bacme/all\n\\# watch it\n\n"
        "**SEV-1** · Investigating · since 2026-03-04 14:00 UTC: Checkout is down\n\n"
        "- **Last update:** 14:00 UTC: We look at the pool.\n"
        "- **Next update due:** 14:15 UTC\n"
        "- **In command:** `ada`\n"
        f"- **Open hotfixes:** #{hotfixes[0]}, #{hotfixes[1]}"
    ]


def test_a_handoff_of_conflicting_roles_is_pointed_out_and_carried_out() -> None:
    roles = "[{ key: commander, name: Lead, with: [comms] }, { key: comms, name: Comms }, { key: tech, name: Tech }]"
    world = worked("/ic @ada\n/role tech @linus", process=manned(f"extends: default\nroles: {roles}\n"))

    (said,) = world.ask("grace", "/handoff tech @ada on the pool")

    assert said == (
        "@ada, `grace` handed **Tech** of this incident over to you. `linus` held it before.\n\non the pool\n\n**Severity not set** · Investigating · since 2026-03-04 14:00 UTC: Checkout is down\n\n- **In command:** `ada`\n\nIn this process, Tech and Lead are different people. When somebody else is available, hand one over: `/handoff <role> @user <note>`."
    )
    assert world.incident.roles == {"commander": "ada", "tech": "ada"}


@pytest.mark.parametrize("holder", ["/ic", "/ic @ada"])
def test_nobody_hears_of_a_former_holder_who_hands_over_or_had_the_role_already(holder: str) -> None:
    (text,) = running(holder).ask("grace", "/handoff ic @ada on the pool")

    assert text.startswith(
        f"@ada, `grace` handed **Incident commander** of this incident over to you. {DUTIES}\n\non the pool\n\n"
    )


FORM = "`/handoff` takes this form: `/handoff <role> @user <note>`. Nothing was changed."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/handoff", FORM),
        ("/handoff ic", FORM),
        ("/handoff ic @ada", FORM),
        ("/handoff @ada the pool", FORM),
        ("/handoff ic ada the pool", FORM),
        ("/handoff ic @acme/team the pool", FORM),
        (
            "/handoff captain @ada the pool",
            "This process has no such role. Choose one: `/role commander @user`, `/role comms @user`, `/role tech @user`, `/role scribe @user`. Nothing was changed.",
        ),
        (
            "/handoff tech @ada the pool",
            "No one is Tech lead yet, so there is nothing to hand over. To assign the role: `/role tech @ada`.",
        ),
        (
            "/handoff ic @nobody the pool",
            "`nobody` doesn't exist, or has no access to this repository. Nothing was changed. Check the spelling, as in `/handoff @user`, or ask an administrator to add them under **Settings → Collaborators and teams**.",
        ),
    ],
)
def test_a_handoff_without_a_note_or_to_a_stranger_is_refused(text: str, words: str) -> None:
    world = running("/ic")

    assert refused(world, text) == [words]
    assert world.incident.roles == {"commander": "grace"}
