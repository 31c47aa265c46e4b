"""`runbook`: print the runbook as Markdown, or as a page for a browser to print."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from markdown_it import MarkdownIt

from incident_actions.cli.exit_codes import run_and_exit
from incident_actions.cli.log import find_checkout, load_process
from incident_actions.cli.options import log_file_type, now_option
from incident_actions.gateway.local.runner import UserError
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.model.process.extends import DEFAULT
from incident_actions.offline import runbook as document

HTML_SUFFIXES = (".html", ".htm")


def write_runbook(preset: str, output: Path | None, weeks: int, now: datetime) -> int:
    """Write the runbook of a process; raises UserError."""
    name = preset or (CONFIGURATION if find_checkout(Path.cwd()) else DEFAULT)
    process, wording = load_process(name, Path.cwd())
    shown = wording.render("runbook/runbook.md", document.runbook_values(process, now, weeks))
    text = f"{shown}\n".replace("\u200b", "")  # paper mentions nobody, and people copy addresses
    if output and output.suffix.lower() in HTML_SUFFIXES:
        body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
        text = f"{wording.render('runbook/page.html', {'title': process.name, 'body': body})}\n"
    if output is None:
        click.echo(text, nl=False)
        return 0
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as wrong:
        raise UserError(f"{output} cannot be written: {wrong.strerror}.") from wrong
    return 0


@click.command("runbook")
@click.option(
    "--preset", default="", metavar="NAME|FILE", help="The process to print.  [default: .github/incidents.yml]"
)
@click.option(
    "--output", type=log_file_type, help="Write to this file. A name that ends in .html makes a page to print."
)
@click.option("--weeks", type=click.IntRange(1, 26), default=4, show_default=True, help="Weeks of the rota to print.")
@now_option
def command(*, preset: str, output: Path | None, weeks: int, now: datetime | None) -> None:
    """Print whom to call and what to do, for when GitHub is down."""
    moment = now or datetime.now(UTC)
    run_and_exit(lambda: write_runbook(preset, output, weeks, moment))
