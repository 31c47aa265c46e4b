"""Prometheus reads the figures as they are, whatever people call their severities."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from incident_actions.reports.figures import Figures
from incident_actions.reports.report_metrics import as_metrics
from tests.reports.test_report_pages import NASTY, NOW, figures, made

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read(found: Figures) -> Samples:
    """Return each sample by its name and labels, as Prometheus's own library reads them."""
    families = list(text_string_to_metric_families(as_metrics(found)))
    samples = [
        (each.name, frozenset(each.labels.items()), each.value) for family in families for each in family.samples
    ]
    assert len({(name, labels) for name, labels, _ in samples}) == len(samples), "each sample once"
    return {(name.removeprefix("incident_actions_"), labels): value for name, labels, value in samples}


def labels(**given: str) -> frozenset[tuple[str, str]]:
    return frozenset(given.items())


def test_every_figure_is_a_sample() -> None:
    found = read(figures(made(), made(8)))

    assert found["incidents", labels(severity="SEV1", phase="closed")] == 2
    resolve = {"severity": "SEV1", "duration": "resolve"}
    assert found["duration_seconds", labels(**resolve, quantile="0.5")] == 84 * 60
    assert found["duration_seconds", labels(**resolve, quantile="0.9")] == 84 * 60
    assert found["duration_seconds_sum", labels(**resolve)] == 2 * 84 * 60
    assert found["duration_seconds_count", labels(**resolve)] == 2
    assert found["updates", labels(result="promised")] == 4
    assert found["updates", labels(result="on time")] == 2
    assert found["post_mortems", labels(state="merged on time")] == 2
    assert found["action_items", labels(state="done with evidence")] == 1
    assert found["unread_incidents", labels()] == 0
    assert found["made_timestamp_seconds", labels()] == NOW.timestamp()


def test_without_incidents_there_are_zeros_and_no_durations() -> None:
    found = read(figures())

    assert found["post_mortems", labels(state="overdue")] == 0
    assert [name for name, _ in found if name.startswith("duration_seconds")] == []


def test_no_name_of_a_severity_breaks_the_form() -> None:
    for name in NASTY:
        found = read(figures(made(severity=name)))

        assert found["incidents", labels(severity=name, phase="closed")] == 1
