"""Faults: how GitHub and the network before it fail, armed on a running sandbox for chosen requests."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any, TypeAlias

from aiohttp import web

from incident_actions.sandbox.host import Host
from incident_actions.sandbox.state.world import ACTIONS_BOT, SandboxState

DOCUMENTATION = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api"
UNANSWERED = 444
"""What the sandbox notes as the status of a request that it left without an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in the place of the right one: mostly an error, with the body and the headers that GitHub gives it.

    `said` is JSON, or a text that is sent as a page for people.
    """

    status: int
    said: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def plain(cls, status: int, message: str) -> Reply:
        """GitHub's usual error: a message, and where it is documented."""
        return cls(
            status, {"message": message, "documentation_url": "https://docs.github.com/rest", "status": str(status)}
        )


class Break(Enum):
    """What happens to an answer on its way: nobody hears an error, there is no answer or a part of it."""

    RESET = auto()  # the connection is reset
    SILENCE = auto()  # no answer comes; the connection is closed after `Faults.silence` seconds
    TORN = auto()  # half of the body, with the length of the whole
    SHORT = auto()  # half of the body, as if it were the whole


Kind: TypeAlias = Reply | Break | Callable[[], object]
"""The third is called, and the request is left without an answer: so a test kills the process that asked."""

_UNICORN = "<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head><body>{}</body></html>\n"
SERVER_ERROR = Reply.plain(500, "Server Error")
BAD_GATEWAY = Reply(502, _UNICORN.format("<p>We had issues producing the response to your request.</p>"))
UNAVAILABLE = Reply(
    503, _UNICORN.format("<p>No server is currently available to service your request. Sorry about that.</p>")
)
GONE = Reply.plain(410, "This issue was deleted")
INVALID = Reply.plain(422, "Validation Failed")
NOT_FOUND = Reply.plain(404, "Not Found")


def primary_limit(wait: float, status: int = 403) -> Reply:
    """The hour's requests are used up, for so many more seconds.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    """
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time() + wait))}
    said = {"message": "API rate limit exceeded for installation ID 1.", "documentation_url": DOCUMENTATION}
    return Reply(status, {**said, "status": str(status)}, headers)


def secondary_limit(retry_after: int | None, status: int = 403) -> Reply:
    """Too much at once; GitHub mostly tells after how many seconds to try again.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
    """
    said = {
        "message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
        "documentation_url": f"{DOCUMENTATION}#about-secondary-rate-limits",
    }
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Reply(status, {**said, "status": str(status)}, headers)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way of failing, and the requests that it meets: all that fit, or those at `at` among them, counted from 1.

    `after`: what was asked takes effect first. `route` is a method, GitHub's template, or both with a space between.
    `login` is who asks, None anybody. `times` is how often it happens, None always.
    """

    kind: Kind
    after: bool = False
    route: str = ""
    login: str | None = ACTIONS_BOT
    at: int | range | None = None
    times: int | None = 1
    chance: float = 1.0

    def counts(self, seen: int) -> bool:
        """Whether the so-manieth of those requests fails."""
        return self.at is None or seen in (self.at if isinstance(self.at, range) else (self.at,))

    def fits(self, method: str, template: str, login: str | None) -> bool:
        """Whether a request is one of those that may fail."""
        asked = (self.route, self.login)
        return asked[0] in ("", method, template, f"{method} {template}") and asked[1] in (None, login)


@dataclass(slots=True)
class _Armed:
    fault: Fault
    seen: int = 0
    met: int = 0


class Faults:
    """The faults of one sandbox; `met` holds those that happened, each with the method and template that it met."""

    def __init__(self, host: Host) -> None:
        self.met: list[tuple[Fault, str]] = []
        self.silence = 0.5
        self._host = host
        self._armed: list[_Armed] = []
        self._chance = random.Random(0)  # noqa: S311  a fault that can be repeated, not a secret
        self._old: SandboxState | None = None
        self._answers_left: int | None = None

    def add(self, *faults: Fault) -> None:
        """Arm faults; of several that fit a request the first happens."""
        self._armed.extend(map(_Armed, faults))

    def clear(self) -> None:
        """Fail no more."""
        self._armed.clear()
        self.thaw()

    def seed(self, number: int) -> None:
        """Begin the dice anew, for faults that happen by chance."""
        self._chance.seed(number)

    def freeze(self, lists: int | None = None) -> None:
        """Let lists answer as the world stands now, so many of them or until `thaw`; what is asked for singly is fresh.

        https://docs.github.com/en/rest/issues/issues#list-repository-issues is read from where writes come late.
        """
        with self._host.lock:
            self._old, self._answers_left = deepcopy(self._host.world), lists

    def thaw(self) -> None:
        """Let lists show everything again."""
        self._old = None

    def seen_by(self, method: str, answer: object) -> Host | None:
        """The host of the past that must answer instead, where a list is asked for while lists lag behind."""
        if self._old is None or method != "GET" or not isinstance(answer, list):
            return None
        if self._answers_left is not None:
            self._answers_left -= 1
            if self._answers_left < 0:
                self.thaw()
                return None
        return replace(self._host, world=self._old)

    def drawn(self, method: str, template: str, login: str | None) -> Fault | None:
        """The fault that this request meets; each is asked, so that all of them count it."""
        found = [armed.fault for armed in self._armed if self._happens(armed, method, template, login)]
        for fault in found[:1]:
            self.met.append((fault, f"{method} {template}"))
        return found[0] if found else None

    def _happens(self, armed: _Armed, method: str, template: str, login: str | None) -> bool:
        fault = armed.fault
        if not fault.fits(method, template, login):
            return False
        armed.seen += 1
        used_up = fault.times is not None and armed.met >= fault.times
        if used_up or not fault.counts(armed.seen) or self._chance.random() >= fault.chance:
            return False
        armed.met += 1
        return True

    async def meet(self, fault: Fault, request: web.Request, serve: Callable[[], web.Response]) -> web.StreamResponse:
        """Let a request fail; `serve` is what would have answered it."""
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
    if isinstance(reply.said, str):
        return web.Response(status=reply.status, text=reply.said, content_type="text/html", headers=reply.headers)
    said = json.dumps(reply.said)
    return web.Response(status=reply.status, text=said, content_type="application/json", headers=reply.headers)


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
    return web.Response(status=UNANSWERED)
