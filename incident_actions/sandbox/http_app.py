"""The HTTP application: records, limits and authenticates each request, and calls its route."""

import base64
import binascii
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from functools import cache, partial
from typing import Any, TypeAlias

from aiohttp import web

from incident_actions.sandbox import clone_routes, moved_routes
from incident_actions.sandbox.clone_routes import GRANT, LOGIN
from incident_actions.sandbox.faults import Faults
from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.pages.website import Website
from incident_actions.sandbox.rest import apps, graphql, meta, texts, versions
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.exchange import Exchange, Request
from incident_actions.sandbox.rest.limits import CORE, GRAPHQL, Limits
from incident_actions.sandbox.rest.problem import Moved, Problem, bad_credentials, not_found
from incident_actions.sandbox.rest.routes import ROUTES, pattern
from incident_actions.sandbox.shapes import enterprise
from incident_actions.sandbox.state.grant import Grant

PREFIXES = ("/api/v3", "/api", "")
LIMITS = "rate_limits"
UNSERVED = "X-Sandbox-Unserved"
"""The header of a 404 for a route that the sandbox lacks, in contrast to a thing that does not exist."""
SCOPES = "read:org, repo, workflow"
"""What the classic tokens of people may do: https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps."""
ACCEPTED = "X-Accepted-GitHub-Permissions"
_LOG = logging.getLogger(__name__)
READING = ("GET", "HEAD")
LARGEST_BODY = 256 * 1024**2
ROUTE = web.RequestKey("route", str)
SIGNED = web.RequestKey("signed", bool)
ANSWER = web.RequestKey("answer", ApiResponse)
POINTS = web.RequestKey("points", int)
IS_QUERY = web.RequestKey("is_query", bool)
_Next: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class HttpApp:
    """The middlewares and routes of a host."""

    host: Host
    limits: Limits
    faults: Faults
    site: Website
    requests: list[Request] = field(default_factory=list)
    observers: list[Callable[[Exchange], None]] = field(default_factory=list)

    def application(self) -> web.Application:
        """Return the web application; its routes have Enterprise Server's prefixes, and on github.com also none."""
        chain = [self.site.admit, self._watched, self._limited, self._identified]
        application = web.Application(middlewares=chain, client_max_size=LARGEST_BODY)
        application[SERVED_BY] = self
        for resource in _shared_resources(enterprise=self.host.enterprise):
            application.router.register_resource(resource)
        _add_route(application.router, self.limits.route(), enterprise=self.host.enterprise)
        for prefix in ("/api/v3",) if self.host.enterprise else PREFIXES:
            moved_routes.add_routes_by_id(application.router, self.host, prefix)
        clone_routes.add_clone_routes(application.router, self.host)
        self.site.add_to(application)
        return application

    @web.middleware
    async def _watched(self, request: web.Request, handler: _Next) -> web.StreamResponse:
        try:
            response = await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            response = self._nowhere(request)
        except ConnectionError:
            raise  # whoever asked is gone, so nobody is there to answer
        except Exception:  # noqa: BLE001 - logged, answered and counted, as GitHub does with its own mistakes
            _LOG.exception("%s %s", request.method, request.path)
            response = _response(request, _as_answer(Problem(500, "Server Error")))
        answer, route = request.get(ANSWER), request.get(ROUTE)
        seen = Request(
            request.method,
            request.path,
            request.query_string,
            route,
            response.status,
            request.get(LOGIN),
            request.get(IS_QUERY, False),
        )
        self.requests.append(seen)
        if answer is not None and answer.status == response.status:
            exchange = Exchange(seen, answer.json, response.headers)
            for observer in self.observers:
                observer(exchange)
        return response

    def _nowhere(self, request: web.Request) -> web.Response:
        """Answer a request that no route matches; Enterprise Server has pages for people beside its API."""
        if self.host.enterprise and not request.path.startswith("/api/"):
            return web.Response(status=404, text=enterprise.PAGE, content_type="text/html")
        response = _response(request, _as_answer(not_found()))
        response.headers[UNSERVED] = f"{request.method} {request.path}"
        return response

    @web.middleware
    async def _limited(self, request: web.Request, handler: _Next) -> web.StreamResponse:
        response = await handler(request)
        response.headers.setdefault("X-GitHub-Request-Id", f"5AB0:{len(self.requests):08X}")
        response.headers.setdefault("Date", format_datetime(self.host.clock.now(), usegmt=True))
        if self.host.enterprise:
            response.headers.update(enterprise.VERSION)
        if LIMITS in self.host.without:
            return response
        login, now = request.get(LOGIN), self.host.clock.now()
        resource = _resource(request.get(ROUTE))
        if response.status != 304:
            self.limits.count(login, now, resource, request.get(POINTS, 1))
        for name, value in self.limits.headers(login, now, resource).items():
            response.headers.setdefault(name, value)
        return response

    @web.middleware
    async def _identified(self, request: web.Request, handler: _Next) -> web.StreamResponse:
        try:
            login, request[SIGNED], grant = self._login(request.headers.get("Authorization", ""))
        except Problem as problem:
            return _response(request, _as_answer(problem))
        if login is not None:
            request[LOGIN] = login
        if grant is not None:
            request[GRANT] = grant
        response = await handler(request)
        if login is not None and grant is None and not request[SIGNED]:
            response.headers.setdefault("X-OAuth-Scopes", SCOPES)
        return response

    def _login(self, authorization: str) -> tuple[str | None, bool, Grant | None]:
        """Return the account of a request, whether an App signed it, and an installation token's permissions."""
        if not authorization:
            return None, False, None
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() == "basic":
            token = _password(token)
        if app := apps.signer(self.host, token):
            return app.login, True, None
        login = self.host.world.tokens.get(token)
        if login is None or login not in self.host.world.accounts:
            raise bad_credentials()
        return login, False, self.host.world.grants.get(token)

    async def serve(self, request: web.Request, route: Route) -> web.StreamResponse:
        """Answer a request for a route, unless a fault meets it."""
        request[ROUTE] = route.template
        content = await request.read()
        respond = partial(self._served, request, route, content)
        fault = self.faults.choose(route.method, route.template, request.get(LOGIN))
        return respond() if fault is None else await self.faults.meet(fault, request, respond)

    def _served(self, request: web.Request, route: Route, content: bytes) -> web.Response:
        with self.host.lock:
            try:
                answer = self._answer(request, route, content)
                if self.host.enterprise:
                    answer = replace(answer, json=enterprise.as_enterprise(answer.json))
            except Moved as moved:
                answer = moved_routes.redirect(self.host, request, moved)
            except Problem as problem:
                answer = _as_answer(problem)
            if request.method not in READING:
                self.host.revision += 1
        if GRANT in request and "repo" in moved_routes.parts_of(request):
            answer = replace(answer, headers={**answer.headers, ACCEPTED: route.accepted_permissions})
        return _response(request, answer)

    def _answer(self, request: web.Request, route: Route, content: bytes) -> ApiResponse:
        login = request.get(LOGIN)
        version = versions.choose_version(self.host, request.headers.get(versions.ASKED, ""))
        if request[SIGNED] != (route.template in apps.TEMPLATES):
            raise apps.bad_signature()
        if LIMITS in self.host.without:
            if route.template == "/rate_limit":
                raise Problem(404, "Rate limiting is not enabled.")
        elif self.limits.is_exhausted(login, self.host.clock.now(), _resource(route.template)) and (
            route.template != "/rate_limit"
        ):
            if route.template == graphql.TEMPLATE:
                return graphql.rate_limit_error(login)
            raise Problem(403, f"API rate limit exceeded for {login or request.remote}.")
        body = {"text": content.decode(errors="replace")} if route.template == texts.PLAIN_TEXT else _json(content)
        if route.template == graphql.TEMPLATE:
            request[IS_QUERY] = graphql.is_query(body)
        if route.feature in self.host.without:
            raise not_found()
        parts, url = moved_routes.parts_of(request), str(request.url.with_query(None))
        accept, grant = request.headers.get("Accept", ""), request.get(GRANT)
        call = Call(self.host, login, parts, request.query, body, url, accept, grant)
        if route.template == graphql.TEMPLATE:
            request[POINTS] = graphql.cost_of(call.body).points
        route.admit(call)
        answer = route.answer(call)
        past = self.faults.past_host(
            lists=request.get(IS_QUERY, route.method == "GET" and isinstance(answer.json, list))
        )
        answer = answer if past is None else route.answer(replace(call, host=past))
        return replace(answer, headers={**answer.headers, versions.SELECTED: version})


SERVED_BY = web.AppKey("served_by", HttpApp)


@cache
def _shared_resources(*, enterprise: bool) -> tuple[web.AbstractResource, ...]:
    """Return the resources of all routes, made once: none belongs to a host, and their patterns compile slowly."""
    router = web.UrlDispatcher()
    for route in ROUTES:
        _add_route(router, route, enterprise=enterprise)
    return tuple(router.resources())


def _add_route(router: web.UrlDispatcher, route: Route, *, enterprise: bool) -> None:
    async def serve(request: web.Request) -> web.StreamResponse:
        return await request.app[SERVED_BY].serve(request, route)

    for prefix in _prefixes(route, enterprise=enterprise):
        for method in (route.method, *(["HEAD"] if route.method == "GET" else [])):
            router.add_route(method, prefix + pattern(route), serve)


def _prefixes(route: Route, *, enterprise: bool) -> tuple[str, ...]:
    """Return the prefixes of a route; Enterprise Server has one for REST and one for GraphQL.

    https://docs.github.com/en/enterprise-server@3.14/rest/enterprise-admin#endpoint-urls
    https://docs.github.com/en/enterprise-server@3.14/graphql/guides/forming-calls-with-graphql#the-graphql-endpoint
    """
    if route.template == meta.ROOT:
        return tuple(filter(None, PREFIXES))
    if not enterprise:
        return PREFIXES
    return ("/api",) if route.template == "/graphql" else ("/api/v3",)


def _resource(template: str | None) -> str:
    """Return the limit that a route counts towards."""
    return GRAPHQL if template == graphql.TEMPLATE else CORE


def _json(content: bytes) -> Json:
    if not content:
        return {}
    try:
        body = json.loads(content)
    except ValueError:
        raise Problem(400, "Problems parsing JSON") from None
    if isinstance(body, list):
        return {"labels": body}  # the one route whose body may be a bare list: labels put on an issue
    if not isinstance(body, dict):
        raise Problem(400, "Body should be a JSON object")
    return body


def _as_answer(problem: Problem) -> ApiResponse:
    return ApiResponse(problem.status, problem.body)


def _response(request: web.Request, answer: ApiResponse) -> web.Response:
    request[ANSWER] = answer
    headers = {"X-GitHub-Media-Type": "github.v3; format=json", **answer.headers}
    if answer.raw is not None:
        return web.Response(status=answer.status, body=answer.raw, headers=headers)
    if answer.json is None:
        return web.Response(status=answer.status, headers=headers)
    body = _spelled(answer.json)
    if request.method in READING and answer.status == 200:
        headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()}"'
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
    return web.Response(status=answer.status, body=body, headers=headers, content_type="application/json")


def _spelled(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _password(encoded: str) -> str:
    try:
        return base64.b64decode(encoded).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        raise bad_credentials() from None
