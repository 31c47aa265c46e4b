"""Mentions of issues: GitHub records each on the timeline of the issue that is mentioned."""

import re

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.state.records import StoredIssue

_UNREAD = re.compile(r"```.*?```|`[^`\n]*`|<!--.*?-->", re.DOTALL)
_MENTION = re.compile(r"(?<![\w/&#])#(\d+)\b")


def record_mentions(acting: ActingAccount, source: StoredIssue, text: str | None) -> None:
    """Record a text's mentions, once for each pair of issues; code and HTML comments don't count."""
    numbers = {int(found) for found in _MENTION.findall(_UNREAD.sub("", text or ""))}
    for number in sorted(numbers - {source.number}):
        mentioned = acting.repository.issues.get(number)
        if mentioned and not any(each.detail.get("source") == source.number for each in mentioned.timeline):
            acting.add_timeline_event(mentioned, "cross-referenced", source=source.number)
