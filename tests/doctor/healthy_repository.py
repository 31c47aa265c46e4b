"""Facts of a repository that is set up well, so that checks can be tried with one of them changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from incident_actions.contract.labels import label_meanings
from incident_actions.contract.repository_facts import (
    ActionsPermissions,
    AddressProbe,
    LatestRun,
    RateLimit,
    RepositoryFacts,
    RepositorySettings,
    TokenPermissions,
    Workflow,
)
from incident_actions.doctor.check import Examination
from incident_actions.doctor.registry import run_checks
from incident_actions.doctor.tool_workflows import tool_path
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates, tool_files
from incident_actions.model.process import incident_form
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.model.process.process import Process
from incident_actions.setup.workflows import NAMES, OPTIONAL
from incident_actions.text.wording import Wording

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FORM = ".github/ISSUE_TEMPLATE/incident.yml"
WORDING = Wording(templates.load_template)
PAGE = "https://github.com/acme/shop"


@cache
def process(text: str = "extends: default\nescalation: [ada]\n") -> Process:
    """Return the process of a configuration."""
    return read_process(text, templates.load_preset, tuple(BY_WORD))


def form(of: Process) -> str:
    """Return the form that fits a process."""
    return incident_form.form_text(of, WORDING.render)


def healthy_facts(of: Process | None = None, **changed: Any) -> RepositoryFacts:
    """Return facts with nothing wrong, apart from the `changed` ones."""
    of = of or process()
    tool = {tool_path(name): tool_files.read_tool_file(tool_path(name)) for name in NAMES}
    paths = [path for path in tool if "/workflows/" in path]
    sweep = LatestRun(".github/workflows/sweep.yml", "completed", "success", NOON, f"{PAGE}/actions/runs/1")
    facts = RepositoryFacts(
        at=NOON,
        repository=RepositorySettings("acme/shop", PAGE),
        tool={tool_path(name): tool_files.read_tool_file(tool_path(name)) for name in (*NAMES, *OPTIONAL)},
        files={**tool, CONFIGURATION: "extends: default\n", FORM: form(of)},
        labels=frozenset(label_meanings(of)),
        allowed=ActionsPermissions(enabled=True),
        rights=TokenPermissions("read", may_open_pulls=True),
        workflows=tuple(Workflow(path, "active", NOON) for path in paths),
        last_sweep=sweep,
        active_clocks=(),
        queued_runs=(),
        open_records={},
        accounts={"ada": "assignable"},
        teams={},
        rules=(),
        required=(),
        features={},
        rate_limit=RateLimit(5_000, 4_900, NOON),
        secrets=frozenset({"INCIDENT_SIGNING_KEY"}),
        runner="",
        policies=(),
        runners=(),
        tools={},
        addresses=(AddressProbe(1, frozenset(), "JSON", "reached"),),
    )
    return replace(facts, **changed)


def not_passing(facts: RepositoryFacts, of: Process | None = None) -> list[tuple[str, str, str]]:
    """Return check, level and case of every line that is not a pass."""
    of = of or process()
    found = run_checks(Examination(facts, of, form(of)))
    return [(check.name, str(each.level), each.case) for check, each in found if each.level != "pass"]
