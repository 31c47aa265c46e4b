"""One dispatched alert, through the command line, over real requests that may fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Job
from incident_actions.text import record
from tests.front_door import Door, event, open_front_door, with_event
from tests.gateway.front import LOST, PASS, RESET, Fate, Front
from tests.model.alerts.sender_bodies import plain
from tests.stories.team import in_process

MOVING = "extends: default\nalerts: {debounce: 0}\nprivate: {repository: acme/security}\n"
APART = "extends: default\nalerts: {storm: 0}\n"
TOGETHER = "extends: default\nalerts: {storm: 43200}\n"


def sent(door: Door, payload: Any) -> Job:
    """Dispatch an alert; the job that it starts."""
    door.as_("grace").json("POST", "dispatches", {"event_type": "alert", "client_payload": payload})
    return door.newest_job()


def alarms(door: Door) -> list[tuple[str, ...]]:
    """What every incident's record says of alerts, by the title of each, the oldest incident first."""
    ada = door.as_("ada")
    found = ada.json(
        "GET", "issues", params={"labels": "incident", "state": "all", "direction": "asc", "per_page": 100}
    )
    return [_alarms(door, each["number"]) for each in found]


def _alarms(door: Door, issue: int) -> tuple[str, ...]:
    comments = door.as_("ada").json("GET", f"issues/{issue}/comments", params={"per_page": 100})
    (card,) = [each["body"] for each in comments if each["body"].startswith("<!-- incident-actions:card")]
    kinds = (e.AlertFired, e.AlertResolved)
    return tuple(f"{each.kind} {each.title}" for each in record.entries_in(card) if isinstance(each, kinds))


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({}, "the format of `client_payload` is unknown. Send `fingerprint`, `status` and `title`"),
        ({"alert": {"fingerprint": "x", "title": "y"}}, "`status` is missing. Send `firing` or `resolved`"),
        ({"alert": {**plain(), "title": {"a": 1}}}, "`title` is missing or is not text"),
        ({"event": {"event_type": "incident.triggered", "data": []}}, "`event.data.id` is missing or is not text"),
    ],
)
def test_an_invalid_alert_is_reported_in_one_line_without_a_request(door: Door, payload: Any, words: str) -> None:
    ran = door.run(sent(door, payload))

    assert (ran.code, ran.requests, ran.output) == (2, 0, f"incident-actions: the alert is invalid: {words}\n")


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ("client_payload", "`client_payload` is not an object"),
        ("sender", "KeyError('sender')"),
        ("action", "KeyError('action')"),
    ],
)
def test_a_broken_event_file_is_reported_in_one_line(door: Door, lacking: str, words: str) -> None:
    job = sent(door, plain())
    payload = {key: value for key, value in event(job).items() if key != lacking}

    ran = door.run(with_event(job, payload))

    assert (ran.code, ran.requests, ran.output.count("\n")) == (2, 0, 1)
    assert words in ran.output


def test_a_dispatch_of_another_type_is_ignored(door: Door) -> None:
    job = sent(door, plain())

    ran = door.run(with_event(job, {**event(job), "action": "deploy"}))

    assert (ran.code, ran.requests) == (0, 0)
    assert ran.output == "Nothing to do: the tool does not handle dispatch events of the type 'deploy'.\n"


@pytest.mark.parametrize("resource", ["error", "comment", "installation"])
def test_an_event_of_sentry_that_opens_nothing_ends_well_and_says_why(door: Door, resource: str) -> None:
    body = {"action": "created", "installation": {"uuid": "7"}, "data": {resource: {"id": "9"}}}

    ran = door.run(sent(door, {"sentry": body}))

    assert (ran.code, ran.requests) == (0, 0)
    assert ran.output == f"Nothing to do: Sentry's event '{resource}' neither starts nor ends an alert.\n"


def test_a_payload_nested_beyond_reason_is_told_in_one_line(door: Door) -> None:
    job = sent(door, plain())
    payload = f'{{"action": "alert", "client_payload": {{"alert": {"[" * 30_000}{"]" * 30_000}}}}}'

    ran = door.run(with_event(job, payload))

    assert (ran.code, ran.requests, ran.output.count("\n")) == (2, 0, 1)


def test_a_rehearsal_tells_the_whole_plan_and_writes_nothing(door: Door) -> None:
    ran = door.run(sent(door, plain()), "--dry-run")

    assert (ran.code, ran.writes) == (0, ())
    assert ran.output.splitlines()[:1] == ["would open an issue: Checkout answers with errors"]
    assert "would post and pin the card of #0" in ran.output
    assert alarms(door) == []


def test_a_broken_configuration_is_told_and_the_alert_is_taken_in(door: Door) -> None:
    ran = door.run(sent(door, plain()), configuration="alerts:\n  severities: {page: SEV-9}\n")

    assert ran.code == 2
    assert ".github/incidents.yml:2:16: alerts.severities.page: there is no severity 'SEV-9'" in ran.output
    assert alarms(door) == [("alert Checkout answers with errors",)]


def test_an_incident_that_cannot_be_written_hears_of_the_failure_once(door: Door) -> None:
    job = sent(door, plain())

    def no_card(method: str, path: str) -> Fate:
        return (422, b"{}") if method == "PATCH" and "/issues/" in path else PASS

    with Front(door.sandbox.api_url, no_card) as front:
        codes = [door.run(job, GITHUB_API_URL=front.api_url).code for _ in range(2)]
    said = [reply for reply in door.replies(1) if "/actions/runs/" in reply]

    assert (codes, len(said), door.run(job).code) == ([1, 1], 1, 0)
    assert door.labels(1) == ["incident", "status: investigating"]


# ── The process dies at any request, before or after it took effect, and the run is run again


def dying(at: int, how: str, counted: list[int]) -> Callable[[str, str], Fate]:
    """A network that goes down for good at one request; `counted` tells how many there were."""

    def fate(method: str, path: str) -> Fate:
        counted[0] += 1
        if counted[0] <= at:
            return PASS
        return how if counted[0] == at + 1 else RESET

    return fate


def deaths(door: Door, payload: Callable[[str], Any], configuration: str) -> Iterator[str]:
    """Have each run of an alert die at its first request, at its second …, and then run it again."""
    for how in (RESET, LOST):
        for at in count():
            name = f"{how} {at}"
            job, counted = sent(door, payload(name)), [0]
            with Front(door.sandbox.api_url, dying(at, how, counted)) as front:
                first = door.run(job, configuration=configuration, GITHUB_API_URL=front.api_url)
            again = door.run(job, configuration=configuration)
            assert again.code == 0, again.output
            yield name
            if counted[0] <= at:
                assert first.code == 0, first.output
                break


def named(name: str, **more: Any) -> Any:
    return {"alert": plain(fingerprint=name, title=name, **more)}


@pytest.fixture
def awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.mark.usefixtures("awake")
@pytest.mark.rest
def test_an_alert_opens_one_incident_wherever_a_run_dies(tmp_path: Path) -> None:
    with open_front_door(tmp_path, held=False) as door:
        names = list(deaths(door, named, APART))

        assert alarms(door) == [(f"alert {name}",) for name in names]
        assert len(names) >= 16


@pytest.mark.rest
@pytest.mark.usefixtures("awake")
def test_an_alert_joins_once_wherever_a_run_dies(tmp_path: Path) -> None:
    with open_front_door(tmp_path, held=False) as door:
        door.run(sent(door, named("first")), configuration=TOGETHER)
        names = list(deaths(door, named, TOGETHER))

        assert alarms(door) == [("alert first", *(f"alert {name}" for name in names))]
        assert len(names) >= 10


@pytest.mark.rest
@pytest.mark.usefixtures("awake")
def test_the_end_of_an_alert_is_recorded_once_wherever_a_run_dies(tmp_path: Path) -> None:
    with open_front_door(tmp_path, held=False) as door:

        def over(name: str) -> Any:
            assert door.run(sent(door, named(name)), configuration=APART).code == 0
            return named(name, status="resolved")

        names = list(deaths(door, over, APART))

        assert alarms(door) == [(f"alert {name}", f"alert-over {name}") for name in names]
        assert [len(door.replies(place)) for place, _ in enumerate(names, 1)] == [1] * len(names)


@pytest.mark.rest
@pytest.mark.usefixtures("awake")
@pytest.mark.parametrize("how", [RESET, LOST])
def test_the_sweep_or_the_next_alert_continues_wherever_a_run_dies(tmp_path: Path, how: str) -> None:
    with open_front_door(tmp_path, held=False) as door:
        for at in range(8):
            name = f"{how} {at}"
            with Front(door.sandbox.api_url, dying(at, how, [0])) as front:
                door.run(sent(door, named(name)), configuration=APART, GITHUB_API_URL=front.api_url)
            assert door.run(door.sweep(), configuration=APART).code == 0
            assert door.run(sent(door, named(name)), configuration=APART).code == 0

        assert alarms(door) == [(f"alert {how} {at}",) for at in range(8)]


def test_a_repeat_that_is_counted_while_its_incident_moves_leaves_none_of_its_words(door: Door) -> None:
    mover = "acme-security[bot]"
    door.sandbox.create_repository("acme/security", {"a": "b\n"}, private=True, collaborators={mover: "write"})

    def ended(job: Job, **environment: str) -> int:
        (job.workspace / ".github" / "incidents.yml").write_text(MOVING)
        there = {"INCIDENT_SERVICES_TOKEN": door.sandbox.token(mover), **environment}
        return in_process(replace(job, environment={**job.environment, **there}))

    payload = plain(summary="The canary sings")
    assert ended(sent(door, payload)) == 0
    moved: list[int] = []

    def fate(method: str, path: str) -> Fate:
        if method == "PATCH" and path.endswith("/issues/1") and not moved:
            moved.append(ended(door.comment("grace", 1, "/private")))
        return PASS

    with Front(door.sandbox.api_url, fate) as front:
        assert ended(sent(door, payload), GITHUB_API_URL=front.api_url) == 0

    assert moved == [0]
    stub = door.as_("ada").json("GET", "issues/1")
    assert (stub["title"], stub["state"]) == ("Private incident", "closed")
    assert "canary" not in stub["body"]
