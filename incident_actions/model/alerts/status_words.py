"""Read a sender's own word for a status as firing or resolved."""

from __future__ import annotations

import unicodedata

from incident_actions.model.alerts import untrusted_json as untrusted
from incident_actions.model.alerts.alert import AlertStatus, IrrelevantEvent, NotAnAlert
from incident_actions.model.lazy_pattern import lazy_pattern

FIRING = frozenset(
    (
        *("firing", "fired", "fire", "triggered", "trigger", "alarm", "alert", "alerting", "problem", "down"),
        *("failure", "failed", "failing", "open", "opened", "active", "activated", "new", "created", "started"),
        *("warn", "warning", "error", "critical", "degraded", "unhealthy", "acknowledged"),
        *("no data", "nodata", "notify", "renotify", "renotified"),
    )
)
RESOLVED = frozenset(
    (
        *("resolved", "resolve", "ok", "okay", "closed", "close", "recovered", "recovery", "recover", "up", "normal"),
        *("clear", "cleared", "healthy", "inactive", "deactivated", "ended", "fixed", "success"),
    )
)
NEITHER = frozenset({"insufficient data", "pending"})
"""CloudWatch and Grafana have these for what they cannot judge yet."""

_LETTERS = lazy_pattern(r"[^\W\d_]+")
_LEADING = lazy_pattern(r"(?:re ?|(?:alert|warn|no data|error) )(?=[a-z])")
"""What senders put before the word: `Re-Triggered`, `ALERT_RECOVERY`, `No Data Recovered`."""


def read_status(given: object) -> AlertStatus:
    """Read the status of an alert, whatever its case and the signs around it.

    Raises NotAnAlert for a word that means neither, and IrrelevantEvent for one that neither starts nor ends an alert.
    """
    if status := status_of(given):
        return status
    shown = untrusted.line(given, 60)
    if not shown:
        raise NotAnAlert("`status` is missing. Send `firing` or `resolved`")
    if _words(given) in NEITHER:
        raise IrrelevantEvent(f"the status {shown!r} neither starts nor ends an alert")
    raise NotAnAlert(f"`status` is {shown!r}, which means neither firing nor resolved. Send `firing` or `resolved`")


def status_of(given: object) -> AlertStatus | None:
    """Return what a status means; None for a word that means neither."""
    words = _words(given)
    leading = _LEADING.match(words)
    for spelt in (words, words[leading.end() :] if leading else ""):
        if spelt in FIRING:
            return "firing"
        if spelt in RESOLVED:
            return "resolved"
    return None


def _words(given: object) -> str:
    """Return the words of a status in lower case, without numbers and signs."""
    plain = unicodedata.normalize("NFKC", untrusted.line(given, 60)).lower()
    return " ".join(_LETTERS.findall(plain))
