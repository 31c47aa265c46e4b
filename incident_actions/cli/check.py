"""`check`: check proposed post-mortems, configuration and templates, and report what to fix."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from incident_actions.cli.check_report import CheckedKinds, Remark, check_wording, report_changes, report_remarks
from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import MISCONFIGURED, run_to_exit_code
from incident_actions.cli.personal_token import own_token
from incident_actions.cli.pull_report import report_on_pull
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local import runner, worktree
from incident_actions.gateway.local.check_limits import is_template
from incident_actions.gateway.repository import configuration
from incident_actions.gateway.repository import proposed_files as proposed
from incident_actions.gateway.repository.configuration import check_configuration
from incident_actions.gateway.repository.existing_people import existing_people
from incident_actions.gateway.repository.known_records import read_known_incident
from incident_actions.gateway.repository.proposed_files import FileTexts
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.check_rules import Level
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.model.process.process import Process
from incident_actions.postmortem.check import findings, incident_of, owners
from incident_actions.postmortem.check_summary import checked_file
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.postmortem.finding import Finding, TemplateBroken, level_of, word_finding
from incident_actions.postmortem.imported_levels import process_for_file
from incident_actions.postmortem.index import is_postmortem
from incident_actions.status_page import site_files
from incident_actions.text import safe_markdown

log = logging.getLogger("incident_actions")


def check(
    environment: Mapping[str, str],
    now: datetime,
    *,
    dry_run: bool = False,
    paths: Sequence[str] = (),
    base: str = "",
) -> int:
    """Check post-mortems, configuration and templates, and report on the pull request unless this is a rehearsal.

    Raises what the gateway raises.
    """
    in_pull = environment.get("GITHUB_EVENT_NAME", "").startswith("pull_request") and not paths
    here = runner.read_environment(environment) if in_pull else None
    root = here.workspace if here else Path(environment.get("GITHUB_WORKSPACE") or ".")
    connection = _connection(environment)
    try:
        files = _proposed_files(connection, here) if connection and here else _local_files(root, paths, base)
        proposed_process, remarks = _check_configuration(files, connection)
        kinds = _by_kind(files)
        remarks += _template_remarks(kinds.templates)
        process = _process(root, proposed_process)
        if process is None and not remarks:
            return MISCONFIGURED
        checked = _check_postmortems(kinds.postmortems, process, connection) if process else []
        found = [*remarks, *(each for file in checked for each in _postmortem_remarks(file))]
        if connection and here and process and not dry_run and (checked or _follows_earlier_check(here.payload)):
            shown = [
                checked_file(each.path, each.incident, each.found, each.process, check_wording()) for each in checked
            ]
            report_on_pull(connection, here, shown, check_wording())
    finally:
        if connection:
            connection.close()
    code = report_remarks(environment, here, found, kinds, nothing=partial(_nothing_to_check, here, root, paths, base))
    if here and process and proposed_process and process is not proposed_process:
        report_changes(here, process, proposed_process)
    return code


def _follows_earlier_check(payload: Mapping[str, Any]) -> bool:
    """Return whether an earlier commit of the pull request may have been checked."""
    return payload.get("action") != "opened"


def _nothing_to_check(here: runner.RunEnvironment | None, root: Path, paths: Sequence[str], base: str) -> str:
    """Return why there is nothing to check."""
    if here:
        return "This pull request changes no post-mortem."
    if paths:
        return "The index is not checked, and no post-mortem was named."
    return f"No post-mortem differs from {worktree.base_name(root, base)}."


def _by_kind(files: FileTexts) -> CheckedKinds:
    templates = tuple(each for each in files if is_template(each[0]))
    configuration = tuple(each for each in files if each[0] == CONFIGURATION)
    return CheckedKinds(
        tuple(each for each in files if each not in (*templates, *configuration)), templates, bool(configuration)
    )


def _connection(environment: Mapping[str, str]) -> Connection | None:
    """Return a connection if there is a token. A laptop uses it to look up owners and records only."""
    api_url, repository = (
        environment.get("GITHUB_API_URL", "https://api.github.com"),
        environment.get("GITHUB_REPOSITORY"),
    )
    token = own_token(environment, api_url) if repository else ""
    return Connection(token, repository, api_url) if token and repository else None


def _proposed_files(connection: Connection, here: runner.RunEnvironment) -> FileTexts:
    """Return the files that the pull request changes, read over the API: what it proposes is never checked out."""
    number, head = proposed.pull_in_event(here.payload)
    paths = proposed.changed_paths(connection, number)
    folder = CONFIGURATION.rpartition("/")[0]
    own = proposed.file_texts(
        connection, (path for path in paths if path == CONFIGURATION or is_template(path)), folder, head
    )
    return (*own, *proposed.file_texts(connection, filter(is_postmortem, paths), DIRECTORY, head))


def _local_files(root: Path, paths: Sequence[str], base: str) -> FileTexts:
    return worktree.files_to_check(root, paths, base)


def _check_configuration(files: FileTexts, connection: Connection | None) -> tuple[Process | None, list[Remark]]:
    """Return the process of a proposed configuration, if it can be used, and its mistakes."""
    text = dict(files).get(CONFIGURATION)
    if not isinstance(text, str):
        return None, [] if text is None else [_remark(CONFIGURATION, text)]
    result = check_configuration(text, CONFIGURATION, connection)
    return result.process, [
        Remark(
            CONFIGURATION,
            "error",
            (each.line, each.column),
            "configuration",
            each.text,
            safe_markdown.inline_code(each.text),
        )
        for each in result.mistakes
    ]


def _template_remarks(templates: FileTexts) -> list[Remark]:
    """Return what is wrong with a team's own templates, which are parsed here and never rendered."""

    def find(path: str, text: str | Finding) -> Finding | None:
        if isinstance(text, Finding):
            return text
        flaw = site_files.find_syntax_error(text) if "/site/" in path else check_wording().find_syntax_error(text)
        return flaw and TemplateBroken(*flaw)

    return [_remark(path, finding) for path, text in templates if (finding := find(path, text))]


def _process(root: Path, proposed: Process | None) -> Process | None:
    """Return the base's process; if it is broken, the proposed one that fixes it, or None. Its mistakes are logged."""
    process, broken = configuration.load_process(root)
    for mistake in broken.error.mistakes if broken and not proposed else ():
        log.error("%s", mistake)
    return proposed if broken else process


@dataclass(frozen=True)
class _Checked:
    """A post-mortem, the incident that it names, or 0, what was found in it, and the process whose levels apply."""

    path: str
    incident: int
    found: tuple[Finding, ...]
    process: Process


def _check_postmortems(files: FileTexts, process: Process, connection: Connection | None) -> list[_Checked]:
    """Check post-mortems; owners and the incidents' records are looked up if there is a connection."""
    texts = [text for _, text in files if isinstance(text, str)]
    named = tuple(dict.fromkeys(login for text in texts for login in owners(text, process)))
    people = existing_people(connection, named) if connection else {}
    numbers = {text: incident_of(text) for text in texts} if connection else {}
    incidents = {
        number: read_known_incident(connection, number, process)
        for number in sorted({each for each in numbers.values() if each})
        if connection
    }
    checked = []
    for path, text in files:
        number = numbers.get(text, 0) if isinstance(text, str) else 0
        incident = incidents.get(number)
        own = process_for_file(text, process, incident) if isinstance(text, str) else process
        found = findings(text, own, people, incident) if isinstance(text, str) else (text,)
        checked.append(_Checked(path, number, found, own))
    return checked


def _postmortem_remarks(checked: _Checked) -> Iterator[Remark]:
    return (_remark(checked.path, each, level_of(each, checked.process)) for each in checked.found)


def _remark(path: str, finding: Finding, level: Level | None = None) -> Remark:
    words = word_finding(finding, check_wording())
    return Remark(path, level or finding.level, (finding.line,), finding.rule, words, words)


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--base",
    default="",
    metavar="REF",
    help="The commit or branch to compare a working copy with.  [default: origin/HEAD]",
)
def command(*, paths: tuple[str, ...], base: str) -> None:
    """Check post-mortems, configuration and templates, line by line.

    Without PATHS, it checks the files that this Actions run's pull request changes. On a laptop, it checks the files
    that differ from the base. Exit code 1 means that there is something to fix.
    """
    sys.exit(run_to_exit_code(partial(check, paths=paths, base=base), environment(), None, dry_run=False))
