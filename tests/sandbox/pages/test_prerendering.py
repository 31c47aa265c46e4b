"""Texts are rendered when they are written, and those of an earlier run once somebody opens a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.pages import markdown
from incident_actions.sandbox.pages.markdown import Surroundings, render_markdown
from incident_actions.sandbox.pages.prerendering import Prerenderer
from tests.sandbox.client import Client
from tests.sandbox.pages.visitor import Visitor


@pytest.fixture
def renders_nothing_more(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def refuse(is_file: bool) -> None:
        raise AssertionError(f"rendered again: {is_file}")

    return lambda: monkeypatch.setattr(markdown, "_parser", refuse)


def test_a_comment_is_rendered_when_it_is_written(
    ada: Client, visitor: Visitor, renders_nothing_more: Callable[[], None]
) -> None:
    visitor.page("/")
    ada.issue("Checkout is down", body="Rendered with the *issue*")
    ada.json("POST", "issues/1/comments", {"body": "Rendered with the *comment* of @ada"})
    renders_nothing_more()

    page = visitor.page("/acme/shop/issues/1")

    assert [text in page for text in ("with the <em>issue</em>", "with the <em>comment</em>")] == [True, True]


def test_what_was_written_before_is_rendered_when_the_first_page_is_opened(
    sandbox: Sandbox, ada: Client, visitor: Visitor, renders_nothing_more: Callable[[], None]
) -> None:
    ada.issue("Checkout is down", body="Rendered *before* any page")
    prerenderer = Prerenderer(sandbox.host)
    prerenderer.start()
    prerenderer.wait()
    renders_nothing_more()

    assert "Rendered <em>before</em> any page" in visitor.page("/acme/shop/issues/1")


def test_a_text_is_rendered_again_only_if_what_it_names_is_added(
    renders_nothing_more: Callable[[], None],
) -> None:
    text = "@Nobody-yet asks @ada about #3 and #7, once"
    first = render_markdown(text, Surroundings("acme/shop", frozenset({"ada"}), 5))
    changed = render_markdown(text, Surroundings("acme/shop", frozenset({"ada"}), 7))
    renders_nothing_more()

    same = render_markdown(text, Surroundings("acme/shop", frozenset({"ada", "grace"}), 6))

    assert (same, "/issues/7" in first, "/issues/7" in changed) == (first, False, True)
    with pytest.raises(AssertionError):
        render_markdown(text, Surroundings("acme/shop", frozenset({"ada", "nobody-yet"}), 6))
