"""Print the runbook: as Markdown, or as a page that a browser puts on paper."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from incident_actions.cli.log import checkout, rules
from incident_actions.gateway.local.runner import Unusable
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.model.process.extends import DEFAULT
from incident_actions.offline import runbook as document

PAGES = (".html", ".htm")


def runbook(preset: str, output: Path | None, weeks: int, now: datetime) -> int:
    """Write the runbook of a process; raises Unusable."""
    name = preset or (CONFIGURATION if checkout(Path.cwd()) else DEFAULT)
    process, wording = rules(name, Path.cwd())
    shown = wording.render("runbook/runbook.md", document.runbook_values(process, now, weeks))
    text = f"{shown}\n".replace("\u200b", "")  # paper mentions nobody, and an address is there to be copied
    if output and output.suffix.lower() in PAGES:
        from markdown_it import MarkdownIt

        body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
        text = f"{wording.render('runbook/page.html', {'title': process.name, 'body': body})}\n"
    if output is None:
        click.echo(text, nl=False)
        return 0
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as wrong:
        raise Unusable(f"{output} cannot be written: {wrong.strerror}") from wrong
    return 0
