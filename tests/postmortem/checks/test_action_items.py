"""Each action item has one person, a date, a type, and a text that shows when it is done."""

from dataclasses import replace

import pytest

from incident_actions.action_items.vague_texts import better_shape
from incident_actions.model.process.postmortem import Column
from incident_actions.postmortem.check import findings, owners
from incident_actions.postmortem.finding import (
    Finding,
    ItemDateRelative,
    ItemNotVerifiable,
    ItemWithoutDate,
    ItemWithoutOwner,
    ItemWithoutType,
    OwnerNotChecked,
    OwnerUnknown,
)
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, findings_of, line_of
from tests.postmortem.sound_postmortems import findings_of_spoilt_file, line_in
from tests.worlds import PROCESS

TYPES = PROCESS.actions.types


ITEM = "Alert when the pool is over 90 % full for 5 minutes"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("@linus |", "linus |", ItemWithoutOwner(line_of("| Alert when"), ITEM, "linus", "linus")),
        ("@linus |", "Linsu |", ItemWithoutOwner(line_of("| Alert when"), ITEM, "Linsu", "linus")),
        ("@linus |", "somebody |", ItemWithoutOwner(line_of("| Alert when"), ITEM, "somebody")),
        ("@linus |", "@acme/database |", ItemWithoutOwner(line_of("| Alert when"), ITEM, "@acme/database")),
        ("@linus |", " |", ItemWithoutOwner(line_of("| Alert when"), ITEM)),
        ("2026-03-27", "soon", ItemWithoutDate(line_of("| Alert when"), ITEM, "soon")),
        ("2026-03-27", "2026-02-30", ItemWithoutDate(line_of("| Alert when"), ITEM, "2026-02-30")),
        ("2026-03-27", "7/6/2026", ItemWithoutDate(line_of("| Alert when"), ITEM, "7/6/2026")),
        ("2026-03-27", "", ItemWithoutDate(line_of("| Alert when"), ITEM)),
        ("2026-03-27", "next friday", ItemDateRelative(line_of("| Alert when"), ITEM, "next friday")),
        ("2026-03-27", "June 7", ItemDateRelative(line_of("| Alert when"), ITEM, "June 7")),
    ],
)
def test_an_item_names_one_person_and_a_day(old: str, new: str, finding: Finding) -> None:
    assert findings_of(old, new) == [finding]


@pytest.mark.parametrize("day", ["March 27, 2026", "27 March 2026", "by 2026-03-27", "Mar 27th, 2026"])
def test_a_day_may_be_written_in_words(day: str) -> None:
    assert findings_of("2026-03-27", day) == []


@pytest.mark.parametrize("given", ["", "hope", "detect / prevent"])
def test_an_items_type_is_one_of_the_process(given: str) -> None:
    item = "Alert when the pool is over 90 % full for 5 minutes"

    assert findings_of("detect |", f"{given} |") == [ItemWithoutType(line_of("| Alert when"), item, TYPES)]
    assert findings_of("detect |", "Detect |") == []


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Improve monitoring", "watch"),
        ("improve the monitoring of checkout", "watch"),
        ("We should improve our alerting.", "watch"),
        ("Add more alerts", "watch"),
        ("add monitoring", "watch"),
        ("Be more careful", "care"),
        ("Be more careful with the 3 settings that the release of every Thursday touches", "care"),
        ("Pay attention to pool sizes", "care"),
        ("Make sure everybody reads the runbook", "care"),
        ("Don't do that again", "care"),
        ("Investigate", "look"),
        ("Look into the timeouts", "look"),
        ("Root-cause the leak", "look"),
        ("Discuss with the platform team", "talk"),
        ("Train on-call engineers", "talk"),
        ("Improve performance", "better"),
        ("Review firewall rules", "better"),
    ],
)
def test_an_item_that_nobody_could_verify_is_refused_with_a_better_shape(text: str, shape: str) -> None:
    assert findings_of("Alert when the pool is over 90 % full for 5 minutes", text) == [
        ItemNotVerifiable(line_of("| Alert when"), text, shape)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Alert on pool exhaustion",
        "Add an alert for a full pool",
        "Check the pool size at start",
        "Write the runbook",
        "Drop idle connections",
        "Fix the pool leak",
        "Careful restart of the workers by a script",
        "Investigate why the pool fills at 02:00 and write it into the runbook",
        "Improve p99 of checkout to 300 ms",
        "Review the alerts until each has an owner",
        "Improve `pool.check`",
        "Reviewer for releases: a second person has to approve",
        "Lookup table for settings",
    ],
)
def test_an_item_that_can_be_checked_off_is_left_alone(text: str) -> None:
    assert findings_of("Alert when the pool is over 90 % full for 5 minutes", text) == []


def test_a_task_list_must_meet_the_same_rules() -> None:
    table = GOOD_POSTMORTEM[GOOD_POSTMORTEM.index("| Item") :]
    lines = "- [ ] Investigate — Owner: @linus — Due: soon — Type: detect\n"

    assert findings_of(table, lines) == [
        ItemNotVerifiable(line_of("| Item"), "Investigate", "look"),
        ItemWithoutDate(line_of("| Item"), "Investigate", "soon"),
    ]


def test_columns_and_types_that_the_process_does_not_have_are_not_asked_for() -> None:
    rules = replace(PROCESS.postmortem, columns=(Column(name="Item", content="item"),))
    process = replace(PROCESS, postmortem=rules)
    table = GOOD_POSTMORTEM[GOOD_POSTMORTEM.index("| Item") :]

    assert findings(GOOD_POSTMORTEM.replace(table, "| Item |\n|---|\n| Write the runbook |\n"), process) == ()


def test_unknown_owners_are_reported_by_line() -> None:
    people = {"grace": None, "linus": False}

    assert owners(GOOD_POSTMORTEM, PROCESS) == ("grace", "linus")
    assert findings(GOOD_POSTMORTEM, PROCESS, {"grace": True, "linus": True}) == ()
    assert findings(GOOD_POSTMORTEM, PROCESS, people) == (
        OwnerNotChecked(line_of("| Refuse"), "grace"),
        OwnerUnknown(line_of("| Alert when"), "linus"),
    )
    assert [each.level for each in findings(GOOD_POSTMORTEM, PROCESS, people)] == ["notice", "error"]


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("lean", "Owner: @grace", "Owner:", ItemWithoutOwner(line_in("lean", "- [ ]"), "Refuse a smaller pool")),
        ("lean", " — Due: 2026-03-20", "", ItemWithoutDate(line_in("lean", "- [ ]"), "Refuse a smaller pool")),
        ("lean", "- [ ] Refuse", "- [x] Refuse", None),
        ("lean", "Refuse a smaller pool", "Be more careful", ItemNotVerifiable(line_in("lean", "- [ ]"), "Be more careful", "care")),
        ("p-levels", "| 2026-03-20 |", "| |", ItemWithoutDate(line_in("p-levels", "| Refuse"), "Refuse a smaller pool")),
        ("war-room", "kind: prevention", "kind: hope",
         ItemWithoutType(line_in("war-room", "- Refuse"), "Refuse a smaller pool", ("prevention", "documentation", "monitoring"))),
        ("war-room", " — ownership: @grace", "", ItemWithoutOwner(line_in("war-room", "- Refuse"), "Refuse a smaller pool")),
        ("war-room", " — ownership: @grace", " — owner: @grace", None),
        ("mitigate-first", "| prevent |", "| |", ItemWithoutType(line_in("mitigate-first", "| Refuse"), "Refuse a smaller pool", TYPES)),
    ],
)  # fmt: skip
def test_an_item_in_another_form_must_meet_the_same_rules(
    name: str, old: str, new: str, finding: Finding | None
) -> None:
    assert findings_of_spoilt_file(name, old, new) == ([finding] if finding else [])


def test_each_owner_is_named_once_in_the_order_of_the_items() -> None:
    text = "## Action items\n\n- [ ] a — Owner: @kim\n- [ ] b — Owner: nobody\n- [ ] c — Owner: @ada\n- [ ] d — Owner: @kim\n"

    assert owners(text, PROCESS) == ("kim", "ada")


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Investigate a b c d e f g", "look"),
        ("Investigate a b c d e f g h", ""),
        ("Be more careful with a b c d e f g h i j", "care"),
        ("Investigate until it is known", ""),
        ("Investigate 3 cases", ""),
        ("", ""),
    ],
)
def test_a_long_or_specific_text_is_left_alone_unless_it_asks_for_care(text: str, shape: str) -> None:
    assert better_shape(text) == shape
