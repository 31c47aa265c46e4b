"""The status in the JSON that status pages share, so that programs which read one read this one.

https://www.atlassianstatuspage.io/api/v2/ and https://metastatuspage.com/api
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from incident_actions.status_page.maintenance import COMPLETED, PublicMaintenance
from incident_actions.status_page.page import StatusPage, is_ongoing
from incident_actions.status_page.public_incident import PublicIncident
from incident_actions.status_page.public_text import plain_text
from incident_actions.status_page.site_filters import iso

COMPONENT = {
    "degraded": "degraded_performance",
    "partial": "partial_outage",
    "major": "major_outage",
    "maintenance": "under_maintenance",
    "unknown": "unknown",
}
INDICATOR = {
    "some_degraded": "minor",
    "some_partial": "major",
    "some_major": "critical",
    "some_unknown": "unknown",
    "under_maintenance": "maintenance",
}
IMPACT = {"degraded": "minor", "partial": "major", "major": "critical"}
RECENT_UPDATES = timedelta(days=90)
"""For how long an incident that is over is in the list of all incidents."""

PAGE = "page"


def summary(page: StatusPage, headline: str) -> dict[str, Any]:
    """Return the state of everything, the incidents that are not over, and the maintenance that is not over."""
    open_windows = [each for each in page.maintenance if each.progress(page.built) != COMPLETED]
    return {
        "page": _page(page),
        "components": [_component(page, place) for place in range(len(page.services))],
        "incidents": [_incident(each, page) for each in page.ongoing],
        "scheduled_maintenances": [_maintenance(each, page) for each in open_windows],
        "status": _status(page, headline),
    }


def status(page: StatusPage, headline: str) -> dict[str, Any]:
    """Return the state of everything as one word."""
    return {"page": _page(page), "status": _status(page, headline)}


def incidents(page: StatusPage) -> dict[str, Any]:
    """Return the incidents of the last ninety days, and those that are not over."""
    recent = (
        each for each in page.incidents if is_ongoing(each, page.built) or each.changed >= page.built - RECENT_UPDATES
    )
    return {"page": _page(page), "incidents": [_incident(each, page) for each in recent]}


def _page(page: StatusPage) -> dict[str, Any]:
    return {
        "id": PAGE,
        "name": page.rules.title,
        "url": page.url,
        "time_zone": "Etc/UTC",
        "updated_at": iso(page.built),
    }


def _status(page: StatusPage, headline: str) -> dict[str, str]:
    return {"indicator": INDICATOR.get(page.headline, "none"), "description": headline}


def _component(page: StatusPage, place: int) -> dict[str, Any]:
    service = page.services[place]
    return {
        "id": component_id(service.name),
        "name": service.name,
        "status": COMPONENT.get(service.state, "operational"),
        "position": place + 1,
        "description": None,
        "showcase": True,
        "start_date": None,
        "group_id": None,
        "page_id": PAGE,
        "group": False,
        "only_show_if_degraded": False,
        "created_at": None,
        "updated_at": iso(page.built),
    }


def component_id(name: str) -> str:
    """Return the id of a service, which stays the same as long as its name does."""
    return uuid.uuid5(uuid.NAMESPACE_OID, name.casefold()).hex[:12]


def _incident(each: PublicIncident, page: StatusPage) -> dict[str, Any]:
    newest_first = sorted(each.updates, key=lambda update: update.at, reverse=True)
    monitored = next((update.at for update in each.updates if update.progress == "monitoring"), None)
    return {
        "id": each.id,
        "name": each.title,
        "status": each.progress,
        "impact": IMPACT.get(each.outage, "none"),
        "created_at": iso(each.began),
        "started_at": iso(each.began),
        "updated_at": iso(each.changed),
        "monitoring_at": iso(monitored) if monitored else None,
        "resolved_at": iso(each.ended) if each.ended else None,
        "shortlink": f"{page.url}incidents/{each.id}.html",
        "page_id": PAGE,
        "components": _affected(each.services, page),
        "incident_updates": [
            _update(f"{each.id}-{len(newest_first) - place}", each.id, update.progress, update.text, update.at)
            for place, update in enumerate(newest_first)
        ],
    }


def _maintenance(each: PublicMaintenance, page: StatusPage) -> dict[str, Any]:
    announced = each.announced or each.start
    return {
        "id": each.id,
        "name": each.title,
        "status": each.progress(page.built),
        "impact": "maintenance",
        "created_at": iso(announced),
        "updated_at": iso(announced),
        "monitoring_at": None,
        "resolved_at": None,
        "started_at": iso(each.start),
        "scheduled_for": iso(each.start),
        "scheduled_until": iso(each.end),
        "shortlink": f"{page.url}maintenance/{each.id}.html",
        "page_id": PAGE,
        "components": _affected(each.services, page),
        "incident_updates": [_update(f"{each.id}-1", each.id, "scheduled", each.text or each.title, announced)],
    }


def _update(number: str, incident: str, progress: str, text: str, at: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "incident_id": incident,
        "status": progress,
        "body": plain_text(text),
        "created_at": iso(at),
        "updated_at": iso(at),
        "display_at": iso(at),
        "affected_components": [],
    }


def _affected(names: Iterable[str], page: StatusPage) -> list[dict[str, Any]]:
    wanted = set(names)
    return [_component(page, place) for place, each in enumerate(page.services) if each.name in wanted]
