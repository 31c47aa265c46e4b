"""Markdown as GitHub renders it, in which nothing can act."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.sandbox.pages.markdown import Surroundings, render_markdown, render_title

SHOP = Surroundings("acme/shop", frozenset({"ada"}), 5)
FILE = Surroundings("acme/shop", file="/acme/shop/blob/main/docs/incidents/one.md")

HOSTILE = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt&colon;alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<form action=/acme/shop><input name=q><button>go</button></form>",
    "<input type=image src=x onerror=alert(1)>",
    "<style>body{display:none}</style>",
    "<b style='position:fixed;inset:0' onclick=alert(1)>x</b>",
    "<div id=bar data-live class=bar>x</div>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video><source onerror=alert(1)></video>",
    "<object data=x></object><embed src=x><base href=//evil.example><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "```<script>alert(1)</script>\nx\n```",
    "`<script>alert(1)</script>`",
    "| a |\n|--|\n| <script>alert(1)</script> |",
    "@<script>alert(1)</script>",
    "[<img src=x onerror=alert(1)>](x)",
    "<a href='#' target=_top ping=//evil.example>x</a>",
)
TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "details", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "input", "li",
    "ol", "p", "pre", "s", "section", "source", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "href",
    "rel",
    "src",
    "alt",
    "id",
    "class",
    "open",
    "type",
    "disabled",
    "checked",
    "aria-label",
    "title",
    "start",
}


class Acting(HTMLParser):
    """Collects whatever could act in HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [tag] * (tag not in TAGS)
        self.found += [f"{tag} {name}" for name in given if name not in ATTRIBUTES]
        self.found += [f"{tag} {value}" for name in ("href", "src") if not harmless(value := given.get(name) or "")]
        self.found += ["usable input"] * (
            tag == "input" and (given.get("type") != "checkbox" or "disabled" not in given)
        )
        self.found += [
            f"id {value}" for value in (given.get("id") or "",) if value and not value.startswith("user-content-")
        ]


def harmless(address: str) -> bool:
    bare = re.sub(r"[\s\x00-\x20]", "", address)  # a browser leaves them out
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", bare, re.IGNORECASE)
    return scheme is None or scheme[1].lower() in ("http", "https", "mailto")


def acting(html: str) -> list[str]:
    parser = Acting()
    parser.feed(html)
    parser.close()
    return parser.found


@pytest.mark.parametrize("around", [SHOP, FILE], ids=["comment", "file"])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_hostile_text_acts(text: str, around: Surroundings) -> None:
    assert acting(render_markdown(text, around)) == []


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "<b>", "</b>", "<details>", "\n\n", "> ", "- [ ] ", "`", "<!--", '"', "'", "="]),
        max_size=8,
    )
)
def test_nothing_acts_however_hostile_texts_are_put_together(parts: list[str]) -> None:
    assert acting(render_markdown("".join(parts), SHOP)) == []


def test_the_page_of_a_text_is_what_a_parser_of_hostile_texts_would_report() -> None:
    assert acting("<script></script><a href='java\tscript:x' onclick=y></a><input>") == [
        "script",
        "a onclick",
        "a java\tscript:x",
        "usable input",
    ]


def test_people_and_issues_are_links_if_they_exist_and_code_is_left_alone() -> None:
    html = render_markdown("@ada @bob #5 #6 `@ada #5` a@ada.example acme/shop#5", SHOP)

    assert re.findall(r'href="([^"]+)" class="(\w+)"', html) == [
        ("/ada", "mention"),
        ("/acme/shop/issues/5", "reference"),
    ]


def test_a_commit_is_a_link_with_its_short_name() -> None:
    sha = "0123456789" * 4

    assert re.findall(r'href="([^"]+)"[^>]*>([^<]+)<', render_markdown(f"at {sha} or `{sha}`", SHOP)) == [
        (f"/acme/shop/commit/{sha}", "0123456")
    ]


def test_tables_tasks_alerts_and_folded_parts_are_rendered() -> None:
    html = render_markdown(
        "| a |\n|--|\n| ~~b~~ |\n\n- [x] done\n- [ ] open\n\n> [!WARNING]\n> Careful.\n\n<details><summary>More</summary>\n\n*x*<sub>y</sub>\n</details>",
        SHOP,
    )

    assert [
        each
        for each in (
            "<table>",
            "<s>b</s>",
            'checked="" ',
            "markdown-alert-warning",
            "<summary>More</summary>",
            "<em>x</em><sub>y</sub>",
        )
        if each not in html
    ] == []


def test_a_column_is_aligned_as_its_table_says() -> None:
    html = render_markdown("| a | b | c |\n|:--|--:|---|\n| 1 | 2 | 3 |\n", SHOP)

    assert re.findall(r"<t[hd](?: [^>]*)?>", html) == [
        '<th align="left">',
        '<th align="right">',
        "<th>",
        '<td align="left">',
        '<td align="right">',
        "<td>",
    ]


def test_the_lines_of_a_comment_stay_apart_and_hidden_comments_are_dropped() -> None:
    assert render_markdown("one\ntwo<!-- a record -->", SHOP) == "<p>one<br>\ntwo</p>\n"


def test_the_links_of_a_file_start_at_its_folder_and_lead_to_its_headings() -> None:
    html = render_markdown("# The cause\n\n[a](../README.md) [b](#the-cause) [c](https://example.com)\nnext", FILE)

    assert re.findall(r'(?:href|id)="([^"]+)"', html) == [
        "user-content-the-cause",
        "/acme/shop/blob/main/docs/README.md",
        "#user-content-the-cause",
        "https://example.com",
    ]
    assert "<br>" not in html


def test_the_front_matter_of_a_file_is_shown_as_code() -> None:
    assert "<h2" not in render_markdown("---\nincident: 1\n---\n# x\n", FILE)


def test_a_title_shows_code_and_nothing_else() -> None:
    assert render_title("`a` <b> *c*") == "<code>a</code> &lt;b&gt; *c*"
