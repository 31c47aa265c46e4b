"""Issues that other issues speak of: GitHub notes each mention on the timeline of the one mentioned."""

import re

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.state.world import StoredIssue

_UNREAD = re.compile(r"```.*?```|`[^`\n]*`|<!--.*?-->", re.DOTALL)
_MENTION = re.compile(r"(?<![\w/&#])#(\d+)\b")


def record_mentions(acting: ActingAccount, source: StoredIssue, text: str | None) -> None:
    """Note a text's mentions, once for each pair of issues, leaving out code and HTML comments."""
    numbers = {int(found) for found in _MENTION.findall(_UNREAD.sub("", text or ""))}
    for number in sorted(numbers - {source.number}):
        mentioned = acting.repository.issues.get(number)
        if mentioned and not any(each.detail.get("source") == source.number for each in mentioned.timeline):
            acting.add_timeline_event(mentioned, "cross-referenced", source=source.number)
