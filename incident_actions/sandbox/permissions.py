"""The permissions of a job's token: those its workflow asks for, within what its callers and forks allow."""

from collections.abc import Mapping, Sequence
from typing import Any

from incident_actions.sandbox.state.grant import covers

NAMES = (
    *("actions", "artifact-metadata", "attestations", "checks", "contents", "deployments", "discussions", "issues"),
    *("models", "packages", "pages", "pull-requests", "security-events", "statuses"),
)
"""https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions"""

DEFAULT_PERMISSIONS = {"read": {"contents": "read", "packages": "read"}, "write": dict.fromkeys(NAMES, "write")}
"""The permissions of a job that asks for none, by the repository's setting.

https://docs.github.com/en/actions/concepts/security/github_token#permissions-for-the-github_token
"""

Permissions = Mapping[str, str]


def parse_permissions(written: Any) -> Permissions | None:
    """Read `permissions:` of a workflow or a job; None if it has none."""
    if isinstance(written, str):
        return dict.fromkeys(NAMES, written.removesuffix("-all"))
    return None if written is None else {name: str(level) for name, level in written.items()}


def permissions_of_job(asks: Sequence[Permissions | None], usual: str, *, from_fork: bool) -> Permissions | None:
    """Return the permissions of a job's token; None if it asks for more than its caller has, and GitHub starts no job.

    `asks` is what each job asks for, the outermost caller first and the job itself last.
    https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#access-and-permissions
    """
    granted = DEFAULT_PERMISSIONS[usual] if asks[0] is None else asks[0]
    for further in asks[1:]:
        if further is None:
            continue
        if not all(covers(granted.get(name, "none"), level) for name, level in further.items()):
            return None
        granted = further
    return {name: "read" if level == "write" else level for name, level in granted.items()} if from_fork else granted
