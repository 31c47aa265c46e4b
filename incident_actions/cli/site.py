"""`site`: build the public status page as files, from what was published and nothing else."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import FAILED, run_to_exit_code
from incident_actions.cli.named_files import read_named, write_named
from incident_actions.cli.options import now_option
from incident_actions.cli.repository_choice import connect_to_repository
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.render_limits import RenderLimits
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.safe_files import NotReadable, read_file
from incident_actions.gateway.repository import configuration, templates
from incident_actions.gateway.repository.process_history import read_process_history
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.model.process.process import Process
from incident_actions.model.process.site_rules import SiteRules
from incident_actions.runs.open_records import read_access
from incident_actions.runs.site import BuiltPage, SiteAccess, build_page
from incident_actions.runs.site_branch import keep_on_site_branch, read_site_branch
from incident_actions.status_page.site_files import Site, make_site
from incident_actions.text.wording import Wording

log = logging.getLogger("incident_actions")

OUTPUT = Path("_site")
LARGEST_LOGO = 200_000
MARK = ".nojekyll"
"""The file by which a build knows a folder of an earlier one, which it may empty."""

INCOMPLETE = "The hour's requests were used up before everything was read, so the site was not written."
CONTINUES = "The next build continues from what was read."
STARTS_ANEW = "What was read was not kept, so the next build starts again. To continue, use --cache FILE or --keep."
ABOUT_BRANCH = "adoption/site_branch.md"
"""The template of what the branch says about itself."""


@dataclass(frozen=True)
class SiteRequest:
    """What a person or the workflow asked for."""

    output: Path
    repository: str = ""
    url: str = ""
    cache: Path | None = None
    keep: bool = False
    """Whether what was read is kept on the branch of the configuration."""


def build_site(environment: Mapping[str, str], now: datetime, *, dry_run: bool, asked: SiteRequest) -> int:
    """Read the repository and write the site. Raises UserError, GithubError and Unreachable."""
    del dry_run
    _refuse_foreign_folder(asked.output)
    folder = Path(environment.get("GITHUB_WORKSPACE") or ".")
    connection = connect_to_repository(environment, asked.repository)
    try:
        process = _load_process(folder, connection)
        built, is_kept = _build_page(connection, process, environment, now, asked)
    finally:
        connection.close()
    if built.unread:
        log.error("%s %s", INCOMPLETE, CONTINUES if is_kept else STARTS_ANEW)
        return FAILED
    name, content = _read_logo(folder, process)
    own = templates.own_template_loader(folder)
    site = make_site(built.page, templates.load_template, own, RenderLimits(), name)
    for template, problem in site.failed.items():
        log.warning("%s/%s was not used: %s", templates.OWN_FOLDER, template, problem)
    _write_files(asked.output, site, {name: content} if name else {})
    log.info("%s: %d files", asked.output, len(site.files))
    return 0


def _build_page(
    connection: Connection, process: Process, environment: Mapping[str, str], now: datetime, asked: SiteRequest
) -> tuple[BuiltPage, bool]:
    """Make the page and keep what was read; return also whether the next build can continue from it."""
    branch = (process.site or SiteRules()).branch
    kept = read_named(asked.cache, "cache")
    if asked.keep and not kept:
        kept = read_site_branch(connection, branch)
    key, app = read_access(environment)
    built = build_page(connection, process, now, SiteAccess(kept, key, app, asked.url))
    if asked.cache:
        write_named(asked.cache, built.kept)
    is_kept = bool(asked.cache)
    if asked.keep:
        about = Wording(templates.load_template).render(ABOUT_BRANCH, {})
        is_kept |= not built.has_news or keep_on_site_branch(connection, branch, built.kept, about)
    return built, is_kept


def _load_process(folder: Path, connection: Connection) -> Process:
    """Return the process of the configuration in a folder, or without one that of the default branch."""
    if not (folder / CONFIGURATION).exists():
        return read_process_history(connection).process
    process, broken = configuration.load_process(folder, connection)
    for mistake in broken.error.mistakes if broken else ():
        log.error("%s", mistake)
    return process


def _read_logo(folder: Path, process: Process) -> tuple[str, bytes]:
    """Return the name of the logo beside the pages and its content; nothing where it is missing or can't be read."""
    path = process.site.logo if process.site else None
    if not path:
        return "", b""
    try:
        content = read_file(folder, path, LARGEST_LOGO)
    except NotReadable as wrong:
        log.warning("The logo was not used: %s", wrong)
        return "", b""
    if content is None:
        log.warning("The logo was not used: there is no %s", path)
        return "", b""
    return f"logo.{path.rpartition('.')[2]}", content


def _refuse_foreign_folder(output: Path) -> None:
    """Raise UserError for a folder that holds anything but an earlier site."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise UserError(f"{output} is not a folder.")
    if output.is_dir() and any(output.iterdir()) and not (output / MARK).exists():
        raise UserError(f"{output} has other files in it. Choose a new folder.")


def _write_files(output: Path, site: Site, more: Mapping[str, bytes]) -> None:
    """Write the site in place of an earlier one; raises UserError where that is not possible."""
    try:
        shutil.rmtree(output, ignore_errors=True)
        for path, text in site.files.items():
            file = output / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", errors="replace", newline="\n")
        for path, content in more.items():
            (output / path).write_bytes(content)
    except OSError as wrong:
        raise UserError(f"{output} cannot be written: {wrong.strerror}.") from wrong


@click.command("site")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=OUTPUT,
    show_default=True,
    help="Write the files into this folder, in place of an earlier site.",
)
@click.option(
    "--repository",
    default="",
    metavar="OWNER/NAME",
    help="The repository.  [default: GITHUB_REPOSITORY, else the clone's]",
)
@click.option(
    "--url",
    default="",
    envvar="INCIDENT_SITE_URL",
    metavar="URL",
    help="Where the page will be.  [default: site.url in the configuration]",
)
@click.option(
    "--cache",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep what was read in this file, so that the next build reads only changes.",
)
@click.option(
    "--keep",
    is_flag=True,
    envvar="INCIDENT_SITE_KEEP",
    help="Keep what was read on the branch of the key site.branch. The token needs to write contents.",
)
@now_option
def command(*, now: datetime | None, **given: Any) -> None:
    """Build the public status page.

    It has what `/publish` published, the states of services, and times. It only reads, unless you use --keep. It needs
    a token in GITHUB_TOKEN or GH_TOKEN, or a login of the GitHub CLI. The configuration, templates and logo are those
    of this folder, if it has a configuration.
    """
    sys.exit(run_to_exit_code(partial(build_site, asked=SiteRequest(**given)), environment(), now, dry_run=False))
