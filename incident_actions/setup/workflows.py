"""The workflows of a repository that adopts: short ones that call the tool's, or the tool's own in full."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ruamel.yaml import YAML

from incident_actions.model.process.process import Labels
from incident_actions.setup.source import Source
from incident_actions.setup.yaml_line import to_yaml_line

FOLDER = ".github/workflows"
NAMES = ("respond", "clock", "sweep", "postmortem")
ACTION = "$/.github/actions/incident-actions"
"""How the tool's own workflows name its action: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses."""

_CALL = re.compile(r"  # Other repositories call.*?(?=\n(?!  ))", re.DOTALL)
_PERMISSIONS = re.compile(r"^    permissions:$(?:\n      .*$)+", re.MULTILINE)
_QUEUE = re.compile(r"    # One run at a time.*?(?=    concurrency:)|^ +queue: max\n", re.DOTALL | re.MULTILINE)
_MANY_WAIT = re.compile(r"^ +queue: max\n", re.MULTILINE)
_ONE_WAITS = (
    "    # One run at a time for each incident, and one waits. This server cannot keep more of them waiting: what a\n"
    "    # run that was dropped should have answered, the next one answers.\n"
)


def workflow_path(name: str) -> str:
    """The file of a workflow in a repository that has others beside it."""
    return f"{FOLDER}/incident-{name}.yml"


def short_workflow(name: str, own: str, source: Source, labels: Labels, runner: str = "") -> str:
    """The workflow that calls the tool's: started by the same events, permitted the same, and handing its secrets on.

    Its permissions bear the comments of the tool's own, and what an auditor is told to overlook there it is told here.
    `runner` is for the runs that get no variables.
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
            f"  {event}:{f' {to_yaml_line(given)}' if given else ''}{_overlooked(event, own)}"
            for event, given in events.items()
        ),
        "permissions: {}",
        "jobs:",
        f"  {job}:",
        *_PERMISSIONS.findall(own),
        f"    uses: {source.pin(f'{FOLDER}/{name}.yml')}",
    ]
    told = {key: value for key, value in _inputs(labels, runner).items() if key in call.get("inputs", {})}
    lines += [f"    with: {to_yaml_line(told)}"] if told else []
    lines += _secrets(tuple(call.get("secrets", ())))
    return "\n".join(lines) + "\n"


def _overlooked(event: str, own: str) -> str:
    """The comment by which the tool's own workflow tells an auditor that an event is meant; empty for none."""
    found = re.search(rf"^  {event}:( # zizmor: .*)$", own, re.MULTILINE)
    return found[1] if found else ""


def _secrets(names: tuple[str, ...]) -> list[str]:
    """The secrets that are handed on, by name, two on a line."""
    handed = [f'{name}: "${{{{ secrets.{name} }}}}"' for name in names]
    pairs = [", ".join(handed[at : at + 2]) for at in range(0, len(handed), 2)]
    return [f"    secrets: {{ {f',{chr(10)}      '.join(pairs)} }}"] if names else []


def full_workflow(name: str, own: str, source: Source, labels: Labels, *, enterprise: bool) -> str:
    """The tool's own workflow, with its action pinned: for whoever wants to change it, or may call none.

    An Enterprise Server has neither `queue: max` nor runners of GitHub's: `enterprise` leaves those out.
    """
    text = _CALL.sub("", own).replace("\n\n\n", "\n\n")
    text = text.replace(f"name: {name}\n", f"name: incident-{name}\n", 1)
    text = text.replace(ACTION, source.pin(ACTION.removeprefix("$/")))
    for key, label in {"incident_label": labels.incident, "action_item_label": labels.action_item}.items():
        literal = "'{}'".format(label.replace("'", "''"))
        text = re.sub(rf"(?<== )\(inputs\.{key} \|\| '[^']*'\)|inputs\.{key} \|\| '[^']*'", literal, text)
    text = text.replace("inputs.runner || ", "")
    return _for_enterprise(text) if enterprise else text


def with_runner(own: str, runner: str) -> str:
    """The tool's own workflow, whose runs without variables ask for a runner by its label; as it is for none."""
    return own.replace("inputs.runner || 'ubuntu-slim'", f"'{runner}'") if runner else own


def runner_in(text: str) -> str:
    """The runner that a workflow names for its runs without variables; empty for GitHub's own and for none."""
    found = re.search(r"(?:with: \{[^}]*\brunner: |vars\.INCIDENT_RUNNER \|\| ')\"?([^'\"},\n]+)", text)
    return found[1].strip() if found and found[1] not in ("ubuntu-slim", "self-hosted") else ""


def _for_enterprise(text: str) -> str:
    if _MANY_WAIT.search(text):
        text = _QUEUE.sub("", text).replace("    concurrency:\n", f"{_ONE_WAITS}    concurrency:\n")
    return text.replace("'ubuntu-slim'", "'self-hosted'")


def _inputs(labels: Labels, runner: str) -> Mapping[str, str]:
    """What the tool's workflows have to be told: labels that do not bear their usual names, and a runner."""
    usual = Labels()
    names = {
        "incident_label": (labels.incident, usual.incident),
        "action_item_label": (labels.action_item, usual.action_item),
        "runner": (runner, ""),
    }
    return {key: given for key, (given, expected) in names.items() if given != expected}
