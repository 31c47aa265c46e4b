"""A connection straight to a server, which is kept open between requests.

It is made of the standard library alone, because loading a client library takes a fifth of a run's time.
"""

from __future__ import annotations

import http.client
import select
import ssl
import zlib
from collections.abc import Mapping

from incident_actions.gateway.client.api_address import ApiAddress
from incident_actions.gateway.client.api_errors import IncompleteAnswer, Unreachable, UntrustedCertificate
from incident_actions.gateway.client.certificates import trusting_context
from incident_actions.gateway.client.transport import RawAnswer

GZIP = zlib.MAX_WBITS | 16
"""Reads what has the header of gzip."""


class DirectTransport:
    """A connection straight to the server."""

    def __init__(self, address: ApiAddress, timeout: float) -> None:
        self._address, self._timeout = address, timeout
        self._connection: http.client.HTTPConnection | None = None

    def send(self, verb: str, target: str, headers: Mapping[str, str], body: bytes | None) -> RawAnswer:
        """Send a request, and read the whole answer. Follows no redirect. Raises Unreachable and its kinds."""
        try:
            return self._exchange(verb, target, headers, body)
        except BaseException as error:
            self.close()  # what is left of the answer must not be taken for the next one
            if explained := _explained(error):
                raise explained from error
            raise

    def _exchange(self, verb: str, target: str, headers: Mapping[str, str], body: bytes | None) -> RawAnswer:
        connection = self._open()
        connection.request(verb, target, body, {"Accept-Encoding": "gzip", **headers})
        response = connection.getresponse()
        told = {name.lower(): ", ".join(response.headers.get_all(name, ())) for name in response.headers}
        content = response.read()
        if told.get("content-encoding") == "gzip" and content:
            content = _unpack(content)
        return RawAnswer(response.status, told, content.decode(errors="replace"))

    def _open(self) -> http.client.HTTPConnection:
        """Return the connection, a new one if the server has closed it meanwhile."""
        if self._connection is not None and self._connection.sock is not None and _is_readable(self._connection):
            self.close()
        if self._connection is None:
            self._connection = self._create()
        return self._connection

    def _create(self) -> http.client.HTTPConnection:
        host, port = self._address.host, self._address.port
        if self._address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self._timeout)
        return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=trusting_context())

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    __del__ = close


def _is_readable(connection: http.client.HTTPConnection) -> bool:
    """Return whether there is something to read although nothing was asked for, as there is once the server hung up."""
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    return bool(poll.poll(0))


def _unpack(content: bytes) -> bytes:
    try:
        return zlib.decompress(content, GZIP)
    except zlib.error as error:
        raise IncompleteAnswer(str(error)) from error


def _explained(error: BaseException) -> Unreachable | None:
    """Return what an error of the standard library means; None if it is clear, or none of the connection."""
    match error:
        case ssl.SSLCertVerificationError():
            return UntrustedCertificate(str(error))
        case http.client.IncompleteRead():
            return IncompleteAnswer(str(error))
        case OSError() | http.client.HTTPException() if not isinstance(error, Unreachable):
            return Unreachable(f"{type(error).__name__}: {error}")
    return None
