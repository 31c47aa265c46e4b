"""The check: read the post-mortems that a pull request proposes, or those of a working copy, and say what to mend."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from incident_actions.gateway import runner

if TYPE_CHECKING:
    from typing import TypeAlias

    from incident_actions.gateway.connection import Connection
    from incident_actions.postmortem.finding import Finding
    from incident_actions.process.process import Process

    Files: TypeAlias = tuple[tuple[str, str | Finding], ...]

log = logging.getLogger("incident_actions")

CLEAN, TO_MEND, MISCONFIGURED = 0, 1, 2
SHOWN = 200
"""Rows of the summary, of which GitHub takes a mebibyte; the log has all."""


def check(
    environment: Mapping[str, str],
    now: datetime,
    *,
    dry_run: bool = False,
    paths: Sequence[str] = (),
    base: str = "",
) -> int:
    """Check post-mortems; it writes nothing to GitHub, so a rehearsal is the same. Raises what GitHub's door raises."""
    in_pull = environment.get("GITHUB_EVENT_NAME", "").startswith("pull_request") and not paths
    here = runner.surroundings(environment) if in_pull else None
    root = here.workspace if here else Path(environment.get("GITHUB_WORKSPACE") or ".")
    connection = _connection(environment)
    try:
        files = _proposed(connection, here) if connection and here else _kept(root, paths, base)
        process = _process(root)
        found = _found(files, process, connection) if process else []
    finally:
        if connection:
            connection.close()
    return _told(environment, here, found, len(files)) if process else MISCONFIGURED


def _connection(environment: Mapping[str, str]) -> Connection | None:
    """A connection where there is a token for one; on a laptop nothing but the owners' accounts is asked."""
    token, repository = environment.get("GITHUB_TOKEN"), environment.get("GITHUB_REPOSITORY")
    if not token or not repository:
        return None
    from incident_actions.gateway.connection import Connection

    return Connection(token, repository, environment.get("GITHUB_API_URL", "https://api.github.com"))


def _proposed(connection: Connection, here: runner.Surroundings) -> Files:
    """What the pull request touches, over the API: nothing that it proposes is ever checked out."""
    from incident_actions.gateway import proposed

    return proposed.postmortems(connection, *proposed.pull_of(here.payload))


def _kept(root: Path, paths: Sequence[str], base: str) -> Files:
    from incident_actions.gateway import worktree

    return worktree.postmortems(root, paths, base)


def _process(root: Path) -> Process | None:
    """The process of the base; None, and its mistakes in the log, where it cannot be used."""
    from incident_actions.gateway import configuration

    process, broken = configuration.process(root)
    for mistake in broken.wrong.mistakes if broken else ():
        log.error("%s", mistake)
    return None if broken else process


def _found(files: Files, process: Process, connection: Connection | None) -> list[tuple[str, Finding]]:
    """Everything found, file by file; whether owners exist is asked where there is somebody to ask."""
    from incident_actions.gateway import proposed
    from incident_actions.postmortem.check import findings, owners

    texts = [text for _, text in files if isinstance(text, str)]
    named = tuple(dict.fromkeys(login for text in texts for login in owners(text, process)))
    people = proposed.people(connection, named) if connection else {}
    return [
        (path, each)
        for path, text in files
        for each in (findings(text, process, people) if isinstance(text, str) else (text,))
    ]


def _told(
    environment: Mapping[str, str], here: runner.Surroundings | None, found: list[tuple[str, Finding]], files: int
) -> int:
    """Say it: beside the lines, in the run's summary, in the step's outputs, and as the exit code."""
    from incident_actions.gateway import annotations, templates
    from incident_actions.postmortem.finding import in_words
    from incident_actions.wording import Wording

    wording = Wording(templates.template)
    say = annotations.annotation if environment.get("GITHUB_ACTIONS") == "true" else annotations.in_terminal
    worded = [(path, each, in_words(each, wording)) for path, each in found]
    for path, each, words in worded:
        click.echo(say(each.level, path, each.line, each.rule, words))
    errors = sum(each.level == "error" for _, each in found)
    log.info("Post-mortems checked: %d; to mend: %d.", files, errors)
    if here:
        rows = [(path, each.line, words) for path, each, words in worded]
        values = {"files": files, "errors": errors, "rows": rows[:SHOWN], "more": len(rows[SHOWN:])}
        runner.summarise(here, wording.render("summaries/check.md", values))
        runner.output(here, outcome="to-mend" if errors else "clean", reason=f"{errors} to mend" if errors else "")
    return TO_MEND if errors else CLEAN
