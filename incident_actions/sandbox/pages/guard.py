"""Refuse requests that another website or another name of this machine could cause, and forbid pages to load anything.

A server on loopback is open to every website in the same browser: through forms that post to it, and through names
that resolve to 127.0.0.1.
https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
"""

from collections.abc import Mapping
from hmac import compare_digest
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SAME = ("same-origin", "none")
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""The headers of each page. Labels have their colours in style attributes; Markdown keeps none."""


def is_loopback(host: str) -> bool:
    """Check that a `Host` header names this machine, by an address or a name that nobody else can give it."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name in _LOOPBACK or name.endswith(".localhost")


def is_own_form(headers: Mapping[str, str], token: str, sent: str) -> bool:
    """Check that a form was sent from a page of this server: it has the token, and no sign of another website."""
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None and site not in _SAME:
        return False
    if origin is not None and urlsplit(origin).netloc != headers.get("Host"):
        return False
    return compare_digest(token.encode(), sent.encode())
