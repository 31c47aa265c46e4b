"""An action item is moved, handed over, done or dropped on its own issue, by its owner or by who may."""

from datetime import date, timedelta

import pytest

from tests.action_items.item_world import item_world
from tests.engine.commands.asking import facts, refused
from tests.worlds import START


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("/due 2026-04-01", {"kind": "due", "to": "2026-04-01"}),
        ("/due friday, the build is red", {"kind": "due", "to": "2026-03-06"}),
        ("/owner @ada", {"kind": "owner", "to": "ada"}),
        ("/drop nobody needs it", {"kind": "dropped", "reason": "nobody needs it"}),
        ("/snooze 5d on holiday", {"kind": "snoozed", "until": "2026-03-09", "reason": "on holiday"}),
    ],
)
def test_a_command_is_accepted(text: str, fact: dict[str, str]) -> None:
    assert facts(item_world(), "grace", text) == [fact]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/due", "`/due` takes this form: `/due <date>`. Nothing was changed."),
        (
            "/due some day",
            "`/due` can't read `some day` as a date. Try `2026-03-18`, `friday`, `in 2 weeks` or `end of month`. Nothing was changed.",
        ),
        (
            "/due 2026-03-03",
            "2026-03-03 is in the past. `/due` needs a day from today on, such as `friday` or `in 2 weeks`. Nothing was changed.",
        ),
        ("/owner", "`/owner` takes this form: `/owner @user`. Nothing was changed."),
        (
            "/owner @nobody",
            "`nobody` doesn't exist, or has no access to this repository. Nothing was changed. Check the spelling, as in `/owner @user`, or ask an administrator to add them under **Settings → Collaborators and teams**.",
        ),
        (
            "/drop",
            "`/drop` needs a reason: `/drop <reason>`. Nothing was changed.",
        ),
        ("/snooze", "`/snooze` takes this form: `/snooze <days, such as 5d> <reason>`. Nothing was changed."),
        (
            "/snooze 5d",
            "`/snooze` needs a reason: `/snooze <days, such as 5d> <reason>`. Nothing was changed.",
        ),
        (
            "/snooze a while",
            "`/snooze` can't read `a while` as a date. Try `2026-03-18`, `friday`, `in 2 weeks` or `end of month`. Nothing was changed.",
        ),
        ("/sev 1", "`/sev` works on the issue of an incident, so nothing was done here."),
        (
            "/dne",
            "Unknown command `/dne`. Did you mean `/done <evidence: pull request, commit or link>`? Nothing was changed.",
        ),
    ],
)
def test_a_mistake_is_refused_with_the_right_form(text: str, words: str) -> None:
    assert refused(item_world(), text) == [words]


def test_the_owner_has_the_say_whatever_role_they_have() -> None:
    assert facts(item_world(owner="mary"), "mary", "/due 2026-04-01") == [{"kind": "due", "to": "2026-04-01"}]


def test_a_command_in_the_second_in_which_the_item_was_opened_is_answered() -> None:
    opened = START + timedelta(seconds=1.2)
    world = item_world(at=opened, accepted=opened)  # linus comments a second after the start, as GitHub tells it

    assert facts(world, "linus", "/due 2026-04-01") == [{"kind": "due", "to": "2026-04-01"}]


def test_a_person_who_does_not_own_the_item_needs_the_role() -> None:
    assert refused(item_world(), "/due 2026-04-01", "mary") == [
        "@mary, `/due` needs the role **write** in this repository, and yours is **read**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
    ]


def test_the_issue_shows_who_owns_it_and_until_when() -> None:
    world = item_world()

    world.ask("grace", "/owner @ada\n/due 2026-04-01\n/snooze 2026-03-25 waiting")

    assert world.issue.assignees == ("ada",)
    assert world.item.due == date(2026, 4, 1)
    assert world.face == (
        "Alert on pool saturation\n\nThis follows up on incident #7.\n\n"
        "**Owner:** @ada · **Due:** 2026-04-01 (moved once, first due 2026-03-20) · **Type:** prevent\n\n"
        "Reminders are snoozed until 2026-03-25."
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [("/done it is in #44", "**Done**: it is in #44"), ("/drop not needed", "**Dropped:** not needed")],
)
def test_done_and_drop_close_the_issue_and_show_the_reason(text: str, shown: str) -> None:
    world = item_world()

    world.ask("linus", text)

    assert not world.issue.open
    assert world.face.rpartition("\n\n")[2] == shown
    assert world.run().effects == ()


def test_an_item_without_an_owner_shows_that_until_it_has_one() -> None:
    world = item_world(owner="", wanted="mary")
    assert "`mary` can't be assigned in this repository. Assign somebody else: `/owner @user`" in world.face

    world.ask("grace", "/owner @linus")

    assert (world.issue.assignees, sorted(world.issue.label_names)) == (("linus",), ["action-item"])
    assert world.face == (
        "Alert on pool saturation\n\nThis follows up on incident #7.\n\n**Owner:** @linus · **Due:** 2026-03-20 · **Type:** prevent"
    )


@pytest.mark.parametrize("text", ["/snooze off", "/snooze off the vendor answered"])
def test_the_snooze_of_an_item_is_ended_at_once(text: str) -> None:
    world = item_world()
    world.ask("grace", "/snooze 5d waiting for the vendor")

    world.ask("grace", text)

    assert world.item.snoozed_until == world.now.date()
