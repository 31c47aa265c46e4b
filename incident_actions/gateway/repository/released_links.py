"""Find which of the things that an incident follows are in a release: merged pull requests and commits."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from urllib.parse import quote

from incident_actions.contract.events import read_time
from incident_actions.contract.link_news import LinkEvent, PublishedRelease
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.graphql_reads import ANSWER_ERRORS, error_cause
from incident_actions.model.incident.link import LinkName

log = logging.getLogger(__name__)

MOST_COMPARED = 5
"""How many things are compared with a release, the ones that were linked last. Each takes a request."""

MOST_RELEASES = 10
"""How many releases a sweep reads, the ones that were created last."""

LOOK_BACK = timedelta(hours=3)
"""How old a release may be for a sweep to look at it. GitHub may run the hourly sweep an hour or two late."""

INCLUDED = ("ahead", "identical")
"""How a tag compares with a commit that it includes."""


def newest_release(connection: Connection, now: datetime) -> PublishedRelease | None:
    """Return the release that was published last, if that was lately; None also if GitHub refuses.

    https://docs.github.com/en/rest/releases/releases#list-releases
    """
    try:
        given = connection.get("releases", per_page=MOST_RELEASES)
        found = [
            PublishedRelease(str(each["tag_name"]), read_time(each["published_at"]))
            for each in given
            if not each["draft"]
        ]
    except ANSWER_ERRORS as error:
        log.info("Could not list the releases: %s", error_cause(error))
        return None
    newest = max(found, key=lambda each: each.at, default=None)
    return newest if newest and newest.at > now - LOOK_BACK else None


def read_released(
    connection: Connection, release: PublishedRelease, commits: Mapping[LinkName, str]
) -> Iterator[LinkEvent]:
    """Yield an event for each thing whose commit a release includes.

    https://docs.github.com/en/rest/commits/commits#compare-two-commits
    """
    for link in [*commits][-MOST_COMPARED:]:
        try:
            if _includes(connection, release.tag, commits[link]):
                yield LinkEvent(link, "released", "released", release.at, detail=release.tag)
        except ANSWER_ERRORS as error:
            log.info("Could not compare %s with the release %s: %s", link, release.tag, error_cause(error))


def _includes(connection: Connection, tag: str, commit: str) -> bool:
    compared = connection.get(f"compare/{quote(commit, safe='')}...{quote(tag, safe='')}", per_page=1)
    return str(compared["status"]) in INCLUDED
