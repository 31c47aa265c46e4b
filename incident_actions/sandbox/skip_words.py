"""Words in commit messages that keep GitHub from starting workflows on a push or a pull request."""

import re

from incident_actions.sandbox.git.store import GitStore
from incident_actions.sandbox.host import WebhookDelivery

_WORDS = re.compile(
    r"\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|^skip-checks: ?true\s*\Z", re.IGNORECASE | re.MULTILINE
)
"""Matches in upper and lower case: GitHub's page does not say which, so the less convenient case holds.

https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs
"""


def asks_to_skip(delivery: WebhookDelivery, store: GitStore) -> bool:
    """Check whether a commit message asks GitHub to start no workflow on this event."""
    return any(_WORDS.search(message) for message in _messages(delivery, store))


def _messages(delivery: WebhookDelivery, store: GitStore) -> list[str]:
    """Return the messages that GitHub reads: those of a push, or that of a pull request's head.

    https://github.blog/changelog/2021-02-08-github-actions-skip-pull-request-and-push-workflows-with-skip-ci/
    """
    payload = delivery.payload
    if delivery.event == "push":
        head = [payload["head_commit"]] if payload["head_commit"] else []
        return [str(commit["message"]) for commit in (*payload["commits"], *head)]
    if delivery.event == "pull_request":
        return [store.commit(payload["pull_request"]["head"]["sha"]).message.decode(errors="replace")]
    return []
