"""The issue of a fix, which `/hotfix` opens beside the branch where the severity's labels ask for one."""

from __future__ import annotations

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import OpenIssue
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.safe_markdown import plain_line

_MARK = lazy_pattern(r"<!-- incident-actions:fix ([0-9]{1,10}\.hotfix/[a-z0-9-]{1,80}) -->")


def fix_issue(incident: Incident, branch: str, description: str, asker: str, context: Context) -> OpenIssue | None:
    """Return the issue to open for a fix, as a sub-issue of its incident; None where the severity asks for none.

    Its key is the incident and the branch, so a second try after a refusal uses the same issue.
    """
    severity = context.process.severity(incident.severity)
    if severity is None or not severity.fix_labels:
        return None
    key = f"{incident.number}.{branch}"
    values = {"incident": incident, "branch": branch, "description": description, "asker": asker}
    return OpenIssue(
        key=key,
        title=plain_line(description)[:200] or f"Fix for #{incident.number}",
        body=f"<!-- incident-actions:fix {key} -->\n{context.wording.render('issues/fix.md', values)}",
        labels=severity.fix_labels,
        parent=incident.number,
        since=incident.declared,
    )


def key_in(body: str) -> str:
    """Return the key that a fix's issue was opened with; empty for any other issue."""
    found = _MARK.fullmatch(body.partition("\n")[0].strip())
    return found[1] if found else ""
