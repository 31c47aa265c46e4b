"""`init`: set a repository up to run incidents, or update it, after showing the changes and asking."""

from __future__ import annotations

import difflib
import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.first_questions import ask_first_questions
from incident_actions.cli.personal_token import LOGIN_NEEDED, own_token
from incident_actions.cli.remove_setup import remove_setup
from incident_actions.cli.setup_plan import InitOptions, SetupPlan, make_plan
from incident_actions.contract.effects import ProposeFiles
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues import labels
from incident_actions.gateway.local.annotations import printable_line
from incident_actions.gateway.local.checkout import Checkout
from incident_actions.gateway.local.git_remote import GITHUB, Remote
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository import branches, setup_requirements, templates
from incident_actions.model.process.accounts import is_anyone_paged
from incident_actions.setup import first_rota
from incident_actions.setup.stamp import is_pristine
from incident_actions.setup.workflows import EVENTS, FREEZE, REPORT, SITE, workflow_path
from incident_actions.text.wording import Wording

DONE, TO_REVIEW = 0, 1
NO_REPOSITORY = "A pull request needs a repository. Use `--repository OWNER/NAME`, or add a remote `origin`."


def set_up_repository(asked: InitOptions, environment: Mapping[str, str]) -> int:
    """Write what is missing or out of date; raises UserError. 0: done, 1: declined, or something is left to review."""
    here = Checkout(Path.cwd())
    asked = ask_first_questions(asked, here)
    connection = _connection(asked.repository or _remote_repository(here.remote), here.remote, environment)
    try:
        plan = make_plan(asked, here, connection)
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


def _check_plan(plan: SetupPlan, asked: InitOptions, here: Checkout, connection: Connection | None) -> None:
    """Raise UserError before the first write if a later one could not be made."""
    _require_committed_edits(plan, here)
    if asked.pull_request and plan.to_review:
        raise UserError(
            "Some files need your review first, so they cannot be proposed. Run without --pull-request to see them."
        )
    if connection is None:
        if asked.pull_request:
            named = asked.repository or here.remote
            raise UserError(f"A pull request needs a token. {LOGIN_NEEDED}" if named else NO_REPOSITORY)
        return
    repository = connection.get("")
    if plan.labels or asked.pull_request:
        setup_requirements.require_write_access(repository)
    if plan.takes_tool_from:
        setup_requirements.require_tool_access(connection, repository, plan.takes_tool_from)
    if asked.pull_request:
        setup_requirements.require_newest_commit(connection, repository, here.head)


def _require_committed_edits(plan: SetupPlan, here: Checkout) -> None:
    """Raise UserError if a file that people edited, and that git does not have, would be overwritten."""
    edited = {each.path for each in plan.to_write if each.before and not is_pristine(each.before)}
    if lost := sorted(edited & here.uncommitted_files(edited) if edited else ()):
        raise UserError(f"Commit your changes to these files first, so that they cannot get lost: {', '.join(lost)}")


def _print_plan(plan: SetupPlan) -> None:
    for change in plan.changes:
        click.echo(f"{change.path}: {change.kind}")
    if plan.labels:
        click.echo(f"labels: {', '.join(plan.labels)}")
    if plan.found_services:
        click.echo(f"services: {', '.join(plan.found_services.names)} (from {plan.found_services.path})")


def _print_differences(plan: SetupPlan) -> None:
    for change in plan.changes:
        click.echo(f"\n{change.path}")
        before, after = change.before.splitlines(), change.after.splitlines()
        for line in list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]:
            click.echo(f"  {printable_line(line)}")
    click.echo()
    for name, (colour, meaning) in plan.labels.items():
        click.echo(f"label {name}: #{colour}, {meaning}")


def _is_confirmed(plan: SetupPlan, verb: str) -> bool:
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


def _carry_out(plan: SetupPlan, asked: InitOptions, here: Checkout, connection: Connection | None) -> int:
    pull = _open_pull_request(plan, connection) if asked.pull_request and connection else ""
    for change in () if asked.pull_request else plan.to_write:
        here.write_file(change.path, change.after)
    made = labels.create_labels(connection, plan.labels) if connection else []
    values = {
        "written": 0 if asked.pull_request else len(plan.to_write),
        "pull": pull,
        "made": made,
        "unasked": "" if connection else plan.process.labels.incident,
        "standing": [change.path for change in plan.to_review],
        "locked": plan.locked,
        "pages_nobody": not is_anyone_paged(plan.process),
        "address": _address(asked, here),
        "freeze": any(change.path == workflow_path(FREEZE) for change in plan.to_write),
        "events": any(change.path == workflow_path(EVENTS) for change in plan.to_write),
        "report": any(change.path == workflow_path(REPORT) for change in plan.to_write),
        "site": any(change.path == workflow_path(SITE) for change in plan.to_write),
    }
    click.echo(f"\n{Wording(templates.load_template).render('adoption/next.txt', values)}")
    return TO_REVIEW if plan.to_review else DONE


def _open_pull_request(plan: SetupPlan, connection: Connection) -> str:
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


def _branch(plan: SetupPlan) -> str:
    """Return a branch name for this state of the files, so that a newer proposal gets another branch."""
    digest = hashlib.sha256("\0".join(each.after for each in plan.to_write).encode()).hexdigest()
    return f"incident-actions/init-{digest[:8]}"


def _address(asked: InitOptions, here: Checkout) -> str:
    """Return the web address of the repository; empty where it is not known."""
    if here.remote and asked.repository in ("", here.remote.repository):
        return here.remote.url
    return f"https://{GITHUB}/{asked.repository}" if asked.repository and not here.remote else ""


def _remote_repository(remote: Remote | None) -> str:
    return remote.repository if remote else ""


def _connection(repository: str, remote: Remote | None, environment: Mapping[str, str]) -> Connection | None:
    """Return a connection if there is a token and a repository."""
    api_url = environment.get("GITHUB_API_URL") or (remote.api_url if remote else "https://api.github.com")
    token = own_token(environment, api_url) if repository else ""
    return Connection(token, repository, api_url) if token and repository else None


@click.command("init")
@click.option("--preset", default="", help="The process to start with.  [default: three questions, or default]")
@click.option(
    "--services",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file with your services: one name on each line, or YAML.  [default: catalog-info.yaml or CODEOWNERS]",
)
@click.option(
    "--on-call",
    default="",
    metavar="LOGINS",
    help="The people on call, separated by commas, each for a week in turn.",
)
@click.option(
    "--daily-sweep",
    is_flag=True,
    help="Run the sweep once a day. In a private repository, that takes about 30 minutes a month instead of 720.",
)
@click.option(
    "--freeze",
    is_flag=True,
    help="Let incidents freeze merges, by a commit status. Each push to a pull request takes a short run.",
)
@click.option(
    "--events",
    is_flag=True,
    help="Put deployments, releases and failed runs on the timeline at once, and declare incidents by rules. Each "
    "takes a short run.",
)
@click.option("--site", is_flag=True, help="Build a public status page on GitHub Pages.")
@click.option("--report", is_flag=True, help="Write a report on all incidents every week, to a branch and an issue.")
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
@click.option("--remove", is_flag=True, help="Remove the tool's files instead. Issues and post-mortems stay.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def command(on_call: str, *, remove: bool, **asked: Any) -> None:
    """Set up a repository to run incidents, or update its setup.

    It lists the changes and asks before it makes them. Exit code 1 means that you declined, or that a file needs your
    review.
    """
    try:
        options = InitOptions(on_call=first_rota.read_logins(on_call), **asked)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="'--on-call'") from wrong
    sys.exit(
        run_to_exit_code(
            lambda environment, *_, **__: (
                remove_setup(yes=options.yes) if remove else set_up_repository(options, environment)
            ),
            environment(),
            None,
            dry_run=False,
        )
    )
