"""`replay`: put an offline log on GitHub, as an issue with its key and `/replay` comments with its new lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.log import parse_log, print_text
from incident_actions.cli.options import dry_option, log_file_type, now_option
from incident_actions.cli.personal_token import LOGIN_NEEDED, own_token
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.identity import who_am_i
from incident_actions.gateway.issues import replays
from incident_actions.gateway.local import offline_log_file
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository import templates
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.time_text import TOLERANCE
from incident_actions.text.offline_log import Log, add_fence, split_log, write_log
from incident_actions.text.wording import Wording

DONE, UNREADABLE_LINES = 0, 1


@dataclass(frozen=True)
class ReplayTarget:
    """The repository that a log belongs to, and the incident's issue if it has one already (0: none)."""

    repository: str
    issue: int = 0


def replay_log(environment: Mapping[str, str], now: datetime, *, file: Path, place: ReplayTarget, dry_run: bool) -> int:
    """Replay a log; raises UserError and what the gateway raises.

    The workflow does the rest, as with every comment. The next replay finishes what this one left: it finds the issue
    by the log's key, and posts only lines that are not on GitHub.
    """
    log = parse_log(offline_log_file.read_text(file), file, now + TOLERANCE)
    wording = Wording(templates.load_template)
    if log.flaws:
        print_text(wording.render("log/flawed.txt", {"flaws": log.flaws, "file": file.name}), err=True)
        return UNREADABLE_LINES
    api_url = environment.get("GITHUB_API_URL", "https://api.github.com")
    token = own_token(environment, api_url)
    known = {
        "Which repository? Use `--repository OWNER/NAME`.": place.repository.count("/") == 1,
        LOGIN_NEEDED: bool(token),
    }
    if missing := [cure for cure, given in known.items() if not given]:
        raise UserError("\n".join(missing))
    connection = Connection(token, place.repository, api_url)
    try:
        with replays.explain_refusals(place.repository, place.issue):
            me = who_am_i(connection, token, None)
            if me.bot:
                raise UserError(
                    "This token belongs to a workflow or an App. Replay the log with a token of your own:"
                    " `export GITHUB_TOKEN=$(gh auth token)`."
                )
            number = _find_or_open_issue(connection, log, place.issue, _body(log, me.login, wording), dry_run=dry_run)
            comments = _post_new_lines(
                connection, log, number, replays.replayed_digests(connection, number, me), dry_run=dry_run
            )
    finally:
        connection.close()
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    url = f"{server}/{place.repository}/issues/{number}"
    click.echo(wording.render("log/replayed.txt", {"number": number, "comments": comments, "url": url, "dry": dry_run}))
    return DONE


def _body(log: Log, by: str, wording: Wording) -> str:
    return f"{replays.issue_marker(log)}\n{wording.render('issues/replayed.md', {'log': log, 'by': by})}"


def _find_or_open_issue(connection: Connection, log: Log, issue: int, body: str, *, dry_run: bool) -> int:
    """Return the issue of the log's incident, opened if there is none; 0 in a rehearsal that would open it."""
    number = issue or replays.find_issue(connection, log)
    return number if number or dry_run else replays.open_issue(connection, log, body)


def _post_new_lines(connection: Connection, log: Log, number: int, recorded: frozenset[str], *, dry_run: bool) -> int:
    """Post the lines that are not on GitHub, and return the number of comments."""
    new = [line for line in log.lines if line.digest not in recorded]
    pieces = tuple(split_log(log, new)) if new or log.key not in recorded else ()
    for piece in () if dry_run else pieces:
        replays.post_comment(connection, number, f"/replay\n{add_fence(write_log(piece))}")
    return len(pieces)


@click.command("replay")
@click.argument("file", type=log_file_type)
@click.option(
    "--repository", envvar="GITHUB_REPOSITORY", default="", metavar="OWNER/NAME", help="The incident's repository."
)
@click.option("--issue", type=click.IntRange(1), help="The incident's issue, if it was declared on GitHub before.")
@dry_option
@now_option
def command(*, file: Path, repository: str, issue: int | None, dry_run: bool, now: datetime | None) -> None:
    """Put an offline log on GitHub, with its own times.

    Each command in the log needs your permission on GitHub, so use a token of your own in GITHUB_TOKEN or
    GH_TOKEN, or your login of the GitHub CLI.
    """
    act = partial(replay_log, file=file, place=ReplayTarget(repository, issue or 0))
    sys.exit(run_to_exit_code(act, environment(), now, dry_run=dry_run))
