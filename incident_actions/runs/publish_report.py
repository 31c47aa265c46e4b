"""Publish the weekly report: on a branch of its own, and in an issue."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.listing import newest_issues
from incident_actions.gateway.repository.branches import default_branch
from incident_actions.gateway.repository.kept_branch import kept_files, replace_branch
from incident_actions.gateway.repository.rewritten_file import rewrite_file
from incident_actions.model.process.report_rules import ReportRules
from incident_actions.postmortem import index
from incident_actions.reports.figures import Figures
from incident_actions.reports.index_statistics import with_statistics
from incident_actions.reports.report_csv import as_csv
from incident_actions.reports.report_json import as_json
from incident_actions.reports.report_markdown import ISSUE_LIMIT, render_markdown
from incident_actions.reports.report_page import render_page
from incident_actions.text.html_wording import HtmlWording

log = logging.getLogger("incident_actions")

MARK = "<!-- incident-actions:report -->"
"""How the issue of the report begins."""

TITLE = "Incident report"
FACTS = "facts"
"""The folder of the branch with what the next report need not read again."""

Render = Callable[[str, dict[str, Any]], str]


def publish_report(
    connection: Connection, figures: Figures, kept: str, rules: ReportRules, words: tuple[Render, HtmlWording]
) -> None:
    """Replace the branch, and then the issue's text. Raises GithubError."""
    render, pages = words
    files = {
        ".nojekyll": "",
        "README.md": render_markdown(figures, render),
        "index.html": render_page(figures, pages),
        "report.json": json.dumps(as_json(figures), ensure_ascii=False) + "\n",
        "incidents.csv": as_csv(figures),
        **kept_files(kept, FACTS),
    }
    replace_branch(connection, rules.branch, FACTS, files, f"Report on {len(figures.incidents)} incidents")
    log.info("The report is on the branch %s", rules.branch)
    if rules.index:
        base = default_branch(connection)
        write = partial(with_statistics, figures=figures, render=render)
        rewrite_file(connection, base, index.PATH, write, "Bring the statistics of incidents up to date")
    if rules.issue:
        number = _write_issue(connection, figures, rules, render)
        log.info("The report is in issue #%s", number)


def _write_issue(connection: Connection, figures: Figures, rules: ReportRules, render: Render) -> int:
    """Write the report into the open issue that has the label and the mark, or into a new one."""
    full = f"{figures.url}/tree/{rules.branch}#incident-report"
    body = f"{MARK}\n{render_markdown(figures, render, ISSUE_LIMIT - len(MARK), full)}"
    known = (each for each in newest_issues(connection, rules.label, "open") if each.body.startswith(MARK))
    if issue := next(known, None):
        connection.send("PATCH", f"issues/{issue.number}", body={"body": body})
        return issue.number
    made = connection.send("POST", "issues", body={"title": TITLE, "body": body, "labels": [rules.label]})
    return int(made["number"])
