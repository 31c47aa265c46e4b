"""The types of the values in a configuration: what people may write, and how it is refused."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from incident_actions.model.process.configuration_part import After, Before, ValueLimits


def valid_zone(name: str) -> str:
    """Return the name of a time zone, or refuse it."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        msg = "not a time zone such as UTC, Europe/Berlin or America/New_York"
        raise ValueError(msg) from unknown
    return name


def _without_sign(login: str) -> str:
    return login.removeprefix("@")


def _span(text: str) -> str:
    if not re.fullmatch(SPAN, text):
        msg = "expected a span such as `48 hours`, `3 days` or `5 business days`"
        raise ValueError(msg)
    return text


def _minutes(given: Any) -> Any:
    """Refuse anything but a whole number of minutes."""
    number = isinstance(given, int) and not isinstance(given, bool)
    if not number and not (isinstance(given, str) and re.fullmatch(r"\d{1,9}", given)):
        msg = "expected a whole number of minutes, such as 30"
        raise ValueError(msg)
    return given


COLOUR = r"^[0-9a-fA-F]{6}$"
LOGIN = r"^@?[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9._-]+)?$"
ACCOUNT = r"^[A-Za-z0-9][A-Za-z0-9_-]*(\[bot\])?$"
REPOSITORY = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,38}/\.?[A-Za-z0-9_-][A-Za-z0-9._-]{0,98}$"
KEY = r"^[a-z][a-z0-9-]{0,39}$"
IDENTIFIER = r"^[a-z][a-z0-9_]*$"
SPAN = r"\d{1,3} (hours|days|business days)"

Access = Literal["read", "triage", "write", "maintain", "admin", "nobody"]
Branch = Annotated[str, ValueLimits(max_length=50, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*$")]
Colour = Annotated[str, ValueLimits(pattern=COLOUR)]
Login = Annotated[
    str,
    ValueLimits(pattern=LOGIN),
    After(_without_sign),
]
Account = Annotated[str, ValueLimits(pattern=ACCOUNT)]
Repository = Annotated[str, ValueLimits(pattern=REPOSITORY)]
Word = Annotated[str, ValueLimits(min_length=1, max_length=50)]
Line = Annotated[str, ValueLimits(min_length=1, max_length=300)]
Key = Annotated[str, ValueLimits(pattern=KEY)]
Minutes = Annotated[int, ValueLimits(gt=0, le=60 * 24 * 30), Before(_minutes)]
MinutesOrNone = Annotated[int, ValueLimits(ge=0, le=60 * 24 * 30), Before(_minutes)]
"""A limit in minutes; 0 for no limit, where another part of the configuration would set one."""

Span = Annotated[str, After(_span), ValueLimits(json_schema_extra={"pattern": f"^{SPAN}$"})]
Zone = Annotated[str, After(valid_zone)]


def refuse_duplicates(what: str, names: list[str]) -> None:
    """Refuse two names that differ in case at most."""
    folded = [name.casefold() for name in names]
    twice = next((name for name in folded if folded.count(name) > 1), None)
    if twice is not None:
        msg = f"duplicate {what}: {twice}"
        raise ValueError(msg)
