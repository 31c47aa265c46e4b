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
        f"@ada, `grace` hands you **Incident commander** of this incident, which `linus` held. {DUTIES}\n\n"
        "the pool is full, @\u200bacme/all\n\\# watch it\n\n"
        "**SEV-1** · Investigating · since 2026-03-04 14:00 UTC: Checkout is down\n\n"
        "- **Last update:** 2026-03-04 14:00 UTC: We look at the pool.\n"
        "- **Next update due:** 2026-03-04 14:15 UTC\n"
        "- **In command:** `ada`\n"
        f"- **Open hotfixes:** #{hotfixes[0]}, #{hotfixes[1]}"
    ]


def test_a_handoff_of_conflicting_roles_is_pointed_out_and_carried_out() -> None:
    roles = "[{ key: commander, name: Lead, with: [comms] }, { key: comms, name: Comms }, { key: tech, name: Tech }]"
    world = worked("/ic @ada\n/role tech @linus", process=manned(f"extends: default\nroles: {roles}\n"))

    (said,) = world.ask("grace", "/handoff tech @ada on the pool")

    assert said == (
        "@ada, `grace` hands you **Tech** of this incident, which `linus` held.\n\non the pool\n\n"
        "**Severity not set** · Investigating · since 2026-03-04 14:00 UTC: Checkout is down\n\n"
        "- **In command:** `ada`\n\n"
        "This process wants Tech and Lead to be different people. As soon as there is somebody else: `/handoff`."
    )
    assert world.incident.roles == {"commander": "ada", "tech": "ada"}


FORM = "`/handoff` needs more: `/handoff <role> @user <note>`. Nothing was done for it."


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
            "`/handoff` knows these roles: `commander`, `comms`, `tech`, `scribe`. Nothing was changed.",
        ),
        (
            "/handoff tech @ada the pool",
            "`/handoff`: nobody holds Tech lead, so there is nothing to hand over. Right: `/role tech @ada`.",
        ),
        (
            "/handoff ic @nobody the pool",
            "`nobody` has no access to this repository, or does not exist. `/handoff` was not carried out.",
        ),
    ],
)
def test_a_handoff_without_a_note_or_to_a_stranger_is_refused(text: str, words: str) -> None:
    world = running("/ic")

    assert refused(world, text) == [words]
    assert world.incident.roles == {"commander": "grace"}
