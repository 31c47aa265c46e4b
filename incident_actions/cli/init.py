"""`init`: set a repository up to run incidents, or update it, after showing the changes and asking."""

from __future__ import annotations

import difflib
import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from incident_actions.cli.environment import NO_TOKEN, environment, own_token
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.contract.effects import ProposeFiles
from incident_actions.contract.labels import label_meanings
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues import labels
from incident_actions.gateway.local import checkout
from incident_actions.gateway.local.annotations import printable_line
from incident_actions.gateway.local.checkout import Checkout
from incident_actions.gateway.local.git_remote import Remote
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.tool_origin import find_source
from incident_actions.gateway.repository import branches, repository_settings, setup_requirements, templates, tool_files
from incident_actions.model.process.accounts import is_anyone_paged
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_configuration
from incident_actions.model.process.extends import preset_names
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process
from incident_actions.setup import changes, files, lockfile, workflows
from incident_actions.setup.changes import NEEDS_REVIEW, FileHistory, SetupChange
from incident_actions.setup.files import Adoption
from incident_actions.setup.stamp import is_pristine
from incident_actions.text.wording import Wording

DONE, TO_REVIEW = 0, 1
NO_REPOSITORY = "A pull request needs a repository. Use `--repository OWNER/NAME`, or add a remote `origin`."


@dataclass(frozen=True, slots=True)
class InitOptions:
    """The options of `init`."""

    preset: str = "default"
    services: Path | None = None
    source: str = ""
    repository: str = ""
    full: bool | None = None
    yes: bool = False
    diff: bool = False
    pull_request: bool = False


@dataclass(slots=True)
class _Plan:
    process: Process
    changes: list[SetupChange]
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    locked: bool = False
    takes_tool_from: str = ""

    @property
    def to_write(self) -> list[SetupChange]:
        return [change for change in self.changes if change.is_written]

    @property
    def to_review(self) -> list[SetupChange]:
        return [change for change in self.changes if change.kind in NEEDS_REVIEW]


def set_up_repository(asked: InitOptions, environment: Mapping[str, str]) -> int:
    """Write what is missing or out of date; raises UserError. 0: done, 1: declined, or something is left to review."""
    here = Checkout(Path.cwd())
    connection = _connection(asked.repository or _remote_repository(here.remote), here.remote, environment)
    try:
        plan = _make_plan(asked, here, connection)
        _check_plan(plan, asked, here, connection)
        _print_plan(plan)
        if asked.diff:
            _print_differences(plan)
        if not (plan.to_write or plan.labels):
            click.echo("Nothing to change." if not plan.to_review else "Nothing else to change.")
            return TO_REVIEW if plan.to_review else DONE
        if not (asked.yes or _is_confirmed(plan, "propose" if asked.pull_request else "write")):
            click.echo("Nothing was written.")
            return TO_REVIEW
        return _carry_out(plan, asked, here, connection)
    finally:
        if connection:
            connection.close()


def _make_plan(asked: InitOptions, here: Checkout, connection: Connection | None) -> _Plan:
    if asked.preset not in preset_names(templates.load_preset):
        raise UserError(
            f"There is no preset {asked.preset!r}. The presets are {', '.join(preset_names(templates.load_preset))}."
        )
    remote = here.remote
    enterprise = remote is not None and remote.is_enterprise
    adopted = Adoption(
        find_source(asked.source),
        asked.preset,
        _services(asked.services),
        full=enterprise if asked.full is None else asked.full,
        enterprise=enterprise,
        is_copy=bool(here.read_texts([f"{tool_files.ACTION}/action.yml"])),
        runner=_runner(here, connection),
    )
    render = Wording(templates.load_template).render
    laid = files.initial_files(adopted, render)
    there = here.read_texts(laid)
    process = _process({**laid, **there}[CONFIGURATION])
    wanted = files.maintained_files(adopted, process, tool_files.read_tool_file, render)
    past = FileHistory(lambda path: here.earlier_version(path, is_pristine), checkout.merge_texts)
    up = changes.update_changes(wanted, here.read_texts(wanted), adopted.source, past)
    return _Plan(
        process,
        [*changes.initial_changes(laid, there), *up],
        _missing_labels(label_meanings(process), connection),
        locked=bool(here.read_texts([lockfile.PATH])),
        takes_tool_from="" if adopted.is_copy else adopted.source.repository,
    )


def _process(text: str) -> Process:
    try:
        return read_configuration(text, templates.load_preset, tuple(BY_WORD), CONFIGURATION).process
    except InvalidConfiguration as wrong:
        mistakes = "\n".join(printable_line(str(each)) for each in wrong.mistakes)
        raise UserError(
            f"Fix the configuration first, because the incident form is made from it:\n{mistakes}"
        ) from wrong


def _services(file: Path | None) -> tuple[Any, ...]:
    """Return the services in a file: a YAML list as in the configuration, or a name on each line."""
    if file is None:
        return ()
    try:
        text = file.read_text(encoding="utf-8")
        read = YAML(typ="safe").load(text)
    except (OSError, UnicodeDecodeError, YAMLError) as wrong:
        raise UserError(f"{file} cannot be read: {wrong}") from wrong
    given = read.get("services") if isinstance(read, dict) else read
    if isinstance(given, str):
        return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    if not isinstance(given, list):
        raise UserError(
            f"{file} does not contain a list of services. Write one name on each line, or YAML such as [api, web]."
        )
    return tuple(given)


def _runner(here: Checkout, connection: Connection | None) -> str:
    """Return the label in INCIDENT_RUNNER; if GitHub does not show it, the one that an earlier init wrote."""
    path = workflows.workflow_path("postmortem")
    label = repository_settings.runner_label_or_none(connection) if connection else None
    return workflows.runner_in(here.read_texts([path]).get(path, "")) if label is None else label


def _check_plan(plan: _Plan, asked: InitOptions, here: Checkout, connection: Connection | None) -> None:
    """Raise UserError before the first write if a later one could not be made."""
    _require_committed_edits(plan, here)
    if asked.pull_request and plan.to_review:
        raise UserError(
            "Some files need your review first, so they cannot be proposed. Run without --pull-request to see them."
        )
    if connection is None:
        if asked.pull_request:
            named = asked.repository or here.remote
            raise UserError(f"A pull request needs a token. {NO_TOKEN}" if named else NO_REPOSITORY)
        return
    repository = connection.get("")
    if plan.labels or asked.pull_request:
        setup_requirements.require_write_access(repository)
    if plan.takes_tool_from:
        setup_requirements.require_tool_access(connection, repository, plan.takes_tool_from)
    if asked.pull_request:
        setup_requirements.require_newest_commit(connection, repository, here.head)


def _require_committed_edits(plan: _Plan, here: Checkout) -> None:
    """Raise UserError if a file that people edited, and that git does not have, would be overwritten."""
    edited = {each.path for each in plan.to_write if each.before and not is_pristine(each.before)}
    if lost := sorted(edited & here.uncommitted_files(edited) if edited else ()):
        raise UserError(f"Commit your changes to these files first, so that they cannot get lost: {', '.join(lost)}")


def _print_plan(plan: _Plan) -> None:
    for change in plan.changes:
        click.echo(f"{change.path}: {change.kind}")
    if plan.labels:
        click.echo(f"labels: {', '.join(plan.labels)}")


def _print_differences(plan: _Plan) -> None:
    for change in plan.changes:
        click.echo(f"\n{change.path}")
        before, after = change.before.splitlines(), change.after.splitlines()
        for line in list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]:
            click.echo(f"  {printable_line(line)}")
    click.echo()
    for name, (colour, meaning) in plan.labels.items():
        click.echo(f"label {name}: #{colour}, {meaning}")


def _is_confirmed(plan: _Plan, verb: str) -> bool:
    asked = [(verb, len(plan.to_write), "file"), ("create", len(plan.labels), "label")]
    words = (f"{does} {count} {thing}{'s' if count > 1 else ''}" for does, count, thing in asked if count)
    question = " and ".join(words)
    try:
        while True:
            answer = click.prompt(
                f"{question[0].upper()}{question[1:]}? [y/N, d for the differences]", default="n", show_default=False
            )
            match str(answer).strip().casefold():
                case "y" | "yes":
                    return True
                case "d" | "diff":
                    _print_differences(plan)
                case _:
                    return False
    except click.Abort:  # nobody can answer the question
        click.echo()
        return False


def _carry_out(plan: _Plan, asked: InitOptions, here: Checkout, connection: Connection | None) -> int:
    pull = _open_pull_request(plan, connection) if asked.pull_request and connection else ""
    for change in () if asked.pull_request else plan.to_write:
        here.write_file(change.path, change.after)
    made = labels.create_labels(connection, plan.labels) if connection else []
    said = {
        "written": 0 if asked.pull_request else len(plan.to_write),
        "pull": pull,
        "made": made,
        "unasked": "" if connection else plan.process.labels.incident,
        "standing": [change.path for change in plan.to_review],
        "locked": plan.locked,
        "pages_nobody": not is_anyone_paged(plan.process),
    }
    click.echo(f"\n{Wording(templates.load_template).render('adoption/next.txt', said)}")
    return TO_REVIEW if plan.to_review else DONE


def _open_pull_request(plan: _Plan, connection: Connection) -> str:
    """Open the pull request, and return its address."""
    repository = connection.get("")
    address, base = str(repository["html_url"]), str(repository["default_branch"])
    values = {
        "files": [(each.path, each.kind) for each in plan.to_write],
        "labels": list(plan.labels),
        "address": address,
        "locked": plan.locked,
        "pages_nobody": not is_anyone_paged(plan.process),
    }
    body = Wording(templates.load_template).render("adoption/pull_request.md", values)
    proposal = ProposeFiles(
        key="init",
        branch=_branch(plan),
        message="Run incidents in this repository",
        title="Run incidents in this repository",
        body=body,
        files=tuple((each.path, each.after) for each in plan.to_write),
    )
    number = branches.propose_files(connection, proposal, base).number
    return f"{address}/pull/{number}" if number else f"{address}/compare/{_branch(plan)}?expand=1"


def _branch(plan: _Plan) -> str:
    """Return a branch name for this state of the files, so that a newer proposal gets another branch."""
    digest = hashlib.sha256("\0".join(each.after for each in plan.to_write).encode()).hexdigest()
    return f"incident-actions/init-{digest[:8]}"


def _remote_repository(remote: Remote | None) -> str:
    return remote.repository if remote else ""


def _connection(repository: str, remote: Remote | None, environment: Mapping[str, str]) -> Connection | None:
    """Return a connection if there is a token and a repository."""
    api_url = environment.get("GITHUB_API_URL") or (remote.api_url if remote else "https://api.github.com")
    token = own_token(environment, api_url)
    return Connection(token, repository, api_url) if token and repository else None


def _missing_labels(wanted: Mapping[str, tuple[str, str]], connection: Connection | None) -> dict[str, tuple[str, str]]:
    """Return the labels that the repository lacks. A label in another color is people's own."""
    if connection is None:
        return {}
    there = {str(each["name"]).casefold() for page in connection.pages("labels") for each in page}
    return {name: meaning for name, meaning in wanted.items() if name.casefold() not in there}


@click.command("init")
@click.option("--preset", default="default", show_default=True, help="The process to start with.")
@click.option(
    "--services",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file with your services: one name on each line, or YAML.",
)
@click.option(
    "--source",
    default="",
    metavar="OWNER/NAME@COMMIT",
    help="The copy of the tool that workflows use.  [default: the installed one]",
)
@click.option(
    "--repository",
    default="",
    metavar="OWNER/NAME",
    help="Create labels in this repository.  [default: the remote origin]",
)
@click.option("--full/--short", default=None, help="Write full workflows, or short ones that call the tool's.")
@click.option("--pull-request", is_flag=True, help="Open a pull request instead of changing files here.")
@click.option("--diff", is_flag=True, help="Show each change line by line.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def command(**asked: Any) -> None:
    """Set up a repository to run incidents, or update its setup.

    It lists the changes and asks before it makes them. Exit code 1 means that you declined, or that a file needs your
    review.
    """
    sys.exit(
        run_to_exit_code(
            lambda environment, *_, **__: set_up_repository(InitOptions(**asked), environment),
            environment(),
            None,
            dry_run=False,
        )
    )
