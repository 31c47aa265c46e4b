"""What people tell is kept as they told it."""

from datetime import timedelta

import pytest

from incident_actions.contract.decision import TEXT_LIMIT
from incident_actions.timers.schedule import next_update
from tests.engine.commands.asking import facts, refused, running
from tests.engine.commands.manned import manned, worked


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("/update Rolling back.", {"kind": "update", "text": "Rolling back."}),
        ("/update one\ntwo\r\nthree\n\nnot this", {"kind": "update", "text": "one\ntwo\nthree"}),
        ("/update\nbelow", {"kind": "update", "text": "below"}),
        ("/publish Payments fail.\nWe are on it.", {"kind": "published", "text": "Payments fail.\nWe are on it."}),
        ("/note the deploy ended", {"kind": "note", "text": "the deploy ended"}),
        ("/note 13:30 the deploy ended", {"kind": "note", "at": "2026-03-04T13:30:00Z", "text": "the deploy ended"}),
        ("/note 23:30 last night", {"kind": "note", "at": "2026-03-03T23:30:00Z", "text": "last night"}),
        ("/note 3 pods restarted", {"kind": "note", "text": "3 pods restarted"}),
        ("/impact 40 orders a minute", {"kind": "impact", "text": "40 orders a minute"}),
        ("/affects api,  web front , api\nmobile", {"kind": "services", "to": ["api", "web front", "mobile"]}),
        ("/update <!-- x --> @acme/all fixes #1", {"kind": "update", "text": "<!-- x --> @acme/all fixes #1"}),
    ],
)
def test_a_report_is_recorded_word_for_word(text: str, fact: dict[str, object]) -> None:
    assert facts(running(), "grace", text) == [fact]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/update", "`/update` takes this form: `/update <text>`. Nothing was changed."),
        ("/publish", "`/publish` takes this form: `/publish <text>`. Nothing was changed."),
        ("/note", "`/note` takes this form: `/note [time] <text>`. Nothing was changed."),
        ("/note 13:30", "`/note` takes this form: `/note [time] <text>`. Nothing was changed."),
        ("/impact", "`/impact` takes this form: `/impact <text>`. Nothing was changed."),
        ("/affects ,", "`/affects` takes this form: `/affects <service>, <service>`. Nothing was changed."),
        (
            "/note 2026-03-05 10:00 tomorrow",
            "2026-03-05 10:00 UTC is in the future, so `/note` changed nothing. Type a time that has passed, such as `14:05` or `20m ago`.",
        ),
    ],
)
def test_a_command_without_a_text_is_refused_with_the_right_form(text: str, words: str) -> None:
    assert refused(running(), text) == [words]


def test_a_very_long_text_is_cut_in_the_record_and_whole_in_its_comment() -> None:
    (fact,) = facts(running(), "grace", f"/update {'x' * 60_000}")

    assert fact == {"kind": "update", "text": f"{'x' * (TEXT_LIMIT - 1)}…"}


def test_a_service_is_called_as_the_process_calls_it() -> None:
    world = running()
    world.process = manned("extends: default\nservices: [{ name: Checkout-API, owner: acme/shop }]\n")

    assert facts(world, "grace", "/affects checkout-api, web") == [{"kind": "services", "to": ["Checkout-API", "web"]}]


def test_triage_is_enough_for_updates_and_notes_and_for_nothing_else() -> None:
    world = running()

    assert facts(world, "linus", "/update a\n/note b") == [
        {"kind": "update", "text": "a"},
        {"kind": "note", "text": "b"},
    ]
    assert refused(world, "/impact c\n/affects d", "linus") == [
        "@linus, `/impact` needs the role **write** in this repository, and yours is **triage**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it.\n\n"
        "@linus, `/affects` needs the role **write** in this repository, and yours is **triage**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
    ]


def test_a_published_text_counts_as_an_update() -> None:
    world = running("/sev 1")
    world.advance(minutes=10)

    world.ask("grace", "/publish Payments fail.")

    assert [each.text for each in world.incident.published] == ["Payments fail."]
    assert (world.incident.last_update, world.incident.last_update_text) == (world.now, "Payments fail.")
    assert next_update(world.incident, world.process) == world.now + timedelta(minutes=15)


def test_only_what_is_published_is_for_the_public() -> None:
    world = running("/update for us alone", "/note for us alone", "/publish for everybody")

    assert [each.text for each in world.incident.published] == ["for everybody"]


@pytest.mark.parametrize(
    ("text", "services", "words"),
    [
        ("/affects web", ("checkout", "web"), "Affected services: `checkout`, `web`. Before: `checkout`."),
        (
            "/affects +web, api",
            ("checkout", "web", "api"),
            "Affected services: `checkout`, `web`, `api`. Before: `checkout`.",
        ),
        ("/affects only web", ("web",), "Affected services: `web`. Before: `checkout`."),
        ("/affects =web", ("web",), "Affected services: `web`. Before: `checkout`."),
        ("/affects -checkout, web", ("web",), "Affected services: `web`. Before: `checkout`."),
        ("/affects -CHECKOUT", (), "Affected services: none. Before: `checkout`."),
        ("/affects checkout", ("checkout",), "Affected services: `checkout`."),
    ],
)
def test_services_are_added_replaced_and_removed_and_the_reply_shows_what_counts(
    text: str, services: tuple[str, ...], words: str
) -> None:
    world = running("/affects checkout")

    assert world.ask("grace", text) == [words]
    assert world.incident.services == services


def test_a_service_that_the_configuration_does_not_name_is_pointed_out() -> None:
    world = worked()

    assert world.ask("grace", "/affects api, paymants") == [
        "Affected services: `api`, `paymants`. `paymants` is not listed under `services` in `.github/incidents.yml`."
        " To remove a wrong one: `/affects -paymants`."
    ]
