"""The picture of a post-mortem's pull request: its status, the comment of the check, and an annotation in the diff."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path

from incident_actions.contract.effects import ReportCheck
from incident_actions.drill.rehearsal.written_file import fill_in
from incident_actions.drill.rendering import render_markdown
from incident_actions.gateway.repository.check_report import CONTEXT
from incident_actions.postmortem import check
from incident_actions.postmortem.check_summary import checked_file, summarize_check
from incident_actions.postmortem.finding import Finding, level_of, word_finding
from incident_actions.postmortem.links import FileLinks
from tests.laboratory.photograph import STYLE, WIDTH, photograph
from tests.worlds import PROCESS, WORDING, World

TITLE, PULL, COMMIT = "Post-mortem: Checkout returns HTTP 500", 13, "7c1d1f3"
LINKS = FileLinks("https://github.com", "acme/shop")

UNWRITTEN = (
    (
        "Release 41 copied an example value of 5.",
        "@linus failed to notice that release 41 copied an example value of 5.",
    ),
    ("Customers noticed before our alerts did.\n", ""),
    ("| Alert when the connection pool is 80 % used | @linus | 2026-03-27 |", "| Improve monitoring | | soon |"),
)
"""What people who are in a hurry write in place of what the drill writes."""

PAGE = """\
<!doctype html>
<meta charset="utf-8">
<style>{style}
.post, .box {{ margin-bottom: 16px; }}
h1 {{ font-size: 26px; font-weight: 400; line-height: 1.25; margin: 0 0 8px; }} h1 span {{ color: var(--dim); font-weight: 300; }}
.state {{ display: inline-block; background: #1f883d; color: #fff; border-radius: 2em; padding: 5px 12px; font-weight: 500; }}
.meta {{ color: var(--dim); margin: 0 0 16px; padding-bottom: 16px; border-bottom: 1px solid var(--line); }}
.meta code {{ color: var(--link); background: #ddf4ff; }} .dark .meta code {{ background: #388bfd1a; }}
.box {{ border: 1px solid var(--line); border-radius: 6px; }}
.box > div {{ padding: 12px 16px; }} .box > div + div {{ border-top: 1px solid var(--line); }}
.box small, .note small {{ color: var(--dim); font-size: 12px; }}
.no {{ color: #d1242f; font-weight: 600; }} .dark .no {{ color: #f85149; }}
.check {{ display: flex; gap: 8px; align-items: baseline; }} .check a {{ margin-left: auto; }}
.file {{ font: 12px "Liberation Mono", "DejaVu Sans Mono", monospace; background: var(--soft); border-radius: 6px 6px 0 0; }}
.line {{ display: flex; background: #dafbe1; font: 12px/20px "Liberation Mono", "DejaVu Sans Mono", monospace; padding: 0 16px !important; border-top: 0 !important; }}
.dark .line {{ background: #2ea04326; }} .line b {{ width: 40px; color: var(--dim); font-weight: 400; flex: none; }}
.note {{ border-left: 4px solid #d1242f; margin: 8px 16px 12px; border-radius: 6px; border-top: 1px solid var(--line) !important; border-right: 1px solid var(--line); border-bottom: 1px solid var(--line); }}
.note.warning {{ border-left-color: #9a6700; }}
</style>
<html class="{scheme}"><body>
<h1>{title} <span>#{pull}</span></h1>
<p class="meta"><span class="state">Open</span> &nbsp;<b>github-actions</b> wants to merge 2 commits into <code>main</code> from <code>postmortem/12</code></p>
<div class="post"><header><b>github-actions</b> · bot</header><div class="body">{comment}</div></div>
<div class="box"><div><span class="no">Some checks were not successful</span><br><small>2 failing checks</small></div>
{checks}</div>
<div class="box"><div class="file">{path}</div>{lines}</div>
<script>document.title = document.body.offsetHeight</script></body></html>
"""


def draw_pull(to: Path, *, width: int = WIDTH, dark: bool = False) -> None:
    """Draw the page of a pull request whose post-mortem was written in a hurry."""
    path, text, found = hurried_postmortem()
    report = summarize_check((checked_file(path, 12, found, PROCESS, WORDING),), PULL, COMMIT, LINKS, WORDING)
    checks = (
        (CONTEXT, report.description, "Details"),
        ("incident-postmortem / check / Check the post-mortem (pull_request)", "Failing after 9s", "Details"),
    )
    values = {
        "style": STYLE,
        "scheme": "dark" if dark else "light",
        "title": TITLE,
        "pull": PULL,
        "comment": render_markdown(_shown(report), breaks=True),
        "checks": "".join(
            f'<div class="check"><span class="no">✕</span><b>{name}</b> <small>{words}</small><a>{link}</a></div>'
            for name, words, link in checks
        ),
        "path": path,
        "lines": "".join(_annotated(text, each) for each in found[:2]),
    }
    photograph(PAGE.format(**values), to, width=width)


def hurried_postmortem() -> tuple[str, str, tuple[Finding, ...]]:
    """Return the path and text of a post-mortem that people have begun, and what the check finds in it."""
    world = World()
    world.issue = replace(world.issue, number=12, title="Checkout returns HTTP 500")
    world.run()
    world.ask("ada", "/sev 1 all orders fail\n/ack\n/ic\n/impact About 40 orders a minute")
    world.advance(minutes=42)
    world.ask("ada", "/mitigated\n/resolve Rolled the deploy back")
    assert world.incident.postmortem
    path = world.incident.postmortem.path
    text = fill_in(world.files[path], PROCESS)
    for good, hurried in UNWRITTEN:
        text = text.replace(good, hurried)
    return path, text, check.findings(text, PROCESS, incident=world.incident)


def _shown(report: ReportCheck) -> str:
    """Return the comment as people see it, in which GitHub shortens the commit and links the issue."""
    words = report.body.partition("\n")[2].replace(f" at {COMMIT}.", f" at [`{COMMIT}`](https://github.com).")
    return words.replace("#12", "[#12](https://github.com/acme/shop/issues/12)")


def _annotated(text: str, finding: Finding) -> str:
    """Return a line of the diff with its annotation."""
    level, line = level_of(finding, PROCESS), text.splitlines()[finding.line - 1]
    words = escape(word_finding(finding, WORDING))
    return (
        f'<div class="line"><b>{finding.line}</b><span>+ {escape(line)}</span></div>'
        f'<div class="note {level}"><b>{level.capitalize()}</b> · {finding.rule}<br><small>{words}</small></div>'
    )
