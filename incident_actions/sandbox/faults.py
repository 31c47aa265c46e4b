"""Faults: errors of GitHub and of the network before it, armed on a running sandbox for chosen requests."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from enum import Enum, auto
from typing import Any, TypeAlias

from aiohttp import web

from incident_actions.sandbox.host import Host
from incident_actions.sandbox.state.records import ACTIONS_BOT, SandboxState

DOCUMENTATION = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api"
NO_ANSWER = 444
"""The status that the sandbox records for a request without an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply in place of the right one: usually an error, with GitHub's body and headers.

    `content` is JSON, or a text that is sent as a page for people.
    """

    status: int
    content: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def error(cls, status: int, message: str) -> Reply:
        """Return GitHub's usual error: a message and the address of its documentation."""
        return cls(
            status, {"message": message, "documentation_url": "https://docs.github.com/rest", "status": str(status)}
        )


class Break(Enum):
    """What happens to a reply on its way: it never arrives, or only a part of it does."""

    RESET = auto()  # the connection is reset
    SILENCE = auto()  # no answer comes; the connection is closed after `Faults.silence` seconds
    TORN = auto()  # half of the body, with the length of the whole
    SHORT = auto()  # half of the body, as if it were the whole


Kind: TypeAlias = Reply | Break | Callable[[], object]
"""The third is called, and the request is left without an answer: so a test kills the process that asked."""

_UNICORN = "<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head><body>{}</body></html>\n"
SERVER_ERROR = Reply.error(500, "Server Error")
BAD_GATEWAY = Reply(502, _UNICORN.format("<p>We had issues producing the response to your request.</p>"))
UNAVAILABLE = Reply(
    503, _UNICORN.format("<p>No server is currently available to service your request. Sorry about that.</p>")
)
GONE = Reply.error(410, "This issue was deleted")
INVALID = Reply.error(422, "Validation Failed")
NOT_FOUND = Reply.error(404, "Not Found")


def primary_limit(wait: float, status: int = 403, skew: float = 0.0) -> Reply:
    """Return GitHub's error for a used-up rate limit, which is reset after so many seconds.

    GitHub's clock is so many seconds ahead of this machine's.
    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    """
    now = time.time() + skew
    headers = {
        "Date": formatdate(now, usegmt=True),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": str(int(now + wait)),
    }
    body = {"message": "API rate limit exceeded for installation ID 1.", "documentation_url": DOCUMENTATION}
    return Reply(status, {**body, "status": str(status)}, headers)


def secondary_limit(retry_after: int | None, status: int = 403) -> Reply:
    """Return GitHub's error for too many requests at once, usually with the seconds until a retry.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
    """
    body = {
        "message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
        "documentation_url": f"{DOCUMENTATION}#about-secondary-rate-limits",
    }
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Reply(status, {**body, "status": str(status)}, headers)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, and the requests that it hits: all that match, or those at `at` among them, counted from 1.

    With `after`, the request takes effect first. `route` is a method, GitHub's template, or both with a space between.
    `login` is the caller, None any. `times` is how often the fault happens, None always.
    """

    kind: Kind
    after: bool = False
    route: str = ""
    login: str | None = ACTIONS_BOT
    at: int | range | None = None
    times: int | None = 1
    chance: float = 1.0

    def counts(self, seen: int) -> bool:
        """Check that the nth matching request fails."""
        return self.at is None or seen in (self.at if isinstance(self.at, range) else (self.at,))

    def fits(self, method: str, template: str, login: str | None) -> bool:
        """Check that a request matches."""
        asked = (self.route, self.login)
        return asked[0] in ("", method, template, f"{method} {template}") and asked[1] in (None, login)


@dataclass(slots=True)
class _Armed:
    fault: Fault
    seen: int = 0
    hits: int = 0


class Faults:
    """The faults of one sandbox; `hits` holds those that happened, each with the method and route that it hit."""

    def __init__(self, host: Host) -> None:
        self.hits: list[tuple[Fault, str]] = []
        self.silence = 0.5
        self._host = host
        self._armed: list[_Armed] = []
        self._chance = random.Random(0)  # noqa: S311  a fault that can be repeated, not a secret
        self._old: SandboxState | None = None
        self._answers_left: int | None = None

    def add(self, *faults: Fault) -> None:
        """Arm faults; if several match a request, the first happens."""
        self._armed.extend(map(_Armed, faults))

    @property
    def armed(self) -> list[Fault]:
        """The faults that can still happen."""
        return [each.fault for each in self._armed if each.fault.times is None or each.hits < each.fault.times]

    def clear(self) -> None:
        """Disarm all faults."""
        self._armed.clear()
        self.thaw()

    def seed(self, number: int) -> None:
        """Seed the random numbers of faults that happen by chance."""
        self._chance.seed(number)

    def freeze(self, lists: int | None = None) -> None:
        """Let lists show the present state, for so many requests or until `thaw`; single objects stay up to date.

        https://docs.github.com/en/rest/issues/issues#list-repository-issues is read from a replica that lags behind.
        """
        with self._host.lock:
            self._old, self._answers_left = deepcopy(self._host.world), lists

    def thaw(self) -> None:
        """Let lists show the current state again."""
        self._old = None

    def past_host(self, *, lists: bool) -> Host | None:
        """Return the earlier host that answers a request for a list while lists lag behind; None otherwise."""
        if self._old is None or not lists:
            return None
        if self._answers_left is not None:
            self._answers_left -= 1
            if self._answers_left < 0:
                self.thaw()
                return None
        return replace(self._host, world=self._old)

    def choose(self, method: str, template: str, login: str | None) -> Fault | None:
        """Return the fault that hits a request; every armed fault counts the request."""
        found = [armed.fault for armed in self._armed if self._happens(armed, method, template, login)]
        for fault in found[:1]:
            self.hits.append((fault, f"{method} {template}"))
        return found[0] if found else None

    def _happens(self, armed: _Armed, method: str, template: str, login: str | None) -> bool:
        fault = armed.fault
        if not fault.fits(method, template, login):
            return False
        armed.seen += 1
        used_up = fault.times is not None and armed.hits >= fault.times
        if used_up or not fault.counts(armed.seen) or self._chance.random() >= fault.chance:
            return False
        armed.hits += 1
        return True

    async def meet(self, fault: Fault, request: web.Request, serve: Callable[[], web.Response]) -> web.StreamResponse:
        """Let a request fail; `serve` returns the right answer."""
        match fault.kind:
            case Reply() as reply:
                if fault.after:
                    serve()
                return _replied(reply)
            case Break.TORN | Break.SHORT as way:
                return await _half(request, serve(), torn=way is Break.TORN)
        if fault.after:
            serve()
        if callable(fault.kind):
            fault.kind()
        elif fault.kind is Break.SILENCE:
            await asyncio.sleep(self.silence)
        return _hung_up(request)


def _replied(reply: Reply) -> web.Response:
    if isinstance(reply.content, str):
        return web.Response(status=reply.status, text=reply.content, content_type="text/html", headers=reply.headers)
    body = json.dumps(reply.content)
    return web.Response(status=reply.status, text=body, content_type="application/json", headers=reply.headers)


async def _half(request: web.Request, whole: web.Response, *, torn: bool) -> web.StreamResponse:
    body = whole.body if isinstance(whole.body, bytes) else b""
    half = body[: len(body) // 2]
    headers = {name: value for name, value in whole.headers.items() if name not in ("Content-Length", "ETag")}
    if not torn:
        return web.Response(status=whole.status, body=half, headers=headers)
    answer = web.StreamResponse(status=whole.status, headers=headers)
    answer.content_length = len(body)
    await answer.prepare(request)
    await answer.write(half)
    if request.transport:
        request.transport.close()
    return answer


def _hung_up(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response(status=NO_ANSWER)
