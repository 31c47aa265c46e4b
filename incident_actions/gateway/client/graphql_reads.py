"""Read by GraphQL as long as the server answers it, so that the caller reads by REST only what is missing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.client.quota import GRAPHQL

log = logging.getLogger(__name__)
T = TypeVar("T")

ANSWER_ERRORS = (GithubError, OSError, LookupError, TypeError, ValueError)
"""What can be wrong with an answer: it is a refusal, none arrives, or it has another form."""

WRONG_QUERY = 400
"""The status of an answer without data: an old server lacks a field of this query, but may know those of others."""


def can_query(connection: Connection, subject: str) -> bool:
    """Return whether to ask for a subject: the server has not refused it, and enough points remain in this hour."""
    return connection.missing_features.isdisjoint({GRAPHQL, subject}) and not connection.quota.is_low(GRAPHQL)


def query_or_none(
    connection: Connection, query: str, variables: Mapping[str, Any], parse: Callable[[Any], T], subject: str
) -> T | None:
    """Return what `parse` makes of the data; None if the server does not answer. A refusal holds for the whole run.

    `subject` is what the query reads, for the log.
    """
    if not can_query(connection, subject):
        return None
    try:
        return parse(connection.query(query, dict(variables)))
    except ANSWER_ERRORS as error:
        if isinstance(error, GithubError) and not _is_too_slow(error):
            connection.missing_features.add(subject if error.status == WRONG_QUERY else GRAPHQL)
        log.info("GraphQL did not return %s: %s", subject, error_cause(error))
        return None


def error_cause(error: Exception) -> object:
    """Return what the log shows of an error: the status of a refusal, or the name of the error."""
    return error.status if isinstance(error, GithubError) else type(error).__name__


def name_repositories(names: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the declarations of `$o0` and `$n0` for the first repository, and so on, and their values."""
    variables = {
        f"{part}{place}": name.split("/")[at] for place, name in enumerate(names) for at, part in enumerate("on")
    }
    return [f"${name}: String!" for name in variables], variables


def _is_too_slow(error: GithubError) -> bool:
    """Return whether GitHub gave up on a query, which takes it ten seconds at most.

    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#timeouts
    """
    return is_refusal(error, 500, 502, 503, 504)
