"""The owner, the due date and the type of an item may be in the last words of its sentence."""

import pytest

from incident_actions.postmortem.item_text import ItemText
from tests.postmortem.corpus_results import PROCESSES

TEXT = ItemText(PROCESSES["default"])


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Add it (@linus, due 2026-04-01)", {"owner": "@linus", "due": "2026-04-01"}),
        ("Add it (owner: @linus; next friday; prevention).", {"owner": "@linus", "due": "next friday", "type": "prevention"}),
        ("Add it [@linus]", {"owner": "@linus"}),
        ("Add it ([@linus](https://x.org/linus), June 7, 2026)", {"owner": "[@linus](https://x.org/linus)", "due": "June 7, 2026"}),
        ("Add it (#5) (@linus)", {"owner": "@linus", "issue": "#5"}),
        ("Add it — @linus — 2026-04-01", {"owner": "@linus", "due": "2026-04-01"}),
        ("Add it, owner @linus, due June 7, 2026", {"owner": "@linus", "due": "June 7, 2026"}),
        ("Add it. Owner: @linus. Due: 2026-06-01.", {"owner": "@linus", "due": "2026-06-01"}),
        ("Add it by 2026-04-01", {"due": "2026-04-01"}),
        ("Add it @linus", {"owner": "@linus"}),
        ("Add it (margaret)", {"owner": "margaret"}),
        ("Add it (@acme/shop)", {"owner": "@acme/shop"}),
        ("@linus: Add it", {"owner": "@linus: "}),
        ("**@linus** — Add it", {"owner": "**@linus** — "}),
        ("Margaret: Add it", {"owner": "@margaret"}),
        ("Add it — Owner: @ada — Due: friday", {"owner": "@ada", "due": "friday"}),
        ("Add it (@linus) — Owner: @ada", {"owner": "@ada", "item": "Add it (@linus)"}),
    ],
)  # fmt: skip
def test_fields_in_the_last_words_are_no_part_of_the_text(line: str, cells: dict[str, str]) -> None:
    assert TEXT.split_line(line) == {"item": "Add it", **cells}


@pytest.mark.parametrize(
    "line",
    [
        "Talk to @linus",
        "Pair with @linus",
        "Add it, reviewer: @linus",
        "Add it (as in May)",
        "Add it (see the runbook, 2 pages)",
        "Alert when it is over 90 % for 5 minutes, then page",
        "Decide, who owns it",
        "(@linus, due 2026-04-01)",
        "Add [it](https://x.org/it)",
        "Ask — Owner\\: @ada",
    ],
)
def test_words_that_only_mention_somebody_or_a_time_stay_in_the_text(line: str) -> None:
    assert set(TEXT.split_line(line)) == {"item"}


def test_a_sentence_that_begins_with_its_owner_keeps_them() -> None:
    assert TEXT.split_line("@linus to add it") == {"item": "@linus to add it", "owner": "@linus"}


def test_a_cell_gives_only_the_fields_that_have_no_column() -> None:
    cells = TEXT.split_cell({"item": "Add it (@linus, 2026-04-01)", "due": ""})

    assert cells == {"item": "Add it (@linus, 2026-04-01)", "due": ""}
    assert TEXT.split_cell({"item": "Add it (@linus)", "due": ""}) == {"item": "Add it", "owner": "@linus", "due": ""}
