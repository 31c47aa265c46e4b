"""The public status page: what it shows, and how it looks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import Branch, Colour, Line, Word

WEB = r"^https?://[^\s<>]+$"
WebAddress = Annotated[str, ValueLimits(pattern=WEB, max_length=300)]
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LOGO = r"^\.github/([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*[.](svg|png|webp)$"

Outage = Literal["degraded", "partial", "major"]
"""What an incident does to a service."""

PageText = Literal[
    "status", "skip", "operational", "degraded", "partial", "major", "maintenance", "unknown", "all_operational",
    "some_degraded", "some_partial", "some_major", "some_unknown", "under_maintenance", "ongoing", "services", "uptime",
    "days_ago", "today", "recent", "none_recent", "none_at_all", "history", "scheduled", "planned", "in_progress",
    "completed", "investigating", "identified", "monitoring", "resolved", "affected", "started", "ended", "lasted",
    "still_open", "updates", "built", "all_times", "subscribe", "feed", "machine", "back", "earlier_months", "months",
    "not_found", "not_found_text", "unread",
]  # fmt: skip
"""The words of the page itself, which a team can replace."""


@dataclass(frozen=True, kw_only=True)
class SiteRules(ConfigurationPart):
    """The public status page, which the optional workflow *incident-site* builds."""

    title: Line = field(default="Status", description="the title of the page")
    about: str = field(default="", max_length=500, description="a sentence below the title")
    url: WebAddress | None = field(
        default=None,
        description="where the page is, if it is not where GitHub Pages puts it: the address of your custom domain",
    )
    links: Annotated[dict[Line, WebAddress], ValueLimits(max_length=6)] = field(
        default_factory=dict, description="the links at the head of the page, by their texts"
    )
    logo: Annotated[str, ValueLimits(pattern=LOGO)] | None = field(
        default=None, description="the path of a logo below `.github`: an SVG, PNG or WebP file"
    )
    colour: Colour | None = field(default=None, description="the colour of your brand, such as `0b5fff`")
    language: Annotated[str, ValueLimits(pattern=LANGUAGE)] = field(
        default="en", description="the language of your texts, such as `de` or `pt-BR`"
    )
    texts: dict[PageText, Line] = field(
        default_factory=dict, description="your words in place of the page's own, in your language"
    )
    services: tuple[Word, ...] = field(
        default=(), description="the services that the page shows, in order; without it, all services"
    )
    outages: dict[Word, Outage] = field(
        default_factory=dict,
        description="what an incident does to the affected services, by its severity. Without an entry, the worst "
        "severity is a `major` outage, the next a `partial` one, and the others are `degraded` performance",
    )
    status_texts: bool = field(
        default=False,
        description="whether the texts of `/status` are public, too, and not only those of `/publish`",
    )
    from_start: bool = field(
        default=False,
        description="whether an outage counts from the start of its incident; otherwise from its first public text",
    )
    since: date | None = field(
        default=None, description="the first day with data; the page shows the days before as unknown"
    )
    branch: Branch = field(
        default="incident-site",
        description="the branch on which the workflow keeps what it read, so that the next build reads only changes: "
        "nothing but what is public",
    )
