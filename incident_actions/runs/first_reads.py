"""The reads that an event itself names, which GitHub answers while the rest of the tool is being loaded."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.runner import RunEnvironment
from incident_actions.gateway.local.safe_files import NotReadable, read_file
from incident_actions.model.alerts.alert import AlertDelivery
from incident_actions.runs.routing import Target

CONFIGURATION = ".github/incidents.yml"
MOST_BYTES = 1_000_000
DEFAULT_LABELS = frozenset({"incident", "action-item"})


def connect(here: RunEnvironment, aim: Target | AlertDelivery) -> Connection:
    """Return a connection on which the first reads were started, unless the run must get an App's token first."""
    connection = Connection(here.token, here.repository, here.api_url)
    if not here.app_key:
        start_first_reads(connection, aim, here.workspace)
    return connection


def start_first_reads(connection: Connection, aim: Target | AlertDelivery, workspace: Path) -> None:
    """Start to read the issue, its comments and the role of whoever caused the event.

    A stranger's command is refused by the comments alone, and on an issue that isn't ours mostly without them.
    """
    if not isinstance(aim, Target):
        return
    is_ours = _may_be_ours(aim, workspace)
    if aim.by and aim.by.isascii() and is_ours:  # as GitHub's logins are, and a forged event's need not be
        connection.read_ahead(f"collaborators/{quote(aim.by, safe='')}/permission")
    if is_ours or not aim.is_outsider:
        connection.read_page_ahead(f"issues/{aim.issue}/comments")
    if not aim.is_outsider:
        connection.read_ahead(f"issues/{aim.issue}")


def _may_be_ours(aim: Target, workspace: Path) -> bool:
    """Return whether the issue may be an incident or action item, before the configuration is read as such.

    Its text names the labels, unless they have their default names.
    """
    if aim.issue_in_event is None:
        return True
    labels = aim.issue_in_event.label_names
    if labels & DEFAULT_LABELS or not labels:
        return bool(labels)
    try:
        text = read_file(workspace, CONFIGURATION, MOST_BYTES) or b""
    except NotReadable:
        return False
    return any(label.encode(errors="replace") in text for label in labels)
