"""The pages of a list: what to ask for, and which page follows, as an answer's `Link` header names it.

https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from incident_actions.gateway.client.concurrency import MOST_AT_ONCE
from incident_actions.model.lazy_pattern import lazy_pattern

PER_PAGE = 100
LINKS = lazy_pattern(r'<([^<>]*)>; *rel="(next|last)"')


def first_page(parameters: Mapping[str, str | int]) -> dict[str, Any]:
    """Return the parameters of a list's first page."""
    return {"per_page": PER_PAGE, **parameters}


def next_page(headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the parameters of the page after an answer, as the server names them; empty for the last.

    Some lists go by page, others by cursor.
    """
    return {**_linked(headers).get("next", {})}


def pages_to_read_ahead(headers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the parameters of the next few pages, which the link to the last one tells; none if they go by cursor."""
    links = _linked(headers)
    following, last = links.get("next", {}), links.get("last", {})
    numbers = following.get("page", ""), last.get("page", "")
    if following | {"page": ""} == last | {"page": ""} and all(map(str.isdecimal, numbers)):
        first, end = map(int, numbers)
        yield from ({**following, "page": str(page)} for page in range(first, min(first + MOST_AT_ONCE, end + 1)))


def _linked(headers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the parameters of the next and of the last page, as far as the server links to them."""
    found = LINKS.findall(headers.get("link", ""))
    return {name: dict(parse_qsl(urlsplit(url).query)) for url, name in found}
