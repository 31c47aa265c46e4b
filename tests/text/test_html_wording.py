"""Pages escape what people wrote."""

import pytest
from jinja2 import UndefinedError

from incident_actions.text.html_wording import HtmlWording, visible_text

TEXTS = {"a/b.html": '<p title="{{ text }}">{{ text }}</p>{% include "a/c.css" %}', "a/c.css": "b > i {}"}


def test_a_value_is_escaped_and_a_template_is_not() -> None:
    shown = HtmlWording(TEXTS.get).render("a/b.html", {"text": '"><script>&\u202e\x00'})

    assert shown == '<p title="&#34;&gt;&lt;script&gt;&amp;">&#34;&gt;&lt;script&gt;&amp;</p>b > i {}\n'


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        HtmlWording(TEXTS.get).render("a/b.html", {})


def test_characters_that_hide_or_reverse_text_are_left_out() -> None:
    assert visible_text("Größe\u200b\u2066 🔥\ud83d\tx\ny") == "Größe 🔥\tx\ny"
