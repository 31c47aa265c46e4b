"""The rules of the post-mortem check by name, and the levels that a team can give them."""

from __future__ import annotations

from typing import Literal

Level = Literal["error", "warning", "notice", "off"]
"""How a finding is reported: an error fails the check, a warning and a notice don't, and `off` reports nothing."""

RuleName = Literal[
    "front-matter-missing",
    "front-matter-unreadable",
    "front-matter-key",
    "record-differs",
    "duration-differs",
    "section-missing",
    "section-misnamed",
    "section-moved",
    "section-empty",
    "section-untouched",
    "placeholder-left",
    "summary-too-long",
    "impact-without-number",
    "detection-without-source",
    "time-unreadable",
    "time-out-of-order",
    "item-without-owner",
    "owner-unknown",
    "owner-not-checked",
    "item-without-date",
    "item-without-type",
    "item-not-verifiable",
    "item-unread",
    "item-row-too-wide",
    "item-repeated",
    "item-date-relative",
    "item-in-prose",
    "person-blamed",
    "secret-found",
    "address-found",
    "personal-data-found",
]
"""Every rule, in the order of the documentation."""
