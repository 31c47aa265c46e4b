"""One connection to a server by the client library, which reads from the environment how to go through a proxy.

https://requests.readthedocs.io/en/latest/user/advanced/#proxies
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from requests import PreparedRequest, RequestException, Session
from requests.exceptions import ChunkedEncodingError, ContentDecodingError, SSLError

from incident_actions.gateway.client.api_address import ApiAddress
from incident_actions.gateway.client.api_errors import IncompleteAnswer, Unreachable, UntrustedCertificate
from incident_actions.gateway.client.certificates import named_authorities
from incident_actions.gateway.client.transport import RawAnswer


class LibraryTransport:
    """A connection straight to the server, or through the proxy that the environment names for it."""

    def __init__(self, address: ApiAddress, timeout: float) -> None:
        self._origin = f"{address.scheme}://{_bracketed(address.host)}:{address.port}"
        self._timeout = timeout
        self._session = Session()
        self._session.auth = _leave_as_it_is  # or a `.netrc` would replace the token
        self._trusted = named_authorities() or True

    def send(self, verb: str, target: str, headers: Mapping[str, str], body: bytes | None) -> RawAnswer:
        """Send a request, and read the whole answer. Follows no redirect. Raises Unreachable and its kinds."""
        given: dict[str, Any] = {"headers": headers, "data": body, "timeout": self._timeout, "verify": self._trusted}
        try:
            answer = self._session.request(verb, self._origin + target, allow_redirects=False, **given)
        except (RequestException, OSError) as error:
            raise _explained(error) from error
        told = {name.lower(): value for name, value in answer.headers.items()}
        return RawAnswer(answer.status_code, told, answer.content.decode(errors="replace"))

    def close(self) -> None:
        """Close the connection."""
        self._session.close()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _leave_as_it_is(request: PreparedRequest) -> PreparedRequest:
    return request


def _explained(error: OSError) -> Unreachable:
    text = str(error)
    if (isinstance(error, SSLError) and "CERTIFICATE_VERIFY_FAILED" in text) or "CA certificate bundle" in text:
        return UntrustedCertificate(text)
    if isinstance(error, ChunkedEncodingError | ContentDecodingError):
        return IncompleteAnswer(text)
    return Unreachable(f"{type(error).__name__}: {text}")
