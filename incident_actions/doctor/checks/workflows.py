"""The workflows exist and match this version of the tool.

A repository has one of three kinds: short files that call the tool's, the tool's own written out with its action
pinned, or a copy of the tool itself. Comments, permissions and the order of keys do not matter here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from incident_actions.contract.repository_facts import require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, failure, pass_result, warning
from incident_actions.doctor.tool_workflows import (
    PIN,
    AdoptedWorkflow,
    adopted_workflows,
    jobs,
    parse_workflow,
    tool_path,
    triggers,
)
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import (
    NAMES,
    full_workflow,
    optional_workflows,
    short_workflow,
    with_watched_runs,
    workflow_path,
)

MOST_PLACES = 6
"""The most differences that are shown for one file."""

ELSEWHERE = frozenset({"permissions", "runs-on", "runner"})
"""Keys that other checks cover."""

NOT_ON_SERVERS = frozenset({"queue"})
"""Keys that GitHub Enterprise Server may not know, so that a workflow for it may lack them."""

CALLABLE = "workflow_call"


def check_workflows(examined: Examination) -> CheckResult:
    """Check that all workflows exist, start on the right events, and are of one version."""
    found = adopted_workflows(require_fact(examined.facts.files))
    is_copy = any(each.path == tool_path(each.name) and not each.calls for each in found.values())
    needed = (*NAMES, *optional_workflows(examined.process))
    absent = tuple(tool_path(name) if is_copy else workflow_path(name) for name in needed if name not in found)
    unreadable = tuple(each.path for each in found.values() if each.content is None)
    missing = {
        each.path: events for name, each in found.items() if (events := tuple(_missing_events(name, each, examined)))
    }
    values: dict[str, Any] = {"absent": absent, "unreadable": unreadable, "deaf": missing}
    if any(values.values()):
        return failure("broken", **values)
    loose = tuple(each.path for each in found.values() if any(not PIN.fullmatch(ref) for ref in each.refs))
    pins = tuple(dict.fromkeys(ref for each in found.values() for ref in each.refs))
    differing = {each.path: places for name, each in found.items() if (places := _differences(name, each, examined))}
    if loose or differing or len(pins) > 1:
        page = next((f"blob/HEAD/{path}" for path in (*loose, *differing)), None)
        return warning("apart", page, loose=loose, differing=differing, pins=pins if len(pins) > 1 else ())
    return pass_result("in step", pins=pins, count=len(found))


def _missing_events(name: str, found: AdoptedWorkflow, examined: Examination) -> Iterator[str]:
    """Return the events and event types that start the tool's workflow and not this one."""
    given = triggers(found.content or {}) if found.content is not None else None
    for event, filters in triggers(_own(name, examined)).items():
        if given is None or event in (CALLABLE, "workflow_dispatch"):
            continue
        if event not in given:
            yield event
            continue
        types = _types(given[event])
        yield from (f"{event}: {each}" for each in _types(filters) or () if types is not None and each not in types)
        yield from (f"{event}: {each}" for each in _watched(filters) if each not in _watched(given[event]))


def _types(filters: object) -> tuple[str, ...] | None:
    given = filters.get("types") if isinstance(filters, dict) else None
    return (given,) if isinstance(given, str) else tuple(map(str, given)) if isinstance(given, list) else None


def _watched(filters: object) -> tuple[str, ...]:
    """Return the workflows whose ends start this one."""
    given = filters.get("workflows") if isinstance(filters, dict) else None
    return tuple(map(str, given)) if isinstance(given, list) else ()


def _differences(name: str, found: AdoptedWorkflow, examined: Examination) -> tuple[str, ...]:
    """Return where a workflow differs from the tool's own; of one that calls it, where the inputs differ."""
    if found.calls:
        return tuple(_missing_inputs(name, found, examined))
    passed_over = ELSEWHERE if examined.facts.repository.hosted else ELSEWHERE | NOT_ON_SERVERS
    places = tuple(_places(_expected(name, found, examined), found.content, passed_over))
    return places[:MOST_PLACES] + (("…",) if places[MOST_PLACES:] else ())


def _missing_inputs(name: str, found: AdoptedWorkflow, examined: Examination) -> Iterator[str]:
    """Return the renamed labels that a calling workflow does not pass to the tool's event filter."""
    source = Source(found.tool, found.refs[0])
    caller = short_workflow(name, _own_text(name, examined), source, examined.process.labels)
    expected, given = (
        {key: value for job in jobs(content or {}).values() for key, value in (job.get("with") or {}).items()}
        for content in (parse_workflow(caller, found.path), found.content)
    )
    keys = [key for key in {**expected, **given} if key not in ELSEWHERE]
    yield from (f"with.{key}" for key in keys if expected.get(key) != given.get(key))


def _expected(name: str, found: AdoptedWorkflow, examined: Examination) -> Mapping[str, Any]:
    """Return the tool's own workflow, written out where its action is pinned."""
    if not found.refs:
        return _own(name, examined)
    source, hosted = Source(found.tool, found.refs[0]), examined.facts.repository.hosted
    text = full_workflow(name, _own_text(name, examined), source, examined.process.labels, enterprise=not hosted)
    return parse_workflow(text, found.path) or {}


def _own(name: str, examined: Examination) -> Mapping[str, Any]:
    """Return the tool's own workflow, with this process's labels in its conditions."""
    text, labels = _own_text(name, examined), examined.process.labels
    for default, label in (("incident", labels.incident), ("action-item", labels.action_item)):
        if label != default:
            text = text.replace(f"'{default}'", "'{}'".format(label.replace("'", "''")))
    return parse_workflow(text, tool_path(name)) or {}


def _own_text(name: str, examined: Examination) -> str:
    """Return the tool's own workflow, started by the runs that this process watches."""
    return with_watched_runs(examined.facts.tool[tool_path(name)], examined.process.events)


def _places(own: Any, theirs: Any, passed_over: frozenset[str], at: str = "") -> Iterator[str]:
    """Return the keys at which two values differ, outermost first."""
    if isinstance(own, dict) and isinstance(theirs, dict):
        for key in (*own, *(each for each in theirs if each not in own)):
            if key not in passed_over:
                below = f"{at}.{key}" if at else str(key)
                yield from _places(own.get(key), theirs.get(key), passed_over, below)
    elif isinstance(own, list) and isinstance(theirs, list) and len(own) == len(theirs):
        for number, (one, other) in enumerate(zip(own, theirs, strict=True)):
            yield from _places(one, other, passed_over, f"{at}[{number}]")
    elif own != theirs:
        yield at


WORKFLOWS = Check(
    "workflows",
    "Workflows",
    "The four workflows, and those that the configuration asks for, exist, start on every event that the tool needs, "
    "and are from one version of the tool.",
    "the files in .github/workflows/",
    "tree/HEAD/.github/workflows",
    check_workflows,
)
