"""The base of every part of a configuration: a strict model, and the types of its values."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


class StrictModel(BaseModel):
    """A part of a configuration: unknown keys are mistakes, and values cannot change."""

    # Parts are validated within the process, so only the process builds a validator. Parts that are defaults are
    # constructed without one (`model_construct`).
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, ignored_types=(cached_property,), defer_build=True
    )


def valid_zone(name: str) -> str:
    """Return the name of a time zone, or refuse it."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        msg = "not a time zone such as UTC, Europe/Berlin or America/New_York"
        raise ValueError(msg) from unknown
    return name


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
Branch = Annotated[str, Field(max_length=50, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*$")]
Colour = Annotated[str, Field(pattern=COLOUR)]
Login = Annotated[
    str,
    Field(pattern=LOGIN),
    AfterValidator(lambda name: name.removeprefix("@")),
]
Account = Annotated[str, Field(pattern=ACCOUNT)]
Repository = Annotated[str, Field(pattern=REPOSITORY)]
Word = Annotated[str, Field(min_length=1, max_length=50)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Key = Annotated[str, Field(pattern=KEY)]
Minutes = Annotated[int, Field(gt=0, le=60 * 24 * 30), BeforeValidator(_minutes)]
MinutesOrNone = Annotated[int, Field(ge=0, le=60 * 24 * 30), BeforeValidator(_minutes)]
"""A limit in minutes; 0 for no limit, where another part of the configuration would set one."""

Span = Annotated[str, AfterValidator(_span), Field(json_schema_extra={"pattern": f"^{SPAN}$"})]
Zone = Annotated[str, AfterValidator(valid_zone)]


def refuse_duplicates(what: str, names: list[str]) -> None:
    """Refuse two names that differ in case at most."""
    folded = [name.casefold() for name in names]
    twice = next((name for name in folded if folded.count(name) > 1), None)
    if twice is not None:
        msg = f"duplicate {what}: {twice}"
        raise ValueError(msg)
