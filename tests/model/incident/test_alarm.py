"""The alerts of an incident follow from the messages of monitoring."""

from datetime import UTC, datetime, timedelta

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.alarm import Alarm, apply_entry

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)


def fired(alert: str = "a", at: datetime = AT, **more: object) -> e.AlertFired:
    return e.AlertFired(at=at, accepted=at, alert=alert, delivery="d", source="Grafana", title="Disk", **more)  # type: ignore[arg-type]  # a table's fields


def repeated(alert: str = "a", **more: object) -> e.AlertRepeated:
    return e.AlertRepeated(at=LATER, accepted=LATER, alert=alert, delivery="d", **more)  # type: ignore[arg-type]  # as above


def over(alert: str = "a", at: datetime = LATER, run: int = 0) -> e.AlertResolved:
    return e.AlertResolved(at=at, accepted=at, alert=alert, delivery="d", title="Disk", run=run)


@pytest.mark.parametrize(
    ("entries", "alarms"),
    [
        ([fired(url="https://x.example", after=3)], [Alarm("a", "Grafana", "Disk", AT, "https://x.example", after=3)]),
        ([fired(), fired("b")], [Alarm("a", "Grafana", "Disk", AT), Alarm("b", "Grafana", "Disk", AT)]),
        ([fired(), repeated(), repeated()], [Alarm("a", "Grafana", "Disk", AT, told=3)]),
        ([fired(), over()], [Alarm("a", "Grafana", "Disk", AT, over=LATER)]),
        ([fired(url="u"), over(), fired(at=LATER, again=True)], [Alarm("a", "Grafana", "Disk", LATER, "u", told=2)]),
        (
            [fired("b"), fired(), over("b")],
            [Alarm("b", "Grafana", "Disk", AT, over=LATER), Alarm("a", "Grafana", "Disk", AT)],
        ),
        ([repeated(), over()], []),
        ([fired(), repeated(deliveries=("2", "3"))], [Alarm("a", "Grafana", "Disk", AT, told=4)]),
        ([fired(words="x"), repeated(words="y")], [Alarm("a", "Grafana", "Disk", AT, told=2, words="y")]),
        (
            [fired(run=1), over(run=3), repeated(run=2)],
            [Alarm("a", "Grafana", "Disk", AT, over=LATER, told=2, run=3)],
        ),
        ([fired(run=1), over(run=3), repeated(run=4)], [Alarm("a", "Grafana", "Disk", LATER, told=2, run=4)]),
    ],
)
def test_alerts_follow_from_entries(
    entries: list[e.AlertFired | e.AlertRepeated | e.AlertResolved], alarms: list[Alarm]
) -> None:
    folded: tuple[Alarm, ...] = ()
    for entry in entries:
        folded = apply_entry(folded, entry)

    assert folded == tuple(alarms)


def test_an_alert_fires_until_it_is_over() -> None:
    (alarm,) = apply_entry((), fired())
    (ended,) = apply_entry((alarm,), over())

    assert (alarm.firing, ended.firing) == (True, False)
