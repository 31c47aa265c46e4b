"""Every assumption holds on the sandbox, and a server that is wrong on purpose is found out by exactly one."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest

from incident_actions.conformance.assumption import Assumption
from incident_actions.conformance.suite import ASSUMPTIONS, GROUPS, check_all, observe
from incident_actions.gateway.client.transport import RawAnswer
from tests.conformance.conftest import Change, Laboratory, Passage, honest, laboratory
from tests.conformance.wrong_servers import WRONG
from tests.tiers import as_rest

QUICK = ("Actions", "GraphQL")
LACKING = {
    "comment-pin": "the server has no pinned comments",
    "comment-pin-replaced": "the server has no pinned comments",
    "sub-issue": "the server has no sub-issues",
    "rate-limit-headers": "the server has no rate limits",
    "unchanged-is-free": "the server has no rate limits",
    "api-version": "the server does not know version 2026-03-10",
}
"""What the sandbox lacks as Enterprise Server."""


def test_each_assumption_has_a_name_of_its_own_a_sentence_and_a_source() -> None:
    names = [each.name for each in ASSUMPTIONS]

    assert len(set(names)) == len(names) >= 40
    assert [each.name for each in ASSUMPTIONS if not each.sentence.endswith(".")] == []
    assert [each.name for each in ASSUMPTIONS if not each.source.startswith("https://")] == []


@pytest.mark.parametrize("group", [each if each in QUICK else as_rest(each) for each in GROUPS])
def test_every_assumption_holds_on_the_sandbox(lab: Laboratory, group: str) -> None:
    seen = check_all(lab.trial, lambda _: None, GROUPS[group])

    assert {each.assumption.name: (each.outcome, each.found) for each in seen} == {
        each.name: ("holds", "") for each in GROUPS[group]
    }


@pytest.mark.rest
def test_an_older_server_lacks_features_and_differs_in_nothing(tmp_path: Path) -> None:
    with laboratory(tmp_path, "enterprise") as old:
        seen = check_all(old.trial, lambda _: None)

    assert {each.assumption.name: each.found for each in seen if each.outcome != "holds"} == LACKING


def test_a_server_with_a_wrong_order_of_comments_is_named_by_that_alone(lab: Laboratory) -> None:
    lab.way.change = WRONG["comment-order"]

    seen = check_all(lab.trial, lambda _: None, GROUPS["Comments"])

    assert [(each.assumption.name, each.outcome) for each in seen if each.outcome != "holds"] == [
        ("comment-order", "differs")
    ]


@pytest.mark.rest
def test_each_wrong_server_is_found_out_by_the_one_assumption_that_it_differs_from(lab: Laboratory) -> None:
    traffic = {each: exchanges(lab, each) for each in ASSUMPTIONS}

    assert {name: differing(lab, change, traffic) for name, change in WRONG.items()} == {name: {name} for name in WRONG}


@pytest.mark.rest
def test_each_assumption_differs_if_its_last_answer_has_another_status(lab: Laboratory) -> None:
    others = [each for each in ASSUMPTIONS if each.name not in WRONG]

    seen = {each.name: with_another_status(lab, each, len(exchanges(lab, each))) for each in others}

    assert seen == {each.name: "differs" for each in others}


def test_a_server_that_fails_is_not_taken_for_one_that_differs(lab: Laboratory) -> None:
    lab.way.change = lambda _: RawAnswer(502, {}, "<html>Unicorn!</html>")

    seen = observe(lab.trial, next(each for each in ASSUMPTIONS if each.name == "label-taken"))

    assert (seen.outcome, seen.found) == (
        "unclear",
        f"POST /repos/{lab.trial.name}/labels returned 502: <html>Unicorn!</html>",
    )


def test_an_answer_of_another_shape_differs(lab: Laboratory) -> None:
    lab.way.change = lambda passage: passage.answer._replace(text="[]")

    seen = observe(lab.trial, next(each for each in ASSUMPTIONS if each.name == "label-color"))

    assert (seen.outcome, seen.found.partition(" (")[0]) == ("differs", "an answer has another shape")


def exchanges(lab: Laboratory, assumption: Assumption) -> list[Passage]:
    """What passes while an assumption is checked that holds."""
    lab.way.change = honest
    lab.way.passed.clear()
    assert observe(lab.trial, assumption).outcome == "holds"
    return list(lab.way.passed)


def differing(lab: Laboratory, change: Change, traffic: Mapping[Assumption, list[Passage]]) -> set[str]:
    """The assumptions that do not hold on a wrong server; those that get no changed answer can't notice it."""
    reached = [each for each, passed in traffic.items() if any(change(one) != one.answer for one in passed)]
    lab.way.change = change
    return {each.assumption.name for each in check_all(lab.trial, lambda _: None, reached) if each.outcome != "holds"}


def with_another_status(lab: Laboratory, assumption: Assumption, requests: int) -> str:
    passing = count(1)

    def change(passage: Passage) -> RawAnswer:
        if next(passing) != requests:
            return passage.answer
        return RawAnswer(422 if passage.answer.status < 300 else 200, {}, '{"message": "Another status"}')

    lab.way.change = change
    return observe(lab.trial, assumption).outcome
