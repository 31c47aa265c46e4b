"""What is done by hand while GitHub is down, and before: `declare`, `log`, `replay`, `runbook`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import answered, looked
from incident_actions.cli.options import dry_option, now_option

by_option = click.option(
    "--by",
    default="",
    metavar="LOGIN",
    help="Who you are on GitHub.  [default: INCIDENT_ACTIONS_BY, git's github.user]",
)
log_file = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", required=False, type=log_file)
@click.option("--title", prompt="What is broken", help="In a few words.")
@click.option("--severity", default="", help="Its number, or the process's own word.")
@click.option("--services", default="", help="What is affected, with commas.")
@click.option("--impact", default="", help="Who is affected, and how.")
@click.option("--started", default="", metavar="TIME", help="Such as 02:55, or 20m ago; in the process's time zone.")
@click.option("--answer", "answers", multiple=True, metavar="ID=ANSWER", help="To a question of triage; may repeat.")
@click.option("--preset", default="", metavar="NAME|FILE", help="The process.  [default: .github/incidents.yml]")
@by_option
@now_option
def declare(
    *, file: Path | None, answers: tuple[str, ...], preset: str, by: str, now: datetime | None, **told: str
) -> None:
    """Declare an incident in a file, while GitHub is down.

    Without FILE it is named by the day and the title.
    """
    from incident_actions.cli import log as keeping

    pairs = tuple((name.strip(), answer.strip()) for name, _, answer in (each.partition("=") for each in answers))
    given = keeping.Told(**told, answers=pairs, preset=preset)
    moment = now or datetime.now(UTC)
    looked(lambda: keeping.declare(given, file, keeping.whoever(by, environment()), moment))


@click.command()
@click.argument("file", type=log_file)
@click.argument("commands", nargs=-1)
@by_option
@now_option
def log(*, file: Path, commands: tuple[str, ...], by: str, now: datetime | None) -> None:
    """Add commands to the file of an incident, and see how it stands.

    COMMANDS are what a comment on GitHub would hold, such as '/sev 1'; - reads them from the input. Exit code 1 means
    that one was turned down.
    """
    from incident_actions.cli import log as keeping

    typed = (sys.stdin.read() if each == "-" else each for each in commands)
    given = tuple(command for text in typed for command in keeping.commands_in(text))
    moment = now or datetime.now(UTC)
    looked(lambda: keeping.keep(file, given, by, environment(), moment))


@click.command()
@click.argument("file", type=log_file)
@click.option("--repository", envvar="GITHUB_REPOSITORY", default="", metavar="OWNER/NAME", help="Where it belongs.")
@click.option("--issue", type=click.IntRange(1), help="The incident's own issue, where it was declared on GitHub.")
@dry_option
@now_option
def replay(*, file: Path, repository: str, issue: int | None, dry_run: bool, now: datetime | None) -> None:
    """Put the file of an incident on GitHub, once, with its times.

    With GITHUB_TOKEN, a person's: what the file tells stands on that person's permission.
    """
    from incident_actions.cli.replay import Place
    from incident_actions.cli.replay import replay as put

    act = partial(put, file=file, place=Place(repository, issue or 0))
    sys.exit(answered(act, environment(), now, dry_run=dry_run))


@click.command()
@click.option("--preset", default="", metavar="NAME|FILE", help="The process.  [default: .github/incidents.yml]")
@click.option("--output", type=log_file, help="Write it here; as a page to print where the name ends with .html.")
@click.option(
    "--weeks", type=click.IntRange(1, 26), default=4, show_default=True, help="How much of the rota it shows."
)
@now_option
def runbook(*, preset: str, output: Path | None, weeks: int, now: datetime | None) -> None:
    """Print the process with its people and their numbers, for the drawer."""
    from incident_actions.cli import runbook as printing

    moment = now or datetime.now(UTC)
    looked(lambda: printing.runbook(preset, output, weeks, moment))
