"""Alertmanager: the body of its webhook, which holds one group of alerts.

https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from incident_actions.model.alerts import untrusted_json as untrusted
from incident_actions.model.alerts.alert import Alert, AlertStatus, NotAnAlert
from incident_actions.model.alerts.status_words import read_status, status_of

Json = Mapping[str, object]

LISTED = 10
"""The most alerts of a group that its summary names."""


def matches(body: Json) -> bool:
    """Whether a body has Alertmanager's shape; Grafana's extends it, and relays may leave out some of its keys."""
    known = any(key in body for key in ("groupLabels", "groupKey", "commonLabels", "receiver"))
    members = untrusted.objects(body.get("alerts"))
    return isinstance(body.get("alerts"), list) and (known or any("labels" in each for each in members))


def read_alert(body: Json, source: str = "Alertmanager") -> Alert:
    """Read a group as one alert, which fires while any of its members fires; raises NotAnAlert."""
    members = untrusted.objects(body.get("alerts"))
    status = _status(body, members)
    reporting = [each for each in members if status_of(each.get("status")) == status] or list(members)
    labels, annotations = untrusted.mapping(body.get("commonLabels")), untrusted.mapping(body.get("commonAnnotations"))
    grouped = untrusted.mapping(body.get("groupLabels"))
    firsts = [moment for each in reporting if (moment := untrusted.timestamp(each.get("startsAt")))]
    lasts = [moment for each in reporting if (moment := untrusted.timestamp(each.get("endsAt")))]
    named = _name(untrusted.mapping(reporting[0].get("labels"))) if reporting else ""
    return Alert(
        source=source,
        fingerprint=_fingerprint(body),
        status=status,
        title=untrusted.first_filled(
            untrusted.line(annotations.get("summary")), _name(labels), _name(grouped), named, f"Alert from {source}"
        ),
        summary=_summary(body, reporting, annotations),
        severities=_of_all(labels, reporting, "severity"),
        services=_of_all(labels, reporting, "service"),
        url=_url(body, reporting),
        started=min(firsts, default=None),
        ended=max(lasts, default=None) if status == "resolved" else None,
    )


def _status(body: Json, members: tuple[Json, ...]) -> AlertStatus:
    """Return the group's own status, or the status that its members give it."""
    statuses = {status_of(each.get("status")) for each in members}
    if untrusted.text(body.get("status")) or not statuses & {"firing", "resolved"}:
        return read_status(body.get("status"))
    return "firing" if "firing" in statuses else "resolved"


def _fingerprint(body: Json) -> str:
    """Return the group's key, or receiver and labels where a `payload:` template or a relay leaves the key out.

    https://github.com/prometheus/alertmanager/blob/main/notify/webhook/webhook.go
    """
    key = untrusted.text(body.get("groupKey"), 4_000)
    if key:
        return key
    if "groupLabels" in body or "groupKey" in body:
        labels: Iterable[object] = _pairs(untrusted.mapping(body.get("groupLabels")))
    else:
        members = untrusted.objects(body.get("alerts"))
        shared = _pairs(untrusted.mapping(body.get("commonLabels"))) or _shared_labels(members)
        labels = shared or sorted({untrusted.text(each.get("fingerprint")) for each in members} - {""})
        if not labels:
            raise NotAnAlert("`groupKey` is missing, and the alerts have no labels to make it from")
    return untrusted.text(json.dumps([untrusted.text(body.get("receiver")), *labels]), 4_000)


def _shared_labels(members: tuple[Json, ...]) -> list[tuple[str, str]]:
    """Return the labels that all alerts of a group have in common."""
    own = [set(_pairs(untrusted.mapping(each.get("labels")))) for each in members]
    return sorted(set.intersection(*own)) if own else []


def _pairs(labels: Json) -> list[tuple[str, str]]:
    return sorted((untrusted.text(name), untrusted.text(value)) for name, value in labels.items())


def _name(labels: Json) -> str:
    return untrusted.line(labels.get("alertname"))


def _of_all(common: Json, members: list[Json], label: str) -> tuple[str, ...]:
    """Return the shared value of a label, or each member's own value."""
    shared = untrusted.line(common.get(label), 60)
    own = (untrusted.line(untrusted.mapping(each.get("labels")).get(label), 60) for each in members)
    return (shared,) if shared else untrusted.distinct_lines(own)


def _url(body: Json, members: list[Json]) -> str:
    places = (each.get(key) for each in members for key in ("panelURL", "dashboardURL", "generatorURL"))
    return untrusted.web_address(*places, body.get("externalURL"))


def _summary(body: Json, members: list[Json], annotations: Json) -> str:
    """Return the shared description, a line for each alert, and a link to the runbook."""
    lines = [untrusted.text(annotations.get("description"), untrusted.LONG // 2)]
    descriptions = [line for each in members[:LISTED] if (line := _line(each))]
    lines += [f"- {line}" for line in descriptions] if len(members) > 1 else descriptions
    truncated = body.get("truncatedAlerts")
    left_out = len(members) - LISTED if len(members) > LISTED else 0
    left_out += truncated if isinstance(truncated, int) and 0 < truncated < 1_000_000 else 0
    lines += [f"- and {left_out} more"] if left_out else []
    runbook = untrusted.web_address(annotations.get("runbook_url"))
    lines += [f"Runbook: {runbook}"] if runbook else []
    return untrusted.text("\n".join(dict.fromkeys(filter(None, lines))), untrusted.LONG)


def _line(member: Json) -> str:
    annotations, labels = untrusted.mapping(member.get("annotations")), untrusted.mapping(member.get("labels"))
    summary = untrusted.first_filled(
        untrusted.line(annotations.get("summary")), untrusted.line(annotations.get("description")), _name(labels)
    )
    instance = untrusted.line(labels.get("instance"))
    return f"{summary} ({instance})" if instance and summary else summary
