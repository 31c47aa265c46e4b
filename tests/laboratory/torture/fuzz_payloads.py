"""Event payloads: real ones of the sandbox with parts dropped, emptied, retyped or doubled are read or called none."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from incident_actions.contract import events
from incident_actions.gateway.local import runner
from incident_actions.runs.routing import find_target
from tests.front_door import Door, event, open_front_door
from tests.generated_values import TEXTS
from tests.laboratory.torture.fuzz_records import JSON
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.searching import Properties, searched

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**400, 1.5, float("inf"), float("nan"), "", "x", "7", "٣", "0001-01-01T00:00:00+23:59",
     "9999-12-31T23:59:59-23:59", "2026-13-45T00:00:00Z", "created", "closed", "labeled", [], [1], {}, {"login": None}, "\ud800",
)  # fmt: skip
READ = frozenset(
    (
        "action", "number", "id", "login", "type", "user", "body", "created_at", "updated_at", "reactions", "labels", "name", "label",
        "sender", "pull_request", "issue", "comment", "head", "ref", "repo", "full_name", "repository", "merged", "default_branch", 0,
    )
)  # fmt: skip
"""The names under which anything is ever read, and the first place of a list."""

NAMES = st.sampled_from(("issue_comment", "issues", "pull_request", "schedule", "workflow_dispatch", "push", ""))


@cache
def payloads() -> tuple[tuple[str, Any], ...]:
    """What the sandbox delivers for each act that starts a run."""
    with tempfile.TemporaryDirectory() as directory, open_front_door(Path(directory), held=False) as door:
        number = door.declare()
        door.run(door.comment("grace", number, "/sev 1\n/hotfix pool size"))
        _by_hand(door, number)
        pulls = door.as_("ada").json("GET", "pulls")
        door.as_("ada").json("PATCH", f"pulls/{pulls[0]['number']}", {"state": "closed"})
        door.sweep()
        return tuple((job.event, _without_links(event(job))) for job in door.jobs)


def _without_links(value: Any) -> Any:
    """What is read of a payload is hidden among links, which are not."""
    if isinstance(value, dict):
        return {key: _without_links(inner) for key, inner in value.items() if not key.endswith(("url", "node_id"))}
    return [_without_links(inner) for inner in value] if isinstance(value, list) else value


def _by_hand(door: Door, number: int) -> None:
    ada = door.as_("ada")
    ada.json("POST", f"issues/{number}/labels", {"labels": ["SEV-2"]})
    for state in ("closed", "open"):
        ada.json("PATCH", f"issues/{number}", {"state": state})
    door.sandbox.settle()


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [each for key, inner in items for each in ((*path, key), *_places(inner, (*path, key)))]


def _changed(payload: Any, path: tuple[Any, ...], value: object = ()) -> Any:
    """A copy of the payload with another value at one place, or with none there."""
    changed = payload.copy()
    if len(path) > 1:
        changed[path[0]] = _changed(payload[path[0]], path[1:], value)
    elif value == ():
        changed.pop(path[0])
    else:
        changed[path[0]] = value
    return changed


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """A real payload with up to three parts that GitHub would not have sent."""
    name, payload = draw(st.sampled_from(payloads()))
    for _ in range(draw(st.integers(1, 3))):
        places = [path for path in _places(payload) if path[-1] in READ]
        if not places:
            break
        path = draw(st.sampled_from(places))
        dropped = draw(st.booleans()) and draw(st.booleans())
        payload = _changed(payload, path, () if dropped else draw(st.sampled_from(ODD) | JSON))
    return draw(st.sampled_from((name, name, name)) | NAMES), payload


def read_or_no_payload(drawn: tuple[str, Any]) -> None:
    """A payload is an event whose parts are of their types, or NotAPayload."""
    name, payload = drawn
    try:
        event = events.read_event(name, payload)
    except events.InvalidPayload:
        return
    aim = find_target(event)
    assert isinstance(aim, str) or (type(aim.issue) is int and aim.key)


def each_part_odd() -> int:
    """Every part that is read, of every payload, with every odd value in turn; how many there were."""
    tried = 0
    for name, payload in payloads():
        for path in (path for path in _places(payload) if path[-1] in READ):
            for value in ODD:
                read_or_no_payload((name, _changed(payload, path, value)))
                tried += 1
    return tried


def surroundings_or_unusable(drawn: tuple[str, Any]) -> None:
    """The surroundings with such a payload can be read, the default branch among them, or are called unusable."""
    name, payload = drawn
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "event.json")
        path.write_text(json.dumps(payload))
        environment = {"GITHUB_EVENT_NAME": name or "x", "GITHUB_REPOSITORY": "acme/shop", "GITHUB_TOKEN": "t"}
        try:
            here = runner.read_environment({**environment, "GITHUB_EVENT_PATH": str(path), "GITHUB_REF_NAME": "main"})
        except runner.UserError:
            return
    assert isinstance(here.default_branch, str)


def outputs_come_back(values: dict[str, str]) -> None:
    """The runner's reader gets each output as it was given, whatever stands in it."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "output")
        here = runner.read_environment(
            {
                "GITHUB_EVENT_NAME": "x",
                "GITHUB_REPOSITORY": "acme/shop",
                "GITHUB_TOKEN": "t",
                "GITHUB_OUTPUT": str(path),
            }
        )
        runner.set_outputs(here, **values)
        written = path.read_bytes().decode() if values else ""

    assert read_outputs(written) == values


def read_outputs(text: str) -> dict[str, str]:
    """Read a file of outputs as the runner does: `name<<delimiter`, lines, the delimiter alone on a line.

    https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
    """
    found: dict[str, str] = {}
    while text:
        opening, _, text = text.partition("\n")
        name, _, end = opening.partition("<<")
        value, _, text = f"\n{text}".partition(f"\n{end}\n")
        found[name] = value.removeprefix("\n")
    return found


OUTPUTS = st.dictionaries(
    st.sampled_from(("outcome", "reason", "issue")),
    (TEXTS | st.sampled_from(("a\nreason<<x\ny\nx", "%0A", "::set-output name=a::b", "<<", "\n"))).map(
        lambda text: re.sub("[\ud800-\udfff]", "", text)
    ),
)
PROPERTIES: Properties = {
    "payloads": (read_or_no_payload, mutated()),
    "anything": (read_or_no_payload, st.tuples(NAMES, st.dictionaries(TEXTS, JSON, max_size=3))),
    "surroundings": (surroundings_or_unusable, mutated()),
    "outputs": (outputs_come_back, OUTPUTS),
}


def torture(seed: int, seconds: float) -> Row:
    """Search until the time is over."""
    tried = each_part_odd()
    row = searched("event payloads and outputs", PROPERTIES, seed, seconds)
    return replace(row, cases=row.cases + tried, bad=row.bad + tried)
