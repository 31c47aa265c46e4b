"""The figures are those that pandas computes from the same incidents."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd
import pytest

from incident_actions.reports.collected_facts import collect_facts
from incident_actions.reports.compute import ReportOptions, compute_figures
from incident_actions.reports.figures import FigureGroup
from tests.reports.made_incidents import NOW, PROCESS, SEVERITIES, made_rows, record_of

ROWS = made_rows()
FACTS = [collect_facts(record_of(row), PROCESS, NOW, row.preset) for row in ROWS]
FIGURES = compute_figures(
    ("acme/shop", "https://github.com/acme/shop"), FACTS, (), NOW, ReportOptions(severities=SEVERITIES)
)


def frame() -> pd.DataFrame:
    """The same incidents, with the durations that the definitions give, in minutes."""
    made = pd.DataFrame([vars(row) for row in ROWS])
    times = ["started", "detected", "declared", "acknowledged", "mitigated", "resolved"]
    made[times] = made[times].apply(pd.to_datetime, utc=True)
    began = made["started"].fillna(made["detected"]).fillna(made["declared"])
    noticed = made["detected"].fillna(made["declared"])
    spans = {
        "time to detect": made["detected"] - made["started"],
        "time to acknowledge": made["acknowledged"] - noticed,
        "time to mitigate": made["mitigated"] - began,
        "time to resolve": made["resolved"] - began,
    }
    for name, span in spans.items():
        made[name] = span.dt.total_seconds() / 60
    made["month"] = made["declared"].dt.strftime("%Y-%m")
    return made


FRAME = frame()
MEASURES = ("time to detect", "time to acknowledge", "time to mitigate", "time to resolve")


def check(group: FigureGroup, members: pd.DataFrame) -> None:
    assert sorted(group.numbers) == sorted(members["number"])
    for name in MEASURES:
        values, found = members[name].dropna(), group.durations[name]
        assert found.count == values.count()
        assert len(found.unknown) + len(found.pending) == members[name].isna().sum()
        if found.count:
            assert found.median == pytest.approx(values.median())
            assert found.p90 == pytest.approx(values.quantile(0.9))
            assert found.mean == pytest.approx(values.mean())
            assert found.largest == pytest.approx(values.max())


def test_the_figures_of_all_incidents_are_those_of_pandas() -> None:
    assert (FRAME[list(MEASURES)].min() >= 0).all()
    assert FRAME["time to resolve"].max() > 9 * 24 * 60
    check(FIGURES.total, FRAME)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("severity", lambda made: made["severity"]),
        ("month", lambda made: made["month"]),
        ("preset", lambda made: made["preset"]),
    ],
)
def test_the_figures_of_each_group_are_those_of_pandas(
    kind: str, names: Callable[[pd.DataFrame], Iterable[str]]
) -> None:
    groups = dict(list(FRAME.groupby(names(FRAME))))

    assert {each.name for each in FIGURES.groups[kind]} == set(groups)
    for each in FIGURES.groups[kind]:
        check(each, groups[each.name])


def test_an_incident_of_two_services_is_counted_in_both() -> None:
    exploded = FRAME.explode("services").fillna({"services": "none named"})
    groups = dict(list(exploded.groupby("services")))

    assert {each.name for each in FIGURES.groups["service"]} == set(groups)
    for each in FIGURES.groups["service"]:
        check(each, groups[each.name])
