"""Slugs are safe in a path and readable, or the fallback."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.text.slug import make_slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Database is down", "database-is-down"),
        ("  API: 5xx -- in eu-west_1!  ", "api-5xx-in-eu-west-1"),
        ("Users can't log in (“can’t”)", "users-cant-log-in-cant"),
        ("Éléments très lents, Größe & Ørsted ﬁx", "elements-tres-lents-grosse-orsted-fix"),
        ("e\u0301te\u0301", "ete"),
        ("\uff21\uff30\uff29 down", "api-down"),
        ("🔥 Payments fail 🔥", "payments-fail"),
        ("API 故障 in Europe", "api-in-europe"),
        ("<b>fix</b> &amp; go", "b-fix-b-go"),
        ("../../etc/passwd", "etc-passwd"),
        ("--force", "force"),
        ("x" * 100, "x" * 60),
        ("1. first", "1-first"),
    ],
)
def test_a_latin_title_becomes_its_words(text: str, expected: str) -> None:
    assert make_slug(text, "incident-7") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🔥🔥",
        "---",
        "2026",
        "データベース障害",
        "Сбой базы данных в EU",
        "قاعدة البيانات معطلة",
        "Ωμέγα",
        "\ud83d",
        "\x00",
    ],
)
def test_a_title_in_another_alphabet_or_without_letters_takes_the_fallback(text: str) -> None:
    assert make_slug(text, "incident-7") == "incident-7"


def test_a_long_title_is_cut_between_words() -> None:
    title = "the primary database of the payments service does not answer any more"

    assert make_slug(title, "incident-7") == "the-primary-database-of-the-payments-service-does-not-answer"


@given(st.text() | st.text("aé -_./&;#xß故я1", max_size=200))
def test_every_title_becomes_a_safe_name(text: str) -> None:
    found = make_slug(text, "incident-7")

    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?", found)
