"""The plain shape: for every sender whose webhook body can be customized.

`fingerprint`, `status` (`firing` or `resolved`) and `title` are required. `source`, `summary`, `severity`, `services`
(a list, or one text with commas), `url`, `started` and `ended` (ISO times with a zone) are optional.
"""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.model.alerts import untrusted_json as untrusted
from incident_actions.model.alerts.alert import Alert, NotAnAlert


def matches(body: Mapping[str, object]) -> bool:
    """Whether a body seems meant to have the plain shape."""
    return "fingerprint" in body or "title" in body


def read_alert(body: Mapping[str, object]) -> Alert:
    """Read an alert in the plain shape; raises NotAnAlert."""
    status = untrusted.text(body.get("status"))
    if status not in ("firing", "resolved"):
        raise NotAnAlert("`status` is neither firing nor resolved")
    return Alert(
        source=untrusted.first_filled(untrusted.line(body.get("source"), 60), "Monitoring"),
        fingerprint=untrusted.required_line(body.get("fingerprint"), "fingerprint", 4_000),
        status="firing" if status == "firing" else "resolved",
        title=untrusted.required_line(body.get("title"), "title"),
        summary=untrusted.text(body.get("summary"), untrusted.LONG),
        severities=untrusted.distinct_lines([untrusted.line(body.get("severity"), 60)]),
        services=_services(body.get("services")),
        url=untrusted.web_address(body.get("url")),
        started=untrusted.timestamp(body.get("started")),
        ended=untrusted.timestamp(body.get("ended")) if status == "resolved" else None,
    )


def _services(given: object) -> tuple[str, ...]:
    named = given if isinstance(given, list) else untrusted.text(given, untrusted.LONG).split(",")
    return untrusted.distinct_lines(untrusted.line(each, 60) for each in named)
