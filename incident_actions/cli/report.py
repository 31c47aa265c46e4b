"""`report`: figures over all incidents, as Markdown, a page, JSON or CSV."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code, send_log_to_stderr
from incident_actions.cli.named_files import read_named, write_named
from incident_actions.cli.options import now_option
from incident_actions.cli.repository_choice import connect_to_repository
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.kept_branch import NotKeptBranch, read_kept
from incident_actions.gateway.repository.process_history import read_process_history
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.process.report_rules import ReportRules
from incident_actions.reports.compute import ReportOptions
from incident_actions.reports.figures import Figures
from incident_actions.reports.index_statistics import with_statistics
from incident_actions.reports.report_csv import as_csv
from incident_actions.reports.report_json import as_json
from incident_actions.reports.report_markdown import render_markdown
from incident_actions.reports.report_metrics import as_metrics
from incident_actions.reports.report_page import render_page
from incident_actions.reports.scope import Scope
from incident_actions.runs.open_records import read_access
from incident_actions.runs.publish_report import FACTS, publish_report
from incident_actions.runs.report import RecordAccess, make_report
from incident_actions.text.html_wording import HtmlWording
from incident_actions.text.wording import Wording

COMPLETE, INCOMPLETE = 0, 3
"""The exit codes of a report: of all incidents, and of those that the hour's requests allowed to read."""

SUFFIXES = {".md": "markdown", ".html": "html", ".htm": "html", ".json": "json", ".csv": "csv"}
NOT_OURS = "The branch {} does not hold a report. Delete it, or choose another name with the key `report.branch`."
NO_CHARTS = "The charts of the page need pygal. Run `pip install 'incident-actions[report]'`."


def _markdown(figures: Figures) -> str:
    return render_markdown(figures, Wording(templates.load_template).render)


def _html(figures: Figures) -> str:
    if find_spec("pygal") is None:
        click.echo(NO_CHARTS, err=True)
    return render_page(figures, HtmlWording(templates.load_template))


def _json(figures: Figures) -> str:
    return json.dumps(as_json(figures), indent=2, ensure_ascii=False) + "\n"


FORMATS: Mapping[str, Callable[[Figures], str]] = {
    "markdown": _markdown,
    "html": _html,
    "json": _json,
    "csv": as_csv,
    "prometheus": as_metrics,
}


@dataclass(frozen=True)
class ReportRequest:
    """What a person asked for; None leaves it to the configuration."""

    scope: Scope
    form: str
    drill_labels: tuple[str, ...] = ()
    load: bool = False
    runner_minutes: bool = False
    hourly_cost: float | None = None
    currency: str = ""
    repository: str = ""
    output: Path | None = None
    cache: Path | None = None
    publish: bool = False
    index: Path | None = None

    def options(self, rules: ReportRules) -> ReportOptions:
        """Return what the report contains, by this request before the configuration."""
        return ReportOptions(
            scope=replace(self.scope, drill_labels=self.drill_labels or rules.drills),
            load=self.load or rules.load,
            wants_runner_minutes=self.runner_minutes,
            hourly_cost=rules.cost_per_hour if self.hourly_cost is None else self.hourly_cost,
            currency=self.currency or rules.currency or "",
        )


def write_report(environment: Mapping[str, str], now: datetime, *, dry_run: bool, asked: ReportRequest) -> int:
    """Read the repository and write the report. Raises UserError, GithubError and Unreachable."""
    del dry_run
    send_log_to_stderr()
    connection = connect_to_repository(environment, asked.repository)
    try:
        return _write_report(connection, environment, now, asked)
    except NotKeptBranch as branch:
        raise UserError(NOT_OURS.format(branch)) from branch
    finally:
        connection.close()


def _write_report(connection: Connection, environment: Mapping[str, str], now: datetime, asked: ReportRequest) -> int:
    kept = read_named(asked.cache, "cache")
    history = read_process_history(connection)
    rules = history.process.report or ReportRules()
    if asked.publish and not kept:
        kept = read_kept(connection, rules.branch, FACTS)
    key, app = read_access(environment)
    report = make_report(connection, history, asked.options(rules), now, RecordAccess(kept, key, app))
    if asked.publish:
        words = Wording(templates.load_template).render, HtmlWording(templates.load_template)
        publish_report(connection, report.figures, report.kept, rules, words)
    if asked.cache:
        write_named(asked.cache, report.kept)
    if asked.index:
        _write_index(asked.index, report.figures)
    if asked.output or not (asked.publish or asked.index):
        _deliver(FORMATS[asked.form](report.figures), asked.output)
    return INCOMPLETE if report.figures.unread and not asked.publish else COMPLETE


def _write_index(path: Path, figures: Figures) -> None:
    """Bring the statistics in an index of post-mortems up to date; raises UserError."""
    before = read_named(path, "index") or None
    write_named(path, with_statistics(before, figures, Wording(templates.load_template).render))


def _deliver(text: str, output: Path | None) -> None:
    if output:
        write_named(output, text)
    else:
        click.echo(text, nl=False)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


day = partial(click.option, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
file = click.Path(dir_okay=False, path_type=Path)


@click.command("report")
@click.option(
    "--repository",
    default="",
    metavar="OWNER/NAME",
    help="The repository.  [default: GITHUB_REPOSITORY, else the clone's]",
)
@day("--since", help="Count incidents that were declared on or after this day (UTC).")
@day("--until", help="Count incidents that were declared on or before this day (UTC).")
@click.option("--service", default="", help="Count only incidents that affected this service.")
@click.option(
    "--format", "form", type=click.Choice([*FORMATS]), help="The form.  [default: by the output's name, else markdown]"
)
@click.option("--output", type=file, help="Write to this file instead of printing.")
@click.option("--cache", type=file, help="Keep what was read in this file, so that the next report reads only changes.")
@click.option(
    "--drill-label", multiple=True, metavar="LABEL", help="Leave out incidents with this label.  [default: drill]"
)
@click.option("--load", is_flag=True, help="Show who was paged at night.")
@click.option(
    "--runner-minutes",
    is_flag=True,
    help="Show how long the tool's workflows ran in the last 30 days. The token needs to read actions.",
)
@click.option("--cost-per-hour", type=click.FloatRange(min=0), help="Show costs: what an hour of one person costs.")
@click.option("--currency", default="", metavar="CODE", help="The currency of costs, such as EUR.")
@click.option("--index", type=file, help="Also write statistics into this index of post-mortems.")
@click.option(
    "--publish", is_flag=True, envvar="INCIDENT_REPORT_PUBLISH", help="Write the report to its branch and its issue."
)
@now_option
def command(*, now: datetime | None, **given: Any) -> None:
    """Compute figures over all incidents: times, updates, follow-up.

    It only reads, unless you use --publish. It needs a token in GITHUB_TOKEN or GH_TOKEN, or a login of the GitHub CLI.
    Exit code 3 means that the hour's requests were used up before everything was read. Run it again with the same
    --cache to complete the report.
    """
    output = given["output"]
    asked = ReportRequest(
        scope=Scope(_day(given["since"]), _day(given["until"]), given["service"]),
        form=given["form"] or SUFFIXES.get(output.suffix.lower() if output else "", "markdown"),
        drill_labels=given["drill_label"],
        load=given["load"],
        runner_minutes=given["runner_minutes"],
        hourly_cost=given["cost_per_hour"],
        currency=given["currency"],
        repository=given["repository"],
        output=output,
        cache=given["cache"],
        publish=given["publish"],
        index=given["index"],
    )
    sys.exit(run_to_exit_code(partial(write_report, asked=asked), environment(), now, dry_run=False))
