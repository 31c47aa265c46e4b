"""The overview shows the open incidents, and any run can change a row of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.decision import Context
from incident_actions.engine.overview import body as overview
from incident_actions.engine.overview.body import OverviewParts
from incident_actions.model.incident.entry import IncidentListed, OverviewBegun
from incident_actions.model.person import Person
from incident_actions.text import overview_marker, record
from tests.worlds import BOT, START, WORDING, World, make_labels

LABEL = "incident-overview"
PARTS = OverviewParts("### On call\n\n- Primary: `ada`", "### Last 30 days\n\nNo incidents.")
BEGUN = OverviewBegun(at=START, accepted=START, pinned=True)


def listed(number: int, severity: str = "", **given: object) -> IncidentListed:
    values = {"at": START, "accepted": START, "incident": number, "severity": severity, "status": "Investigating"}
    return IncidentListed(**{**values, **given})  # type: ignore[arg-type]


def context(body: str = "", key: bytes = b"") -> Context:
    world = World(key=key)
    world.issue = replace(world.issue, author=BOT, body=body, labels=make_labels(LABEL))
    return Context(world.snapshot, world.process, WORDING, START)


def written(*rows: IncidentListed, key: bytes = b"") -> str:
    return overview.overview_body(BEGUN, rows, PARTS, context(key=key))


def visible(body: str) -> str:
    return record.visible_text(body).replace("\u200b", "")


def test_the_worst_incident_comes_first() -> None:
    later = START + timedelta(minutes=20)
    body = written(
        listed(3, "SEV-3", commander="grace", next_update=later),
        listed(4),
        listed(5, unread=True),
        listed(9, "SEV-1", status="Monitoring", mitigated=True),
        listed(6, "SEV-1", next_update=START - timedelta(minutes=5)),
    )

    assert visible(body).partition(f"\n\n{overview_marker.REST}")[0] == (
        f"{overview_marker.FIRST_LINE}\n\n### 5 open incidents\n\n"
        "- #6\n  🔴 **SEV-1** · Investigating · no commander · **update overdue** since 13:55\n"
        "- #9\n  🟢 **SEV-1** · Monitoring · no commander\n"
        "- #3\n  🟡 **SEV-3** · Investigating · `grace` · next update 14:20\n"
        "- #4\n  ⚪ **Severity not set** · Investigating · no commander\n"
        "- #5\n  ⚪ Unknown: its record can't be read."
    )


def test_without_an_incident_it_says_so() -> None:
    assert visible(written()).startswith(f"{overview_marker.FIRST_LINE}\n\n### No open incidents\n\n")


def test_nobody_is_mentioned() -> None:
    body = visible(written(listed(3, commander="ada"), listed(4, severity="@ada", status="@acme/all")))

    assert "`ada`" in body
    assert "@ada" not in written(listed(4, severity="@ada")).partition(record.OPENING)[0]


def test_a_run_changes_its_own_row_and_keeps_what_the_sweep_wrote() -> None:
    before = written(listed(3, "SEV-3"), listed(4))
    news = listed(4, "SEV-2", commander="ada")

    after = overview.changed_body({4: news}, context(before))

    assert after == written(listed(3, "SEV-3"), news)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_row_that_is_already_so_changes_nothing(ends: str) -> None:
    before = written(listed(3, "SEV-3")).replace("\n", ends)
    same = listed(3, "SEV-3", accepted=START + timedelta(hours=1))

    assert overview.changed_body({3: same, 9: None}, context(before)) is None


def test_an_incident_that_is_over_leaves_the_overview() -> None:
    assert overview.changed_body({3: None}, context(written(listed(3), listed(4)))) == written(listed(4))


def test_an_edited_record_is_left_to_the_sweep() -> None:
    before = written(listed(3, "SEV-3"))

    for damaged in (before.replace('"SEV-3"', '"SEV-1"'), before.partition(record.OPENING)[0], "gone"):
        assert overview.changed_body({4: listed(4)}, context(damaged)) is None


def test_with_a_key_nobody_else_can_write_rows() -> None:
    key = b"k" * 32

    assert overview.changed_body({4: listed(4)}, context(written(listed(3)), key)) is None
    assert overview.changed_body({4: listed(4)}, context(written(listed(3), key=key), key)) == written(
        listed(3), listed(4), key=key
    )


def test_what_people_wrote_into_the_list_is_replaced() -> None:
    before = written(listed(3)).replace("### 1 open incident", "### All is well")

    assert overview.changed_body({3: None}, context(before)) == written()


def test_very_many_incidents_fit_into_an_issue() -> None:
    rows = [listed(number, "SEV-1", commander="a" * 39, next_update=START) for number in range(10**9, 10**9 + 500)]

    body = written(*rows)

    assert len(body) < record.LIMIT
    assert "### 500 open incidents" in body
    assert "And 440 more: [all open incidents](https://github.com/acme/shop/issues?q=" in body
    assert len(overview.rows_in(record.entries_in(body))) == overview.MOST_KEPT


def test_the_overview_is_known_by_its_label_and_by_its_first_line_and_only_from_the_tool() -> None:
    issue = context(written()).snapshot.issue

    assert overview.is_overview(issue, BOT, LABEL)
    assert overview.is_overview(replace(issue, labels=()), BOT, LABEL)
    assert overview.is_overview(replace(issue, body="gone"), BOT, LABEL)
    assert not overview.is_overview(replace(issue, labels=(), body="gone"), BOT, LABEL)
    assert not overview.is_overview(replace(issue, author=Person("mallory", 7)), BOT, LABEL)


def test_it_is_opened_once() -> None:
    opened = overview.new_overview(written(), context())

    assert (opened.key, opened.labels) == (overview_marker.key_in(opened.body), (LABEL,))
