"""The issue of an action item is identified by its key, whatever people wrote into it."""

from dataclasses import replace
from datetime import date

import pytest

from incident_actions.action_items.opening import ItemDraft, item_issue, key_in, open_item
from incident_actions.contract.decision import Context, EntryFields, NeedsCreation
from incident_actions.contract.effects import OpenIssue
from incident_actions.contract.questions import IdOf
from incident_actions.contract.snapshot import CreationResult
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem, fold
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.issue_types import IssueTypes
from incident_actions.text import record
from tests.engine.commands.asking import running
from tests.live_markdown import live_parts
from tests.worlds import START, WORDING

STAMP: EntryFields = {"at": START, "accepted": START, "by": "grace", "by_id": 2, "comment": 9, "index": 1}


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
    assert live_parts(opened.body.partition("<sub>")[0].replace("@linus", "@ada")) == []
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
    assert "`mary` can't be assigned in this repository" in opened.if_unassigned.body
    assert key_in(opened.if_unassigned.body) == "c1.0"


def test_any_other_body_has_no_key() -> None:
    assert [key_in(text) for text in ("", "<!-- incident-actions:record\n-->", "c1.0")] == ["", "", ""]


DRAFT = ItemDraft("c1.0", "Alert on it", "mary", date(2026, 3, 20), "prevent", since=START)


def asking(**created: CreationResult) -> tuple[Incident, Context]:
    """Return an incident whose commander is ada, and what is known: mary's account, and what was created already."""
    world = running("/ic @ada")
    snapshot = world.snapshot.with_answers({IdOf("mary"): 4, IdOf(""): None}).with_created(created)
    incident = replace(world.incident, role_ids={"commander": 1})
    return incident, Context(snapshot, world.process, WORDING, world.now)


def test_an_item_needs_its_issue_first() -> None:
    incident, context = asking()

    with pytest.raises(NeedsCreation) as needed:
        open_item(DRAFT, incident, context, STAMP)

    assert needed.value.creation == item_issue(DRAFT, incident, context)


@pytest.mark.parametrize(("assignees", "owner", "account"), [(("mary",), "mary", 4), ((), "", 0)])
def test_an_item_is_on_record_with_the_owner_that_github_assigned(
    assignees: tuple[str, ...], owner: str, account: int
) -> None:
    incident, context = asking(**{"c1.0": CreationResult(number=30, assignees=assignees)})

    entry = open_item(DRAFT, incident, context, STAMP)

    assert entry == e.ActionOpened(
        at=START,
        accepted=START,
        by="grace",
        by_id=2,
        comment=9,
        index=1,
        issue=30,
        text="Alert on it",
        key="c1.0",
        owner=owner,
        owner_id=account,
        due=date(2026, 3, 20),
        type="prevent",
    )


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (IssueTypes(), ""),
        (IssueTypes(action_item="Task"), "Task"),
        (IssueTypes(action_item="Task", by_item_type={"prevent": "Feature"}), "Feature"),
        (IssueTypes(action_item="Task", by_item_type={"detect": "Feature"}), "Task"),
        (IssueTypes(by_item_type={"detect": "Feature"}), ""),
    ],
)
def test_the_issue_type_of_an_item_is_that_of_its_own_type_or_else_that_of_all(
    types: IssueTypes, expected: str
) -> None:
    incident, context = asking()
    process = replace(context.process, issue_types=types)

    assert item_issue(DRAFT, incident, replace(context, process=process)).type == expected


def test_the_issue_of_an_item_is_below_its_incident_and_has_the_item_on_record() -> None:
    incident, context = asking()

    opened = item_issue(DRAFT, incident, context)

    assert (opened.key, opened.title, opened.parent, opened.since) == ("c1.0", "Alert on it", 7, START)
    assert opened.if_unassigned is not None
    owned, unowned = (fold(record.entries_in(body)) for body in (opened.body, opened.if_unassigned.body))
    assert owned == ActionItem(
        incident=7,
        key="c1.0",
        text="Alert on it",
        owner="mary",
        owner_id=4,
        wanted="",
        due=date(2026, 3, 20),
        type="prevent",
        opened=context.now,
        lead="ada",
        lead_id=1,
        first_due=date(2026, 3, 20),
    )
    assert unowned == replace(owned, owner="", owner_id=0, wanted="mary")


def test_an_item_of_an_incident_that_nobody_commands_has_no_lead() -> None:
    incident, context = asking()

    opened = item_issue(DRAFT, replace(incident, roles={}, role_ids={}), context)

    item = fold(record.entries_in(opened.body))
    assert item is not None
    assert (item.lead, item.lead_id) == ("", 0)
