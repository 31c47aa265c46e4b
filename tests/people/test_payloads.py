"""Whatever stands in an event file, a run ends by doing its work, by ignoring it, or with one line of error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from incident_actions.sandbox import Job
from tests.front_door import Door, event, open_front_door, with_event
from tests.sandbox.client import Json
from tests.tiers import sampled

WRONG: dict[str, Json] = {
    "null": None,
    "a list": ["x"],
    "an object": {"x": {"y": []}},
    "text": "../../user",
    "a marker": "\r\n::error::x\n##[error]x <!-- incident-actions:card -->",
    "a long text": "9" * 100_000,
    "half a character": "\ud83d",
    "a huge number": 10**30,
    "a negative number": -1,
    "a fraction": 1.5,
    "no finite number": float("inf"),
    "no number": float("nan"),
    "yes": True,
    "the first of times": "0001-01-01T00:00:00+23:59",
}
PLACES = {
    "issue_comment": [
        "action", "comment", "comment.body", "comment.created_at", "comment.id", "comment.reactions", "comment.updated_at",
        "comment.user", "comment.user.id", "comment.user.login", "comment.user.type", "issue", "issue.number",
        "issue.pull_request", "repository", "repository.default_branch", "sender",
    ],
    "issues": [
        "action", "issue", "issue.labels", "issue.number", "issue.updated_at", "label", "label.name", "sender",
        "sender.login", "sender.type",
    ],
    "pull_request": [
        "action", "pull_request", "pull_request.body", "pull_request.head", "pull_request.head.ref",
        "pull_request.head.repo", "pull_request.merged", "pull_request.number", "repository", "repository.full_name",
    ],
}  # fmt: skip
"""What the tool reads of each payload."""


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Door, dict[str, Job]]]:
    with open_front_door(tmp_path_factory.mktemp("payloads"), held=False) as door:
        yield door, dict(each(door))


def each(door: Door) -> Iterator[tuple[str, Job]]:
    """A job for each kind of event, with the payload that GitHub would send."""
    issue = door.declare()
    grace = door.as_("grace")
    yield "issue_comment", door.comment("grace", issue, "/note all is well")
    grace.json("POST", f"issues/{issue}/labels", {"labels": ["SEV-1"]})
    yield "issues", door.newest_job()
    grace.branch("hotfix/x", {"a": "b"})
    pull = grace.pull("hotfix/x", body=f"<!-- incident-actions:hotfix #{issue} c1.0 -->\nA fix")["number"]
    grace.json("PUT", f"pulls/{pull}/merge", {})
    yield "pull_request", door.newest_job()


def changed(payload: Json, place: str, value: Json) -> Json:
    """A payload with something else, or with nothing, at one place."""
    payload = deepcopy(payload)
    *above, last = place.split(".")
    holder = payload
    for key in above:
        holder = holder[key]
    if value is ...:
        holder.pop(last, None)
    else:
        holder[last] = value
    return payload


CASES = [(name, place) for name, places in PLACES.items() for place in places]


@pytest.mark.parametrize(("name", "place"), sampled(CASES, one_in=4), ids=[f"{name}: {place}" for name, place in CASES])
def test_an_unexpected_payload_is_reported_in_one_line_or_ignored(
    jobs: tuple[Door, dict[str, Job]], name: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    door, job = jobs[0], jobs[1][name]
    whole = event(job)

    found = {}
    for what, value in {**WRONG, "missing": ...}.items():
        ran = door.run(with_event(job, changed(whole, place, value)))
        lines = ran.output.splitlines()
        loud = [line for line in lines if line.lstrip().startswith("::") or "##[" in line or len(line) > 1_000]
        well = ran.code == 0 or (ran.code == 2 and len(lines) == 1 and lines[0].startswith("incident-actions: "))
        found[what] = "" if well and not loud else f"{ran.code}: {ran.output[-600:]}"
    with_event(job, whole)

    assert {what: told for what, told in found.items() if told} == {}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(
    "payload",
    ["[" * 100_000, '{"issue":' * 100_000, "null", '"x"', "1", "", "{}", "\ufeff{}", "9" * 9_999],
    ids=lambda text: text[:12],
)
def test_a_file_that_is_no_payload_is_told_in_one_line(
    jobs: tuple[Door, dict[str, Job]], name: str, payload: str
) -> None:
    door, job = jobs[0], jobs[1][name]
    whole = event(job)

    ran = door.run(with_event(job, payload))

    with_event(job, whole)
    assert (ran.code, ran.requests, ran.output.count("\n")) == (2, 0, 1), ran.output[-500:]


INPUTS: list[Any] = [
    None,
    [],
    "x",
    {"dry_run": "$(id)"},
    {"dry_run": {"a": [1]}},
    {"x" * 9_999: "y"},
    {"dry_run": None},
]


@pytest.mark.parametrize("name", ["workflow_dispatch", "repository_dispatch", "watch"])
@pytest.mark.parametrize("inputs", INPUTS, ids=lambda given: json.dumps(given)[:20])
def test_a_dispatch_is_a_sweep_or_nothing_whatever_came_with_it(
    jobs: tuple[Door, dict[str, Job]], name: str, inputs: Json
) -> None:
    door, job = jobs[0], jobs[1]["issue_comment"]
    whole = event(job)
    forged = {
        "action": inputs,
        "inputs": inputs,
        "client_payload": inputs,
        "ref": "refs/heads/x",
        "issue": {"number": 1},
    }

    ran = door.run(with_event(job, forged), GITHUB_EVENT_NAME=name)

    with_event(job, whole)
    assert ran.code == 0, ran.output
    assert "Traceback" not in ran.output
