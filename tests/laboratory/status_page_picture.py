"""The picture of the status page: an outage of today above ninety days of six services, always the same ones."""

from __future__ import annotations

import re
from pathlib import Path

from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.status_page.maintenance import PublicMaintenance
from incident_actions.status_page.page import StatusPage
from incident_actions.status_page.site_files import make_site
from tests.laboratory.photograph import photograph
from tests.status_page.made_pages import DAY, NOW, SECOND, THIRD, WORST, at, make_process, page_of, recorded

WIDTH = 980
SERVICES = "[Website, Checkout, Search, Payments API, Emails, Dashboard]"
RULES = "site: { title: Acme status, about: The state of everything that we run for you. }"
PAST = (
    (70, 55, SECOND, ("Checkout", "Payments API")),
    (41, 190, THIRD, ("Search",)),
    (33, 95, WORST, ("Website", "Checkout")),
    (12, 130, SECOND, ("Emails",)),
)
"""Earlier incidents: how many days ago, for how many minutes, how bad, and what they affected."""


def example_page() -> StatusPage:
    """Return the page."""
    over = [
        recorded(
            e.UpdatePublished(**at(-days * 1440), text="Some requests fail"),
            e.Resolved(**at(-days * 1440 + minutes)),
            number=days,
            begin=-days * 1440 - 1,
            severity=severity,
            services=services,
        )
        for days, minutes, severity, services in PAST
    ]
    down = recorded(
        e.UpdatePublished(**at(-44), text="Checkout is unavailable\nCustomers can't pay at the moment."),
        e.StatusSet(**at(-22), to="identified", phase=Phase.ACTIVE),
        e.UpdatePublished(**at(-21), text="We found the cause, and are **moving traffic** to another database."),
        number=100,
        begin=-50,
        services=("Checkout", "Payments API"),
    )
    upgrade = PublicMaintenance(
        "m1",
        "Database upgrade",
        "The dashboard is read-only.",
        NOW + 3 * DAY,
        NOW + 3 * DAY + DAY / 12,
        ("Dashboard",),
        NOW,
    )
    return page_of(*over, down, process=make_process(RULES, SERVICES), maintenance=(upgrade,))


def draw_status_page(to: Path, *, dark: bool = False) -> None:
    """Draw the top of the page into a PNG file."""
    files = make_site(example_page(), templates.load_template).files
    style = files["style.css"].replace("(prefers-color-scheme:dark)", "all") if dark else files["style.css"]
    page = re.sub(r"<meta http-equiv=.*\n", "", files["index.html"])
    page = re.sub(r'<link rel="stylesheet".*\n', lambda _: f"<style>{style}</style>\n", page)
    photograph(page, to, width=WIDTH)
