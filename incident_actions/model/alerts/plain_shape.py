"""The plain shape: for every sender whose webhook body can be customized.

`fingerprint`, `status` (`firing`, `resolved` or the sender's own word) and `title` are required. `source`, `summary`,
`severity`, `services` (a list, or one text with commas), `url`, `started` and `ended` (times), and `delivery` (an
identifier of the message) are optional.
"""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.model.alerts import untrusted_json as untrusted
from incident_actions.model.alerts.alert import Alert
from incident_actions.model.alerts.status_words import read_status


def matches(body: Mapping[str, object]) -> bool:
    """Whether a body seems meant to have the plain shape."""
    return "fingerprint" in body or "title" in body


def read_alert(body: Mapping[str, object]) -> Alert:
    """Read an alert in the plain shape; raises NotAnAlert."""
    status = read_status(body.get("status"))
    return Alert(
        source=untrusted.first_filled(untrusted.line(body.get("source"), 60), "Monitoring"),
        fingerprint=untrusted.required_line(body.get("fingerprint"), "fingerprint", 4_000),
        status=status,
        title=untrusted.required_line(body.get("title"), "title"),
        summary=untrusted.text(body.get("summary"), untrusted.LONG),
        severities=untrusted.distinct_lines([untrusted.line(body.get("severity"), 60)]),
        services=_services(body.get("services")),
        url=untrusted.web_address(body.get("url")),
        started=untrusted.timestamp(body.get("started")),
        ended=untrusted.timestamp(body.get("ended")) if status == "resolved" else None,
        delivery=untrusted.line(body.get("delivery"), 300),
    )


def _services(given: object) -> tuple[str, ...]:
    named = given if isinstance(given, list) else untrusted.text(given, untrusted.LONG).split(",")
    return untrusted.distinct_lines(untrusted.line(each, 60) for each in named)
