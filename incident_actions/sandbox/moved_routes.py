"""Routes below the id of a repository, and the redirects that lead to them from its earlier names."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from yarl import URL

from incident_actions.sandbox.host import Host
from incident_actions.sandbox.rest.call import ApiResponse
from incident_actions.sandbox.rest.problem import Moved

PARTS = web.RequestKey("parts", Mapping[str, str])
_NOWHERE = "-/-"
"""A name that no repository has."""


def add_routes_by_id(router: web.UrlDispatcher, host: Host, prefix: str) -> None:
    """Serve all routes of a repository below its id, too."""
    router.add_route("*", prefix + "/repositories/{repository_id:\\d+}{rest:(?:/.*)?}", _serving(host, prefix))


def parts_of(request: web.Request) -> Mapping[str, str]:
    """Return the parts of the route's path."""
    found: Mapping[str, str] = request.get(PARTS, request.match_info)
    return found


def redirect(host: Host, request: web.Request, moved: Moved) -> ApiResponse:
    """Return the redirect to the same route of a repository by its id."""
    below = "".join(f"/{each}" for each in request.rel_url.raw_path.partition("/repos/")[2].split("/", 2)[2:])
    query = request.rel_url.raw_query_string
    address = f"{host.api_url}/repositories/{moved.repository.id}{below}"
    status = 301 if request.method in ("GET", "HEAD") else 307
    return ApiResponse(status, {**moved.body, "url": address}, {"Location": f"{address}?{query}" if query else address})


def _serving(host: Host, prefix: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        number = int(request.match_info["repository_id"])
        with host.lock:
            found = (each.full_name for each in host.world.repositories.values() if each.id == number)
            name = next(found, _NOWHERE)
        rest = request.rel_url.raw_path.removeprefix(f"{prefix}/repositories/{number}")
        named = request.clone(rel_url=URL(f"{prefix}/repos/{name}{rest}", encoded=True))
        resolved = await request.app.router.resolve(named)
        if resolved.http_exception is not None:
            raise resolved.http_exception
        request[PARTS] = dict(resolved)
        return await resolved.handler(request)

    return serve
