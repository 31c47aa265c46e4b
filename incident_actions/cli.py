"""The command line: read the surroundings once, hand them on, and turn what comes back into an exit code."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from incident_actions import __version__

FAILED, UNUSABLE = 1, 2


class Moment(click.ParamType[datetime]):
    """An ISO time; without a zone it is UTC."""

    name = "ISO time"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it, or say what is expected."""
        if isinstance(value, datetime):
            return value
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an ISO time such as 2026-01-31T14:05Z", param, ctx)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


now_option = click.option(
    "--now", type=Moment(), envvar="INCIDENT_ACTIONS_NOW", help="Act as if it were this time, for rehearsals."
)
dry_option = click.option(
    "--dry-run", is_flag=True, envvar="INCIDENT_ACTIONS_DRY_RUN", help="Print the plan and write nothing."
)


runner_option = click.option(
    "--runner",
    type=click.Choice(["process", "act"]),
    default="process",
    show_default=True,
    help="What runs the jobs: the tool alone, or act, which plays the workflow files themselves.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="incident-actions")
def cli() -> None:
    """Incident response that lives wholly inside a GitHub repository."""


@cli.command()
@dry_option
@now_option
def run(*, dry_run: bool, now: datetime | None) -> None:
    """Answer the event of this Actions run."""
    from incident_actions.respond import respond

    sys.exit(answered(respond, os.environ, now, dry_run=dry_run))


@cli.command()
@dry_option
@now_option
def sweep(*, dry_run: bool, now: datetime | None) -> None:
    """Chase what is due: action items, post-mortems, and whatever a run left undone."""
    from incident_actions.sweep import sweep as look_at_everything

    sys.exit(answered(look_at_everything, os.environ, now, dry_run=dry_run))


@cli.command()
@click.option(
    "--minutes", type=click.FloatRange(0), default=12.5, show_default=True, help="Hand over after so many minutes."
)
@dry_option
@now_option
def clock(*, minutes: float, dry_run: bool, now: datetime | None) -> None:
    """Stay awake and fire timers when they are due.

    Ends where no timer is near. With --now it makes one round and says when it would make the next.
    """
    from functools import partial

    from incident_actions.clock import clock as be_awake
    from incident_actions.gateway.sleep import Wall

    wall = Wall()
    if not now:
        wall.heed()
    awake = partial(be_awake, minutes=minutes, time=None if now else wall)
    sys.exit(answered(awake, os.environ, now, dry_run=dry_run))


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--base", default="", metavar="REF", help="What a working copy is compared with.  [default: origin/HEAD]")
def check(*, paths: tuple[str, ...], base: str) -> None:
    """Say what a post-mortem lacks, line by line.

    Without PATHS: the files that the pull request of this Actions run touches; on a laptop, those that differ from
    the base. Exit code 1 means that there is something to mend.
    """
    from functools import partial

    from incident_actions.check import check as look

    sys.exit(answered(partial(look, paths=paths, base=base), os.environ, None, dry_run=False))


@cli.command()
@click.option(
    "--repository", default="", metavar="OWNER/NAME", help="Which one.  [default: GITHUB_REPOSITORY, else the clone's]"
)
@click.option("--json", "machine", is_flag=True, help="The report for machines.")
@now_option
def doctor(*, repository: str, machine: bool, now: datetime | None) -> None:
    """Look whether a repository is set up well.

    Reads with GITHUB_TOKEN and changes nothing. Exit code 1 means that something failed, 2 that it could not look.
    """
    from functools import partial

    from incident_actions.examination import doctor as look

    sys.exit(answered(partial(look, repository=repository, machine=machine), os.environ, now, dry_run=False))


@cli.group()
def preset() -> None:
    """Look at the presets, and at a configuration of your own."""


def _looked(act: Callable[[], int]) -> None:
    sys.exit(answered(lambda *_, **__: act(), os.environ, None, dry_run=False))


@preset.command("list")
def preset_list() -> None:
    """Name the presets."""
    from incident_actions import preset as presets

    _looked(presets.listing)


@preset.command("show")
@click.argument("name")
@click.option("--resolved", is_flag=True, help="All keys that it comes to, with those of the presets that it extends.")
def preset_show(*, name: str, resolved: bool) -> None:
    """Print a preset, or what a configuration comes to."""
    from incident_actions import preset as presets

    _looked(lambda: presets.show(name, resolved=resolved))


@preset.command("diff")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
def preset_diff(*, one: str, other: str) -> None:
    """Say in words how two presets or configurations differ."""
    from incident_actions import preset as presets

    _looked(lambda: presets.diff(one, other))


@preset.command("check")
@click.argument("file", default=".github/incidents.yml")
@click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    default="",
    metavar="OWNER/NAME",
    help="Ask GitHub whether the accounts exist, with GITHUB_TOKEN.",
)
def preset_check(*, file: str, repository: str) -> None:
    """Say what is wrong in a configuration, or what it comes to.

    Exit code 1 means that there is something to mend.
    """
    from incident_actions import preset as presets

    _looked(lambda: presets.check(file, repository, os.environ))


@preset.command("schema")
@click.option("--reference", is_flag=True, help="The reference of the keys instead, in Markdown.")
def preset_schema(*, reference: bool) -> None:
    """Print the JSON Schema of a configuration."""
    from incident_actions import preset as presets

    _looked(lambda: presets.schema(reference=reference))


@cli.command()
@click.option("--preset", default="default", show_default=True, help="The process to begin with.")
@click.option(
    "--services", type=click.Path(path_type=Path), metavar="FILE", help="Your services: a name a line, or YAML."
)
@click.option("--source", default="", metavar="OWNER/NAME@COMMIT", help="The tool to run.  [default: this one]")
@click.option("--repository", default="", metavar="OWNER/NAME", help="Where labels are made.  [default: origin]")
@click.option("--full/--short", default=None, help="Workflows written out, or such as call the tool's.")
@click.option("--pull-request", is_flag=True, help="Propose it, with GITHUB_TOKEN; no file here changes.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def init(**asked: Any) -> None:
    """Set a repository up to run incidents, or bring it up to date.

    Shows what changes, and asks. Exit code 1: declined, or something is left for you to look at.
    """
    from incident_actions.init import Asked
    from incident_actions.init import init as bring

    sys.exit(
        answered(lambda environment, *_, **__: bring(Asked(**asked), environment), os.environ, None, dry_run=False)
    )


@cli.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=8765, show_default=True, help="0 takes any free port.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("sandbox"),
    show_default=True,
    help="Where it keeps everything.",
)
@runner_option
def sandbox(*, port: int, data: Path, runner: str) -> None:
    """Serve an embedded GitHub on this machine, to try things on."""
    serve = _extra("incident_actions.sandbox.serve")
    serve.serve(port, data, runner=runner)


@cli.command()
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Leave the cloned repository and a transcript here.",
)
@click.option("--json", "outcome", type=click.Path(dir_okay=False, path_type=Path), help="Write the outcome here.")
@click.option("--preset", default="default", show_default=True, help="Which process is played.")
@runner_option
def drill(*, keep: Path | None, outcome: Path | None, preset: str, runner: str) -> None:
    """Play the whole life of an incident on this machine, without account or network."""
    play = _extra("incident_actions.drill.play")
    sys.exit(play.drill(keep, outcome, preset, runner))


by_option = click.option(
    "--by",
    default="",
    metavar="LOGIN",
    help="Who you are on GitHub.  [default: INCIDENT_ACTIONS_BY, git's github.user]",
)
log_file = click.Path(dir_okay=False, path_type=Path)


@cli.command()
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
    from incident_actions import keeping

    pairs = tuple((name.strip(), answer.strip()) for name, _, answer in (each.partition("=") for each in answers))
    given = keeping.Told(**told, answers=pairs, preset=preset)
    moment = now or datetime.now(UTC)
    _looked(lambda: keeping.declare(given, file, keeping.whoever(by, os.environ), moment))


@cli.command()
@click.argument("file", type=log_file)
@click.argument("commands", nargs=-1)
@by_option
@now_option
def log(*, file: Path, commands: tuple[str, ...], by: str, now: datetime | None) -> None:
    """Add commands to the file of an incident, and see how it stands.

    COMMANDS are what a comment on GitHub would hold, such as '/sev 1'; - reads them from the input. Exit code 1 means
    that one was turned down.
    """
    from incident_actions import keeping

    typed = (sys.stdin.read() if each == "-" else each for each in commands)
    given = tuple(command for text in typed for command in keeping.commands_in(text))
    moment = now or datetime.now(UTC)
    _looked(lambda: keeping.keep(file, given, by, os.environ, moment))


@cli.command()
@click.argument("file", type=log_file)
@click.option("--repository", envvar="GITHUB_REPOSITORY", default="", metavar="OWNER/NAME", help="Where it belongs.")
@click.option("--issue", type=click.IntRange(1), help="The incident's own issue, where it was declared on GitHub.")
@dry_option
@now_option
def replay(*, file: Path, repository: str, issue: int | None, dry_run: bool, now: datetime | None) -> None:
    """Put the file of an incident on GitHub, once, with its times.

    With GITHUB_TOKEN, a person's: what the file tells stands on that person's permission.
    """
    from functools import partial

    from incident_actions.replaying import Place
    from incident_actions.replaying import replay as put

    act = partial(put, file=file, place=Place(repository, issue or 0))
    sys.exit(answered(act, os.environ, now, dry_run=dry_run))


@cli.command()
@click.option("--preset", default="", metavar="NAME|FILE", help="The process.  [default: .github/incidents.yml]")
@click.option("--output", type=log_file, help="Write it here; as a page to print where the name ends with .html.")
@click.option(
    "--weeks", type=click.IntRange(1, 26), default=4, show_default=True, help="How much of the rota it shows."
)
@now_option
def runbook(*, preset: str, output: Path | None, weeks: int, now: datetime | None) -> None:
    """Print the process with its people and their numbers, for the drawer."""
    from incident_actions import printing

    moment = now or datetime.now(UTC)
    _looked(lambda: printing.runbook(preset, output, weeks, moment))


def _extra(module: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  a module, of which the type checker knows nothing here
    """Load what comes with the extra `sandbox`."""
    from importlib import import_module

    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("incident_actions"):
            raise
        raise click.ClickException(f"this needs {missing.name}: pip install 'incident-actions[sandbox]'") from missing


def answered(act: Callable[..., int], environment: Mapping[str, str], now: datetime | None, *, dry_run: bool) -> int:
    """Act, and say in plain words what kept us from it: 0 handled, 1 failed, 2 configuration or token wrong."""
    from incident_actions.events import NotAPayload
    from incident_actions.gateway.runner import LogLines, Unusable, inert

    log = logging.StreamHandler(sys.stdout)
    log.setFormatter(LogLines("%(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[log], force=True)
    try:
        return act(environment, now or datetime.now(UTC), dry_run=dry_run)
    except (Unusable, NotAPayload) as wrong:
        click.echo(inert(f"incident-actions: {wrong}"), err=True)
        return UNUSABLE
    except Exception as error:
        known = _in_words(error)
        if known is None:
            logging.getLogger("incident_actions").exception("the run failed")
            return FAILED
        click.echo(inert(f"incident-actions: {known[1]}"), err=True)
        return known[0]


def _in_words(error: Exception) -> tuple[int, str] | None:
    """What people can mend themselves, as exit code and sentence; None for what only we can."""
    from incident_actions.gateway.failure import in_words

    return in_words(error)


def main() -> None:
    """Run the command line."""
    # A run is over within a second: looking for garbage, at the end once more in all that was loaded, would take a
    # third of it.
    gc.set_threshold(100_000)
    # https://docs.pydantic.dev/latest/concepts/plugins/ are none here; looking for them reads every package's metadata.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A private CA is told by either name; what asks GitHub reads the second only.
    if authorities := os.environ.get("SSL_CERT_FILE"):
        os.environ.setdefault("REQUESTS_CA_BUNDLE", authorities)
    try:
        cli()
    finally:
        gc.freeze()
