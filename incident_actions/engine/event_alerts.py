"""Turn what happened in the repository into an alert, if a rule of the configuration declares an incident for it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from incident_actions.contract.happening import Happening
from incident_actions.model.alerts.alert import Alert
from incident_actions.model.process.event_rules import PATTERNS, EventRule
from incident_actions.model.process.process import Process
from incident_actions.text.wording import Wording

SOURCE = "GitHub"
SHORT = 7
"""How many digits of a commit people are shown."""


def alert_of(happening: Happening, process: Process, wording: Wording) -> Alert | None:
    """Return the alert that fires or ends with what happened; None if no rule applies."""
    rule = _rule_for(happening, process)
    if rule is None:
        return None
    values = {**_values(happening), "on": happening.on, "failed": happening.failed}
    title = rule.title.format(**_values(happening)) if rule.title else wording.render("issues/event_title.md", values)
    return Alert(
        source=SOURCE,
        fingerprint=happening.subject,
        status="firing" if happening.failed else "resolved",
        title=title.strip(),
        summary=wording.render("issues/event_summary.md", values),
        severities=(rule.severity,) if rule.severity else (),
        services=(rule.service,) if rule.service else (),
        url=happening.url,
        started=happening.at if happening.failed else None,
        ended=None if happening.failed else happening.at,
    )


def alert_payload(alert: Alert, key: str) -> dict[str, Any]:
    """Return the alert as a dispatch has it, in the plain format; `key` identifies the delivery."""
    given: dict[str, Any] = {
        "source": alert.source,
        "fingerprint": alert.fingerprint,
        "delivery": key,
        "status": alert.status,
        "title": alert.title,
        "summary": alert.summary,
        "severity": next(iter(alert.severities), ""),
        "services": list(alert.services),
        "url": alert.url,
        "started": alert.started.isoformat() if alert.started else "",
        "ended": alert.ended.isoformat() if alert.ended else "",
    }
    return {name: value for name, value in given.items() if value}


def _rule_for(happening: Happening, process: Process) -> EventRule | None:
    rules = process.events.rules if process.events else ()
    return next((each for each in rules if _applies(each, happening)), None)


def _applies(rule: EventRule, happening: Happening) -> bool:
    return rule.on == happening.on and all(
        fnmatchcase(getattr(happening, key).casefold(), _pattern(getattr(rule, key) or "*"))
        for key in PATTERNS[rule.on]
    )


def _pattern(text: str) -> str:
    """Return a pattern in which `*` alone has a meaning."""
    return text.casefold().replace("[", "[[]").replace("?", "[?]")


def _values(happening: Happening) -> dict[str, str]:
    names = ("environment", "workflow", "branch", "tag")
    return {**{name: getattr(happening, name) for name in names}, "commit": happening.commit[:SHORT]}
