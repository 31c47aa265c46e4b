"""The list of incidents that the review meeting has yet to discuss: GitHub's own list of the issues with a label."""

from __future__ import annotations

from urllib.parse import quote

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process
from incident_actions.postmortem.policy import awaits_review


def review_list_url(incident: Incident, process: Process, server: str, repository: str) -> str:
    """Return the URL of the list that an incident is in; empty for one that the meeting need not discuss."""
    if not awaits_review(incident, process):
        return ""
    search = f'is:issue label:"{process.labels.review}"'
    return f"{server}/{repository}/issues?q={quote(search, safe='')}"
