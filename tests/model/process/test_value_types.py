"""The types of configured values accept what people may write, and refuse all else in plain words."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from incident_actions.model.process import value_types
from incident_actions.model.process.value_types import refuse_duplicates, valid_zone

MINUTES = "expected a whole number of minutes, such as 30"
SPAN = "expected a span such as `48 hours`, `3 days` or `5 business days`"
ZONE = "not a time zone such as UTC, Europe/Berlin or America/New_York"


def problem(kind: Any, given: object) -> str:
    """Return why a value is refused; empty where it is accepted."""
    try:
        TypeAdapter(kind).validate_python(given)
    except ValidationError as wrong:
        (error,) = wrong.errors()
        return error["type"] if error["type"] != "value_error" else error["msg"].removeprefix("Value error, ")
    return ""


VALUES = [
    ("Minutes", 1, ""),
    ("Minutes", 43_200, ""),
    ("Minutes", "30", ""),
    ("Minutes", 0, "greater_than"),
    ("Minutes", "0", "greater_than"),
    ("Minutes", 43_201, "less_than_equal"),
    ("Minutes", "1" * 9, "less_than_equal"),
    ("Minutes", "1" * 10, MINUTES),
    ("Minutes", True, MINUTES),
    ("Minutes", 0.5, MINUTES),
    ("Minutes", "30 minutes", MINUTES),
    ("Minutes", "-1", MINUTES),
    ("Minutes", None, MINUTES),
    ("Span", "48 hours", ""),
    ("Span", "5 business days", ""),
    ("Span", "999 days", ""),
    ("Span", "1000 days", SPAN),
    ("Span", "3 weeks", SPAN),
    ("Span", "3 days ", SPAN),
    ("Span", "soon", SPAN),
    ("Zone", "Europe/Berlin", ""),
    ("Zone", "CET+1", ZONE),
    ("Zone", "../etc/passwd", ZONE),
    ("Zone", "", ZONE),
    ("Colour", "d93f0B", ""),
    ("Colour", "d93f0", "string_pattern_mismatch"),
    ("Colour", "#d93f0b", "string_pattern_mismatch"),
    ("Account", "my-app[bot]", ""),
    ("Account", "acme/on-call", "string_pattern_mismatch"),
    ("Repository", "acme/.github", ""),
    ("Repository", "acme/api/x", "string_pattern_mismatch"),
    ("Repository", "acme/..", "string_pattern_mismatch"),
    ("Word", "x" * 50, ""),
    ("Word", "x" * 51, "string_too_long"),
    ("Word", "", "string_too_short"),
    ("Line", "x" * 300, ""),
    ("Line", "x" * 301, "string_too_long"),
    ("Key", "on-call", ""),
    ("Key", "x" * 40, ""),
    ("Key", "x" * 41, "string_pattern_mismatch"),
    ("Key", "On", "string_pattern_mismatch"),
    ("Access", "nobody", ""),
    ("Access", "boss", "literal_error"),
]
"""Types and values, each with the kind of refusal."""


def test_a_value_is_accepted_or_refused_by_its_type() -> None:
    assert [(kind, given, problem(getattr(value_types, kind), given)) for kind, given, _ in VALUES] == VALUES


@pytest.mark.parametrize(("given", "login"), [("@ada", "ada"), ("ada", "ada"), ("@acme/on-call", "acme/on-call")])
def test_a_login_is_kept_without_its_sign(given: str, login: str) -> None:
    assert TypeAdapter(value_types.Login).validate_python(given) == login


def test_a_known_time_zone_is_its_own_name() -> None:
    assert valid_zone("UTC") == "UTC"


@pytest.mark.parametrize("names", [[], ["a"], ["a", "b"], ["a", "ab"]])
def test_names_that_differ_are_accepted(names: list[str]) -> None:
    refuse_duplicates("label", names)


@pytest.mark.parametrize(("names", "twice"), [(["a", "a"], "a"), (["b", "Straße", "c", "STRASSE"], "strasse")])
def test_names_that_differ_in_case_at_most_are_refused(names: list[str], twice: str) -> None:
    with pytest.raises(ValueError, match=f"^duplicate label: {twice}$"):
        refuse_duplicates("label", names)
