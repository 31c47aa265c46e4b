"""`import`: give post-mortems that the tool did not write their front matter, and add them to the index."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path, PurePosixPath

import click

from incident_actions.cli.exit_codes import run_and_exit
from incident_actions.cli.log import find_checkout, load_process
from incident_actions.gateway.local.annotations import printable_line
from incident_actions.gateway.local.checkout import Checkout
from incident_actions.gateway.local.runner import UserError
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.model.process.extends import DEFAULT
from incident_actions.postmortem import index
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.postmortem.imported_file import ImportedFile, import_text, index_with_row
from incident_actions.postmortem.index import is_postmortem
from incident_actions.postmortem.links import FileLinks

DONE, LEFT_OUT = 0, 1
SERVER = "github.com"


def import_files(paths: tuple[str, ...], *, dry_run: bool) -> int:
    """Import the files, or print what would change; raises UserError."""
    checkout = Checkout(Path.cwd())
    names = tuple(dict.fromkeys(name for path in paths for name in _postmortems(checkout.root, path)))
    if not names:
        raise UserError(f"There is no post-mortem among these paths. Move your files to {DIRECTORY}/ first.")
    process, wording = load_process(CONFIGURATION if find_checkout(Path.cwd()) else DEFAULT, Path.cwd())
    remote = checkout.remote
    links = FileLinks(f"https://{remote.host if remote else SERVER}", remote.repository if remote else "")
    before = checkout.read_texts((*names, index.PATH))
    if missing := [name for name in names if name not in before]:
        raise UserError(f"{missing[0]} does not exist.")
    after = dict(before)
    results: list[ImportedFile] = []
    for name in names:
        found = import_text(before[name], name, process)
        listed = after.get(index.PATH)
        if found.outcome != "unreadable":
            after |= {name: found.text, index.PATH: index_with_row(listed, name, found.facts, links)}
        values = {"path": name, "outcome": found.outcome, "facts": found.facts, "dry_run": dry_run}
        report = wording.render("import/report.txt", {**values, "listed": listed == after.get(index.PATH)})
        for line in report.splitlines():
            click.echo(printable_line(line))
        results.append(found)
    changed = {name: text for name, text in after.items() if before.get(name) != text}
    for name, text in changed.items():
        if dry_run:
            click.echo(_diff(name, before.get(name, ""), text), nl=False)
        else:
            checkout.write_file(name, text)
    return LEFT_OUT if any(each.outcome == "unreadable" for each in results) else DONE


def _postmortems(root: Path, path: str) -> Iterator[str]:
    """Return the post-mortems that a path names: itself, or those below it. Raises UserError for any other file."""
    place = Path(path).absolute()
    if not place.is_relative_to(root.absolute()):
        raise UserError(f"{path!r} is not in this repository.")
    found = sorted(place.rglob("*")) if place.is_dir() else [place]
    for each in found:
        name = PurePosixPath(each.relative_to(root.absolute()).as_posix())
        if is_postmortem(str(name)) and not each.is_symlink():
            yield str(name)
        elif not place.is_dir():
            if str(name) == index.PATH:
                continue
            raise UserError(f"{path!r} is not a post-mortem. Move it to {DIRECTORY}/ first, as a Markdown file.")


def _diff(name: str, before: str, after: str) -> str:
    """Return a unified diff in printable lines."""
    lines = unified_diff(before.splitlines(), after.splitlines(), f"a/{name}", f"b/{name}", lineterm="")
    return "".join(f"{printable_line(line)}\n" for line in lines)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing.")
def command(*, paths: tuple[str, ...], dry_run: bool) -> None:
    """Give post-mortems that another tool or a person wrote their front matter, and add them to the index.

    PATHS are files and folders below docs/incidents. The front matter has what the files say: the title, the date, the
    severity, the services, the times and the duration. What could not be read is listed for each file. Nothing else in
    the files changes. Exit code 1 means that a file was left out.
    """
    run_and_exit(lambda: import_files(paths, dry_run=dry_run))
