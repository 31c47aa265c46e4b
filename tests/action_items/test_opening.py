"""The issue of an action item is identified by its key, whatever people wrote into it."""

from datetime import date

import pytest

from incident_actions.action_items.opening import ItemDraft, item_issue, key_in
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import OpenIssue
from incident_actions.contract.questions import IdOf
from tests.alive import alive
from tests.engine.commands.asking import running
from tests.worlds import WORDING


def issue(text: str, owner: str = "linus") -> OpenIssue:
    world = running("/ic @ada")
    context = Context(world.snapshot.with_answers({IdOf(owner): None}), world.process, WORDING, world.now)
    return item_issue(ItemDraft("c1.0", text, owner, date(2026, 3, 20), "prevent"), world.incident, context)


@pytest.mark.parametrize(
    "text", ["check it", "a | b", "@acme/all fixes #1", "<!-- x", "```\nx", "x" * 2_000, "修复", "-->"]
)
def test_an_issue_is_found_again_by_its_key(text: str) -> None:
    opened = issue(text)

    assert key_in(opened.body) == "c1.0"
    assert alive(opened.body.partition("<sub>")[0].replace("@linus", "@ada")) == []
    assert len(opened.title) <= 200
    assert "\n" not in opened.title


def test_an_item_with_an_invisible_text_has_a_title() -> None:
    assert issue("&#8203;").title == "Action item of #7"


@pytest.mark.parametrize("owner", ["", "acme/database-team"])
def test_an_item_without_a_person_as_its_owner_asks_for_one_at_once(owner: str) -> None:
    opened = issue("x", owner)

    assert (opened.assignees, opened.labels) == ((), ("action-item", "needs-owner"))
    assert opened.if_unassigned is None


def test_an_item_with_an_owner_says_what_it_becomes_where_that_person_cannot_be_assigned() -> None:
    """No question is asked: `NeedsAnswer` would be raised here."""
    opened = issue("x", "mary")

    assert (opened.assignees, opened.labels) == (("mary",), ("action-item",))
    assert opened.if_unassigned is not None
    assert opened.if_unassigned.labels == ("action-item", "needs-owner")
    assert "`mary` cannot be assigned in this repository" in opened.if_unassigned.body
    assert key_in(opened.if_unassigned.body) == "c1.0"


def test_any_other_body_has_no_key() -> None:
    assert [key_in(text) for text in ("", "<!-- incident-actions:record\n-->", "c1.0")] == ["", "", ""]
