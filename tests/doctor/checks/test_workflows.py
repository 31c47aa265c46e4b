"""A workflow may be the tool's own text or a short caller, and is compared with this version of the tool."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.contract.repository_facts import RepositorySettings, Workflow
from incident_actions.doctor.check import CheckResult, Examination, failure, pass_result, warning
from incident_actions.doctor.checks.workflows import check_workflows
from incident_actions.doctor.registry import run_checks
from incident_actions.doctor.tool_workflows import tool_path
from tests.doctor.adopted_files import CALLER, EVENTS, SHA, active_workflows, adopted_files, calling_files, own_files
from tests.doctor.healthy_repository import FORM, NOON, form, healthy_facts, not_passing, process


def test_short_callers_are_as_good_as_the_tools_own_text() -> None:
    assert not_passing(healthy_facts(files=calling_files())) == []


def test_a_caller_may_bear_any_name() -> None:
    files = calling_files(paths="incident-{}.yaml")
    paths = [path for path in files if "/workflows/" in path]
    known = tuple(Workflow(path, "active", NOON) for path in paths)

    assert not_passing(healthy_facts(files=files, workflows=known)) == []


def test_a_caller_by_a_name_that_moves_is_warned_of() -> None:
    assert not_passing(healthy_facts(files=calling_files(ref="v1"))) == [("workflows", "warn", "apart")]


def test_callers_of_different_versions_are_warned_of() -> None:
    files = calling_files() | {tool_path("sweep"): CALLER.format(name="sweep", ref="f" * 40, events=EVENTS["sweep"])}

    assert not_passing(healthy_facts(files=files)) == [("workflows", "warn", "apart")]


def test_a_caller_that_does_not_hear_alerts_fails() -> None:
    deaf = CALLER.format(name="respond", ref=SHA, events="  issues:\n  issue_comment:\n  pull_request:")

    assert not_passing(healthy_facts(files=calling_files() | {tool_path("respond"): deaf})) == [
        ("workflows", "fail", "broken")
    ]


def test_the_labels_that_a_configuration_renames_belong_into_the_conditions() -> None:
    renamed = process("escalation: [ada]\nlabels: { incident: outage }\n")
    text = own_files()[tool_path("respond")].replace("'incident'", "'outage'")
    also = own_files()[tool_path("clock")].replace("'incident'", "'outage'")

    repaired = {**own_files(), FORM: form(renamed), tool_path("respond"): text, tool_path("clock"): also}

    assert not_passing(healthy_facts(renamed), renamed) == [("workflows", "warn", "apart")]
    assert not_passing(healthy_facts(renamed, files=repaired), renamed) == []


def test_a_workflow_for_a_server_of_ones_own_may_lack_the_queue() -> None:
    text = own_files()[tool_path("respond")].replace("      queue: max\n", "")
    files = own_files() | {tool_path("respond"): text}
    server = RepositorySettings("acme/shop", "https://git.example/acme/shop", hosted=False)

    assert not_passing(healthy_facts(files=files)) == [("workflows", "warn", "apart")]
    found = not_passing(healthy_facts(files=files, repository=server, runner="self-hosted"))
    assert [check for check, _, _ in found] == ["runner-version", "forks"]  # which are about the runner alone


@pytest.mark.parametrize("full", [False, True])
def test_workflows_by_init_pass(full: bool) -> None:
    files = adopted_files(full=full)

    assert not_passing(healthy_facts(files=files, workflows=active_workflows(files))) == []


def test_workflows_by_init_for_a_server_of_ones_own_pass() -> None:
    files = adopted_files(full=True, enterprise=True)
    server = RepositorySettings("acme/shop", "https://git.example/acme/shop", hosted=False)

    assert (
        not_passing(
            healthy_facts(files=files, workflows=active_workflows(files), repository=server, runner="self-hosted")
        )
        == []
    )


def test_an_edited_full_workflow_is_reported_with_its_differences() -> None:
    files = adopted_files(full=True)
    path = ".github/workflows/incident-clock.yml"
    edited = files | {path: files[path].replace("group: incident-actions-clock", "group: mine")}

    assert edited != files
    assert not_passing(healthy_facts(files=edited, workflows=active_workflows(files))) == [
        ("workflows", "warn", "apart")
    ]


@pytest.mark.parametrize("full", [False, True])
def test_labels_renamed_after_init_are_reported(full: bool) -> None:
    text = "extends: default\nescalation: [ada]\nlabels: { incident: outage }\n"
    before, after, renamed = adopted_files(full=full), adopted_files(text=text, full=full), process(text)
    stale = after | {path: body for path, body in before.items() if "/workflows/" in path}

    assert not_passing(healthy_facts(renamed, files=stale, workflows=active_workflows(stale)), renamed) == [
        ("workflows", "warn", "apart")
    ]
    assert not_passing(healthy_facts(renamed, files=after, workflows=active_workflows(after)), renamed) == []


def test_a_missing_workflow_is_reported_by_the_name_that_init_gave_it() -> None:
    files = adopted_files()
    del files[".github/workflows/incident-clock.yml"]
    copy = {path: text for path, text in own_files().items() if path != tool_path("clock")}

    def absent(there: dict[str, str]) -> object:
        examined = Examination(
            healthy_facts(files=there, workflows=active_workflows(there)), process(), form(process())
        )
        return next(found for check, found in run_checks(examined) if check.name == "workflows").values["absent"]

    assert absent(files) == (".github/workflows/incident-clock.yml",)
    assert absent(copy) == (".github/workflows/clock.yml",)


def result(files: dict[str, str], **changed: Any) -> CheckResult:
    """Return what the check finds of these files."""
    return check_workflows(Examination(healthy_facts(files=files, **changed), process(), form(process())))


CLOCK, RESPOND, SWEEP = (tool_path(name) for name in ("clock", "respond", "sweep"))


def test_workflows_in_step_pass_with_their_pin_and_their_number() -> None:
    assert result(calling_files()) == pass_result("in step", pins=(SHA,), count=4)
    assert result(own_files()) == pass_result("in step", pins=(), count=4)


@pytest.mark.parametrize(
    ("text", "deaf"),
    [
        ("on: workflow_dispatch\n", ("repository_dispatch",)),
        ("on: { repository_dispatch: { types: [incident-tick] } }\n", ("repository_dispatch: incident-clock",)),
        ("on: { repository_dispatch: { types: incident-clock } }\n", ("repository_dispatch: incident-tick",)),
    ],
    ids=["no event", "one type", "one type as a word"],
)
def test_a_workflow_that_does_not_start_on_every_event_is_broken(text: str, deaf: tuple[str, ...]) -> None:
    assert result(own_files() | {CLOCK: text}) == failure("broken", absent=(), unreadable=(), deaf={CLOCK: deaf})


def test_a_workflow_that_starts_on_every_type_of_an_event_is_not_broken() -> None:
    assert result(own_files() | {CLOCK: "on: repository_dispatch\n"}).case == "apart"


def test_a_workflow_that_is_no_yaml_is_broken() -> None:
    found = result(own_files() | {CLOCK: "on: [\n"})

    assert found == failure("broken", absent=(), unreadable=(CLOCK,), deaf={})


def test_a_workflow_that_differs_names_the_keys() -> None:
    text = (
        own_files()[SWEEP].replace("name: sweep\n", "name: mine\n").replace("timeout-minutes: ", "timeout-minutes: 1")
    )

    found = result(own_files() | {SWEEP: text})

    places = {SWEEP: ("name", "jobs.sweep.timeout-minutes")}
    assert found == warning("apart", f"blob/HEAD/{SWEEP}", loose=(), differing=places, pins=())


@pytest.mark.parametrize(("count", "shown"), [(6, 6), (7, 6)])
def test_at_most_six_differences_of_a_file_are_named(count: int, shown: int) -> None:
    more = "".join(f"x{number}: 1\n" for number in range(count))

    found = result(own_files() | {SWEEP: f"{own_files()[SWEEP]}\n{more}"})

    names = tuple(f"x{number}" for number in range(shown))
    assert found.values["differing"] == {SWEEP: names + (("…",) if count > shown else ())}


@pytest.mark.parametrize("key", ["permissions: {}", "permissions: write-all"])
def test_permissions_are_left_to_another_check(key: str) -> None:
    files = own_files() | {SWEEP: own_files()[SWEEP].replace("permissions: {}", key)}

    assert result(files) == pass_result("in step", pins=(), count=4)


def test_callers_by_names_that_move_or_of_several_versions_are_named() -> None:
    other = CALLER.format(name="sweep", ref="v1", events=EVENTS["sweep"])

    found = result(calling_files() | {SWEEP: other})

    assert found == warning("apart", f"blob/HEAD/{SWEEP}", loose=(SWEEP,), differing={}, pins=(SHA, "v1"))


def test_a_caller_that_passes_other_inputs_names_them() -> None:
    text = calling_files()[RESPOND].replace(
        "    secrets: inherit\n", "    secrets: inherit\n    with: { label: x, runner: y }\n"
    )

    found = result(calling_files() | {RESPOND: text})

    assert found.values["differing"] == {RESPOND: ("with.label",)}


def test_a_workflow_that_the_configuration_watches_belongs_into_the_workflow_of_events() -> None:
    text = "extends: default\nescalation: [ada]\nevents: { workflows: [CI] }\n"
    files = adopted_files(text=text)

    def found(configuration: str) -> CheckResult:
        wanted = process(configuration)
        facts = healthy_facts(wanted, files=files, workflows=active_workflows(files))
        return check_workflows(Examination(facts, wanted, form(wanted)))

    assert found(text.replace("[CI]", "[CI, Deploy]")) == failure(
        "broken", absent=(), unreadable=(), deaf={".github/workflows/incident-events.yml": ("workflow_run: Deploy",)}
    )
    assert [found(each).level for each in (text, "extends: default\n")] == ["pass", "pass"]
