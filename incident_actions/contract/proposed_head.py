"""The commits that somebody wants to merge, and the status that says whether merges are frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from incident_actions.contract.events import InvalidPayload
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

FREEZE_STATUS = "incident-freeze"
"""The name of the commit status."""

QUEUE_REF = lazy_pattern(r"\Arefs/heads/gh-readonly-queue/.+/pr-(?P<number>[1-9][0-9]{0,9})-[0-9a-f]{40,64}\Z")
"""The temporary branch of a merge queue, which names the last pull request of its group."""


@dataclass(frozen=True)
class HeadVerdict:
    """The status of a commit: `success` or `failure`, and why, in at most 140 characters."""

    state: str
    description: str


@dataclass(frozen=True)
class ProposedHead:
    """A commit that somebody wants to merge."""

    commit: str
    branch: str = ""
    """Its branch in this repository; empty for a fork's, and for a merge queue's own."""
    queued: int = 0
    """The pull request that a merge queue has merged into this commit on trial; 0 for a pull request's own head."""
    shown: HeadVerdict | None = None
    """The status that it has."""
    is_known: bool = False
    """Whether the server returned which status it has."""


def read_proposed_head(event: str, payload: Mapping[str, Any]) -> ProposedHead | None:
    """Return the commit that an event is about, or None for one about all of them; raises InvalidPayload.

    https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group
    """
    try:
        if event == "merge_group":
            group = payload["merge_group"]
            return queued_head(str(group["head_ref"]), str(group["head_sha"]))
        if event == "pull_request_target":
            head = payload["pull_request"]["head"]
            own = (head.get("repo") or {}).get("full_name") == payload["repository"]["full_name"]
            return ProposedHead(str(head["sha"]), str(head["ref"]) if own else "")
    except (AttributeError, KeyError, TypeError) as wrong:
        message = f"the payload of {event} is not in the form that GitHub documents: {wrong!r:.200}"
        raise InvalidPayload(message) from wrong
    return None


def queued_head(ref: str, commit: str) -> ProposedHead:
    """Return the commit of a merge group by its temporary branch."""
    found = re.match(QUEUE_REF.pattern, ref)
    return ProposedHead(commit, queued=int(found["number"]) if found else 0)
