"""Whoever is called hears why and how it stands; whoever cannot be reached is refused with those who can."""

from dataclasses import replace

import pytest

from incident_actions.model.process.process import Process
from tests.engine.commands.asking import facts, refused, running
from tests.engine.commands.manned import TEXT, manned, worked

CALM = """\
**Severity not set** · Investigating · since 2026-03-04 14:00 UTC: Checkout is down

- **In command:** no one yet

If you are on it, comment `/ack`. The card of this issue shows everything."""


def without(*keys: str) -> Process:
    """The manned process less some of its top-level keys."""
    return replace(
        manned(),
        **{key: type(getattr(manned(), key))() for key in keys if key != "on_call"}
        | ({"on_call": None} if "on_call" in keys else {}),
    )


@pytest.mark.parametrize(
    ("text", "to", "whom", "reason"),
    [
        ("/page", ["ada"], "on-call", ""),
        ("/page on call", ["ada"], "on-call", ""),
        ("/page on-call the pool is full", ["ada"], "on-call", "the pool is full"),
        ("/page the pool is full", ["ada"], "on-call", "the pool is full"),
        ("/page secondary", ["linus"], "secondary", ""),
        ("/page manager", ["acme/managers", "margaret"], "Engineering manager", ""),
        ("/page Engineering manager: stuck", ["acme/managers", "margaret"], "Engineering manager", "stuck"),
        ("/page MANAGER\nwe are stuck", ["acme/managers", "margaret"], "Engineering manager", "we are stuck"),
        ("/page ic", ["mary"], "Incident commander", ""),
        ("/page Incident commander we are stuck", ["mary"], "Incident commander", "we are stuck"),
        ("/page service owner", ["acme/api"], "service-owner", ""),
        ("/page @mary", ["mary"], "", ""),
        ("/page @mary: look at the pool", ["mary"], "", "look at the pool"),
        ("/page @mary @linus, @MARY it burns", ["mary", "linus"], "", "it burns"),
        ("/page @ACME/managers it burns", ["acme/managers"], "", "it burns"),
    ],
)
def test_people_are_called_by_any_name_that_the_process_knows(text: str, to: list[str], whom: str, reason: str) -> None:
    world = worked("/affects api")
    world.roles = {**world.roles, "mary": "triage"}
    world.ask("grace", "/ic @mary")

    (fact,) = facts(world, "grace", text)

    assert fact == {"kind": "paged", "to": to, "whom": whom, **({"reason": reason} if reason else {})}
    assert set(world.incident.paged) == {"ada", *to}, "ada is on call, and was called on declaring"


def test_people_who_are_paged_are_mentioned_with_the_reason_and_the_situation() -> None:
    world = worked(
        "/sev 1\n/ic\n/impact All buyers\n/room\n/update We look at the pool.",
    )

    assert world.ask("grace", "/page manager @acme/all fixes #1") == [
        "@acme/managers, @margaret: `grace` is paging you (Engineering manager): @\u200bacme/all f\u200bixes #1\n\n**SEV-1** · Investigating · since 2026-03-04 14:00 UTC: Checkout is down\n\n- **Impact:** All buyers\n- **Last update:** 14:00 UTC: We look at the pool.\n- **Next update due:** 14:15 UTC\n- **In command:** `grace`\n- **Room:** #incident-7\n\nIf you are on it, comment `/ack`. The card of this issue shows everything."
    ]


def test_the_situation_leaves_out_unknown_facts() -> None:
    due = "- **Next update due:** 14:15 UTC\n- **In command:**"
    shown = CALM.replace("- **In command:**", due)

    assert running().ask("grace", "/page @ada") == [f"@ada: `grace` is paging you.\n\n{shown}"]


@pytest.mark.parametrize(
    ("gone", "to", "whom"),
    [
        ((), ["ada"], "on-call"),
        (("on_call",), ["linus"], "Backup on-call, Tech lead"),
        (("on_call", "ladder"), ["margaret"], "escalation"),
    ],
)
def test_without_a_name_it_calls_the_first_who_are_set(gone: tuple[str, ...], to: list[str], whom: str) -> None:
    world = worked(process=without(*gone))

    assert facts(world, "grace", "/page") == [{"kind": "paged", "to": to, "whom": whom}]


def test_a_contact_for_those_on_call_stands_in_for_a_rota() -> None:
    text = TEXT.replace("contacts:\n", "contacts:\n  on-call: { name: Primary, people: [acme/primary] }\n")
    process = manned("\n".join(line for line in text.split("\n") if not line.startswith("on_call:")))

    assert facts(worked(process=process), "grace", "/page") == [
        {"kind": "paged", "to": ["acme/primary"], "whom": "Primary"}
    ]


def test_in_the_place_of_a_holder_who_left_who_is_on_call_is_called() -> None:
    world = worked("/tech @linus")
    world.roles = {**world.roles, "linus": "none"}

    assert facts(world, "grace", "/page tech") == [{"kind": "paged", "to": ["ada"], "whom": "Tech lead"}]


@pytest.mark.parametrize(
    ("gone", "to", "whom"),
    [((), ["linus"], "secondary"), (("on_call",), ["linus"], "Backup on-call, Tech lead")],
)
def test_a_page_by_the_person_on_call_goes_to_the_next_one(gone: tuple[str, ...], to: list[str], whom: str) -> None:
    world = worked("/tech @ada", process=without(*gone))

    assert facts(world, "ada", "/page the pool is full") == [
        {"kind": "paged", "to": to, "whom": whom, "reason": "the pool is full"}
    ]


KNOWN = "You can type `/page backup`, `/page manager`, `/page on-call`, `/page secondary` or, for an account, `/page @user`."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/page cto", f"No one was paged: `cto` has no one assigned. {KNOWN.replace('@user', '@cto')}"),
        ("/page the cto", f"No one was paged: `the cto` has no one assigned. {KNOWN}"),
        ("/page vp", f"No one was paged: `VP Engineering` has no one assigned. {KNOWN}"),
        ("/page tech it burns", f"No one was paged: `Tech lead` has no one assigned. {KNOWN}"),
        ("/page service-owner", f"No one was paged: `service-owner` has no one assigned. {KNOWN}"),
        ("/page @acme/all it burns", f"No one was paged: `@acme/all` has no one assigned. {KNOWN}"),
        ("/page @! it burns", f"No one was paged: `@!` has no one assigned. {KNOWN}"),
        (
            "/page @nobody it burns",
            "`nobody` doesn't exist, or has no access to this repository. Nothing was changed. Check the spelling, as in `/page @user`, or ask an administrator to add them under **Settings → Collaborators and teams**.",
        ),
        (
            "/page @ada @kim",
            "GitHub did not return the role of `kim` in this repository, so `/page` was not run. Post it again: `/page`.",
        ),
    ],
)
def test_a_page_for_an_unknown_name_reaches_nobody_else(text: str, words: str) -> None:
    world = worked()

    assert refused(world, text) == [words]
    assert world.incident.paged == ("ada",), "who was on call when it was declared"


def test_a_page_for_too_many_accounts_is_refused() -> None:
    people = [f"p{number}" for number in range(11)]
    world = running()
    world.roles = {**world.roles, **dict.fromkeys(people, "triage")}

    assert refused(world, f"/page {' '.join(f'@{each}' for each in people)}") == [
        "`/page` takes this form: `/page [who] [reason], 10 people at the most`. Nothing was changed."
    ]
    assert facts(world, "grace", f"/page {' '.join(f'@{each}' for each in people[1:])}")[0]["to"] == people[1:]


def test_a_page_that_reaches_nobody_names_the_key_to_set() -> None:
    world = worked(process=without("on_call", "ladder", "contacts", "escalation"))

    assert refused(world, "/page it is all on fire") == [
        "No one was paged: no one is on call. Page an account: `/page @user`. To have someone on call, set `on_call`, `contacts` or `escalation` in `.github/incidents.yml`."
    ]


def test_a_stranger_with_access_is_not_paged() -> None:
    (said,) = refused(worked(), "/page @mary it is all on fire")

    assert said.startswith("`mary` has the role **read** in this repository and needs **triage** to run commands")


def test_whoever_the_configuration_names_is_paged_whatever_they_may_do() -> None:
    world = worked()
    world.roles = {**world.roles, "margaret": "read"}

    (fact,) = facts(world, "grace", "/page @margaret it is all on fire")

    assert fact["to"] == ["margaret"]
