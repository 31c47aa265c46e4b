"""What `init` would change in a repository: its files, and the labels that it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from incident_actions.contract.labels import label_meanings
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local import checkout
from incident_actions.gateway.local.annotations import printable_line
from incident_actions.gateway.local.checkout import Checkout
from incident_actions.gateway.local.git_remote import GITHUB
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.tool_origin import find_source
from incident_actions.gateway.repository import repository_settings, templates, tool_files
from incident_actions.gateway.repository.preset_choice import require_preset
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_configuration
from incident_actions.model.process.extends import DEFAULT
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process
from incident_actions.setup import changes, files, first_rota, lockfile, workflows
from incident_actions.setup.changes import NEEDS_REVIEW, FileHistory, SetupChange
from incident_actions.setup.files import Adoption
from incident_actions.setup.service_discovery import CATALOGS, CODE_OWNERS, FoundServices, find_services
from incident_actions.setup.stamp import is_pristine
from incident_actions.text.wording import Wording


@dataclass(frozen=True)
class InitOptions:
    """The options of `init`."""

    preset: str = ""
    services: Path | None = None
    on_call: tuple[str, ...] = ()
    daily_sweep: bool = False
    freeze: bool = False
    events: bool = False
    report: bool = False
    site: bool = False
    source: str = ""
    repository: str = ""
    full: bool | None = None
    yes: bool = False
    diff: bool = False
    pull_request: bool = False


@dataclass
class SetupPlan:
    """What `init` would change, and what it knows of the repository."""

    process: Process
    changes: list[SetupChange]
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    locked: bool = False
    takes_tool_from: str = ""
    found_services: FoundServices | None = None
    """The services that a file of the repository names, for a configuration that is yet to be written."""

    @property
    def to_write(self) -> list[SetupChange]:
        """Return the changes that `init` makes."""
        return [change for change in self.changes if change.is_written]

    @property
    def to_review(self) -> list[SetupChange]:
        """Return the changes that only people can make."""
        return [change for change in self.changes if change.kind in NEEDS_REVIEW]


def make_plan(asked: InitOptions, here: Checkout, connection: Connection | None) -> SetupPlan:
    """Compare the files and labels that a repository should have with those that it has; raises UserError."""
    preset = require_preset(asked.preset or DEFAULT)
    remote = here.remote
    enterprise = remote is not None and remote.is_enterprise
    found = _find_services(asked, here)
    adopted = Adoption(
        find_source(asked.source),
        preset,
        found.services if found else _services(asked.services),
        on_call=asked.on_call,
        secondary=first_rota.secondary_people(asked.on_call, _process(f"extends: {preset}\n")),
        full=enterprise if asked.full is None else asked.full,
        enterprise=enterprise,
        daily=asked.daily_sweep,
        freeze=asked.freeze,
        events=asked.events,
        report=asked.report,
        site=_page_address(asked, here) if asked.site else None,
        is_copy=bool(here.read_texts([f"{tool_files.ACTION}/start.py"])),  # a team's own action may have that name
        runner=_runner(here, connection),
    )
    render = Wording(templates.load_template).render
    laid = files.initial_files(adopted, render)
    there = here.read_texts(laid)
    if asked.on_call and CONFIGURATION in there:
        lines = first_rota.rota_text(adopted.on_call, adopted.secondary)
        raise UserError(
            f"{CONFIGURATION} exists, so `--on-call` is not written into it. Add these lines to it:\n\n{lines}"
        )
    process = _process({**laid, **there}[CONFIGURATION])
    _require_keys(asked, process)
    wanted = files.maintained_files(adopted, process, tool_files.read_tool_file, render)
    past = FileHistory(lambda path: here.earlier_version(path, is_pristine), checkout.merge_texts)
    up = changes.update_changes(wanted, here.read_texts(wanted), adopted.source, past)
    return SetupPlan(
        process,
        [*changes.initial_changes(laid, there), *up],
        _missing_labels(label_meanings(process), connection),
        locked=bool(here.read_texts([lockfile.PATH])),
        takes_tool_from="" if adopted.is_copy else adopted.source.repository,
        found_services=found,
    )


def _require_keys(asked: InitOptions, process: Process) -> None:
    """Raise UserError if an option needs a key that the existing configuration lacks."""
    for option, given, key in (
        ("freeze", asked.freeze, process.freeze),
        ("events", asked.events, process.events),
        ("report", asked.report, process.report),
        ("site", asked.site, process.site),
    ):
        if given and key is None:
            raise UserError(
                f"{CONFIGURATION} exists, so `--{option}` is not written into it. Add this line to it, and run init "
                f"again:\n\n{option}: {{}}"
            )


def _find_services(asked: InitOptions, here: Checkout) -> FoundServices | None:
    """Return the services that the repository's own files name, unless they were given or are configured already."""
    if asked.services or here.read_texts([CONFIGURATION]):
        return None
    repository = asked.repository or (here.remote.repository if here.remote else "")
    try:
        return find_services(here.read_texts([*CATALOGS, *CODE_OWNERS]), repository)
    except UserError:  # a link, for example; the services can be given
        return None


def _page_address(asked: InitOptions, here: Checkout) -> str:
    """Return where GitHub Pages puts the site of a repository on github.com; empty where that can't be known.

    https://docs.github.com/en/pages/getting-started-with-github-pages/what-is-github-pages#types-of-github-pages-sites
    """
    name = asked.repository or (here.remote.repository if here.remote else "")
    if not name or (here.remote and here.remote.host != GITHUB):
        return ""
    owner, _, repository = name.lower().partition("/")
    return f"https://{owner}.github.io/" + (f"{repository}/" if repository != f"{owner}.github.io" else "")


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
    given = read.get("services") if isinstance(read, dict) else [] if read is None else read
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


def _missing_labels(wanted: Mapping[str, tuple[str, str]], connection: Connection | None) -> dict[str, tuple[str, str]]:
    """Return the labels that the repository lacks. A label in another color is people's own."""
    if connection is None:
        return {}
    there = {str(each["name"]).casefold() for page in connection.pages("labels") for each in page}
    return {name: meaning for name, meaning in wanted.items() if name.casefold() not in there}
