"""Requests that a run sends together arrive in any order, and some of them fail: the answer is always the same."""

import time
from collections import Counter
from collections.abc import Callable
from itertools import permutations
from threading import Barrier, Event, Lock
from typing import Any

import pytest

from incident_actions.gateway.client import retry
from tests.front_door import Door
from tests.gateway.front import LOST, PASS, RESET, Fate, Front

FIRST, AFTER_CARD = ("role", "comments", "issue"), ("change", "reaction", "look")
TIME_APART = 0.02
"""Seconds between two answers that must arrive one after the other."""


def kind(method: str, path: str) -> str:
    """Which of the requests that are sent together a request is; empty for any other."""
    if method == "GET" and "/permission" in path:
        return "role"
    if method == "GET" and "/comments?" in path:
        return "look" if "since=" in path else "comments"
    if method == "GET" and path.endswith("/issues/1"):
        return "issue"
    if method == "PATCH" and path.endswith("/issues/1"):
        return "change"
    return "reaction" if path.endswith("/reactions") else ""


def answered(door: Door, fate: Callable[[str, str], Fate]) -> tuple[Any, ...]:
    """What a command leaves behind where each of its requests meets its fate on the way."""
    issue = door.declare()
    job = door.comment("grace", issue, "/sev 1")
    with Front(door.sandbox.api_url, fate) as front:
        ran = door.run(job, GITHUB_API_URL=front.api_url)
    comments = door.as_("ada").json("GET", f"issues/{issue}/comments")
    signs = [sign for each in comments for sign, count in each["reactions"].items() if count == 1 and sign == "+1"]
    again = door.run(door.sweep())
    return ran.code, door.labels(issue), len(comments), signs, again.writes


WHOLE = (0, ["SEV-1", "incident", "status: investigating"], 3, ["+1"], ())


def in_turn(order: tuple[str, ...]) -> Callable[[str, str], Fate]:
    """Hold requests until all of a group are there, and pass them on in this order."""
    all_there = Barrier(len(order), timeout=10)

    def fate(method: str, path: str) -> Fate:
        which = kind(method, path)
        if which in order:
            all_there.wait()
            time.sleep(TIME_APART * order.index(which))
        return PASS

    return fate


@pytest.mark.parametrize("order", [*permutations(FIRST), *permutations(AFTER_CARD)], ids=" ".join)
def test_requests_that_are_sent_together_may_arrive_in_any_order(order: tuple[str, ...], door: Door) -> None:
    assert answered(door, in_turn(order)) == WHOLE


@pytest.mark.rest
@pytest.mark.parametrize("which", [*FIRST, *AFTER_CARD])
@pytest.mark.parametrize("end", [RESET, LOST, (502, b"<html>")], ids=["never arrives", "answer lost", "bad gateway"])
def test_one_of_them_fails_while_the_others_succeed(
    which: str, end: Fate, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.0)
    met: Counter[str] = Counter()
    counting = Lock()

    def fate(method: str, path: str) -> Fate:
        with counting:
            met[kind(method, path)] += 1
            return end if kind(method, path) == which and met[which] == 1 else PASS

    assert answered(door, fate) == WHOLE
    assert met[which] > 1


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("/mitigated", ["SEV-1", "incident", "status: monitoring"]),
        ("/sev 3", ["SEV-3", "incident", "status: investigating"]),
    ],
)
@pytest.mark.rest
def test_a_run_that_overwrote_the_labels_of_another_one_after_its_look_sets_them_again(
    text: str, labels: list[str], door: Door
) -> None:
    issue = door.declare()
    job = door.comment("grace", issue, "/sev 1")
    look_answered = Event()
    held: list[str] = []

    def answer_another_comment_before_the_change(method: str, path: str) -> Fate:
        if kind(method, path) == "look":
            look_answered.set()
        if kind(method, path) == "change" and not held:
            held.append(path)
            look_answered.wait(10)
            time.sleep(TIME_APART * 5)
            assert door.run(door.comment("ada", issue, text)).code == 0
        return PASS

    with Front(door.sandbox.api_url, answer_another_comment_before_the_change) as front:
        ran = door.run(job, GITHUB_API_URL=front.api_url)

    assert (ran.code, held != [], door.labels(issue), door.run(door.sweep()).writes) == (0, True, labels, ())
