"""The files that a repository gets, for its process and its server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process import incident_form
from incident_actions.model.process.configuration_reader import CONFIGURATION, FORM
from incident_actions.model.process.process import Process
from incident_actions.postmortem import index
from incident_actions.setup import first_rota, workflows
from incident_actions.setup.source import Source
from incident_actions.setup.stamp import add_stamp
from incident_actions.setup.yaml_line import to_yaml_line

CONFIGURATION_TEMPLATE = "adoption/incidents.yml"


@dataclass(frozen=True)
class Adoption:
    """How a repository adopts the tool."""

    source: Source
    preset: str
    services: tuple[Any, ...] = ()
    full: bool = False
    """Whether the workflows are written out."""
    enterprise: bool = False
    """Whether they are for GitHub Enterprise Server."""
    is_copy: bool = False
    """Whether the repository is a copy of the tool, which has the workflows already."""
    on_call: tuple[str, ...] = ()
    """The people on call, in the order of their shifts."""
    secondary: tuple[str, ...] = ()
    """The people on call behind them, if the preset pages them."""
    daily: bool = False
    """Whether the sweep runs once a day, to spend fewer runner minutes."""
    freeze: bool = False
    """Whether the configuration gets a freeze of merges."""
    events: bool = False
    """Whether the configuration gets a list of watched events."""
    report: bool = False
    """Whether the configuration asks for a weekly report."""
    site: str | None = None
    """Where the status page will be, or an empty text; None where the configuration gets no status page."""
    runner: str = ""
    """The value of the variable INCIDENT_RUNNER, which runs of pull requests from forks do not see."""


def initial_files(adopted: Adoption, render: Callable[[str, Mapping[str, Any]], str]) -> dict[str, str]:
    """Return the files that are created once and belong to the team."""
    values = {
        "preset": adopted.preset,
        "services": tuple(map(to_yaml_line, adopted.services)),
        "rota": first_rota.rota_text(adopted.on_call, adopted.secondary) if adopted.on_call else "",
        "daily": adopted.daily,
        "freeze": adopted.freeze,
        "events": adopted.events,
        "report": adopted.report,
        "site": adopted.site,
        "source": adopted.source,
    }
    return {
        CONFIGURATION: f"{render(CONFIGURATION_TEMPLATE, values)}\n",
        index.PATH: index.empty_index(),
    }


def maintained_files(
    adopted: Adoption,
    process: Process,
    own: Callable[[str], str],
    render: Callable[[str, Mapping[str, Any]], str],
) -> dict[str, str]:
    """Return the files that the tool maintains: the workflows, and the form that fits the process.

    `own` returns a file of the tool's repository.
    """
    names = () if adopted.is_copy else (*workflows.NAMES, *workflows.optional_workflows(process))
    texts = {workflows.workflow_path(name): _workflow(name, adopted, process, own) for name in names}
    texts[FORM] = incident_form.form_text(process, render)
    return {path: add_stamp(text) for path, text in texts.items()}


def _workflow(name: str, adopted: Adoption, process: Process, own: Callable[[str], str]) -> str:
    text = workflows.with_watched_runs(own(f"{workflows.FOLDER}/{name}.yml"), process.events)
    text = workflows.with_sweep_schedule(text, process.sweep) if name == "sweep" else text
    if adopted.full:
        text = workflows.with_runner(text, adopted.runner)
        return workflows.full_workflow(name, text, adopted.source, process.labels, enterprise=adopted.enterprise)
    return workflows.short_workflow(name, text, adopted.source, process.labels, adopted.runner)
