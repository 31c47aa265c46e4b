"""GitHub Enterprise Server: what it lacks of GitHub's newest API, in one mode that is older than any release.

A release takes features over months after GitHub has them, so the tool must do without each:
https://docs.github.com/en/enterprise-server@3.14/admin/overview/about-github-enterprise-server
"""

from typing import Any

LACKING = frozenset({"pins", "sub_issues", "rate_limits"})
"""The features. Rate limits are off unless an administrator turns them on.

https://docs.github.com/en/enterprise-server@3.14/admin/configuring-settings/configuring-user-applications-for-your-enterprise/configuring-rate-limits
"""

NEWER = frozenset({
    "has_pull_requests",
    "issue_dependencies_summary",
    "parent_issue_url",
    "pin",
    "pinned_comment",
    "pull_request_creation_policy",
    "sub_issues_summary",
})  # fmt: skip
"""Keys of responses and payloads that came with newer features."""

VERSION = {"X-GitHub-Enterprise-Version": "3.14.0"}
PAGE = "<!DOCTYPE html>\n<html><body><h1>Page not found</h1></body></html>\n"
"""The page for people that the server shows outside its API."""


def as_enterprise(value: Any) -> Any:
    """Return the same JSON without newer keys."""
    if isinstance(value, dict):
        return {key: as_enterprise(each) for key, each in value.items() if key not in NEWER}
    return [as_enterprise(each) for each in value] if isinstance(value, list) else value
