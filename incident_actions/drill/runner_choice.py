"""The runners of a sandbox's jobs, by the names that people choose them by."""

from pathlib import Path

import click

from incident_actions.drill.installed_tool import INSTALLED_TOOL, VARIABLE_PREFIXES
from incident_actions.drill.tool_checkout import fill_tool_cache, lay_out_tool, path_with_this_python
from incident_actions.sandbox.act import Act, ActNotFound
from incident_actions.sandbox.runners import Starter, inherited_environment, process_starter

PROCESS, ACT = "process", "act"

KEEP_ENVIRONMENT = {"INCIDENT_KEEP_ENVIRONMENT": "true"}
"""Lets the tool's action keep its packages in the tool cache, as on a machine that runs no other jobs."""


def choose_starter(name: str, place: Path) -> Starter:
    """Return what starts jobs on a runner, which keeps its files in `place`; raises ClickException if it is missing."""
    return process_starter(INSTALLED_TOOL) if name == PROCESS else open_act(place).start


def open_act(
    place: Path, *, repository: Path | None = None, cache: Path | None = None, path: str = "", keeps: bool = True
) -> Act:
    """Return a runner that plays this installation's jobs with act; raises ClickException if act is missing.

    `repository` replaces the tool's own. `cache` is a tool cache that may lack the tool's packages; without one, the
    runner gets a cache that holds them. If the runner `keeps` it, a job finds what an earlier one installed.
    """
    path = path or path_with_this_python(inherited_environment(VARIABLE_PREFIXES).get("PATH", ""))
    place = place.resolve()
    repository = repository or lay_out_tool(place / "tool")
    tool_cache = cache or place / "tool-cache"
    try:
        variables = KEEP_ENVIRONMENT if keeps else None
        act = Act(place, INSTALLED_TOOL, repository=repository, cache=tool_cache, path=path, variables=variables)
    except ActNotFound as missing:
        raise click.ClickException("This command needs act. Run `pip install 'incident-actions[act]'`.") from missing
    if cache is None:
        fill_tool_cache(repository, tool_cache, path)
    return act
