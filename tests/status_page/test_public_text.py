"""How a published text looks: as HTML that only shows, and as a title."""

from __future__ import annotations

import pytest

from incident_actions.status_page.public_text import is_harmless, plain_text, title_of, to_html, words_below_title


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("Checkout is down.", "Checkout is down", ""),
        ("\n\n## Checkout is **down**\n\nWe are on it.", "Checkout is down", "We are on it."),
        ("See [the notes](https://x.org) …\nx", "See the notes …", "x"),
        ("Wait...\nx", "Wait...", "x"),
        ("<!-- hidden -->\nShown", "Shown", ""),
        ("```\ncode\n```", "code", ""),
        ("", "–", ""),
        ("word " * 40 + "\nmore", "word " * 19 + "word…", ""),
        ("x" * 120, "x" * 100 + "…", ""),
    ],
)
def test_the_first_line_is_the_title(text: str, title: str, rest: str) -> None:
    assert (title_of(text), words_below_title(text)) == (title, rest)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("We are **on** it.\n\nSorry.", "<p>We are <strong>on</strong> it.</p>\n<p>Sorry.</p>"),
        ("# Big", "<p><strong>Big</strong></p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("<b onclick=x>hi</b>", "<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>"),
        (
            '[x](https://a.example/?q="1)',
            '<p><a href="https://a.example/?q=%221" rel="nofollow noopener noreferrer">x</a></p>',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,x)", "<p>[x](data:text/html,x)</p>"),
    ],
)
def test_markdown_becomes_harmless_html(text: str, html: str) -> None:
    assert str(to_html(text)) == html


def test_an_image_becomes_a_link_since_nothing_may_be_loaded() -> None:
    assert "<img" not in to_html("![x](https://evil.example/pixel.png)")


def test_plain_text_is_one_line_without_markdown() -> None:
    assert plain_text("# A\n\n- `b`\n- [c](https://d.example)\n\n```\ne\n```") == "A b c e"


@pytest.mark.parametrize("address", ["https://a.example", "http://a.example", "mailto:a@b.example"])
def test_links_lead_to_the_web_or_to_email(address: str) -> None:
    assert is_harmless(address)
    assert not is_harmless(f"x-{address}")
