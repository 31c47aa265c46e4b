"""The figures of a bench on the page that shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laboratory.bench.page import SECTIONS, write_figures

PERFORMANCE = Path(__file__).parents[3] / "docs" / "performance.md"


def test_only_the_tables_that_were_measured_are_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Title\n\n<!-- floor -->\nold\n<!-- end of floor -->\n\n<!-- scale -->\nkept\n<!-- end of scale -->\n"
    )

    write_figures(page, {"floor": [{"imports": "Python", "seconds": [0.3, 0.1, 0.2], "megabytes": 9.6}]})

    assert page.read_text() == (
        "# Title\n\n<!-- floor -->\n\n"
        "| a process that imports | seconds | MB |\n| --- | --- | --- |\n| Python | 0.200 | 10 |\n\n"
        "<!-- end of floor -->\n\n<!-- scale -->\nkept\n<!-- end of scale -->\n"
    )


def test_a_page_without_marks_for_a_table_stays_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n")

    with pytest.raises(ValueError, match="the page has no marks for floor"):
        write_figures(page, {"floor": []})

    assert page.read_text() == "# Title\n"


def test_the_page_of_performance_has_a_place_for_each_table() -> None:
    text = PERFORMANCE.read_text(encoding="utf-8")

    assert [name for name in SECTIONS if text.count(f"<!-- {name} -->") != 1] == []
    assert [name for name in SECTIONS if text.count(f"<!-- end of {name} -->") != 1] == []
