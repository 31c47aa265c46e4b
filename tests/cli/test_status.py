"""`status` and `show` print incidents from their records, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Sandbox
from tests.cli.recorded_incidents import NOON, add_incident, quiet_shop, run_command
from tests.offline_laptop import Laptop

OTHER_BOT = "acme-incidents[bot]"


def declared(severity: str, title: str) -> e.Declared:
    return e.Declared(at=NOON, accepted=NOON, by="grace", severity=severity, title=title, status="Investigating")


def after(minutes: int, comment: int) -> dict[str, object]:
    at = NOON + timedelta(minutes=minutes)
    return {"at": at, "accepted": at, "by": "ada", "comment": comment}


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with quiet_shop(tmp_path, people={OTHER_BOT: "write"}) as sandbox:
        yield sandbox


def run(laptop: Laptop, sandbox: Sandbox, *words: str) -> Result:
    return run_command(laptop, sandbox, *words, at="2026-03-04T13:00Z")


def test_the_worst_comes_first_and_what_cannot_be_read_is_unknown(laptop: Laptop, sandbox: Sandbox) -> None:
    add_incident(sandbox, "Search is slow", declared("SEV-3", "Search is slow"))
    add_incident(
        sandbox,
        "Checkout is down",
        declared("SEV-1", "Checkout is down"),
        e.Acknowledged(**after(1, 9)),  # type: ignore[arg-type]
        e.RoleTaken(**after(2, 9), role="commander", person="ada"),  # type: ignore[arg-type]
    )
    add_incident(sandbox, "Nobody answered yet")

    shown = run(laptop, sandbox, "status")

    assert shown.exit_code == 0
    assert [line.rstrip() for line in shown.stdout.splitlines() if line] == [
        "acme/shop at 2026-03-04 13:00 UTC",
        "#3  UNKNOWN  Nobody answered yet",
        f"    its record can't be read: {sandbox.url}/acme/shop/issues/3",
        "#2  SEV-1 · Investigating · Checkout is down",
        "    commander ada, for 1 h",
        "    next: stop the impact: /mitigated",
        "    next update was due 2026-03-04 12:15 UTC",
        "#1  SEV-3 · Investigating · Search is slow",
        "    commander nobody yet, for 1 h",
        "    next: acknowledge: /ack",
        "    next update was due 2026-03-04 13:00 UTC",
    ]


def test_of_an_incident_that_begins_in_the_future_no_length_is_shown(laptop: Laptop, sandbox: Sandbox) -> None:
    begin = NOON + timedelta(hours=2)
    add_incident(sandbox, "Later", replace(declared("SEV-1", "Later"), at=begin, accepted=begin, status=""))

    shown = run(laptop, sandbox, "status").stdout

    assert "#1  SEV-1 · Later\n    commander nobody yet\n" in shown


def test_without_an_open_incident_that_is_said(laptop: Laptop, sandbox: Sandbox) -> None:
    assert "No open incident." in run(laptop, sandbox, "status").stdout
    assert json.loads(run(laptop, sandbox, "status", "--json").stdout) == {
        "version": 1,
        "repository": "acme/shop",
        "at": "2026-03-04T13:00:00Z",
        "incidents": [],
    }


def test_a_look_takes_few_requests_however_many_incidents_are_open(laptop: Laptop, sandbox: Sandbox) -> None:
    for place in range(20):
        add_incident(sandbox, f"Incident {place}", declared("SEV-3", f"Incident {place}"))
    before = len(sandbox.requests)

    shown = json.loads(run(laptop, sandbox, "status", "--json").stdout)

    assert len(shown["incidents"]) == 20
    assert len(sandbox.requests) - before <= 5, "the repository, two for its configuration, the list, and the records"


def test_watching_looks_again_until_somebody_stops_it(
    laptop: Laptop, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def wait(seconds: float) -> None:
        pauses.append(seconds)
        add_incident(sandbox, "Search is slow", declared("SEV-3", "Search is slow"))
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("incident_actions.cli.status.time.sleep", wait)

    shown = run(laptop, sandbox, "status", "--json", "--watch", "--every", "5")

    assert (shown.exit_code, pauses) == (0, [5, 5, 5])
    assert [len(json.loads(line)["incidents"]) for line in shown.stdout.splitlines()] == [0, 1, 2]


def test_an_incident_is_shown_with_its_timeline(laptop: Laptop, sandbox: Sandbox) -> None:
    number = add_incident(
        sandbox,
        "Checkout is down",
        declared("SEV-1", "Checkout is down"),
        e.ServicesSet(**after(1, 77), to=("checkout",)),  # type: ignore[arg-type]
        e.UpdatePosted(**after(2, 78), text="We roll back"),  # type: ignore[arg-type]
    )

    shown = run(laptop, sandbox, "show", str(number)).stdout
    machine = json.loads(run(laptop, sandbox, "show", str(number), "--json").stdout)

    assert "#1  SEV-1 · Investigating · Checkout is down" in shown
    assert "SERVICES     checkout" in shown
    assert "2026-03-04 12:02 UTC  Update: We roll back · ada" in shown
    assert (machine["version"], machine["readable"], machine["open"], machine["labels"]) == (
        1,
        True,
        True,
        ["incident"],
    )
    assert machine["services"] == ["checkout"]
    assert machine["timeline"][-1] == {
        "at": "2026-03-04T12:02:00Z",
        "by": "ada",
        "text": "Update: We roll back",
        "url": f"{sandbox.url}/acme/shop/issues/1#issuecomment-78",
    }


def test_records_by_an_app_that_nobody_named_are_read_too(laptop: Laptop, sandbox: Sandbox) -> None:
    add_incident(sandbox, "Search is slow", declared("SEV-3", "Search is slow"), by=OTHER_BOT)

    assert "#1  SEV-3 · Investigating · Search is slow" in run(laptop, sandbox, "status").stdout
    assert "SEV-3" in run(laptop, sandbox, "show", "1").stdout


def test_an_issue_that_is_no_incident_is_named(laptop: Laptop, sandbox: Sandbox) -> None:
    number = add_incident(sandbox, "Nobody answered yet")

    without, missing = run(laptop, sandbox, "show", str(number)), run(laptop, sandbox, "show", "99")

    assert (without.exit_code, missing.exit_code) == (2, 2)
    assert f"#{number} has no record of an incident that can be read." in without.stderr
    assert "There is no issue #99 in acme/shop" in missing.stderr


def test_what_people_wrote_moves_no_cursor(laptop: Laptop, sandbox: Sandbox) -> None:
    add_incident(sandbox, "x", declared("SEV-1", "Down \x1b[2J\u202e <!-- @ada"))

    assert "\x1b" not in run(laptop, sandbox, "status").stdout + run(laptop, sandbox, "show", "1").stdout
