"""A workflow may be the tool's own text or a short caller, and must grant what the tool needs."""

from __future__ import annotations

import pytest

from incident_actions.contract.repository_facts import (
    ActionsPermissions,
    MissingFact,
    RepositorySettings,
    TokenPermissions,
    Workflow,
)
from incident_actions.doctor.check import Examination
from incident_actions.doctor.registry import run_checks
from incident_actions.doctor.tool_workflows import tool_path
from incident_actions.gateway.repository import tool_files
from incident_actions.setup.files import Adoption, maintained_files
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import NAMES
from tests.doctor.healthy_repository import FORM, NOON, WORDING, form, healthy_facts, not_passing, process

SHA = "0123456789abcdef0123456789abcdef01234567"
CALLER = """on:
{events}
jobs:
  {name}:
    uses: acme/incident-actions/.github/workflows/{name}.yml@{ref}
    permissions: {{ actions: read, contents: write, issues: write, pull-requests: write }}
    secrets: inherit
"""
EVENTS = {
    "respond": "  issues:\n  issue_comment:\n  pull_request: { types: [closed] }\n  repository_dispatch:",
    "sweep": "  schedule: [{ cron: '7 * * * *' }]",
    "clock": "  repository_dispatch: { types: [incident-clock, incident-tick] }",
    "postmortem": "  pull_request: { paths: ['docs/incidents/**'] }",
}


def calling_files(*, ref: str = SHA, paths: str = "{}.yml") -> dict[str, str]:
    """Return the files of a repository that calls the reusable workflows."""
    workflows = {
        f".github/workflows/{paths.format(name)}": CALLER.format(name=name, ref=ref, events=EVENTS[name])
        for name in NAMES
    }
    return {path: text for path, text in base().items() if "/workflows/" not in path} | workflows


def base() -> dict[str, str]:
    files = healthy_facts().files
    assert not isinstance(files, MissingFact)
    return dict(files)


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
    renamed = process("labels: { incident: outage }\n")
    text = base()[tool_path("respond")].replace("'incident'", "'outage'")
    also = base()[tool_path("clock")].replace("'incident'", "'outage'")

    mended = {**base(), FORM: form(renamed), tool_path("respond"): text, tool_path("clock"): also}

    assert not_passing(healthy_facts(renamed), renamed) == [("workflows", "warn", "apart")]
    assert not_passing(healthy_facts(renamed, files=mended), renamed) == []


def test_a_workflow_for_a_server_of_ones_own_may_lack_the_queue() -> None:
    text = base()[tool_path("respond")].replace("      queue: max\n", "")
    files = base() | {tool_path("respond"): text}
    server = RepositorySettings("acme/shop", "https://git.example/acme/shop", hosted=False)

    assert not_passing(healthy_facts(files=files)) == [("workflows", "warn", "apart")]
    found = not_passing(healthy_facts(files=files, repository=server, runner="self-hosted"))
    assert [check for check, _, _ in found] == ["runner-version", "forks"]  # which are about the runner alone


@pytest.mark.parametrize(
    ("permissions", "first", "found"),
    [
        ("write-all", "read", []),
        ("read-all", "write", [("permissions", "fail", "lacking")]),
        ("", "write", []),
        ("", "read", [("permissions", "fail", "lacking")]),
    ],
)
def test_a_workflow_gets_what_it_states_else_what_the_settings_give(
    permissions: str, first: str, found: list[tuple[str, str, str]]
) -> None:
    before = "    permissions: { actions: read, contents: write, issues: write, pull-requests: write }\n"
    stated = f"    permissions: {permissions}\n" if permissions else ""
    files = {path: text.replace(before, stated) for path, text in calling_files().items()}

    assert not_passing(healthy_facts(files=files, rights=TokenPermissions(first, may_open_pulls=True))) == found


@pytest.mark.parametrize(
    ("allowed", "found"),
    [
        (ActionsPermissions(enabled=True, which="local_only"), []),
        (ActionsPermissions(enabled=True, which="selected", patterns=("acme/*",)), []),
        (ActionsPermissions(enabled=True, pinned=True), []),
        (ActionsPermissions(enabled=False), [("actions", "fail", "off")]),
    ],
)
def test_actions_of_the_repositorys_owner_are_always_allowed(
    allowed: ActionsPermissions, found: list[tuple[str, str, str]]
) -> None:
    assert not_passing(healthy_facts(files=calling_files(), allowed=allowed)) == found


def test_a_name_that_moves_is_refused_where_pins_are_required() -> None:
    loose = healthy_facts(files=calling_files(ref="v1"), allowed=ActionsPermissions(enabled=True, pinned=True))

    assert not_passing(loose) == [("actions", "fail", "loose"), ("workflows", "warn", "apart")]


def adopted_files(
    *, text: str = "extends: default\n", commit: str = SHA, full: bool = False, enterprise: bool = False
) -> dict[str, str]:
    """Return a repository's files as `init` writes them."""
    given = Adoption(Source("acme/incident-actions", commit, "1.0"), "default", full=full, enterprise=enterprise)
    return {".github/incidents.yml": text} | maintained_files(
        given, process(text), tool_files.read_tool_file, WORDING.render
    )


def known(files: dict[str, str]) -> tuple[Workflow, ...]:
    return tuple(Workflow(path, "active", NOON) for path in files if "/workflows/" in path)


@pytest.mark.parametrize("full", [False, True])
def test_workflows_by_init_pass(full: bool) -> None:
    files = adopted_files(full=full)

    assert not_passing(healthy_facts(files=files, workflows=known(files))) == []


def test_workflows_by_init_for_a_server_of_ones_own_pass() -> None:
    files = adopted_files(full=True, enterprise=True)
    server = RepositorySettings("acme/shop", "https://git.example/acme/shop", hosted=False)

    assert (
        not_passing(healthy_facts(files=files, workflows=known(files), repository=server, runner="self-hosted")) == []
    )


def test_an_edited_full_workflow_is_reported_with_its_differences() -> None:
    files = adopted_files(full=True)
    path = ".github/workflows/incident-clock.yml"
    edited = files | {path: files[path].replace("group: incident-actions-clock", "group: mine")}

    assert edited != files
    assert not_passing(healthy_facts(files=edited, workflows=known(files))) == [("workflows", "warn", "apart")]


@pytest.mark.parametrize("full", [False, True])
def test_labels_renamed_after_init_are_reported(full: bool) -> None:
    text = "extends: default\nlabels: { incident: outage }\n"
    before, after, renamed = adopted_files(full=full), adopted_files(text=text, full=full), process(text)
    stale = after | {path: body for path, body in before.items() if "/workflows/" in path}

    assert not_passing(healthy_facts(renamed, files=stale, workflows=known(stale)), renamed) == [
        ("workflows", "warn", "apart")
    ]
    assert not_passing(healthy_facts(renamed, files=after, workflows=known(after)), renamed) == []


def test_a_missing_workflow_is_reported_by_the_name_that_init_gave_it() -> None:
    files = adopted_files()
    del files[".github/workflows/incident-clock.yml"]
    copy = {path: text for path, text in base().items() if path != tool_path("clock")}

    def absent(there: dict[str, str]) -> object:
        examined = Examination(healthy_facts(files=there, workflows=known(there)), process(), form(process()))
        return next(found for check, found in run_checks(examined) if check.name == "workflows").values["absent"]

    assert absent(files) == (".github/workflows/incident-clock.yml",)
    assert absent(copy) == (".github/workflows/clock.yml",)
