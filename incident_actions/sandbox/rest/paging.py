"""Paged lists, with GitHub's `Link` header."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from incident_actions.sandbox.rest.call import ApiResponse, Call

_Value = TypeVar("_Value")


def page(call: Call, values: Sequence[_Value], shape: Callable[[_Value], Any]) -> ApiResponse:
    """Return the requested page; only its items are turned into JSON.

    https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
    """
    size = min(max(_whole(call.query.get("per_page"), 30), 1), 100)
    number = max(_whole(call.query.get("page"), 1), 1)
    items = values[(number - 1) * size : number * size]
    link = _link(call, number, max(-(-len(values) // size), 1))
    return ApiResponse(json=[shape(value) for value in items], headers={"Link": link} if link else {})


def _link(call: Call, number: int, last: int) -> str:
    before = [("prev", min(number - 1, last))] if number > 1 else []
    after = [("next", number + 1), ("last", last)] if number < last else []
    first = [("first", 1)] if number > 1 else []
    wanted = [(f"{call.url}?{urlencode({**call.query, 'page': to})}", name) for name, to in before + after + first]
    return ", ".join(f'<{url}>; rel="{name}"' for url, name in wanted)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise
