"""`preset`: list, show, compare and check presets and configurations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_and_exit
from incident_actions.cli.personal_token import own_token
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.annotations import printable_line
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.safe_files import MAX_BYTES_PER_CHARACTER, NotReadable, read_named_file
from incident_actions.gateway.repository import configuration, templates
from incident_actions.model.process import configuration_reference as pages
from incident_actions.model.process import schema as made
from incident_actions.model.process.accounts import contacts_without_people, is_anyone_paged, logins
from incident_actions.model.process.configuration_part import key_types
from incident_actions.model.process.configuration_reader import Configuration, read_configuration
from incident_actions.model.process.differences import differences
from incident_actions.model.process.extends import DEFAULT, preset_names
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process
from incident_actions.model.process.yaml_parsing import LONGEST
from incident_actions.text.wording import Wording

FINE, TO_FIX = 0, 1


def print_presets() -> int:
    """Print each preset's name with the first line of its file."""
    for name in preset_names(templates.load_preset):
        first = (templates.load_preset(name) or "").partition("\n")[0]
        click.echo(f"{name:<16}{first.lstrip('# ')}")
    return FINE


def print_preset(name: str, *, resolved: bool) -> int:
    """Print a preset as it is written, or with all keys that it extends; raises UserError."""
    found = _read_configuration(name)
    click.echo(_to_yaml(found) if resolved else _text(name), nl=resolved)
    return FINE


def print_differences(one: str, other: str) -> int:
    """Print in words how two presets or configurations differ; raises UserError."""
    found = tuple(differences(_read_configuration(one).process, _read_configuration(other).process))
    click.echo(_render("differences.txt", {"found": found}))
    return FINE


def print_check(file: str, repository: str, environment: Mapping[str, str]) -> int:
    """Print the mistakes in a configuration, or a summary if there are none; raises UserError."""
    connection = _connection(repository, environment)
    try:
        result = configuration.check_configuration(_text(file), file, connection, below=_extended_preset(file))
    finally:
        if connection:
            connection.close()
    for mistake in result.mistakes:
        click.echo(printable_line(str(mistake)))
    if result.process is None or result.mistakes:
        return TO_FIX
    click.echo(_summary(result.process, unasked=connection is None, untold=result.unchecked_logins))
    return FINE


def print_schema(*, reference: bool) -> int:
    """Print the JSON Schema of a configuration, or the reference of its keys."""
    given = made.configuration_schema()
    if reference:
        click.echo(_render("reference.md", {"parts": pages.reference_parts(given)}))
    else:
        click.echo(json.dumps(given, indent=2, ensure_ascii=False))
    return FINE


def _summary(process: Process, *, unasked: bool, untold: tuple[str, ...]) -> str:
    named = any(True for _ in logins(process))
    people = {
        "unasked": unasked and named,
        "untold": untold,
        "nobody": contacts_without_people(process),
        "pages_nobody": not is_anyone_paged(process),
    }
    return _render("check.txt", {"process": process, **people})


def _render(template: str, values: Mapping[str, Any]) -> str:
    return Wording(templates.load_template).render(f"preset/{template}", values)


def _read_configuration(given: str) -> Configuration:
    """Return the configuration of a preset or a file; raises UserError."""
    try:
        if given in preset_names(templates.load_preset):
            return read_configuration(f"extends: {given}\n", templates.load_preset, tuple(BY_WORD), given)
        return read_configuration(
            _text(given), templates.load_preset, tuple(BY_WORD), given, below=_extended_preset(given)
        )
    except InvalidConfiguration as wrong:
        raise UserError(
            "\n".join(["The configuration is not valid:", *map(printable_line, map(str, wrong.mistakes))])
        ) from wrong


def _text(given: str) -> str:
    """Return the text of a preset or a file; raises UserError."""
    preset = templates.load_preset(given) if given in preset_names(templates.load_preset) else None
    try:
        return preset if preset is not None else _file_text(Path(given))
    except NotReadable as wrong:
        raise UserError(str(wrong)) from wrong
    except OSError as wrong:
        allowed = ", ".join(preset_names(templates.load_preset))
        raise UserError(f"There is no file or preset {given!r}. The presets are {allowed}.") from wrong


def _file_text(path: Path) -> str:
    return read_named_file(path, LONGEST * MAX_BYTES_PER_CHARACTER).decode("utf-8", "replace")


def _extended_preset(given: str) -> str | None:
    """Return what a file extends if it names nothing: the default preset, unless the file is a preset."""
    itself = given in preset_names(templates.load_preset) or Path(given).resolve().parent == templates.PRESETS.resolve()
    return None if itself else DEFAULT


def _to_yaml(found: Configuration) -> str:
    """Return all keys of a process as YAML, in the order of the types."""
    writer, text = YAML(), StringIO()
    writer.width = 120
    values = found.layers.values
    writer.dump({key: values[key] for key in key_types(Process) if key in values}, text)
    return text.getvalue().rstrip()


def _connection(repository: str, environment: Mapping[str, str]) -> Connection | None:
    """Return a connection if there is a token and a repository."""
    api_url = environment.get("GITHUB_API_URL", "https://api.github.com")
    token = own_token(environment, api_url) if repository else ""
    return Connection(token, repository, api_url) if token and repository else None


@click.group("preset")
def command() -> None:
    """Show, compare and check presets and configurations."""


@command.command("list")
def preset_list() -> None:
    """List the presets."""
    run_and_exit(print_presets)


@command.command("show")
@click.argument("name")
@click.option("--resolved", is_flag=True, help="Include the keys of the presets that it extends.")
def preset_show(*, name: str, resolved: bool) -> None:
    """Print a preset or a configuration."""
    run_and_exit(lambda: print_preset(name, resolved=resolved))


@command.command("diff")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
def preset_diff(*, one: str, other: str) -> None:
    """Describe how two presets or configurations differ."""
    run_and_exit(lambda: print_differences(one, other))


@command.command("check")
@click.argument("file", default=".github/incidents.yml")
@click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    default="",
    metavar="OWNER/NAME",
    help="Also check that the accounts exist, with a token in GITHUB_TOKEN or GH_TOKEN, or a login of the GitHub CLI.",
)
def preset_check(*, file: str, repository: str) -> None:
    """Check a configuration, and list its mistakes or summarize it.

    Exit code 1 means that there is something to fix.
    """
    run_and_exit(lambda: print_check(file, repository, environment()))


@command.command("schema")
@click.option("--reference", is_flag=True, help="Print a reference of all keys in Markdown instead.")
def preset_schema(*, reference: bool) -> None:
    """Print the JSON Schema of a configuration."""
    run_and_exit(lambda: print_schema(reference=reference))
