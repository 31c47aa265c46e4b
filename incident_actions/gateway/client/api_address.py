"""Where GitHub's API is: the server, and the path that its own API may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from incident_actions.gateway.client.api_errors import NotGitHubApi

GRAPHQL = "graphql"
"""The place of GraphQL, beside the paths of REST, which start with a slash."""

DEFAULT_PORTS = {"http": 80, "https": 443}
PATH_CHARACTERS = "%/:=&~+!$,;'@()*[]"
"""Characters of a path that are sent as they are, beside letters and digits."""


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """The URL as given, and its scheme, host, port and path, such as `/api/v3` on Enterprise Server."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> ApiAddress:
        """Read an address; raises NotGitHubApi if it is not that of a web server."""
        try:
            parts = urlsplit(url)
            port = parts.port or DEFAULT_PORTS[parts.scheme]
        except (ValueError, LookupError) as wrong:
            raise NotGitHubApi(url) from wrong
        if not parts.hostname:
            raise NotGitHubApi(url)
        return cls(url, parts.scheme, parts.hostname, port, parts.path.rstrip("/"))

    def target(self, where: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Return what a request names: the path from the server's root, and the parameters in order of their names.

        https://docs.github.com/en/enterprise-server@latest/graphql/guides/forming-calls-with-graphql#the-graphql-endpoint
        """
        path = f"{self.path.removesuffix('/v3')}/{GRAPHQL}" if where == GRAPHQL else self.path + where
        query = urlencode(sorted((parameters or {}).items()))
        return quote(path, safe=PATH_CHARACTERS) + (f"?{query}" if query else "")

    def target_of(self, url: str) -> str | None:
        """Return what a request for a URL of this server names; None if the URL leads to another server or protocol."""
        parts = urlsplit(url)
        if parts.netloc:
            port = parts.port or DEFAULT_PORTS.get(parts.scheme)
            if (parts.scheme, parts.hostname, port) != (self.scheme, self.host, self.port):
                return None
        return parts.path + (f"?{parts.query}" if parts.query else "")
