"""The issue that an action item becomes is known by its key, whatever people wrote into it."""

from datetime import date

import pytest

from incident_actions.effects import OpenIssue
from incident_actions.followups.opening import Draft, issue_for, key_in
from incident_actions.scene import View
from incident_actions.snapshot import Assignable, IdOf
from tests.alive import alive
from tests.commands.asking import running
from tests.worlds import WORDING


def issue(text: str, owner: str = "linus", *, assignable: bool = True) -> OpenIssue:
    world = running("/ic @ada")
    view = View(
        world.snapshot({Assignable(owner): assignable, IdOf(owner): None}, {}), world.process, WORDING, world.now
    )
    return issue_for(Draft("c1.0", text, owner, date(2026, 3, 20), "prevent"), world.incident, view)


@pytest.mark.parametrize(
    "text", ["check it", "a | b", "@acme/all fixes #1", "<!-- x", "```\nx", "x" * 2_000, "修复", "-->"]
)
def test_it_is_found_again_by_its_key(text: str) -> None:
    opened = issue(text)

    assert key_in(opened.body) == "c1.0"
    assert alive(opened.body.partition("<sub>")[0].replace("@linus", "@ada")) == []
    assert len(opened.title) <= 200
    assert "\n" not in opened.title


def test_an_item_of_which_nothing_can_be_seen_still_has_a_title() -> None:
    assert issue("&#8203;").title == "Action item of #7"


@pytest.mark.parametrize(("owner", "assignable"), [("", True), ("mary", False)])
def test_one_without_an_owner_asks_for_one(owner: str, assignable: bool) -> None:
    opened = issue("x", owner, assignable=assignable)

    assert (opened.assignees, opened.labels) == ((), ("action-item", "needs-owner"))


def test_nobody_is_asked_about_an_owner_who_is_not_named() -> None:
    world = running()
    view = View(world.snapshot({}, {}), world.process, WORDING, world.now)

    assert issue_for(Draft("k", "x", "", date(2026, 3, 20), ""), world.incident, view).assignees == ()


def test_any_other_body_has_no_key() -> None:
    assert [key_in(text) for text in ("", "<!-- incident-actions:record\n-->", "c1.0")] == ["", "", ""]
