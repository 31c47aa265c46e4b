"""The website: it admits a request, lets its page answer, and renders what comes back."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from http.cookies import CookieError
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

from aiohttp import web

from incident_actions.sandbox.extension import Extension
from incident_actions.sandbox.faults import Faults
from incident_actions.sandbox.host import Host
from incident_actions.sandbox.jobs import Jobs
from incident_actions.sandbox.pages import controls, look
from incident_actions.sandbox.pages.addresses import PAGES
from incident_actions.sandbox.pages.guard import SECURITY_HEADERS, is_loopback, is_own_form
from incident_actions.sandbox.pages.prerendering import Prerenderer
from incident_actions.sandbox.pages.visit import PageRoute, PlainFile, Redirect, Visit, WebPage
from incident_actions.sandbox.rest.problem import Moved, Problem, not_found
from incident_actions.sandbox.time_passage import TimePassage

OWN = "/_sandbox"
"""Where the website has what GitHub lacks. No account can have that name."""
PERSON = "acting_as"
"""The cookie that names the person whom a visitor acts as."""
_LOG = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"
_FILES = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
_HIDDEN = {"token", "back", "sha"}
"""The fields of forms that nobody has written."""
_LONG = ("content", "body")
"""The fields that hold what took time to write, whose loss would hurt most."""
_AS_PAGE = web.RequestKey("as_page", bool)
_LOOK_EVERY = 0.2
"""Seconds between two looks at the revision, for pages that are open."""
_Next: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Website:
    """The pages of a host. `token` proves that a form comes from one of them."""

    def __init__(self, host: Host, faults: Faults, jobs: Jobs, passage: TimePassage, extension: Extension) -> None:
        self.token = secrets.token_urlsafe()
        self._host, self._faults, self._jobs, self._passage = host, faults, jobs, passage
        self._templates = look.environment(extension.templates, LEAPS=controls.LEAPS, LINKS=extension.links)
        self._static = {name: (_STATIC / name).read_text(encoding="utf-8") for name in _FILES}
        self._closing = asyncio.Event()
        self._prerenderer = Prerenderer(host)
        self._pages = (*extension.pages, *PAGES)
        self._home: _Next = self._file
        """The first page, whose address the API may use, too."""

    def add_to(self, application: web.Application) -> None:
        """Add the pages to the routes of the application, below those of the API."""
        router = application.router
        for name in _FILES:
            router.add_get(f"{OWN}/{name}", self._own(self._file))
        router.add_get(f"{OWN}/events", self._own(self._events))
        for route in self._pages:
            handle = self._own(self._answering(route))
            router.add_route(route.method, route.pattern, handle)
            if route.pattern == "/":
                self._home = handle
        application.on_shutdown.append(self._close)

    @web.middleware
    async def admit(self, request: web.Request, handler: _Next) -> web.StreamResponse:
        """Serve a page to a browser, and leave everything else to the API.

        The API and the website share their addresses, except those of Enterprise Server's API. What asks for HTML
        wants a page. Only the pages act for people without their token, so only they insist on the machine's own name.
        """
        browses = "text/html" in request.headers.get("Accept", "") or request.path.startswith(f"{OWN}/")
        if not browses or request.path.startswith("/api/") or "Authorization" in request.headers:
            return await handler(request)
        if not is_loopback(request.headers.get("Host", "")):
            return web.Response(status=421, text="This server only answers to the name of its own machine.\n")
        if request.match_info.http_exception is not None:
            return self._problem(request, not_found(), {})
        handle = self._home if request.path == "/" else request.match_info.handler
        if not hasattr(handle, "is_page"):
            return await handler(request)
        request[_AS_PAGE] = True
        return await handle(request)

    def _own(self, serve: _Next) -> _Next:
        """Return a handler that serves browsers only; for others, there is nothing at its address."""

        async def answer(request: web.Request) -> web.StreamResponse:
            if not request.get(_AS_PAGE):
                raise web.HTTPNotFound
            return await serve(request)

        answer.is_page = True  # type: ignore[attr-defined]  # what tells it from the API's
        return answer

    def _answering(self, route: PageRoute) -> _Next:
        async def serve(request: web.Request) -> web.StreamResponse:
            form = _values(await request.post())
            if request.method == "POST":
                sent = next(iter(form.get("token", ())), "")
                if not is_own_form(request.headers, self.token, sent):
                    message = "This form is not from a page of this sandbox, or the sandbox was restarted since. "
                    return self._problem(request, Problem(403, message + "Reload the page and send it again."), form)
            with self._host.lock:
                self._prerenderer.start()
                return self._shown(request, route, form)

        return serve

    def _shown(self, request: web.Request, route: PageRoute, form: Mapping[str, Sequence[str]]) -> web.Response:
        visit = self._visit(request, form)
        try:
            shown = route.show(visit)
        except Moved as moved:
            return _moved(request, moved)
        except Problem as problem:
            return self._problem(request, problem, form)
        except Exception:  # noqa: BLE001  logged, and shown with what the visitor wrote
            _LOG.exception("%s %s", request.method, request.path)
            return self._problem(request, Problem(500, "The sandbox made a mistake. Its log has the details."), form)
        if request.method == "POST":
            self._host.revision += 1
        if isinstance(shown, Redirect):
            response = web.Response(status=303, headers={"Location": shown.to, **SECURITY_HEADERS})
            if chosen := visit.text("act_as"):
                response.set_cookie(PERSON, quote(chosen), httponly=True, samesite="Strict")
            return response
        if isinstance(shown, PlainFile):
            return web.Response(text=shown.text, content_type=shown.media_type, headers=SECURITY_HEADERS)
        return self._rendered(visit, shown)

    def _visit(self, request: web.Request, form: Mapping[str, Sequence[str]]) -> Visit:
        query = {name: request.query.getall(name) for name in request.query}
        parts = dict(request.match_info)
        login = self._person(request, parts)
        return Visit(self._host, self._faults, self._jobs, self._passage, login, request.path, parts, query, form)

    def _person(self, request: web.Request, parts: Mapping[str, str]) -> str:
        """Return the chosen person; without a choice, an admin of the repository."""
        world = self._host.world
        try:
            chosen = unquote(request.cookies.get(PERSON, ""))
        except CookieError:
            chosen = ""
        if chosen in world.accounts and world.accounts[chosen].type == "User":
            return chosen
        wanted = world.repositories.get(f"{parts.get('owner')}/{parts.get('repo')}".lower())
        places = [wanted] if wanted else list(world.repositories.values())
        admins = (login for place in places for login, role in place.roles.items() if role == "admin")
        return next(admins, "visitor")

    def _rendered(self, visit: Visit, page: WebPage) -> web.Response:
        world = self._host.world
        common = {
            "visit": visit,
            "me": visit.login,
            "now": self._host.clock.now(),
            "token": self.token,
            "host": self._host,
            "people": [each.login for each in world.accounts.values() if each.type == "User"],
            "moving": self._passage.is_moving,
            "back": visit.path,
        }
        html = self._templates.get_template(page.template).render({**common, **page.values})
        return web.Response(status=page.status, text=html, content_type="text/html", headers=SECURITY_HEADERS)

    def _problem(self, request: web.Request, problem: Problem, form: Mapping[str, Sequence[str]]) -> web.Response:
        """Return the page of a problem, with the text that the visitor wrote, so that nothing is lost."""
        errors = [
            each.get("message") or each if isinstance(each, dict) else each for each in problem.body.get("errors", ())
        ]
        texts = {name: max(form[name], key=len, default="") for name in form.keys() - _HIDDEN}
        longest = max(texts.values(), key=len, default="")
        written = next((texts[name] for name in _LONG if texts.get(name)), longest)
        values = {"status": problem.status, "message": str(problem), "errors": errors, "written": written}
        with self._host.lock:
            return self._rendered(self._visit(request, form), WebPage("problem.html", values, problem.status))

    async def _file(self, request: web.Request) -> web.Response:
        name = request.path.rpartition("/")[2]
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
        return web.Response(text=self._static[name], content_type=_FILES[name], headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Send an event whenever something has changed: https://html.spec.whatwg.org/multipage/server-sent-events.html."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        with suppress(ConnectionError):  # the page was closed
            await self._follow(response)
        return response

    async def _follow(self, response: web.StreamResponse) -> None:
        seen = -1
        while not self._closing.is_set():
            revision = self._host.revision
            if revision != seen:
                await response.write(f"id: {revision}\nevent: change\ndata: {revision}\n\n".encode())
                seen = revision
            await asyncio.sleep(_LOOK_EVERY)

    async def _close(self, _: web.Application) -> None:
        self._closing.set()


def _moved(request: web.Request, moved: Moved) -> web.Response:
    """Return the redirect to the same page of a repository at its present name."""
    below = request.rel_url.raw_path.split("/", 3)[3:]
    address = "/".join(["", moved.repository.full_name, *below])
    query = request.rel_url.raw_query_string
    headers = {"Location": f"{address}?{query}" if query else address, **SECURITY_HEADERS}
    return web.Response(status=301 if request.method == "GET" else 307, headers=headers)


def _values(form: Any) -> dict[str, list[str]]:
    return {name: [each for each in form.getall(name) if isinstance(each, str)] for name in form}
