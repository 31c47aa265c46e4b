"""The index of post-mortems gets statistics above its table, and keeps the rest."""

from __future__ import annotations

from datetime import date

from incident_actions.postmortem import index
from incident_actions.reports.compute import ReportOptions, compute_figures
from incident_actions.reports.figures import Figures
from incident_actions.reports.index_statistics import CLOSING, OPENING, with_statistics
from incident_actions.reports.item_facts import ItemFacts, ItemState
from tests.reports.test_report_pages import NASTY, NOW, WORDING, made


def figures(*items: ItemFacts) -> Figures:
    return compute_figures(("acme/shop", "https://github.com/acme/shop"), [made()], items, NOW, ReportOptions())


def written(text: str | None, *items: ItemFacts) -> str:
    return with_statistics(text, figures(*items), WORDING.render)


def test_the_block_is_above_the_table_and_shows_what_is_left_to_do() -> None:
    items = (
        ItemFacts(12, 7, "Alert on it", ItemState.OPEN, due=date(2026, 8, 1)),
        ItemFacts(13, 7, "Test it", ItemState.DONE),
        ItemFacts(14, 7, "Limit it", ItemState.OVERDUE),
    )

    text = written(index.empty_index(), *items)

    assert text.partition(OPENING)[0] == index.empty_index().partition(index.OPENING)[0]
    assert text.endswith(index.empty_index().partition(index.OPENING)[2])
    assert "| Time to resolve | 1 h 24 min | 1 h 24 min | 1 h 24 min | 1 | 0 |" in text.splitlines()
    assert (
        "Action items: 1 open, 1 overdue, 1 done with evidence, 0 accepted without evidence, "
        "0 closed without evidence, 0 dropped." in text.splitlines()
    )
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- [#14](https://github.com/acme/shop/issues/14) Limit it (overdue)",
        "- [#12](https://github.com/acme/shop/issues/12) Alert on it, due 2026-08-01 (open)",
    ]


def test_a_later_report_replaces_the_block_and_a_row_leaves_it() -> None:
    once = written(f"# Ours\n\nHello.\n\n{index.OPENING}\n| a |\n{index.CLOSING}\nBye.\n")

    again = written(once)

    assert again == once
    assert (once.count(OPENING), once.startswith("# Ours\n\nHello.\n\n"), once.endswith("\nBye.\n")) == (1, True, True)


def test_a_block_without_its_end_and_an_index_without_a_table() -> None:
    assert written(f"# Ours\n{OPENING}\nrest\n").endswith(f"{CLOSING}\n\nrest\n")
    assert written("# Ours\n").startswith(f"# Ours\n\n{OPENING}\n")
    assert written(None).startswith("# Incidents\n")


def test_hostile_texts_of_items_do_not_end_the_block() -> None:
    items = [ItemFacts(20 + place, 7, text, ItemState.OPEN) for place, text in enumerate((*NASTY, CLOSING, OPENING))]

    text = written(index.empty_index(), *items)

    assert (text.count(OPENING), text.count(CLOSING), text.count(index.OPENING)) == (1, 1, 1)
    assert "- and " in text
