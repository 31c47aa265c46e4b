"""`log`: keep an incident's log in a file while GitHub is down."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_and_exit
from incident_actions.cli.options import by_option, log_file_type, now_option
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.commands.sev import split_severity, unknown_severity
from incident_actions.gateway.local import offline_log_file, safe_files
from incident_actions.gateway.local.annotations import printable_line
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.last_good_configuration import find_replacement
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import time_text
from incident_actions.model.incident.entry import CommandAnswered
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_configuration
from incident_actions.model.process.extends import DEFAULT, preset_names
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process
from incident_actions.model.process.yaml_parsing import LONGEST
from incident_actions.offline import simulate
from incident_actions.offline.status import first_minutes, people_to_page, status_values
from incident_actions.text.messages import EscalatedManually as Escalated
from incident_actions.text.messages import Message, PageSent, TimeNotUnderstood
from incident_actions.text.offline_log import Log, LogLine, NotALog, read_log, write_log
from incident_actions.text.slug import make_slug
from incident_actions.text.wording import LOGIN, Wording

DONE, REFUSED = 0, 1
AUTHOR_VARIABLE = "INCIDENT_ACTIONS_BY"
MAX_CLOCK_SKEW = timedelta(days=1)
"""How far a laptop's clock may be wrong. A time further ahead is a mistake, such as the wrong month."""

PAGING_MESSAGES = (PageSent, Escalated)
"""Messages that would page somebody on GitHub, and page nobody here."""


@dataclass(frozen=True)
class DeclarationOptions:
    """The options of `declare`, as typed."""

    title: str
    severity: str = ""
    services: str = ""
    impact: str = ""
    started: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    preset: str = ""


def start_log(given: DeclarationOptions, file: Path | None, who: str, now: datetime) -> int:
    """Start a log, and print what the first minutes need; raises UserError."""
    name = given.preset or (CONFIGURATION if find_checkout(Path.cwd()) else DEFAULT)
    process, wording = load_process(name, Path.cwd())
    now = now.astimezone(UTC).replace(second=0, microsecond=0)
    if why := _find_mistake(given, process, now):
        print_text(wording.word_message(why))
        return REFUSED
    log = _make_log(given, name, who, process, now)
    path = file or Path(f"incident-{now:%Y-%m-%d}-{make_slug(log.title, 'log')}.txt")
    offline_log_file.create_log(path, write_log(log, wording.render("log/remarks.txt", {"file": path.name})))
    account = simulate.simulate_log(log, process, wording)
    shown = {**status_values(account, process, wording, now), **first_minutes(account, process, now)}
    print_text(wording.render("log/declared.txt", {**shown, "file": str(path)}))
    return DONE


def append_commands(file: Path, typed: Iterable[str], by: str, environment: Mapping[str, str], now: datetime) -> int:
    """Append commands to a log, and print the incident's status; raises UserError."""
    commands = tuple(typed)
    who = log_author(by, environment) if commands else ""
    code = DONE
    with offline_log_file.open_for_appending(file) as (text, add):
        log = parse_log(text, file, now + MAX_CLOCK_SKEW)
        process, wording = load_process(log.process or DEFAULT, file.parent)
        account = simulate.simulate_log(log, process, wording)
        for each in commands:
            line = LogLine(max(now.astimezone(UTC).replace(second=0, microsecond=0), log.last), who, each)
            found = _apply_command(line, account, process, wording, now)
            if found is None:
                code = REFUSED
                continue
            if found:
                add(line.source)
                log = replace(log, lines=(*log.lines, line))
                account = simulate.simulate_log(log, process, wording)
    print_text(wording.render("log/standing.txt", status_values(account, process, wording, now)))
    return code


def split_commands(text: str) -> tuple[str, ...]:
    """Return the commands in a text, each from a row that begins with a slash to the next such row."""
    found: list[list[str]] = []
    for row in (row.strip() for row in text.splitlines()):
        if row.startswith("/") or (row and not found):
            found.append([row])
        elif row:
            found[-1].append(row)
    return tuple("\n".join(rows) for rows in found)


def parse_log(text: str, file: Path, latest: datetime) -> Log:
    """Parse a log whose lines are no later than `latest`; raises UserError."""
    try:
        return read_log(text, latest)
    except NotALog as wrong:
        raise UserError(f"{file} is not an offline log: {wrong}.") from wrong


def log_author(by: str, environment: Mapping[str, str]) -> str:
    """Return the GitHub login of the person who keeps the log; raises UserError if it is unknown."""
    given = (by or environment.get(AUTHOR_VARIABLE, "") or _git_setting("github.user")).strip().removeprefix("@")
    if not given:
        raise UserError(
            f"Who are you? Set your GitHub login with `git config --global github.user LOGIN`, with --by LOGIN or in"
            f" {AUTHOR_VARIABLE}."
        )
    if not LOGIN.fullmatch(given) or "/" in given:
        raise UserError(f"{given!r} is not a GitHub login.")
    return given


def load_process(name: str, near: Path) -> tuple[Process, Wording]:
    """Return the process of a preset, a checkout's configuration or a file, with its words. Raises UserError.

    Nobody fixes a configuration during an incident, so a broken one is reported and replaced.
    """
    place = find_checkout(Path.cwd()) or find_checkout(near)
    if name in preset_names(templates.load_preset):
        text = f"extends: {name}\n"
    else:
        try:
            text = _process_text(name, place)
        except safe_files.NotReadable as wrong:
            raise UserError(str(wrong)) from wrong
        except OSError as missing:
            presets = ", ".join(preset_names(templates.load_preset))
            raise UserError(
                f"The process {name} is not here. Change to the checkout that has it, or name a preset ({presets}):"
                " with --preset for `declare`, or in the log's line `process:`."
            ) from missing
    return _read_process(text, name), templates.load_wording(place)


def _process_text(name: str, place: Path | None) -> str:
    """Return the text of the checkout's configuration or of a named file; raises OSError and NotReadable."""
    most = LONGEST * safe_files.MAX_BYTES_PER_CHARACTER
    if name == CONFIGURATION and place:
        content = safe_files.read_file(place, CONFIGURATION, most) or b""
    else:
        content = safe_files.read_named_file(Path(name), most)
    return content.decode("utf-8", "replace")


def find_checkout(near: Path) -> Path | None:
    """Return the nearest folder, here or above, that has a configuration."""
    whole = near.absolute()
    return next((each for each in (whole, *whole.parents) if (each / CONFIGURATION).is_file()), None)


def _read_process(text: str, name: str) -> Process:
    try:
        return read_configuration(text, templates.load_preset, tuple(BY_WORD), name).process
    except InvalidConfiguration as wrong:
        instead = find_replacement(text, None)
        for mistake in wrong.mistakes:
            click.echo(printable_line(str(mistake)), err=True)
        click.echo(f"incident-actions: {name} is not valid, so the preset {instead.preset} is used instead.", err=True)
        return instead.process


def _find_mistake(given: DeclarationOptions, process: Process, now: datetime) -> Message | None:
    """Return what is wrong with the options; raises UserError for an answer that fits no question."""
    if given.severity and split_severity(given.severity, process) is None:
        return unknown_severity("declare", given.severity, process, copied="--severity ")
    if given.started and time_text.split_moment(given.started, now, process.zone)[0] is None:
        return TimeNotUnderstood("declare", given.started)
    questions = {each.id: each.options for each in process.triage.questions}
    for name, answer in given.answers:
        options = questions.get(name)
        if options is None:
            raise UserError(f"--answer {name}: no such question. The process asks {', '.join(questions) or 'none'}.")
        if options and answer.casefold() not in map(str.casefold, options):
            raise UserError(f"--answer {name}: {answer!r} is not an option. Choose one: {'; '.join(options)}.")
    return None


def _make_log(given: DeclarationOptions, name: str, who: str, process: Process, now: datetime) -> Log:
    title = " ".join(given.title.split())[:250] or "Incident"
    named = split_severity(given.severity, process) if given.severity else None
    return Log(
        title=title,
        declared=now,
        by=who,
        severity=named[0].label if named else "",
        services=given.services,
        impact=given.impact,
        started=given.started,
        answers=dict(given.answers),
        process=name,
        key=secrets.token_hex(8),  # so that nobody can open its issue before it is replayed
    )


def _apply_command(
    line: LogLine, account: simulate.SimulatedIncident, process: Process, wording: Wording, now: datetime
) -> bool | None:
    """Print the outcome of a command. True: keep it, False: it adds nothing, None: it was refused."""
    if not simulate.is_command(line.typed):
        print_text(wording.render("log/no_command.txt", {"typed": line.typed}))
        return None
    if line.digest in {each.digest for each in account.log.lines}:
        print_text(wording.render("log/again.txt", {"line": line}))
        return False
    decision = simulate.simulate_line(line, account, process, wording)
    if decision and decision.refusals:
        print_text("\n\n".join(map(wording.word_message, decision.refusals)))
        return None
    if decision and all(isinstance(entry, CommandAnswered) for entry in decision.entries):
        print_text("\n\n".join(map(wording.word_message, decision.messages)))
        return False
    values: dict[str, Any] = {
        "line": line,
        "waits": decision is None,
        "behind": line.at > now,
        "call": people_to_page(decision.entries, account.incident, process, line.at) if decision else (),
        "said": [wording.word_message(each) for each in decision.messages if not isinstance(each, PAGING_MESSAGES)]
        if decision
        else [],
    }
    print_text(wording.render("log/kept.txt", values))
    return True


def print_text(text: str, *, err: bool = False) -> None:
    """Print a text without the zero-width spaces that keep GitHub from mentioning people."""
    shown = text.replace("\u200b", "")
    click.echo("".join(f"{printable_line(row)}\n" for row in shown.split("\n")), err=err)


def _git_setting(name: str) -> str:
    """Return a git setting; empty if it is not set or git is not installed."""
    try:
        ended = subprocess.run(["git", "config", name], capture_output=True, text=True, check=False)  # noqa: S603, S607  a fixed name, git on PATH
    except OSError:
        return ""
    return ended.stdout.strip() if ended.returncode == 0 else ""


@click.command("log")
@click.argument("file", type=log_file_type)
@click.argument("commands", nargs=-1)
@by_option
@now_option
def command(*, file: Path, commands: tuple[str, ...], by: str, now: datetime | None) -> None:
    """Add commands to an offline log, and show the incident's status.

    COMMANDS are what you would comment on GitHub, such as '/sev 1'. With -, they are read from standard input. Exit
    code 1 means that a command was refused.
    """
    typed = (sys.stdin.read() if each == "-" else each for each in commands)
    given = tuple(command for text in typed for command in split_commands(text))
    moment = now or datetime.now(UTC)
    run_and_exit(lambda: append_commands(file, given, by, environment(), moment))
