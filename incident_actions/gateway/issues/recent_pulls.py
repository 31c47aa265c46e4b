"""The pull requests that were updated or merged lately, with the issues that their texts mention."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from incident_actions.contract import events
from incident_actions.contract.issue import LinkablePull, MergedPull
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

MOST_PULLS = 50
"""How many are read, the last updated first. A sweep comes hourly, and each pull request is a large object."""

MENTION = lazy_pattern(
    r"(?:(?<![\w/#&])(?P<place>[\w.-]+/[\w.-]+)?#|(?P<path>[\w.-]+/[\w.-]+)/issues/)(?P<number>[1-9][0-9]{0,8})\b"
)
"""A reference to an issue: `#12`, `acme/shop#12`, or the path of its page."""

REVERTS = lazy_pattern(r"^Reverts (?P<place>[\w.-]+/[\w.-]+)?#(?P<number>[1-9][0-9]{0,8})\b", re.MULTILINE)
"""What GitHub writes into the pull request that its button *Revert* opens."""

OURS = "postmortem/"
"""The branches of post-mortems, which mention items without completing them."""


@dataclass(frozen=True)
class RecentPulls:
    """The pull requests that were updated lately, without those of post-mortems."""

    merged: tuple[MergedPull, ...] = ()
    linkable: tuple[LinkablePull, ...] = ()

    def mentioning(self, incident: int) -> tuple[LinkablePull, ...]:
        """Return those that an incident links because they mention it."""
        return tuple(each for each in self.linkable if incident in each.mentions)


def read_recent_pulls(connection: Connection) -> RecentPulls:
    """Return the pull requests that were updated lately, by one request; none if GitHub refuses.

    https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
    """
    try:
        given = connection.get("pulls", state="all", sort="updated", direction="desc", per_page=MOST_PULLS)
    except GithubError as error:
        if is_refusal(error, 403, 404):
            return RecentPulls()
        raise
    found = [each for each in given if not each["head"]["ref"].startswith(OURS)]
    return RecentPulls(
        tuple(_merged_pull(each, connection.name) for each in found if each.get("merged_at")),
        tuple(_linkable_pull(each, connection.name) for each in found if _is_trusted(each, connection.name)),
    )


def _is_trusted(given: Mapping[str, Any], repository: str) -> bool:
    """Return whether somebody with write access has seen a pull request: anybody can mention an issue from a fork."""
    source = str((given["head"].get("repo") or {}).get("full_name", ""))
    return bool(given.get("merged_at")) or source.casefold() == repository.casefold()


def _linkable_pull(given: Mapping[str, Any], repository: str) -> LinkablePull:
    text = _text(given)
    return LinkablePull(int(given["number"]), _mentions(text, repository), _reverted(text, repository))


def _merged_pull(given: Mapping[str, Any], repository: str) -> MergedPull:
    number, merged, text = int(given["number"]), events.read_time(given["merged_at"]), _text(given)
    if REVERTS.search(text) or text.startswith("Revert "):
        return MergedPull(number, merged, reverts=_reverted(text, repository))
    return MergedPull(number, merged, _mentions(text, repository))


def _text(given: Mapping[str, Any]) -> str:
    return f"{given['title']}\n{given.get('body') or ''}"


def _reverted(text: str, repository: str) -> int:
    """Return the pull request of this repository that a text reverts; 0 for none."""
    undone = REVERTS.search(text)
    ours = undone and (undone["place"] or repository).casefold() == repository.casefold()
    return int(undone["number"]) if undone and ours else 0


def _mentions(text: str, repository: str) -> frozenset[int]:
    found = [(each["place"] or each["path"] or repository, int(each["number"])) for each in MENTION.finditer(text)]
    return frozenset(number for place, number in found if place.casefold() == repository.casefold())
