"""The workflows that a repository gets: short ones that call the tool's, or the tool's own in full."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ruamel.yaml import YAML

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.event_rules import EventRules
from incident_actions.model.process.process import Labels, Process
from incident_actions.model.process.sweep_interval import CRON, SweepInterval
from incident_actions.setup.source import Source
from incident_actions.setup.yaml_line import to_yaml_line

FOLDER = ".github/workflows"
NAMES = ("respond", "clock", "sweep", "postmortem")
FREEZE = "freeze"
"""The workflow that only a repository with a freeze of merges has."""
EVENTS = "events"
"""The workflow that only a repository has whose configuration watches events."""
REPORT = "report"
"""The workflow that only a repository has whose configuration asks for a weekly report."""
SITE = "site"
"""The workflow that only a repository has whose configuration has a status page."""
OPTIONAL = (FREEZE, EVENTS, REPORT, SITE)
ACTION = "$/.github/actions/incident-actions"
"""How the tool's own workflows refer to its action.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
"""

_RUNS = lazy_pattern(r"^  workflow_run:.*\n(?:    .*\n)+", re.MULTILINE)
_WATCHED = lazy_pattern(r"(?<=^    workflows: )\[.*?\]", re.MULTILINE)
_CALL = lazy_pattern(r"  # Other repositories call.*?(?=\n(?!  ))", re.DOTALL)
_PERMISSIONS = lazy_pattern(r"^    permissions:$(?:\n      .*$)+", re.MULTILINE)
_QUEUE = lazy_pattern(r"    # One run at a time.*?(?=    concurrency:)|^ +queue: max\n", re.DOTALL | re.MULTILINE)
_PAGES_ON_SERVERS = {
    "upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0": (
        "upload-pages-artifact@a753861a5debcf57bf8b404356158c8e1e33150c # v2.0.0"
    ),
    "deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0": (
        "deploy-pages@13b55b33dd8996121833dbc1db458c793a334630 # v3.0.1"
    ),
}
"""The actions that need artifacts of a kind which GitHub Enterprise Server lacks, and those that work there.

https://github.com/actions/deploy-pages#compatibility
"""

_MANY_WAIT = lazy_pattern(r"^ +queue: max\n", re.MULTILINE)
_ONE_WAITS = (
    "    # One run at a time for each incident, and one waits. This server cannot keep more of them waiting: what a\n"
    "    # run that was dropped should have answered, the next one answers.\n"
)


def workflow_path(name: str) -> str:
    """Return the path of a workflow in a repository that has other workflows."""
    return f"{FOLDER}/incident-{name}.yml"


def short_workflow(name: str, own: str, source: Source, labels: Labels, runner: str = "") -> str:
    """Return a workflow that calls the tool's, with the same events, permissions and secrets.

    Its permissions have the comments of the tool's own workflow, and so have the exceptions for the auditor. `runner`
    is for runs that get no variables.

    https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows
    """
    tool = YAML(typ="safe").load(own)
    events = {event: given for event, given in tool["on"].items() if event != "workflow_call"}
    call = tool["on"]["workflow_call"] or {}
    [job] = tool["jobs"]
    lines = [
        f"name: incident-{name}",
        "on:",
        *(
            f"  {event}:{f' {to_yaml_line(given)}' if given else ''}{_auditor_comment(event, own)}"
            for event, given in events.items()
        ),
        "permissions: {}",
        "jobs:",
        f"  {job}:",
        *_PERMISSIONS.findall(own),
        f"    uses: {source.pin(f'{FOLDER}/{name}.yml')}",
    ]
    inputs = {key: value for key, value in _inputs(labels, runner).items() if key in call.get("inputs", {})}
    lines += [f"    with: {to_yaml_line(inputs)}"] if inputs else []
    lines += _secrets(tuple(call.get("secrets", ())))
    return "\n".join(lines) + "\n"


def _auditor_comment(event: str, own: str) -> str:
    """Return the comment that marks an event as intended for the auditor; empty for none."""
    found = re.search(rf"^  {event}:( # zizmor: .*)$", own, re.MULTILINE)
    return found[1] if found else ""


def _secrets(names: tuple[str, ...]) -> list[str]:
    """Return the secrets that are passed on, by name, two on a line."""
    handed = [f'{name}: "${{{{ secrets.{name} }}}}"' for name in names]
    pairs = [", ".join(handed[at : at + 2]) for at in range(0, len(handed), 2)]
    return [f"    secrets: {{ {f',{chr(10)}      '.join(pairs)} }}"] if names else []


def full_workflow(name: str, own: str, source: Source, labels: Labels, *, enterprise: bool) -> str:
    """Return the tool's own workflow with its action pinned, for teams that change it or cannot call it.

    `enterprise` removes `queue: max` and GitHub's own runners, which GitHub Enterprise Server does not have.
    """
    text = _CALL.sub("", own).replace("\n\n\n", "\n\n")
    text = text.replace(f"name: {name}\n", f"name: incident-{name}\n", 1)
    text = text.replace(ACTION, source.pin(ACTION.removeprefix("$/")))
    for key, label in {"incident_label": labels.incident, "action_item_label": labels.action_item}.items():
        literal = "'{}'".format(label.replace("'", "''"))
        text = re.sub(rf"(?<== )\(inputs\.{key} \|\| '[^']*'\)|inputs\.{key} \|\| '[^']*'", literal, text)
    text = text.replace("inputs.runner || ", "")
    return _for_enterprise(text) if enterprise else text


def optional_workflows(process: Process) -> tuple[str, ...]:
    """Return the workflows that a repository has only for keys of its configuration."""
    keys = {FREEZE: process.freeze, EVENTS: process.events, REPORT: process.report, SITE: process.site}
    return tuple(name for name in OPTIONAL if keys[name])


def with_watched_runs(own: str, events: EventRules | None) -> str:
    """Return the tool's own workflow started by the ends of the workflows that are watched, and by no others'.

    GitHub wants their names, and starts nothing for a list that is empty. Other workflows than that one are unchanged.
    """
    watched = events.watched_workflows if events else ()
    if not watched:
        return _RUNS.sub("", own)
    names = to_yaml_line(list(watched))
    return _WATCHED.sub(lambda _: names, own)


def with_sweep_schedule(own: str, interval: SweepInterval) -> str:
    """Return the tool's own workflow with the schedule of the configuration. Only the sweep has that of hourly runs."""
    if interval == "hourly":
        return own
    return own.replace("# Hourly, but not on the hour", "# Not on the hour").replace(CRON["hourly"], CRON[interval])


def with_runner(own: str, runner: str) -> str:
    """Return the tool's own workflow with a runner for runs that get no variables; unchanged without one."""
    return own.replace("inputs.runner || 'ubuntu-slim'", f"'{runner}'") if runner else own


def runner_in(text: str) -> str:
    """Return the runner that a workflow names for runs without variables; empty for GitHub's own and for none."""
    found = re.search(r"(?:with: \{[^}]*\brunner: |vars\.INCIDENT_RUNNER \|\| ')\"?([^'\"},\n]+)", text)
    return found[1].strip() if found and found[1] not in ("ubuntu-slim", "self-hosted") else ""


def _for_enterprise(text: str) -> str:
    if _MANY_WAIT.search(text):
        text = _QUEUE.sub("", text).replace("    concurrency:\n", f"{_ONE_WAITS}    concurrency:\n")
    for newest, fitting in _PAGES_ON_SERVERS.items():
        text = text.replace(newest, fitting)
    return text.replace("'ubuntu-slim'", "'self-hosted'")


def _inputs(labels: Labels, runner: str) -> Mapping[str, str]:
    """Return the inputs of the tool's workflows: renamed labels, and a runner."""
    usual = Labels()
    names = {
        "incident_label": (labels.incident, usual.incident),
        "action_item_label": (labels.action_item, usual.action_item),
        "runner": (runner, ""),
    }
    return {key: given for key, (given, expected) in names.items() if given != expected}
