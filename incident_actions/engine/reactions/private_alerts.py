"""An alert with a private severity: here it has neutral words, and its own words are for the private issue alone."""

from __future__ import annotations

from incident_actions.model.alerts.alert import Alert
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.model.process.process import Process
from incident_actions.text.wording import Wording


def is_private_alert(alert: Alert, process: Process, repository: str) -> bool:
    """Return whether the severity of an alert moves its incident from this repository to the private one."""
    elsewhere = process.private.repository or repository
    there = elsewhere.casefold() == repository.casefold()
    return not there and is_private_severity(process.severity_of_alert(alert.severities), process)


def is_private_severity(label: str, process: Process) -> bool:
    """Return whether the configuration moves incidents of a severity by themselves."""
    own = process.severity(label) if label else None
    return own is not None and own in map(process.severity, process.private.severities)


def neutral_declaration(declared: e.Declared, wording: Wording) -> e.Declared:
    """Return the declaration of an incident without the words of the alert that opened it."""
    title = wording.render("parts/private_title.txt", {})
    return replace(declared, title=title, summary="", services=(), detected_by="")


def neutral_alert(fired: e.AlertFired, wording: Wording) -> e.AlertFired:
    """Return the entry of an alert that fired without its words. What identifies the alert stays."""
    title, source = (wording.render(f"parts/private_{name}.txt", {}) for name in ("title", "source"))
    return replace(fired, title=title, source=source, url="")
