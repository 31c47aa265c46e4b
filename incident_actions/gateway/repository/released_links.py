"""Find which of the things that an incident follows are in a release: merged pull requests and commits."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from incident_actions.contract.link_news import LinkEvent
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.graphql_reads import ANSWER_ERRORS, error_cause
from incident_actions.model.incident.link import LinkName

log = logging.getLogger(__name__)

MOST_COMPARED = 5
"""How many things are compared with a release, the ones that were linked last. Each takes a request."""

INCLUDED = ("ahead", "identical")
"""How a tag compares with a commit that it includes."""


def read_released(connection: Connection, tag: str, commits: Mapping[LinkName, str]) -> Iterator[LinkEvent]:
    """Yield an event for each thing whose commit a release includes.

    https://docs.github.com/en/rest/commits/commits#compare-two-commits
    """
    for link in [*commits][-MOST_COMPARED:]:
        try:
            if _includes(connection, tag, commits[link]):
                yield LinkEvent(link, "released", "released", detail=tag)
        except ANSWER_ERRORS as error:
            log.info("Could not compare %s with the release %s: %s", link, tag, error_cause(error))


def _includes(connection: Connection, tag: str, commit: str) -> bool:
    compared = connection.get(f"compare/{quote(commit, safe='')}...{quote(tag, safe='')}", per_page=1)
    return str(compared["status"]) in INCLUDED
