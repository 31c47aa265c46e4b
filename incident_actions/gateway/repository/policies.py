"""The policies of Actions as GitHub tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident_actions.contract.repository_facts import Policy

EVENTS, ACTORS = "restrict_action_events", "restrict_actions_actors"
"""The types of rules that decide which runs begin.

https://docs.github.com/en/rest/actions/policies#get-a-repository-actions-policy
"""


def parse_policy(given: Mapping[str, Any]) -> Policy:
    """Read a policy; raises LookupError and TypeError for what is none."""
    rules = {str(each["type"]): each.get("parameters") or {} for each in given.get("rules") or ()}
    paths = (given.get("conditions") or {}).get("workflow_path") or {}
    return Policy(
        name=str(given["name"]),
        source=str(given["source"]),
        events=frozenset(map(str, rules[EVENTS].get("allowed_events") or ())) if EVENTS in rules else None,
        actors=ACTORS in rules,
        include=tuple(map(str, paths.get("include") or ())),
        exclude=tuple(map(str, paths.get("exclude") or ())),
    )
