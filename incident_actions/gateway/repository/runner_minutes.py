"""How long the tool's workflows ran, as far as GitHub lists their runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from incident_actions.contract.events import read_time
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.setup.workflows import FOLDER, NAMES, OPTIONAL, workflow_path

MOST_LISTED = 1_000
"""The most runs that GitHub lists for a search; with more, the minutes are not known.

https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
"""

PATHS = frozenset(path for name in (*NAMES, *OPTIONAL) for path in (workflow_path(name), f"{FOLDER}/{name}.yml"))
MINUTE = timedelta(minutes=1)


def read_runner_minutes(connection: Connection, since: datetime) -> float | None:
    """Return the minutes from start to end of the tool's runs since a time; None where GitHub doesn't list them all."""
    try:
        return sum(_minutes(connection, since))
    except GithubError as error:
        if not is_refusal(error, 403, 404):
            raise
    except (LookupError, TypeError, ValueError):
        pass
    return None


def _minutes(connection: Connection, since: datetime) -> Iterator[float]:
    """Yield the minutes of each run; raises LookupError if GitHub lists only a part of them."""
    for page in connection.pages("actions/runs", created=f">={since:%Y-%m-%dT%H:%M:%SZ}"):
        given: Any = page
        if given["total_count"] > MOST_LISTED:
            raise LookupError(given["total_count"])
        for run in given["workflow_runs"]:
            if str(run["path"]).partition("@")[0] in PATHS and run["status"] == "completed":
                yield (read_time(run["updated_at"]) - read_time(run["run_started_at"])) / MINUTE
