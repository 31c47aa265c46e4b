"""The JSON has the shape of Atlassian's summary."""

from __future__ import annotations

import json

from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.status_page.maintenance import PublicMaintenance
from incident_actions.status_page.site_files import make_site
from incident_actions.status_page.status_json import component_id, incidents, summary
from tests.status_page.made_pages import DAY, NOW, at, make_process, page_of, recorded

PUBLISHED = e.UpdatePublished(**at(-40), text="Checkout is **down**\n\nWe are on it.")
WEB = make_process(services="[web]")


def component(status: str) -> dict[str, object]:
    return {
        "id": component_id("web"),
        "name": "web",
        "status": status,
        "position": 1,
        "description": None,
        "showcase": True,
        "start_date": None,
        "group_id": None,
        "page_id": "page",
        "group": False,
        "only_show_if_degraded": False,
        "created_at": None,
        "updated_at": "2026-03-04T15:00:00Z",
    }


def test_the_summary_has_everything_that_goes_on() -> None:
    window = PublicMaintenance("m1", "Upgrade", "", NOW + DAY, NOW + 2 * DAY, ("web",), NOW - DAY)
    over = recorded(e.UpdatePublished(**at(-90), text="x"), e.Resolved(**at(-80)), number=6, begin=-91)
    page = page_of(over, recorded(PUBLISHED), process=WEB, maintenance=(window,))

    assert summary(page, "Major outage") == {
        "page": {
            "id": "page",
            "name": "Status",
            "url": "https://status.example/",
            "time_zone": "Etc/UTC",
            "updated_at": "2026-03-04T15:00:00Z",
        },
        "status": {"indicator": "critical", "description": "Major outage"},
        "components": [component("major_outage")],
        "incidents": [
            {
                "id": "2026-03-04-142000",
                "name": "Checkout is down",
                "status": "investigating",
                "impact": "critical",
                "created_at": "2026-03-04T14:20:00Z",
                "started_at": "2026-03-04T14:20:00Z",
                "updated_at": "2026-03-04T14:20:00Z",
                "monitoring_at": None,
                "resolved_at": None,
                "shortlink": "https://status.example/incidents/2026-03-04-142000.html",
                "page_id": "page",
                "components": [component("major_outage")],
                "incident_updates": [
                    {
                        "id": "2026-03-04-142000-1",
                        "incident_id": "2026-03-04-142000",
                        "status": "investigating",
                        "body": "We are on it.",
                        "created_at": "2026-03-04T14:20:00Z",
                        "updated_at": "2026-03-04T14:20:00Z",
                        "display_at": "2026-03-04T14:20:00Z",
                        "affected_components": [],
                    }
                ],
            }
        ],
        "scheduled_maintenances": [
            {
                "id": "m1",
                "name": "Upgrade",
                "status": "scheduled",
                "impact": "maintenance",
                "created_at": "2026-03-03T15:00:00Z",
                "updated_at": "2026-03-03T15:00:00Z",
                "monitoring_at": None,
                "resolved_at": None,
                "started_at": "2026-03-05T15:00:00Z",
                "scheduled_for": "2026-03-05T15:00:00Z",
                "scheduled_until": "2026-03-06T15:00:00Z",
                "shortlink": "https://status.example/maintenance/m1.html",
                "page_id": "page",
                "components": [component("major_outage")],
                "incident_updates": [
                    {
                        "id": "m1-1",
                        "incident_id": "m1",
                        "status": "scheduled",
                        "body": "Upgrade",
                        "created_at": "2026-03-03T15:00:00Z",
                        "updated_at": "2026-03-03T15:00:00Z",
                        "display_at": "2026-03-03T15:00:00Z",
                        "affected_components": [],
                    }
                ],
            }
        ],
    }


def test_without_incidents_the_indicator_is_none() -> None:
    files = make_site(page_of(process=WEB), templates.load_template).files

    assert json.loads(files["api/v2/status.json"])["status"] == {
        "indicator": "none",
        "description": "All systems operational",
    }
    assert files["status.json"] == files["api/v2/summary.json"]


def test_the_list_of_incidents_has_those_that_are_over_for_ninety_days() -> None:
    def over(days: int) -> object:
        return recorded(
            e.UpdatePublished(**at(-days * 1440), text=f"{days}"),
            e.MilestoneSet(**at(-days * 1440 + 5), milestone="mitigated", status="monitoring"),
            e.UpdatePublished(**at(-days * 1440 + 6), text="It works"),
            e.Resolved(**at(-days * 1440 + 10)),
            number=days,
            begin=-days * 1440 - 1,
        )

    found = incidents(page_of(over(10), over(100)))["incidents"]  # type: ignore[arg-type]

    assert [each["name"] for each in found] == ["10"]
    assert (found[0]["monitoring_at"], found[0]["resolved_at"]) == ("2026-02-22T15:06:00Z", "2026-02-22T15:10:00Z")
