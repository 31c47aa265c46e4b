"""`conformance`: check what the tool assumes about GitHub against a server that speaks its API."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code, send_log_to_stderr
from incident_actions.cli.personal_token import LOGIN_NEEDED, own_token
from incident_actions.conformance import report, suite
from incident_actions.conformance.api_server import ApiServer, ServerFailure
from incident_actions.conformance.suite import Observation
from incident_actions.conformance.trial import is_deleted, open_trial
from incident_actions.gateway.local.annotations import printable_line
from incident_actions.gateway.local.runner import UserError, clean_token

NOT_DELETED = "The server did not delete {}. Delete it yourself, or use a token that may delete repositories."
CLOSED = "Issues and pull requests can't be deleted. Those of this trial are closed; their titles start with `{}`."


def run_conformance(  # noqa: PLR0913  the command's options
    environment: Mapping[str, str],
    now: datetime,
    *,
    dry_run: bool,
    api: str,
    token: str,
    repository: str,
    machine: bool,
) -> int:
    """Check all assumptions in a repository, and print the outcome. Raises UserError."""
    del now, dry_run
    send_log_to_stderr()
    own = clean_token(token, "--token") if token else own_token(environment, api)
    if not own:
        raise UserError(LOGIN_NEEDED)
    server = ApiServer(api, own)
    try:
        return _check(server, repository, machine=machine)
    except ServerFailure as failure:
        raise UserError(str(failure)) from failure
    finally:
        server.close()


def _check(server: ApiServer, repository: str, *, machine: bool) -> int:
    with open_trial(server, repository) as trial:
        seen = suite.check_all(trial, (lambda _: None) if machine else _print)
    if machine:
        click.echo(json.dumps(report.as_json(server.api_url, trial.name, seen), indent=2, ensure_ascii=False))
    else:
        click.echo(report.summary_line(seen))
    if repository:
        click.echo(CLOSED.format(trial.name_start), err=True)
    elif not is_deleted(server, trial):
        click.echo(NOT_DELETED.format(trial.name), err=True)
    return report.exit_code(seen)


def _print(observation: Observation) -> None:
    click.echo(printable_line(report.observation_line(observation)))


@click.command("conformance")
@click.option("--api", metavar="URL", default="https://api.github.com", show_default=True, help="The URL of the API.")
@click.option("--token", default="", help="The token.  [default: GITHUB_TOKEN, or a login of the GitHub CLI]")
@click.option(
    "--repository",
    default="",
    metavar="OWNER/NAME",
    help="Work in this repository.  [default: a new private one, which is deleted at the end]",
)
@click.option("--json", "machine", is_flag=True, help="Print the outcome as JSON.")
def command(*, api: str, token: str, repository: str, machine: bool) -> None:
    """Check what the tool assumes about GitHub against a server that speaks its API.

    It creates issues, comments, branches and pull requests in a throw-away repository, and deletes it at the end. It
    prints a line for each assumption, with its source. Exit code 1 means that the server differs from an assumption,
    3 that some could not be checked.
    """
    act = partial(run_conformance, api=api, token=token, repository=repository, machine=machine)
    sys.exit(run_to_exit_code(act, environment(), None, dry_run=False))
