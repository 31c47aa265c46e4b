"""The filters of the site's templates, and the words of the page in a team's language."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, get_args

from incident_actions.model.process.site_rules import PageText, SiteRules
from incident_actions.status_page.public_text import plain_text, to_html
from incident_actions.text.wording import format_length

WORDS = "site/words.txt"
RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi")
"""Languages that are written from right to left."""

MONTHS = 12


def read_words(text: str, rules: SiteRules) -> dict[str, str]:
    """Return the words of the page by their keys: a team's where it has some, and the tool's own."""
    own = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    return {key: rules.texts.get(key, own[key]) for key in get_args(PageText)}


def direction_of(language: str) -> str:
    """Return in which direction a language is written: `ltr` or `rtl`."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def make_filters(words: Mapping[str, str], url: str) -> dict[str, Callable[..., Any]]:
    """Return the filters of the site's templates by their names."""
    names = words["months"].replace(",", " ").split()
    months = names if len(names) == MONTHS else [f"{number:02}" for number in range(1, MONTHS + 1)]

    def month_name(month: str) -> str:
        return f"{months[int(month[5:]) - 1]} {month[:4]}"

    def day(at: date) -> str:
        return f"{at.day} {months[at.month - 1]} {at.year}"

    def moment(at: datetime) -> str:
        return f"{day(at.astimezone(UTC).date())}, {at.astimezone(UTC):%H:%M} UTC"

    return {
        "html": to_html,
        "plain": plain_text,
        "iso": iso,
        "day": day,
        "moment": moment,
        "month_name": month_name,
        "lasting": lambda ends: format_length(max(ends) - min(ends)),
        "length_of": format_minutes,
        "fill": fill,
        "urn": lambda name: make_urn(url, name),
    }


def iso(at: datetime) -> str:
    """Return a time as machines read it, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def format_minutes(minutes: int) -> str:
    """Format a number of minutes."""
    hours, rest = divmod(minutes, 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, "h"), (rest, "min")) if count) or "0 min"


def fill(text: str, **values: object) -> str:
    """Return a text with its placeholders such as `{days}` filled in; others stay as they are."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def make_urn(url: str, name: str) -> str:
    """Return the id of an entry of the feed, which stays the same as long as the page's address does."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{url}#incident-actions:{name}").urn
