"""Keep the record of an incident in a file while GitHub is down: declare it, add commands to it, see how it stands."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import looked
from incident_actions.cli.options import by_option, log_file, now_option
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.commands.sev import split_severity
from incident_actions.gateway.local import journal, workspace
from incident_actions.gateway.local.annotations import printable
from incident_actions.gateway.local.runner import Unusable
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.last_good_configuration import stand_in
from incident_actions.model.incident import time_text
from incident_actions.model.incident.entry import CommandAnswered
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_configuration
from incident_actions.model.process.extends import DEFAULT, preset_names
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process
from incident_actions.model.process.yaml_parsing import LONGEST
from incident_actions.offline import simulate
from incident_actions.offline.status import first_minutes, people_to_page, status_values
from incident_actions.text.messages import EscalatedByHand as Escalated
from incident_actions.text.messages import Message, PeopleCalled, TimeNotUnderstood, UnknownSeverity
from incident_actions.text.offline_log import Log, LogLine, NotALog, read_log, write_log
from incident_actions.text.slug import make_slug
from incident_actions.text.wording import LOGIN, Wording

KEPT, REFUSED = 0, 1
BY = "INCIDENT_ACTIONS_BY"
SKEW = timedelta(days=1)
"""How far a laptop's clock may be wrong; what is further ahead is a slip of the pen, such as another month."""

CALLS = (PeopleCalled, Escalated)
"""What would call somebody on GitHub, and calls nobody here."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told on declaring, as typed."""

    title: str
    severity: str = ""
    services: str = ""
    impact: str = ""
    started: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    preset: str = ""


def declare(given: Told, file: Path | None, who: str, now: datetime) -> int:
    """Begin a log, and print what the first minutes need; raises Unusable."""
    name = given.preset or (CONFIGURATION if checkout(Path.cwd()) else DEFAULT)
    process, wording = rules(name, Path.cwd())
    now = now.astimezone(UTC).replace(second=0, microsecond=0)
    if why := _wrong(given, process, now):
        echo(wording.word_message(why))
        return REFUSED
    log = _log(given, name, who, process, now)
    path = file or Path(f"incident-{now:%Y-%m-%d}-{make_slug(log.title, 'log')}.txt")
    journal.begin(path, write_log(log, wording.render("log/remarks.txt", {"file": path.name})))
    account = simulate.simulate_log(log, process, wording)
    shown = {**status_values(account, process, wording, now), **first_minutes(account, process, now)}
    echo(wording.render("log/declared.txt", {**shown, "file": str(path)}))
    return KEPT


def keep(file: Path, typed: Iterable[str], by: str, environment: Mapping[str, str], now: datetime) -> int:
    """Add commands to a log, and print how the incident stands; raises Unusable."""
    commands = tuple(typed)
    who = whoever(by, environment) if commands else ""
    code = KEPT
    with journal.adding(file) as (text, add):
        log = opened(text, file, now + SKEW)
        process, wording = rules(log.process or DEFAULT, file.parent)
        account = simulate.simulate_log(log, process, wording)
        for each in commands:
            line = LogLine(max(now.astimezone(UTC).replace(second=0, microsecond=0), log.last), who, each)
            found = _answer(line, account, process, wording, now)
            if found is None:
                code = REFUSED
                continue
            if found:
                add(line.source)
                log = replace(log, lines=(*log.lines, line))
                account = simulate.simulate_log(log, process, wording)
    echo(wording.render("log/standing.txt", status_values(account, process, wording, now)))
    return code


def commands_in(text: str) -> tuple[str, ...]:
    """Commands as people type them, each from a row that begins with a slash to the next such row."""
    found: list[list[str]] = []
    for row in (row.strip() for row in text.splitlines()):
        if row.startswith("/") or (row and not found):
            found.append([row])
        elif row:
            found[-1].append(row)
    return tuple("\n".join(rows) for rows in found)


def opened(text: str, file: Path, latest: datetime) -> Log:
    """Read a log whose lines are no later than some time; raises Unusable where it is none."""
    try:
        return read_log(text, latest)
    except NotALog as wrong:
        raise Unusable(f"{file} is no log of an incident: {wrong}.") from wrong


def whoever(by: str, environment: Mapping[str, str]) -> str:
    """Who keeps the log, by their login on GitHub; raises Unusable where nobody told."""
    given = (by or environment.get(BY, "") or _configured("github.user")).strip().removeprefix("@")
    if not given:
        raise Unusable(
            f"who are you? Give your login on GitHub with --by, in {BY}, or once for all with"
            " git config --global github.user LOGIN"
        )
    if not LOGIN.fullmatch(given) or "/" in given:
        raise Unusable(f"{given!r} is not a login on GitHub.")
    return given


def rules(name: str, near: Path) -> tuple[Process, Wording]:
    """The process of a preset, a checkout's configuration or a file, with its words; a broken one is made good.

    In an incident nobody mends a configuration: what stands in is said, and that is all. Raises Unusable.
    """
    place = checkout(Path.cwd()) or checkout(near)
    if name in preset_names(templates.preset):
        text = f"extends: {name}\n"
    else:
        try:
            text = _rules_text(name, place)
        except workspace.NotReadable as wrong:
            raise Unusable(str(wrong)) from wrong
        except OSError as missing:
            presets = ", ".join(preset_names(templates.preset))
            raise Unusable(
                f"the process {name} is not here. Go to the checkout that has it, or name a preset instead ({presets}):"
                " with --preset on declaring, else in the log's line `process:`."
            ) from missing
    return _process(text, name), templates.wording(place)


def _rules_text(name: str, place: Path | None) -> str:
    """The text of the checkout's configuration, or of a file that somebody named; raises OSError and NotReadable."""
    most = LONGEST * workspace.BYTES_OF_A_CHARACTER
    if name == CONFIGURATION and place:
        content = workspace.read(place, CONFIGURATION, most) or b""
    else:
        content = workspace.read_named(Path(name), most)
    return content.decode("utf-8", "replace")


def checkout(near: Path) -> Path | None:
    """The nearest folder above that has a configuration."""
    whole = near.absolute()
    return next((each for each in (whole, *whole.parents) if (each / CONFIGURATION).is_file()), None)


def _process(text: str, name: str) -> Process:
    try:
        return read_configuration(text, templates.preset, tuple(BY_WORD), name).process
    except InvalidConfiguration as wrong:
        instead = stand_in(text, None)
        for mistake in wrong.mistakes:
            click.echo(printable(str(mistake)), err=True)
        click.echo(f"incident-actions: {name} cannot be used; the preset {instead.preset} stands in for it.", err=True)
        return instead.process


def _wrong(given: Told, process: Process, now: datetime) -> Message | None:
    """What cannot be declared so; raises Unusable for an answer to no question."""
    if given.severity and split_severity(given.severity, process) is None:
        return UnknownSeverity("declare", tuple(each.label for each in process.severities))
    if given.started and time_text.split_moment(given.started, now, process.zone)[0] is None:
        return TimeNotUnderstood("declare", given.started)
    questions = {each.id: each.options for each in process.triage.questions}
    for name, answer in given.answers:
        options = questions.get(name)
        if options is None:
            raise Unusable(f"--answer {name}: the questions are {', '.join(questions) or 'none in this process'}.")
        if options and answer.casefold() not in map(str.casefold, options):
            raise Unusable(f"--answer {name}: one of {'; '.join(options)}.")
    return None


def _log(given: Told, name: str, who: str, process: Process, now: datetime) -> Log:
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
        key=secrets.token_hex(8),  # nobody can open an issue in its name before it is replayed
    )


def _answer(
    line: LogLine, account: simulate.SimulatedIncident, process: Process, wording: Wording, now: datetime
) -> bool | None:
    """Say what one command comes to: True to keep it, False where it adds nothing, None where it is turned down."""
    if not simulate.is_command(line.typed):
        echo(wording.render("log/no_command.txt", {"typed": line.typed}))
        return None
    if line.digest in {each.digest for each in account.log.lines}:
        echo(wording.render("log/again.txt", {"line": line}))
        return False
    told = simulate.simulate_line(line, account, process, wording)
    if told and told.refusals:
        echo("\n\n".join(map(wording.word_message, told.refusals)))
        return None
    if told and all(isinstance(entry, CommandAnswered) for entry in told.entries):
        echo("\n\n".join(map(wording.word_message, told.messages)))
        return False
    values: dict[str, Any] = {
        "line": line,
        "waits": told is None,
        "behind": line.at > now,
        "call": people_to_page(told.entries, account.incident, process, line.at) if told else (),
        "said": [wording.word_message(each) for each in told.messages if not isinstance(each, CALLS)] if told else [],
    }
    echo(wording.render("log/kept.txt", values))
    return True


def echo(text: str, *, err: bool = False) -> None:
    """Print words; a terminal mentions nobody, so what keeps GitHub from doing so would only be in the way."""
    shown = text.replace("\u200b", "")
    click.echo("".join(f"{printable(row)}\n" for row in shown.split("\n")), err=err)


def _configured(name: str) -> str:
    """What git is configured with; empty where that is nothing, or git is not there."""
    try:
        ended = subprocess.run(["git", "config", name], capture_output=True, text=True, check=False)  # noqa: S603, S607  a name of ours, and the git on the path
    except OSError:
        return ""
    return ended.stdout.strip() if ended.returncode == 0 else ""


@click.command("log")
@click.argument("file", type=log_file)
@click.argument("commands", nargs=-1)
@by_option
@now_option
def command(*, file: Path, commands: tuple[str, ...], by: str, now: datetime | None) -> None:
    """Add commands to the file of an incident, and see how it stands.

    COMMANDS are what a comment on GitHub would hold, such as '/sev 1'; - reads them from the input. Exit code 1 means
    that one was turned down.
    """
    typed = (sys.stdin.read() if each == "-" else each for each in commands)
    given = tuple(command for text in typed for command in commands_in(text))
    moment = now or datetime.now(UTC)
    looked(lambda: keep(file, given, by, environment(), moment))
