"""Markdown as GitHub shows it, with nothing alive in it."""

import pytest

from incident_actions.drill.rendering import render_markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Next** `x`", "<p><strong>Next</strong> <code>x</code></p>\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", None),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a <img src=x onerror=alert(1)> b", "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("![x](https://example.com/x.png)", '<p>!<a href="https://example.com/x.png">x</a></p>\n'),
        ('<b onclick="x()">a</b>', "<p>&lt;b onclick=&quot;x()&quot;&gt;a&lt;/b&gt;</p>\n"),
        ("<sub>small</sub>", "<p><sub>small</sub></p>\n"),
        ("<b>never closed", "<p><b>never closed</p>\n</b>"),
        ("never opened</details>", "<p>never opened&lt;/details&gt;</p>\n"),
        ("seen <!-- unseen --> seen", "<p>seen  seen</p>\n"),
        ("`<!-- hint -->`", "<p><code>&lt;!-- hint --&gt;</code></p>\n"),
        ("<!-- a record\n<script>\n-->", ""),
        ("- [ ] open\n- [x] done", "<ul>\n<li>☐ open</li>\n<li>☑ done</li>\n</ul>\n"),
        ("@ada sees #3, not #4", '<p><strong>@ada</strong> sees <a href="#issue-3">#3</a>, not #4</p>\n'),
        ("[see #3](#issue-3)", '<p><a href="#issue-3">see #3</a></p>\n'),
        ("a&#35;3 mail@example.com", "<p>a#3 mail@example.com</p>\n"),
    ],
)
def test_markdown_shows_and_nothing_acts(text: str, html: str | None) -> None:
    page = render_markdown(text, known=(3,))

    assert page == html if html is not None else page.startswith("<table>\n<thead>")


def test_a_folded_part_folds_as_on_github() -> None:
    page = render_markdown("<details><summary><b>Commands</b></summary>\n\n- one\n\n</details>")

    assert page == "<details><summary><b>Commands</b></summary>\n<ul>\n<li>one</li>\n</ul>\n</details>"


@pytest.mark.parametrize(("breaks", "html"), [(True, "<p>/ack<br />\n/ic</p>\n"), (False, "<p>/ack\n/ic</p>\n")])
def test_the_lines_of_a_comment_stay_lines(breaks: bool, html: str) -> None:
    assert render_markdown("/ack\n/ic", breaks=breaks) == html
