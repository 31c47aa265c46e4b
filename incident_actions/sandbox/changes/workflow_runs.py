"""Runs of workflows that are not the tool's: they end as somebody wants, and send what GitHub sends."""

from dataclasses import dataclass

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.shapes import actions
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.workflows import FOLDER, WorkflowFile


@dataclass(frozen=True, slots=True)
class OtherRun:
    """A run of a workflow that is not the tool's."""

    name: str
    branch: str
    sha: str
    fork: str = ""


def end_run(acting: ActingAccount, played: OtherRun, conclusion: str) -> int:
    """Play a run from its request to its end, and return its id.

    https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run
    """
    path, now = f"{FOLDER}/{played.name.lower().replace(' ', '-')}.yml", acting.now
    run = WorkflowRun(acting.next_id(), path, "push", played.sha, acting.login, now, now, "queued")
    run.name, run.branch, run.fork = played.name, played.branch, played.fork
    acting.repository.runs.append(run)
    for action, status, ended in (("requested", "queued", None), ("completed", "completed", conclusion)):
        run.status, run.conclusion = status, ended
        payload = {
            "action": action,
            "workflow_run": actions.run(acting.host, acting.repository, run),
            "workflow": actions.workflow(acting.host, acting.repository, WorkflowFile(path, played.name, {}, ())),
        }
        acting.announce("workflow_run", payload)
    return run.id
