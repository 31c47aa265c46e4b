"""Put a log that was kept by hand on GitHub: an issue that bears its key, and on it a `/replay` with what is new."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import answered
from incident_actions.cli.log import echo, opened
from incident_actions.cli.options import dry_option, log_file, now_option
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.identity import who_am_i
from incident_actions.gateway.issues import replays
from incident_actions.gateway.local import journal
from incident_actions.gateway.local.runner import Unusable, token
from incident_actions.gateway.repository import templates
from incident_actions.model.incident.time_text import TOLERANCE
from incident_actions.text.offline_log import Log, add_fence, split_log, write_log
from incident_actions.text.wording import Wording

DONE, FLAWED = 0, 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a log belongs: a repository, and the incident's own issue where it has one already (0: none)."""

    repository: str
    issue: int = 0


def replay(environment: Mapping[str, str], now: datetime, *, file: Path, place: Place, dry_run: bool) -> int:
    """Replay a log; raises Unusable and whatever GitHub's door raises.

    The workflow does the rest, as with every comment. What a run of this left undone, the next one does: the issue is
    found by the log's key, and of the lines only those are told that GitHub has not heard.
    """
    log = opened(journal.text(file), file, now + TOLERANCE)
    wording = Wording(templates.template)
    if log.flaws:
        echo(wording.render("log/flawed.txt", {"flaws": log.flaws, "file": file.name}), err=True)
        return FLAWED
    given = environment.get("GITHUB_TOKEN", "")
    if not (given and place.repository.count("/") == 1):
        raise Unusable("a replay needs GITHUB_TOKEN, a token of your own, and --repository OWNER/NAME.")
    connection = Connection(token(given), place.repository, environment.get("GITHUB_API_URL", "https://api.github.com"))
    try:
        with replays.in_words(place.repository, place.issue):
            me = who_am_i(connection, token(given), None)
            if me.bot:
                raise Unusable("this is a workflow's token or an App's; a log is replayed by a person, with their own.")
            number = _issue(connection, log, place.issue, _body(log, me.login, wording), dry_run=dry_run)
            comments = _comments(connection, log, number, replays.heard(connection, number, me), dry_run=dry_run)
    finally:
        connection.close()
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    url = f"{server}/{place.repository}/issues/{number}"
    click.echo(wording.render("log/replayed.txt", {"number": number, "comments": comments, "url": url, "dry": dry_run}))
    return DONE


def _body(log: Log, by: str, wording: Wording) -> str:
    return f"{replays.mark(log)}\n{wording.render('issues/replayed.md', {'log': log, 'by': by})}"


def _issue(connection: Connection, log: Log, issue: int, body: str, *, dry_run: bool) -> int:
    """The issue of the log's incident, opened where there is none; 0 in a rehearsal of that."""
    number = issue or replays.found(connection, log)
    return number if number or dry_run else replays.opened(connection, log, body)


def _comments(connection: Connection, log: Log, number: int, heard: frozenset[str], *, dry_run: bool) -> int:
    """Tell what GitHub has not heard; in how many comments."""
    new = [line for line in log.lines if line.digest not in heard]
    pieces = tuple(split_log(log, new)) if new or log.key not in heard else ()
    for piece in () if dry_run else pieces:
        replays.say(connection, number, f"/replay\n{add_fence(write_log(piece))}")
    return len(pieces)


@click.command("replay")
@click.argument("file", type=log_file)
@click.option("--repository", envvar="GITHUB_REPOSITORY", default="", metavar="OWNER/NAME", help="Where it belongs.")
@click.option("--issue", type=click.IntRange(1), help="The incident's own issue, where it was declared on GitHub.")
@dry_option
@now_option
def command(*, file: Path, repository: str, issue: int | None, dry_run: bool, now: datetime | None) -> None:
    """Put the file of an incident on GitHub, once, with its times.

    With GITHUB_TOKEN, a person's: what the file tells stands on that person's permission.
    """
    act = partial(replay, file=file, place=Place(repository, issue or 0))
    sys.exit(answered(act, environment(), now, dry_run=dry_run))
