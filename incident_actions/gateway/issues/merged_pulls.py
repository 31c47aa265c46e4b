"""The pull requests that were merged lately, with the issues that their texts mention."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from incident_actions.contract import events
from incident_actions.contract.issue import MergedPull
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.model.lazy_pattern import lazy_pattern

MOST_PULLS = 30
"""How many are read, the last updated first. A sweep comes hourly, and each pull request is a large object."""

MENTION = lazy_pattern(
    r"(?:(?<![\w/#&])(?P<place>[\w.-]+/[\w.-]+)?#|(?P<path>[\w.-]+/[\w.-]+)/issues/)(?P<number>[1-9][0-9]{0,8})\b"
)
"""A reference to an issue: `#12`, `acme/shop#12`, or the path of its page."""

REVERTS = lazy_pattern(r"^Reverts (?P<place>[\w.-]+/[\w.-]+)?#(?P<number>[1-9][0-9]{0,8})\b", re.MULTILINE)
"""What GitHub writes into the pull request that its button *Revert* opens."""

OURS = "postmortem/"
"""The branches of post-mortems, which mention items without completing them."""


def read_merged_pulls(connection: Connection) -> tuple[MergedPull, ...]:
    """Return the pull requests that were merged lately, without post-mortems; none if GitHub refuses.

    https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
    """
    try:
        given = connection.get("pulls", state="closed", sort="updated", direction="desc", per_page=MOST_PULLS)
    except GithubError as error:
        if is_refusal(error, 403, 404):
            return ()
        raise
    return tuple(_merged_pull(each, connection.name) for each in given if _counts(each))


def _counts(given: Mapping[str, Any]) -> bool:
    return bool(given.get("merged_at")) and not given["head"]["ref"].startswith(OURS)


def _merged_pull(given: Mapping[str, Any], repository: str) -> MergedPull:
    number, merged = int(given["number"]), events.read_time(given["merged_at"])
    text = f"{given['title']}\n{given.get('body') or ''}"
    undone = REVERTS.search(text)
    if undone or text.startswith("Revert "):
        ours = undone and (undone["place"] or repository).casefold() == repository.casefold()
        return MergedPull(number, merged, reverts=int(undone["number"]) if undone and ours else 0)
    found = [(each["place"] or each["path"] or repository, int(each["number"])) for each in MENTION.finditer(text)]
    mentions = frozenset(number for place, number in found if place.casefold() == repository.casefold())
    return MergedPull(number, merged, mentions)
