"""The repository and server of a clone, from the address of its remote `origin`."""

from __future__ import annotations

import subprocess
from pathlib import Path

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

_ADDRESS = lazy_pattern(
    r"(?:(?P<scheme>https?|ssh|git)://)?(?:[^@/]*@)?(?P<host>[A-Za-z0-9.-]+)(?::(?P<port>\d+)(?=/))?[:/](?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
"""https://git-scm.com/docs/git-clone#_git_urls"""

GITHUB, CLOUD_SUFFIX = "github.com", ".ghe.com"
"""GitHub's own servers. Any other server is assumed to be an Enterprise Server.

https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/about-github-enterprise-cloud-with-data-residency
"""
LOOPBACK = ("127.0.0.1", "localhost")
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Remote:
    """A repository on a server. Only a server on this machine, such as the sandbox, has a `port`, and may lack TLS."""

    host: str
    repository: str
    port: int | None = None
    scheme: str = "https"

    @property
    def is_enterprise(self) -> bool:
        """Whether the server is an Enterprise Server."""
        return self.port is None and self.host != GITHUB and not self.host.endswith(CLOUD_SUFFIX)

    @property
    def url(self) -> str:
        """The web address of the repository."""
        return f"{self.scheme}://{self.host}{f':{self.port}' if self.port is not None else ''}/{self.repository}"

    @property
    def api_url(self) -> str:
        """The address of the server's API.

        https://docs.github.com/en/enterprise-server@latest/rest/using-the-rest-api/getting-started-with-the-rest-api
        """
        if self.port is not None:
            return f"{self.scheme}://{self.host}:{self.port}/api/v3"
        return f"https://{self.host}/api/v3" if self.is_enterprise else f"https://api.{self.host}"


def find_remote(directory: Path) -> Remote | None:
    """Return the remote of the clone that a directory is in; None if there is no clone or no such remote."""
    try:
        ended = subprocess.run(  # noqa: S603  no argument from outside
            ["git", "-C", str(directory), "remote", "get-url", "origin"],  # noqa: S607  git on PATH
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return parse_address(ended.stdout.strip())


def parse_address(address: str) -> Remote | None:
    """Parse a remote's address; None if it does not name a repository on a server."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    host, scheme = found["host"].lower(), found["scheme"]
    if scheme in PORTS and host in LOOPBACK:
        return Remote(host, found["name"], int(found["port"] or PORTS[scheme]), scheme)
    return Remote(host, found["name"]) if "." in host.strip(".") else None
