"""Two runs at the same moment: at each request of the one, another answers the same issue from its start to its end."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from incident_actions.model.incident.entry import ItemOpened
from incident_actions.sandbox import Job
from incident_actions.text import record
from tests.front_door import WEDNESDAY, Door, open_front_door
from tests.gateway.front import PASS, Front
from tests.laboratory.torture.facts import Facts, facts
from tests.laboratory.torture.row import Row
from tests.sandbox.client import Client
from tests.stories.team import in_process


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the first run answers, and what happens meanwhile; both leave the job that they start.

    `seen_later`: what happens is no comment, so the first run's second look does not see it, and the sweep does.
    """

    first: Callable[[Door], Job]
    second: Callable[[Door], Job]
    before: Callable[[Door], object] = Door.declare
    seen_later: bool = False


def says(text: str, login: str = "grace") -> Callable[[Door], Job]:
    """Somebody comments."""
    return lambda door: door.comment(login, 1, text)


def closes(door: Door) -> Job:
    """Somebody closes the issue."""
    door.as_("ada").json("PATCH", "issues/1", {"state": "closed"})
    return door.newest_job()


def labels(door: Door) -> Job:
    """Somebody puts a severity's label on."""
    door.as_("ada").json("POST", "issues/1/labels", {"labels": ["SEV-1"]})
    return door.newest_job()


def merges(door: Door) -> Job:
    """Somebody merges the post-mortem."""
    door.as_("ada").json("PUT", "pulls/2/merge", {})
    return door.newest_job()


def nothing(_: Door) -> None:
    """The repository is empty."""


def owing(door: Door) -> None:
    """An incident is resolved, its post-mortem proposed as #2."""
    door.declare()
    assert in_process(says("/sev 1\n/resolve")(door)) == 0


def promised(door: Door, owner: str = "ada") -> None:
    """Two action items are due today, so that a sweep reads and checks them together."""
    bot = Client(door.sandbox, door.sandbox.installation_token)
    for key in (f"{owner}1", f"{owner}2"):
        item = ItemOpened(
            at=WEDNESDAY, accepted=WEDNESDAY, incident=9, key=key, text="Alert", owner=owner, due=WEDNESDAY.date()
        )
        body = f"An action item.\n\n{record.write_record((item,))}"
        bot.json("POST", "issues", {"title": "Alert", "body": body, "labels": ["action-item"]})


def reminded(door: Door) -> None:
    """Ada's digest is on the issue of the week, #3, and two items of Linus are due by now."""
    promised(door)
    assert in_process(door.sweep()) == 0
    promised(door, "linus")


def snoozes(door: Door) -> Job:
    """Somebody snoozes their reminders on the issue of the week."""
    return door.comment("linus", 3, "/snooze until 2026-12-24")


def declares_twice(door: Door) -> None:
    """Two incidents are open, so that a sweep reads them together."""
    door.declare()
    door.declare(title="Search is slow")


def monitored(door: Door) -> None:
    """An alert opened the incident."""
    assert in_process(alerts("checkout-5xx", "firing")(door)) == 0


def alerts(fingerprint: str, status: str) -> Callable[[Door], Job]:
    """Monitoring tells of an alert."""

    def act(door: Door) -> Job:
        told = {"fingerprint": fingerprint, "status": status, "title": fingerprint}
        door.as_("ada").json("POST", "dispatches", {"event_type": "alert", "client_payload": {"alert": told}})
        return door.newest_job()

    return act


MEETINGS = {
    "filed, and swept": Meeting(Door.open_issue, Door.sweep, nothing),
    "filed, and answered": Meeting(Door.open_issue, says("/ack"), nothing),
    "two comments": Meeting(says("/ack\n/frobnicate"), says("/ic\n/sev 99\n/update we look", "ada")),
    "two comments that change labels": Meeting(says("/sev 2"), says("/mitigated", "ada")),
    "a comment, and swept": Meeting(says("/sev 2\n/frobnicate"), Door.sweep),
    "two action items": Meeting(says("/action @grace 2026-04-01 one"), says("/action @grace 2026-04-02 two")),
    "two hotfixes of one name": Meeting(says("/hotfix the pool"), says("/hotfix the pool", "ada")),
    "resolved, and mistaken": Meeting(says("/sev 1\n/resolve"), says("/frobnicate")),
    "items are due, and swept twice": Meeting(Door.sweep, Door.sweep, promised),
    "items are due, and a comment": Meeting(Door.sweep, says("/help"), promised),
    "items are due, and mistaken": Meeting(Door.sweep, says("/frobnicate"), promised),
    "the issue of a week exists, and swept twice": Meeting(Door.sweep, Door.sweep, reminded),
    "the issue of a week exists, and snoozed": Meeting(Door.sweep, snoozes, reminded),
    "two incidents swept, and a comment": Meeting(Door.sweep, says("/sev 2\n/frobnicate"), declares_twice),
    "a comment, and closed by hand": Meeting(says("/sev 3"), closes),
    "a comment, and labelled by hand": Meeting(says("/ack"), labels, seen_later=True),
    "a comment, and another alert": Meeting(says("/ack"), alerts("disk-full", "firing"), monitored, seen_later=True),
    "a comment, and the alert is over": Meeting(
        says("/ack"), alerts("checkout-5xx", "resolved"), monitored, seen_later=True
    ),
    "the alert repeats, and a comment": Meeting(
        alerts("checkout-5xx", "firing"), says("/ack"), monitored, seen_later=True
    ),
    "a comment, and the post-mortem merged": Meeting(says("/frobnicate"), merges, owing),
}


@dataclass(frozen=True, slots=True)
class Met:
    """How many requests the first run made, what stands after a sweep, and what that sweep had left to write."""

    requests: int
    stands: Facts
    left: tuple[str, ...]


def met(meeting: Meeting, at: int) -> Met:
    """Let the second run come at a request of the first; at none, one comes after the other."""
    with tempfile.TemporaryDirectory() as directory, open_front_door(Path(directory), held=False) as door:
        meeting.before(door)
        first = meeting.first(door)
        with _met_at(door, meeting, at) as (front, asked):
            there = {**first.environment, "GITHUB_API_URL": front.api_url}
            assert in_process(replace(first, environment=there)) == 0
        if not at:
            assert in_process(meeting.second(door)) == 0
        left = door.run(door.sweep()).writes
        assert door.run(door.sweep()).writes == ()
        shown = (fact.replace(door.sandbox.url, "") for fact in facts(door.sandbox).elements())
        return Met(len(asked), Counter(shown), left)


@contextmanager
def _met_at(door: Door, meeting: Meeting, at: int) -> Iterator[tuple[Front, list[str]]]:
    asked: list[str] = []
    counting = Lock()

    def fate(method: str, _: str) -> str:
        with counting:
            asked.append(method)
            meets = len(asked) == at
        if meets:
            assert in_process(meeting.second(door)) == 0
        return PASS

    with Front(door.sandbox.api_url, fate) as front:
        yield front, asked


def wrong(meeting: Meeting, alone: Met, at: int) -> str:
    """How the world differs from the one in which one run came after the other; empty where it does not."""
    try:
        together = met(meeting, at)
    except AssertionError as error:
        return f"a run failed, or a second sweep wrote: {error}"
    missing = [f"missing {fact!r}" for fact in (alone.stands - together.stands).elements()]
    extra = [f"extra {fact!r}" for fact in _undoubled(together.stands - alone.stands)]
    left = [f"left to the sweep: {one}" for one in together.left if not meeting.seen_later]
    return "; ".join([*missing, *extra, *left])


def _undoubled(extra: Facts) -> Iterator[str]:
    """What is extra, but for an issue that both runs opened: the younger one is closed as not planned, for good."""
    closed = {fact.partition(" ")[0] for fact in extra if fact.endswith(" state: closed not_planned")}
    bare = {name for name in closed if f"{name} labels: []" in extra}
    return (fact for fact in extra.elements() if fact.partition(" ")[0] not in bare)


def torture(seed: int, seconds: float) -> Row:
    """Every meeting at every request, in the order of the seed, until all are done or the time is over."""
    until = time.monotonic() + seconds
    alone = {name: met(meeting, 0) for name, meeting in MEETINGS.items()}
    cases = [(name, at) for name, one in alone.items() for at in range(1, one.requests + 1)]
    random.Random(seed).shuffle(cases)  # noqa: S311  an order that can be repeated, not a secret
    ran, failures = 0, []
    for name, at in cases:
        if time.monotonic() > until:
            break
        ran += 1
        if found := wrong(MEETINGS[name], alone[name], at):
            failures.append(f"{name}, at request {at}: {found}"[:600])
    return Row(
        "two runs at once",
        cases=ran,
        lost=sum("missing " in failure for failure in failures),
        twice=sum("extra " in failure for failure in failures),
        failures=tuple(failures),
        note=f"{ran} of {len(cases)} moments of {len(MEETINGS)} meetings",
    )
