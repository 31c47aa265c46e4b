"""Clone, fetch and push over HTTP, served by git's own backend."""

import asyncio
import os
from collections.abc import Awaitable, Callable

from aiohttp import web

from incident_actions.sandbox.changes import pushes
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Host
from incident_actions.sandbox.rest.problem import Moved, Problem, forbidden, not_found
from incident_actions.sandbox.state.grant import Grant
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.state.role import RepositoryRole

LOGIN = web.RequestKey("login", str)
"""The account of a valid token, set by a middleware."""
GRANT = web.RequestKey("grant", Grant)
"""The permissions of an installation's token, set by a middleware."""
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="GitHub"'}


def add_clone_routes(router: web.UrlDispatcher, host: Host) -> None:
    """Serve the repositories of a host at `/OWNER/REPO`, with `.git` or without."""
    place = "/{owner}/{repo}"
    router.add_get(f"{place}/info/refs", _serving(host))
    router.add_post(f"{place}/{{service:git-upload-pack|git-receive-pack}}", _serving(host))


def _serving(host: Host) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        try:
            repository, login = _allowed(host, request)
        except Moved as moved:
            return _moved(host, request, moved)
        except Problem as problem:
            return web.Response(status=problem.status, text=str(problem), headers=_CHALLENGE)
        service = request.match_info.get("service") or "info/refs"
        store = host.git(repository)
        before = store.refs()
        response = await _backend(request, str(store.folder), service, login or "")
        if service == "git-receive-pack" and login:
            with host.lock:
                host.clock.tick()
                host.revision += 1
                pushes.announce_moved_refs(ActingAccount(host, repository, login), before)
        return response

    return serve


def _allowed(host: Host, request: web.Request) -> tuple[Repository, str | None]:
    login = request.get(LOGIN)
    name = f"{request.match_info['owner']}/{request.match_info['repo'].removesuffix('.git')}".lower()
    found = host.world.repositories.get(name)
    repository = found or host.world.moved_repository(name)
    pushing = "git-receive-pack" in (request.match_info.get("service"), request.query.get("service"))
    if login is None and (pushing or repository is None or repository.private):
        raise Problem(401, "Requires authentication")
    if repository is None or (login and repository.role(login) < RepositoryRole.READ):
        raise not_found()
    granted = _granted(request.get(GRANT), repository)
    if repository.private and granted == "none":
        raise not_found()
    if pushing and (repository.role(login or "") < RepositoryRole.WRITE or granted != "write"):
        raise forbidden(f"Permission to {repository.full_name}.git denied to {login}.")
    if found is None:
        raise Moved(repository)
    return repository, login


def _moved(host: Host, request: web.Request, moved: Moved) -> web.Response:
    """Return the redirect to a repository at its present name, which git follows."""
    suffix = ".git" if request.match_info["repo"].endswith(".git") else ""
    below = request.rel_url.raw_path.split("/", 3)[3]
    query = request.rel_url.raw_query_string
    address = f"{host.url}/{moved.repository.full_name}{suffix}/{below}"
    return web.Response(status=301, headers={"Location": f"{address}?{query}" if query else address})


def _granted(grant: Grant | None, repository: Repository) -> str:
    """Return a token's level of access to the contents of a repository; `write` if it is no installation's."""
    if grant is None:
        return "write"
    return grant.permissions.get("contents", "none") if grant.reaches(repository.full_name) else "none"


async def _backend(request: web.Request, folder: str, service: str, login: str) -> web.Response:
    """Run `git http-backend`, a CGI program: https://git-scm.com/docs/git-http-backend."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "GIT_PROJECT_ROOT": folder,
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": f"/{service}",
        "REQUEST_METHOD": request.method,
        "QUERY_STRING": request.query_string,
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "HTTP_CONTENT_ENCODING": "",
        "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
        "REMOTE_USER": login,
    }
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        "git", "http-backend", stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env=environment
    )
    output, _ = await process.communicate(await request.read())
    head, _, body = output.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
    status = int(headers.pop("Status", "200").split()[0])
    return web.Response(status=status, body=body, headers=headers)
