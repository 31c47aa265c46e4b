"""The workflows of an adopting repository do what the tool's own workflows do, in short or in full."""

import re
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates, tool_files
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.event_rules import EventRule, EventRules
from incident_actions.model.process.extends import preset_names
from incident_actions.model.process.process import Labels
from incident_actions.model.process.sweep_interval import CRON, SweepInterval
from incident_actions.sandbox.expressions import evaluate, interpolate
from incident_actions.setup import workflows
from incident_actions.setup.files import Adoption, maintained_files
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import (
    NAMES,
    full_workflow,
    optional_workflows,
    runner_in,
    short_workflow,
    with_sweep_schedule,
    with_watched_runs,
)
from incident_actions.text.wording import Wording
from tests.worlds import PROCESS

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TOOL = Source("acme/incident-actions", COMMIT, "1.2.3")
RENAMED = Labels(incident="it's burning", action_item="follow up")
RENDER = Wording(templates.load_template).render
TOOLS = Path(sys.executable).parent
every_workflow = pytest.mark.parametrize("name", NAMES)


def own(name: str) -> str:
    return tool_files.read_tool_file(f".github/workflows/{name}.yml")


def read(text: str) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(text))


@every_workflow
def test_a_short_workflow_is_short_with_its_stamp(name: str) -> None:
    lines = short_workflow(name, own(name), TOOL, RENAMED).splitlines()

    assert len(lines) + 1 <= 22
    assert max(map(len, lines)) <= 150


@every_workflow
def test_a_short_workflow_is_started_and_permitted_as_the_one_it_calls(name: str) -> None:
    tool, caller = read(own(name)), read(short_workflow(name, own(name), TOOL, Labels()))
    [job], [calling] = tool["jobs"].values(), caller["jobs"].values()

    call = tool["on"].pop("workflow_call") or {}
    assert caller["on"] == tool["on"]
    assert caller["permissions"] == {}
    assert calling == {
        "permissions": job["permissions"],
        "uses": f"acme/incident-actions/.github/workflows/{name}.yml@{COMMIT}",
        **({"secrets": {key: f"${{{{ secrets.{key} }}}}" for key in call["secrets"]}} if "secrets" in call else {}),
    }


def test_renamed_labels_are_passed_to_the_event_filter() -> None:
    [respond] = read(short_workflow("respond", own("respond"), TOOL, RENAMED))["jobs"].values()

    assert respond["with"] == {"incident_label": "it's burning", "action_item_label": "follow up"}


@every_workflow
def test_a_full_workflow_differs_from_the_tools_own_in_name_pin_and_calls_alone(name: str) -> None:
    tool, written = read(own(name)), read(full_workflow(name, own(name), TOOL, Labels(), enterprise=False))
    [job], [mine] = tool["jobs"].values(), written["jobs"].values()

    del tool["on"]["workflow_call"]
    assert written["name"] == f"incident-{name}"
    assert written["on"] == tool["on"]
    assert mine["steps"].pop()["uses"] == f"acme/incident-actions/.github/actions/incident-actions@{COMMIT}"
    assert mine["steps"] == job["steps"][:-1]
    same = job.keys() - {"steps", "if", "runs-on"}
    assert {key: mine[key] for key in same} == {key: job[key] for key in same}


def test_a_full_workflow_has_the_labels_in_its_event_filter() -> None:
    text = full_workflow("respond", own("respond"), TOOL, RENAMED, enterprise=False)

    [job] = read(text)["jobs"].values()
    assert "inputs." not in text
    assert re.findall(r"'it''s burning'|'follow up'", job["if"]) == [
        "'it''s burning'",  # of a deleted comment
        *["'it''s burning'", "'follow up'"] * 2,
    ]


@pytest.mark.parametrize(
    ("body", "passes"), [("／ack", True), ("on it\n　／ｓｅｖ１", True), ("\u200b/ack", True), ("朝／夜", False)]
)
def test_the_filter_of_a_full_workflow_lets_full_width_commands_through(body: str, passes: bool) -> None:
    [job] = read(full_workflow("respond", own("respond"), TOOL, Labels(), enterprise=False))["jobs"].values()
    issue = {"number": 7, "labels": []}
    event = {"action": "created", "sender": {"type": "User"}, "issue": issue, "comment": {"body": body}}

    found = evaluate(job["if"], {"github": {"event_name": "issue_comment", "event": event}, "inputs": {}})

    assert bool(found) is passes


@every_workflow
def test_an_enterprise_server_finds_nothing_that_it_does_not_know(name: str) -> None:
    text = full_workflow(name, own(name), TOOL, Labels(), enterprise=True)

    assert re.findall(r"^ +queue:|\$/|'ubuntu-slim'|workflow_call", text, re.MULTILINE) == []
    [job] = read(text)["jobs"].values()
    assert job["runs-on"] == "${{ vars.INCIDENT_RUNNER || 'self-hosted' }}"


def test_the_original_keeps_every_command_waiting_where_the_server_can() -> None:
    [job] = read(own("respond"))["jobs"].values()

    assert job["concurrency"]["queue"] == "max"


VARIANTS: dict[str, dict[str, Any]] = {
    "short": {},
    "full": {"full": True},
    "enterprise": {"full": True, "enterprise": True},
}


@pytest.fixture(scope="module")
def written_workflows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what `init` writes into .github/workflows, for each preset and for a process with its own labels."""
    folder = tmp_path_factory.mktemp("adopter") / ".github/workflows"
    folder.mkdir(parents=True)
    renamed = "extends: default\nlabels: { incident: it's burning, action_item: follow up }\n"
    configurations = {name: f"extends: {name}\n" for name in preset_names(templates.load_preset)} | {"renamed": renamed}
    for (process, text), (variant, options) in product(configurations.items(), VARIANTS.items()):
        adopted = Adoption(TOOL, process, runner="our runner", **options)
        files = maintained_files(
            adopted, read_process(text, templates.load_preset, tuple(BY_WORD)), tool_files.read_tool_file, RENDER
        )
        for path, content in files.items():
            if "/workflows/" in path:
                (folder / f"{process}-{variant}-{Path(path).name}").write_text(content)
    return folder


def test_an_auditor_at_its_strictest_finds_nothing_in_what_init_writes(written_workflows: Path) -> None:
    command: list[str | Path] = [TOOLS / "zizmor", "--offline", "--no-progress", "--persona", "pedantic"]
    audit = subprocess.run([*command, written_workflows.parents[1]], capture_output=True, text=True, check=False)

    assert audit.returncode == 0, audit.stdout
    assert len(list(written_workflows.iterdir())) >= len(VARIANTS) * len(NAMES) * 2


def test_every_exception_for_the_auditor_has_its_reason(written_workflows: Path) -> None:
    text = "".join(file.read_text() for file in written_workflows.iterdir())
    ignored = set(re.findall(r"# zizmor: (.*)$", text, re.MULTILINE))

    assert ignored == {"ignore[dangerous-triggers] the author's role is checked before anything is done"}


def test_files_by_init_have_the_shape_that_github_publishes(written_workflows: Path) -> None:
    shape = subprocess.run(
        [TOOLS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *sorted(written_workflows.iterdir())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert shape.returncode == 0, shape.stdout


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_check_that_gets_no_variables_asks_for_the_runner_that_is_there(variant: str) -> None:
    process = read_process("extends: default\n", templates.load_preset, tuple(BY_WORD))
    adopted = Adoption(TOOL, "default", runner="our runner", **VARIANTS[variant])
    text = maintained_files(adopted, process, tool_files.read_tool_file, RENDER)[workflows.workflow_path("postmortem")]
    [job] = read(text)["jobs"].values()
    [called] = read(own("postmortem"))["jobs"].values()

    runs_on = job.get("runs-on", called["runs-on"])
    assert interpolate(runs_on, {"vars": {}, "inputs": job.get("with", {})}) == "our runner"
    assert interpolate(runs_on, {"vars": {"INCIDENT_RUNNER": "ours"}, "inputs": job.get("with", {})}) == "ours"


@every_workflow
@pytest.mark.parametrize("enterprise", [False, True])
def test_a_full_workflow_does_without_what_only_new_runners_know(name: str, enterprise: bool) -> None:
    assert "$/" not in full_workflow(name, own(name), TOOL, Labels(), enterprise=enterprise)


def test_files_of_others_are_not_in_the_way() -> None:
    assert [workflows.workflow_path(name) for name in NAMES] == [
        ".github/workflows/incident-respond.yml",
        ".github/workflows/incident-clock.yml",
        ".github/workflows/incident-sweep.yml",
        ".github/workflows/incident-postmortem.yml",
    ]


@pytest.mark.parametrize(
    ("text", "runner"),
    [
        ("    with: { runner: ours }\n", "ours"),
        ('    with: { incident_label: fire, runner: "our runner" }\n', "our runner"),
        ("    runs-on: ${{ vars.INCIDENT_RUNNER || 'our runner' }}\n", "our runner"),
        ("    runs-on: ${{ vars.INCIDENT_RUNNER || 'ubuntu-slim' }}\n", ""),
        ("    runs-on: ${{ vars.INCIDENT_RUNNER || 'self-hosted' }}\n", ""),
        ("    with: { incident_label: fire }\n    runner: ours\n", ""),
        ("", ""),
    ],
)
def test_the_runner_of_a_workflow_is_found_unless_it_is_githubs_own(text: str, runner: str) -> None:
    assert runner_in(text) == runner


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("runner", ["", "our runner"])
def test_the_runner_that_init_wrote_is_found_again(variant: str, runner: str) -> None:
    adopted = Adoption(TOOL, "default", runner=runner, **VARIANTS[variant])

    text = maintained_files(adopted, PROCESS, tool_files.read_tool_file, RENDER)[
        ".github/workflows/incident-postmortem.yml"
    ]

    assert runner_in(text) == runner


WATCHED = EventRules(workflows=("CI", "Deploy: web"), rules=(EventRule(on="workflow_run", workflow="Nightly"),))


@pytest.mark.parametrize("form", ["short", "full"])
def test_the_workflow_of_events_starts_on_the_runs_that_are_watched(form: str) -> None:
    text = with_watched_runs(own("events"), WATCHED)
    written = (
        short_workflow("events", text, TOOL, Labels())
        if form == "short"
        else full_workflow("events", text, TOOL, Labels(), enterprise=True)
    )

    assert read(written)["on"] == {
        "deployment_status": None,
        "release": {"types": ["published"]},
        "workflow_run": {"types": ["completed"], "workflows": ["CI", "Deploy: web", "Nightly"]},
    }


def test_without_a_workflow_to_watch_no_run_starts_it() -> None:
    text = short_workflow("events", with_watched_runs(own("events"), EventRules()), TOOL, Labels())

    assert read(text)["on"] == {"deployment_status": None, "release": {"types": ["published"]}}


@every_workflow
def test_what_is_watched_changes_no_other_workflow(name: str) -> None:
    assert with_watched_runs(own(name), WATCHED) == with_watched_runs(own(name), None) == own(name)


def test_a_configuration_asks_for_optional_workflows() -> None:
    both = read_process(
        "extends: lean\nfreeze: {}\nevents: {}\nreport: {}\nsite: {}\n", templates.load_preset, tuple(BY_WORD)
    )

    assert (optional_workflows(PROCESS), optional_workflows(both)) == ((), ("freeze", "events", "report", "site"))


def test_the_status_page_of_an_enterprise_server_is_deployed_by_actions_that_work_there() -> None:
    uses = re.findall("uses: actions/(.*)", full_workflow("site", own("site"), TOOL, Labels(), enterprise=True))

    assert uses == [
        "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
        "configure-pages@45bfe0192ca1faeb007ade9deae92b16b8254a0d # v6.0.0",
        "upload-pages-artifact@a753861a5debcf57bf8b404356158c8e1e33150c # v2.0.0",
        "deploy-pages@13b55b33dd8996121833dbc1db458c793a334630 # v3.0.1",
    ]


@pytest.mark.parametrize("interval", ["hourly", "four-hourly", "daily"])
def test_the_sweep_has_the_schedule_of_the_configuration(interval: SweepInterval) -> None:
    text = with_sweep_schedule(tool_files.read_tool_file(".github/workflows/sweep.yml"), interval)

    assert YAML(typ="safe").load(text)["on"]["schedule"] == [{"cron": CRON[interval]}]
    assert ("# Hourly" in text) is (interval == "hourly")
