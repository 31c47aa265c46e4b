"""Milestones keep their order, and durations are counted between the known ones."""

from datetime import UTC, datetime, timedelta

import pytest

from incident_actions.model.incident.milestone import MUST_PRECEDE, ORDER, SETTABLE, Clash, durations, find_clash


def at(minute: int) -> datetime:
    return datetime(2026, 3, 4, 14, minute, tzinfo=UTC)


def test_people_set_every_milestone_but_the_declaration() -> None:
    assert set(SETTABLE) == set(ORDER) - {"declared"}


@pytest.mark.parametrize(("earlier", "later"), MUST_PRECEDE)
def test_a_milestone_on_the_wrong_side_of_another_is_a_clash(earlier: str, later: str) -> None:
    assert find_clash(earlier, at(11), {later: at(10)}) == Clash(later, at(10), "before")
    assert find_clash(later, at(9), {earlier: at(10)}) == Clash(earlier, at(10), "after")


@pytest.mark.parametrize(("earlier", "later"), MUST_PRECEDE)
def test_two_milestones_at_the_same_moment_are_no_clash(earlier: str, later: str) -> None:
    assert find_clash(earlier, at(10), {later: at(10)}) is None
    assert find_clash(later, at(10), {earlier: at(10)}) is None


@pytest.mark.parametrize(
    ("milestone", "known"),
    [
        ("started", {}),
        ("started", {"declared": at(0)}),
        ("detected", {"declared": at(0)}),
        ("mitigated", {"acknowledged": at(10)}),
        ("acknowledged", {"resolved": at(0)}),
    ],
)
def test_a_milestone_without_an_order_may_have_any_time(milestone: str, known: dict[str, datetime]) -> None:
    assert find_clash(milestone, at(5), known) is None


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, {}),
        ({"declared": at(0)}, {}),
        (
            {"declared": at(0), "acknowledged": at(4), "mitigated": at(20), "resolved": at(30)},
            {"acknowledge": 4, "mitigate": 20, "resolve": 30},
        ),
        (
            {"started": at(0), "declared": at(10), "acknowledged": at(12), "resolved": at(40)},
            {"acknowledge": 2, "resolve": 40},
        ),
        (
            {"started": at(0), "detected": at(8), "declared": at(10), "acknowledged": at(12), "mitigated": at(30)},
            {"detect": 8, "acknowledge": 4, "mitigate": 30},
        ),
        ({"detected": at(8), "declared": at(10), "resolved": at(40)}, {"resolve": 32}),
        ({"declared": at(10), "acknowledged": at(10)}, {"acknowledge": 0}),
        ({"declared": at(10), "acknowledged": at(5)}, {}),
    ],
)
def test_a_duration_is_known_where_both_its_ends_are(known: dict[str, datetime], expected: dict[str, int]) -> None:
    spans = {f"time to {name}": timedelta(minutes=minutes) for name, minutes in expected.items()}

    assert durations(known) == spans
