"""An impact without a number is reported; dates, names and versions are not numbers."""

import pytest

from incident_actions.postmortem.finding import Finding, ImpactWithoutNumber, PlaceholderLeft
from tests.postmortem.good_postmortem import findings_of, line_of
from tests.postmortem.sound_postmortems import findings_of_spoilt_file, line_in


@pytest.mark.parametrize(
    "impact",
    ["50% of orders", "~40 orders a minute", "$3k lost", "1.300.000 requests", "Nobody was affected.", "Two customers",
     "All customers, for 39 minutes", "| Orders |\n|---|\n| 1300 |"],
)  # fmt: skip
def test_an_impact_with_a_number_is_enough(impact: str) -> None:
    assert findings_of("About 1,300 orders failed between 13:40 and 14:55.", impact) == []


@pytest.mark.parametrize(
    "impact",
    ["Many customers", "Everybody since 14:05 on 2026-03-04", "A SEV-1 for the users of api-v2", "See #12 and @team2",
     "Users of 4.2.1", "https://status.example.org/7", "1. Customers\n2. Staff"],
)  # fmt: skip
def test_a_date_a_name_or_a_version_is_no_number(impact: str) -> None:
    assert findings_of("About 1,300 orders failed between 13:40 and 14:55.", impact)[0] == ImpactWithoutNumber(
        line_of("About 1,300")
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("lean", "1,300 orders failed", "orders failed", ImpactWithoutNumber(line_in("lean", "**Impact"))),
        ("lean", "and everybody heard of it", "and 12 people were told", None),
        ("lean", "1,300 orders failed\nand everybody heard of it", "", ImpactWithoutNumber(line_in("lean", "**Impact"))),
        ("lean", "1,300 orders failed\nand everybody heard of it", "orders\nand 12 people", None),
        ("lean", "1,300 orders failed\nand everybody heard of it", "orders\n\n12 people joined", ImpactWithoutNumber(line_in("lean", "**Impact"))),
        ("lean", "**Impact**: 1,300 orders failed\nand everybody heard of it\n", "", ImpactWithoutNumber(line_in("lean", "## Incident"))),
        ("lean", "1,300 orders failed\nand everybody heard of it", "<!-- who -->", PlaceholderLeft(line_in("lean", "**Impact"), "who")),
        ("lean", "**Impact**:", "**IMPACT:**", None),
        ("mitigate-first", "1,300 orders failed", "orders failed", ImpactWithoutNumber(line_in("mitigate-first", "- **Impact"))),
        ("mitigate-first", "- **Impact:** 1,300", "**Impact** 1,300", None),
        ("p-levels", "- **Date:** 2026-03-04", "- **Impact:** many", None),
        ("p-levels", "- 1,300 users", "- many users", ImpactWithoutNumber(line_in("p-levels", "- 1,300"))),
    ],
)  # fmt: skip
def test_the_impact_of_another_form_is_counted_where_its_process_has_it(
    name: str, old: str, new: str, finding: Finding | None
) -> None:
    assert findings_of_spoilt_file(name, old, new) == ([finding] if finding else [])


@pytest.mark.parametrize(
    "word", ["none", "ONE", "dozens", "hundreds", "a thousand", "millions", "half", "a third", "a quarter"]
)
def test_a_number_in_words_is_a_number(word: str) -> None:
    assert findings_of("About 1,300 orders failed between 13:40 and 14:55.", f"{word} of the customers") == []


@pytest.mark.parametrize("word", ["someone", "halfway", "nonetheless", "thirdly", "oneself"])
def test_a_word_that_only_holds_a_number_is_not_one(word: str) -> None:
    assert findings_of("About 1,300 orders failed between 13:40 and 14:55.", f"{word} the customers") == [
        ImpactWithoutNumber(line_of("About 1,300"))
    ]


def test_an_impact_without_a_number_is_reported_once_on_its_first_text() -> None:
    assert findings_of("About 1,300 orders failed between 13:40 and 14:55.", "…\n\nMany customers.\n\nMany more.") == [
        ImpactWithoutNumber(line_of("About 1,300") + 2)
    ]


def test_a_number_in_any_text_of_the_section_is_enough() -> None:
    assert findings_of("About 1,300 orders failed between 13:40 and 14:55.", "Many customers.\n\n40 orders.") == []
