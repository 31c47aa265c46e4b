"""Events that only start workflows: dispatches and the schedule."""

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Json

INSTALLATION = {"id": 1, "node_id": "MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9uMQ=="}


def repository(acting: ActingAccount, event_type: str, client_payload: Json) -> None:
    """Send a `repository_dispatch`."""
    payload = {
        "action": event_type,
        "branch": acting.repository.default_branch,
        "client_payload": client_payload,
        "installation": INSTALLATION,
    }
    acting.announce("repository_dispatch", payload)


def workflow(acting: ActingAccount, path: str, ref: str, inputs: Json) -> None:
    """Send a `workflow_dispatch` to one workflow."""
    acting.announce("workflow_dispatch", {"inputs": inputs, "ref": ref, "workflow": path})


def schedule(acting: ActingAccount, path: str, cron: str) -> None:
    """Send the `schedule` event of a workflow; on older servers it names no repository.

    https://github.blog/changelog/2022-09-27-github-actions-additional-information-available-in-github-event-payload-for-scheduled-workflow-runs/
    """
    payload = {"schedule": cron, "workflow": path}
    if acting.host.enterprise:
        acting.host.announce(acting.repository, "schedule", payload, acting.login)
    else:
        acting.announce("schedule", payload)
