"""Pages that a team can replace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from incident_actions.text.page_wording import PageWording
from incident_actions.text.wording import TemplateNotUsable

TOOLS = {"a/page.html": "<p>{{ it }}</p>", "a/frame.html": "[{% include 'a/page.html' %}]"}


def test_values_are_escaped_and_what_hides_is_left_out() -> None:
    assert PageWording(TOOLS.get).render("a/page.html", {"it": "<b>\u202e"}) == "<p>&lt;b&gt;</p>\n"


def test_a_team_replaces_a_part_of_the_tools_page() -> None:
    wording = PageWording(TOOLS.get, {"a/page.html": "own {{ it }}"}.get)

    assert (wording.render("a/frame.html", {"it": 1}), wording.failed) == ("[own 1]\n", {})


def test_a_page_with_a_part_that_fails_is_the_tools_own_from_then_on() -> None:
    wording = PageWording(TOOLS.get, {"a/page.html": "{{ nothing }}"}.get)

    assert [wording.render("a/frame.html", {"it": 1}) for _ in range(2)] == ["[<p>1</p>]\n"] * 2
    assert wording.failed == {"a/frame.html": "UndefinedError: 'nothing' is undefined"}


def test_a_failure_of_the_tools_own_template_is_not_hidden() -> None:
    with pytest.raises(Exception, match="'it' is undefined"):
        PageWording(TOOLS.get).render("a/page.html", {})


def test_a_template_that_cannot_be_read_is_reported() -> None:
    def unreadable(name: str) -> str | None:
        raise TemplateNotUsable(f"{name} is a link")

    wording = PageWording(TOOLS.get, unreadable)

    assert wording.render("a/page.html", {"it": 1}) == "<p>1</p>\n"
    assert wording.failed == {"a/page.html": "a/page.html is a link"}


def test_only_a_teams_own_templates_run_within_limits() -> None:
    entered = []

    @contextmanager
    def limits() -> Iterator[None]:
        entered.append(1)
        yield

    PageWording(TOOLS.get, limits=limits).render("a/page.html", {"it": 1})
    own = PageWording(TOOLS.get, {"a/page.html": "x"}.get, limits)
    own.render("a/page.html", {})

    assert len(entered) <= 1


def test_a_syntax_error_has_its_line_and_an_unknown_filter_is_one() -> None:
    wording = PageWording(lambda _: None, filters={"html": str})

    assert wording.find_syntax_error("{{ a | html }}") is None
    assert wording.find_syntax_error("\n{{ a | nothing }}") == (2, "No filter named 'nothing'")
    assert wording.find_syntax_error("{% if %}") == (1, "Expected an expression, got 'end of statement block'")
