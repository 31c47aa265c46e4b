"""Routes that lock and unlock the conversation of an issue or a pull request."""

from incident_actions.sandbox.changes import issues
from incident_actions.sandbox.rest.call import EITHER, NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import wrong
from incident_actions.sandbox.state.role import RepositoryRole

REASONS = (None, "off-topic", "too heated", "resolved", "spam")


def lock_issue(call: Call) -> ApiResponse:
    """Lock a conversation, perhaps for one of GitHub's reasons."""
    reason = call.body.get("lock_reason")
    if reason not in REASONS:
        raise wrong("Issue", "lock_reason")
    issues.lock(call.acting, call.issue, reason)
    return NO_CONTENT


def unlock_issue(call: Call) -> ApiResponse:
    """Unlock a conversation."""
    issues.unlock(call.acting, call.issue)
    return NO_CONTENT


_LOCK = "/repos/{owner}/{repo}/issues/{issue_number}/lock"
ROUTES = (
    Route("PUT", _LOCK, lock_issue, RepositoryRole.WRITE, permissions=EITHER),
    Route("DELETE", _LOCK, unlock_issue, RepositoryRole.WRITE, permissions=EITHER),
)
