"""The rows that somebody added to a merged file are told from those that the record knows, however they are written."""

from dataclasses import replace

import pytest

from incident_actions.model.incident.incident import Action, Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem.items import ItemRow, read_items
from incident_actions.postmortem.later_rows import later_rows
from tests.worlds import PROCESS, START

INCIDENT = Incident(7, Phase.CLOSED, "resolved", "SEV-1", "Checkout is down", START, "grace")
POOL, RUNBOOK = "| Alert on the pool | @grace | 2026-04-01 | prevent |", "| Write the runbook | | | |"


def rows(*lines: str) -> tuple[ItemRow, ...]:
    return read_items(
        "## Action items\n\n| Item | Owner | Due | Type |\n|---|---|---|---|\n" + "\n".join(lines), PROCESS
    )


def added(*lines: str) -> list[str]:
    """The texts of the rows that are new in a file whose merged version had POOL (#20), RUNBOOK (#21); `/action` made #22."""
    first, second = rows(POOL, RUNBOOK)
    actions = (
        Action(20, first.text, "k1", "grace", first.due, first.type, first.digests),
        Action(21, second.text, "k2", "", None, "", second.digests),
        Action(22, "Buy a pager", "k3", "", None, ""),
    )
    found = rows(*lines)
    return [found[each].text for each in later_rows(found, replace(INCIDENT, actions=actions), "acme/shop")]


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        ((POOL, RUNBOOK), []),
        ((RUNBOOK, POOL), []),
        ((POOL.replace("pool", "pool (#20)"), RUNBOOK.replace("runbook", "runbook (#21)")), []),
        ((POOL, RUNBOOK, "| Drain slowly | | | |"), ["Drain slowly"]),
        ((POOL.replace("pool", "pool (#20)"), RUNBOOK, "| Drain slowly | @grace | 2026-04-01 | prevent |"), ["Drain slowly"]),
        ((POOL.replace("Alert", "Page"), RUNBOOK), []),
        ((POOL.replace("@grace", "@linus").replace("04-01", "05-01"), RUNBOOK), []),
        ((POOL, "| Buy a pager | @linus | | |"), []),
        ((POOL, POOL), []),
        ((POOL, "| Drain slowly | | | |"), ["Drain slowly"]),
        ((POOL, RUNBOOK, "| Drain slowly (#41) | | | |"), ["Drain slowly"]),
        ((POOL, RUNBOOK, "| Buy a pager (#22) | | | |"), []),
        ((POOL, RUNBOOK, "| Drain slowly (acme/ops#20) | | | |"), ["Drain slowly"]),
        ((), []),
    ],
    ids=[
        "the same", "in another order", "with their numbers", "a new one", "a new one like a known one",
        "in other words", "with another owner and day", "an item from a command", "a copy",
        "one in place of a row that has a text alone", "a link", "a known link", "a link elsewhere", "none",
    ],
)  # fmt: skip
def test_only_rows_that_the_record_does_not_know_are_new(lines: tuple[str, ...], new: list[str]) -> None:
    assert added(*lines) == new


def test_a_row_that_names_the_incident_itself_is_known_by_its_text() -> None:
    (row,) = rows(f"| Alert on the pool (#{INCIDENT.number}) | | | |")
    known = Action(20, row.text, "k", "", None, "", row.digests)

    assert later_rows((row,), replace(INCIDENT, actions=()), "acme/shop") == (0,)
    assert later_rows((row,), replace(INCIDENT, actions=(known,)), "acme/shop") == ()
