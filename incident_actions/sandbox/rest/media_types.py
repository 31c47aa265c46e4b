"""The media types by which a client asks for something other than JSON."""

import re

from incident_actions.sandbox.rest.call import ApiResponse, Call

_ASKED = re.compile(r"application/vnd\.github(?P<version>\.v3)?\.(?P<kind>raw|diff|patch)\b")


def asked_kind(call: Call) -> str:
    """Return `raw`, `diff` or `patch`, if the request asks for it; else an empty text.

    https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api#media-types
    """
    found = _ASKED.match(call.accept)
    return found["kind"] if found else ""


def as_asked(call: Call, content: bytes) -> ApiResponse:
    """Return a response of the requested media type."""
    found = _ASKED.match(call.accept)
    asked = found[0] if found else "text/plain"
    suffix = "" if not found or found["version"] or found["kind"] != "raw" else "+json"
    return ApiResponse(raw=content, headers={"Content-Type": f"{asked}{suffix}; charset=utf-8"})
