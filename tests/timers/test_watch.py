"""A fix is watched from the mitigation on, up to what the process asks for."""

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.timers.watch import watch_fields
from tests.own_timers import only_own_timers
from tests.timers.timer_records import at, declared, incident, process, stamp

WATCHED = only_own_timers("targets: {watch: 30}\nseverities: [{label: SEV-1}, {label: SEV-2, targets: {watch: 5}}]\n")
FIXED = e.StatusSet(**stamp(10), to="Monitoring", phase=Phase.MITIGATED)
RELAPSE = e.StatusSet(**stamp(12), to="Investigating", phase=Phase.ACTIVE)


@pytest.mark.parametrize(
    ("entries", "minutes", "watched"),
    [
        ((FIXED,), 23, 13),
        ((FIXED,), 40, 30),
        ((FIXED,), 400, 30),
        ((), 23, 0),
        ((FIXED, RELAPSE), 23, 0),
        ((FIXED,), 5, 0),
    ],
    ids=["cut short", "to the end", "and beyond", "never fixed", "relapsed", "replayed out of order"],
)
def test_what_was_watched_counts_from_the_mitigation(entries: tuple[e.Entry, ...], minutes: int, watched: int) -> None:
    found = watch_fields(incident(declared(), *entries), at(minutes), process(WATCHED))

    assert found == {"to_watch": 30, "watched": watched}


def test_each_severity_may_ask_for_a_watch_of_its_own_or_for_none() -> None:
    short = watch_fields(incident(declared("SEV-2"), FIXED), at(23), process(WATCHED))
    none = watch_fields(incident(declared(), FIXED), at(23), process(only_own_timers("")))

    assert (short, none) == ({"to_watch": 5, "watched": 5}, {"to_watch": 0, "watched": 0})
