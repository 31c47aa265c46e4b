"""What happened in the repository outside its issues: a deployment, a release, or a failed run of a workflow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from incident_actions.contract.events import InvalidPayload, read_time
from incident_actions.model.alerts.alert import digest
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.event_rules import EventName

DEPLOYED = "success"
NOT_DEPLOYED = ("failure", "error")
FAILED_RUNS = ("failure", "timed_out", "startup_failure")
"""How a run can fail. A cancelled one was stopped by somebody, or by a newer one."""


@dataclass(frozen=True)
class Happening:
    """One thing that happened, however often GitHub delivers its event."""

    on: EventName
    key: str
    """What identifies it: the same for the statuses of one deployment with one outcome."""
    at: datetime
    failed: bool = True
    url: str = ""
    commit: str = ""
    environment: str = ""
    workflow: str = ""
    branch: str = ""
    tag: str = ""

    @property
    def subject(self) -> str:
        """Return what it happened to, the same for everything that happens to it later, on one short line."""
        return f"{self.on} {digest(chr(10).join((self.environment, self.workflow, self.branch, self.tag)))}"


def read_happening(event: str, payload: Mapping[str, Any]) -> Happening | str:
    """Return what an event reports, or the reason why that is nothing to act on; raises InvalidPayload.

    https://docs.github.com/en/webhooks/webhook-events-and-payloads
    """
    try:
        match event:
            case "deployment_status":
                return _deployment(payload)
            case "release":
                return _release(payload)
            case "workflow_run":
                return _run(payload)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as wrong:
        message = f"the payload of {event} is not in the form that GitHub documents: {wrong!r:.200}"
        raise InvalidPayload(message) from wrong
    return f"the tool does not handle the event {event!r} here"


def _deployment(payload: Mapping[str, Any]) -> Happening | str:
    status, made = payload["deployment_status"], payload["deployment"]
    failed = status["state"] in NOT_DEPLOYED
    if not failed and status["state"] != DEPLOYED:
        return "the deployment has not ended"
    return Happening(
        on="deployment_status",
        key=f"deployment {int(made['id'])} {'failed' if failed else 'succeeded'}",
        at=read_time(status["created_at"]),
        failed=failed,
        url=str(status.get("log_url") or status.get("target_url") or ""),
        commit=str(made["sha"]),
        environment=str(status.get("environment") or made["environment"]),
    )


def _release(payload: Mapping[str, Any]) -> Happening | str:
    release = payload["release"]
    if payload["action"] != "published":
        return "only published releases count"
    return Happening(
        on="release",
        key=f"release {int(release['id'])}",
        at=read_time(release["published_at"] or release["created_at"]),
        url=str(release["html_url"]),
        tag=str(release["tag_name"]),
    )


def _run(payload: Mapping[str, Any]) -> Happening | str:
    run = payload["workflow_run"]
    if payload["action"] != "completed" or run["conclusion"] not in FAILED_RUNS:
        return "only failed runs count"
    if (run.get("head_repository") or {}).get("full_name") != payload["repository"]["full_name"]:
        return "the run belongs to a fork"
    return Happening(
        on="workflow_run",
        key=f"run {int(run['id'])} {int(run['run_attempt'])}",
        at=read_time(run["updated_at"]),
        url=str(run["html_url"]),
        commit=str(run["head_sha"]),
        workflow=str(run["name"] or ""),
        branch=str(run["head_branch"] or ""),
    )
