"""An action item has its issue at once, whatever was left out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from incident_actions.action_items.opening import key_in
from incident_actions.contract.effects import OpenIssue
from incident_actions.model.process.check_rules import Level
from tests.engine.commands.asking import facts, refused, running
from tests.worlds import START


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "/action @linus fri Alert on pool saturation prevent",
            {"text": "Alert on pool saturation", "owner": "linus", "due": "2026-03-06", "type": "prevent"},
        ),
        (
            "/action @linus by 2026-04-01: test it (detect)",
            {"text": "test it", "owner": "linus", "due": "2026-04-01", "type": "detect"},
        ),
        ("/action @linus prevent", {"text": "prevent", "owner": "linus", "due": "2026-03-18"}),
        ("/action 2w write it down", {"text": "write it down", "due": "2026-03-18"}),
        ("/action write\nit down", {"text": "write\nit down", "due": "2026-03-18"}),
        ("/action @mary today call them", {"text": "call them", "due": "2026-03-04"}),
    ],
)
def test_a_missing_owner_or_date_gets_a_default(text: str, fact: dict[str, str]) -> None:
    world = running()

    (gained,) = facts(world, "grace", text)

    ((key, (_, made)),) = world.made.items()
    assert gained == {"kind": "action", "issue": made.number, "key": key, **fact}


def test_a_type_of_several_words_is_one() -> None:
    world = running()
    actions = replace(world.process.actions, types=("enhancement", "Monitoring enhancement"))
    world.process = replace(world.process, actions=actions)

    (gained,) = facts(world, "grace", "/action @linus fri Alert on pool saturation [monitoring enhancement]")

    assert (gained["text"], gained["type"]) == ("Alert on pool saturation", "Monitoring enhancement")


def test_the_items_issue_is_assigned_labelled_and_under_the_incident() -> None:
    world = running("/ic @ada", "/action @linus fri Alert on pool saturation prevent")

    ((key, (creation, _)),) = world.made.items()
    assert isinstance(creation, OpenIssue)
    asked = START + timedelta(seconds=2)
    title, labels = "Alert on pool saturation", ("action-item",)
    assert creation == OpenIssue(
        key, title, creation.body, labels, ("linus",), 7, since=asked, if_unassigned=creation.if_unassigned
    )
    assert key_in(creation.body) == key
    assert creation.body.partition("\n\n<!-- incident-actions:record")[0] == (
        "Alert on pool saturation\n\n"
        "This follows up on incident #7.\n\n**Owner:** @linus · **Due:** 2026-03-06 · **Type:** prevent\n\n"
        "<sub>`/done <evidence>` · `/due <date>` · `/owner @user` · `/snooze 5d <reason>` · `/drop <reason>`</sub>"
    )


def test_an_owner_who_cannot_be_assigned_does_not_lose_it() -> None:
    world = running("/action @mary fri write it down")

    ((creation, _),) = world.made.values()
    assert isinstance(creation, OpenIssue)
    assert creation.if_unassigned is not None
    assert creation.if_unassigned.labels == ("action-item", "needs-owner")
    assert "**Owner:** nobody yet" in creation.if_unassigned.body
    told = "`mary` can't be assigned in this repository. Assign somebody else: `/owner @user`"
    assert told in creation.if_unassigned.body
    assert (world.incident.actions[0].due, world.incident.actions[0].owner) == (date(2026, 3, 6), "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/action", "`/action` takes this form: `/action @owner <due> <text> [type]`. Nothing was changed."),
        (
            "/action @linus",
            "`/action` takes this form: `/action @owner <due> <text> [type]`. Nothing was changed.",
        ),
        (
            "/action @linus fri",
            "`/action` takes this form: `/action @owner <due> <text> [type]`. Nothing was changed.",
        ),
        (
            "/action @linus 2026-03-01 x",
            "2026-03-01 is in the past. `/action` needs a day from today on, such as `friday` or `in 2 weeks`. Nothing was changed.",
        ),
    ],
)
def test_nothing_to_do_is_refused(text: str, words: str) -> None:
    world = running()

    assert refused(world, text) == [words]
    assert world.made == {}


@pytest.mark.parametrize("text", ["<!-- nothing to see -->", "&#8203;", "\u200b\u2060", "&lt;!-- x"])
def test_a_text_of_which_nothing_can_be_seen_is_none(text: str) -> None:
    world = running()

    assert refused(world, f"/action @grace 2026-04-01 {text}") == [
        "`/action` takes this form: `/action @owner <due> <text> [type]`. Nothing was changed."
    ]
    assert world.made == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "/action @linus 2026-12-01 Alert on the pool",
            "Opened #101: *Alert on the pool* · `linus` · due 2026-12-01",
        ),
        (
            "/action @linus by next friday: Alert on the pool",
            "Opened #101: *Alert on the pool* · `linus` · due 2026-03-13 (`by next friday`)",
        ),
        (
            "/action in 2 weeks @linus Alert on the pool",
            "Opened #101: *Alert on the pool* · `linus` · due 2026-03-18 (`in 2 weeks`)",
        ),
        (
            "/action Alert on the pool",
            "Opened #101: *Alert on the pool* · no owner yet · due 2026-03-18 (no date given, so in 14 days). To assign it, comment `/owner @user` there",
        ),
        (
            "/action @mary eom Alert on the pool",
            "Opened #101: *Alert on the pool* · `mary` can't be assigned here, so no owner yet · due 2026-03-31 (`eom`). To assign it, comment `/owner @user` there",
        ),
    ],
)
def test_the_reply_shows_what_was_understood(text: str, words: str) -> None:
    world = running()

    (said,) = world.ask("grace", text)

    ((_, made),) = world.made.values()
    assert said == words.replace("#101", f"#{made.number}")


@pytest.mark.parametrize("given", ["31.12.2026", "2026-02-30", "12/31", "next week", "asap"])
def test_what_looks_like_a_date_and_cannot_be_read_is_refused(given: str) -> None:
    world = running()

    assert refused(world, f"/action @linus {given} Alert on the pool") == [
        f"`/action` can't read `{given}` as a date. Try `2026-03-18`, `friday`, `in 2 weeks` or `end of month`."
        " Nothing was changed."
    ]
    assert world.made == {}


@pytest.mark.parametrize("text", ["/action linus friday Fix it", "/action grace Fix it", "/action linus 12/31 Fix it"])
def test_a_login_without_its_at_is_refused_with_the_right_form(text: str) -> None:
    assert refused(running(), text) == [
        f"`/action` needs an `@` before the owner's login. Type `{text.replace('/action ', '/action @')}`."
        " Nothing was changed."
    ]


def test_a_word_before_a_date_is_a_text_unless_somebody_has_that_name() -> None:
    world = running()

    (gained,) = facts(world, "grace", "/action silence monday alerts")

    assert gained["text"] == "silence monday alerts"


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Improve monitoring", "Alert when the pool is over 90 % full for 5 minutes"),
        ("Be more careful", "Refuse a release whose pool is smaller than its workers"),
        ("Look into the pool", "Explain in the runbook why the pool filled, and add a test that shows it"),
    ],
)
def test_a_text_that_nobody_could_verify_is_refused_with_a_better_shape(text: str, better: str) -> None:
    [reply] = refused(running(), f"/action @linus fri {text} prevent")

    assert reply.startswith(f"It is not clear when `{text}` is done. ")
    assert reply.endswith(f'"{better}". Nothing was changed.')


@pytest.mark.parametrize("level", ["warning", "notice", "off"])
def test_a_team_that_lets_vague_items_pass_can_open_them(level: Level) -> None:
    world = running()
    rules = replace(world.process.postmortem, rules={"item-not-verifiable": level})
    world.process = replace(world.process, postmortem=rules)

    (gained,) = facts(world, "grace", "/action @linus fri Improve monitoring")

    assert gained["text"] == "Improve monitoring"
