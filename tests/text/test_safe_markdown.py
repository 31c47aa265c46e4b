"""Text that the bot repeats can be read, and nothing in it acts."""

import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.text import safe_markdown
from incident_actions.text.safe_markdown import (
    defuse_closing_words,
    escape_block,
    escape_cell,
    escape_line,
    external_line,
    inline_code,
    plain_line,
)
from incident_actions.text.slash_grammar import commands_in
from tests.live_markdown import live_parts, parse_tokens

Z = safe_markdown.BREAK
ADA = frozenset({"ada"})
FRAGMENTS = (
    "@ada", "@grace", "@org/team", "@", "a", "text ", " ", "\n", "\n\n", "\r\n", "\t", "    ", "- ", "1. ", "> ",
    "# ", "## x", "`", "``", "```", "\n```\n", "\n~~~\n", "~~~", "~~", "**", "_", "$", "\\", "\\\\", "|", "\n|-|-|\n",
    "---", "===", "=", "-", "<", ">", "<b>", "</", "<!--", "-->", "--!>", "<!-", "<script>", "<img src=x>",
    "<https://a.b>", "<ada@b.c>", "&", "&lt;", "&#64;", "&#x40;", "&commat;", "&amp;", "amp;", "lt;", "&NewLine;",
    "&grave;", "&lsqb;", ";", "#", "![", "[", "]", "(", ")", "](http://x/", "](javascript:alert(1))", "]: http://x",
    "][", "https://x/@grace", "mailto:@grace", "!", "fixes #1", "Closes: ", "resolved", " #1", "o/r#1",
    "https://github.com/o/r/issues/1", "gh-1", "ftp://x.y", "xmpp:a@b.c", "[ ] ", "[x] ", "[^1]: ", "- [ ] x", "fixes" + " " * 30, "/sev 1", "\n/ack\n", "\u200b", "\u202e", "\u2028", "\u200d", "\x00",
    "[skip ci]", "[ci ", "skip]", "skip-checks", ": true", "\x1b[31m", "\ud83d", "::error::x", "##[group]", ":", "é", "🔥", "修",
)  # fmt: skip
NASTY = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)
TEXT = NASTY | st.text()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the **database** is _down_, see [the graph](https://x.org/a_b?c=d#e)", None),
        ("`kubectl get > x | grep @scope/name <none>` ran", None),
        ("mail ops@example.org, call 1.5 times, 2 * 3 ~ 6, a|b, #12, C:\\temp", None),
        ("☎ Größe 👨‍👩‍👧 می‌خواهم", None),
        ("one\ntwo\r\n\tthree", "one two three"),
        (
            "@ada and @Ada, not @grace, @ada-x, @org/team or @ada/team",
            f"@ada and @Ada, not @{Z}grace, @{Z}ada-x, @{Z}org/team or @{Z}ada/team",
        ),
        (
            "&#64;grace &commat;grace &amp;#64;grace \\@grace \\@ada",
            f"@{Z}grace @{Z}grace @{Z}grace \\@{Z}grace \\@ada",
        ),
        ("@ada\\-x @ada$", f"@{Z}ada\\-x @ada\\$"),
        ("_@grace_ é@grace", f"_@{Z}grace_ é@{Z}grace"),
        (
            "https://x.org/@grace/$1 [x](https://y.org/@grace)",
            "https://x.org/%40grace/%241 [x](https://y.org/%40grace)",
        ),
        ("a < b > c &lt;b&gt;", "a &lt; b &gt; c &lt;b&gt;"),
        ("a <!-- hidden --> b <!----> c <!--> d <!-- x --!> e", "a b c d e"),
        ("a <!-<!-- x -->- hidden --> b &lt;!-- hidden --&gt; c <!-- unclosed", "a b c"),
        ("fixes #1", f"f{Z}ixes #1"),
        (
            "Closes: o/r#1, RESOLVED https://github.com/o/r/issues/1",
            f"C{Z}loses: o/r#1, R{Z}ESOLVED https://github.com/o/r/issues/1",
        ),
        ("fixed **#1**, closes [#1](https://x.org)", f"f{Z}ixed **#1**, c{Z}loses [#1](https://x.org)"),
        (f"fixes{' ' * 40}#1 closes:\u00a0\u00a0(#2)", f"f{Z}ixes #1 c{Z}loses: (#2)"),
        ("the fix is out, it closed", None),
        ("ftp://x.org FTP://y.org xmpp:a@b.c", f"ftp{Z}://x.org FTP{Z}://y.org xmpp{Z}:a@b.c"),
        ("@ada-ftp://x @ada_xmpp:y@z", f"@{Z}ada-ftp{Z}://x @{Z}ada_xmpp{Z}:y@z"),
        ("sftp://x.org https://x.org/ftp://y", "sftp://x.org https://x.org/ftp%3A//y"),
        ("![x](https://x.org/i.png)", "\\![x](https://x.org/i.png)"),
        ("[x](javascript:alert) [y][z] [w]: u", "[x\\](javascript:alert) [y\\][z] [w\\]: u"),
        ("/sev 1", "\\/sev 1"),
        ("/ 2", None),
        ("# big", "\\# big"),
        ("#12 is linked", None),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("---", "\\---"),
        ("```", "\\`\\`\\`"),
        ("a ` b `` c ~~~ $x$", "a \\` b \\`\\` c \\~\\~\\~ \\$x\\$"),
        ("ends\\", "ends\\\\"),
        ("in\u202ev\x00is\u200bi\u2066ble\x1b", "invisible"),
        ("\ud83d", ""),
    ],
)
def test_a_line_shows_what_was_typed_and_does_nothing(text: str, expected: str | None) -> None:
    assert escape_line(text, ADA) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\n\ntwo\n- three", None),
        ("\r\none\r\ntwo\r\n", "one\ntwo"),
        ("one\n/sev 1\n  /ack", "one\n\\/sev 1\n  \\/ack"),
        ("one\n===\n## two\n  # three", "one\n\\===\n\\## two\n  \\# three"),
        ("| a | b |\n|---|:-:|\n| c | d |", "| a | b |\n\\|---|:-:|\n| c | d |"),
        ("> quoted", "&gt; quoted"),
        (
            "- [ ] task\n1. [x] done\n- - [X]\n[ ] none\n- [y]",
            "- \\[ ] task\n1. \\[x] done\n- - \\[X]\n[ ] none\n- [y]",
        ),
        (f"fixes{' ' * 40}#1", f"f{Z}ixes{' ' * 40}#1"),
        ("- # x\n  1. ---\n- - -\n- -x", "- \\# x\n  1. \\---\n\\- - -\n- -x"),
        ("a ` b\n@grace ` c", f"a \\` b\n@{Z}grace \\` c"),
        ("[x]: https://x.org", "[x\\]: https://x.org"),
        ("```python\nif a < b:  # @grace\n```\nafter", "```\nif a < b:  # @grace\n```\nafter"),
        ("- x\n  ```\n@grace\n  ```\n@grace", f"- x\n```\n@grace\n```\n@{Z}grace"),
        ("~~~~\n~~~\n```\n~~~~", "````\n~~~\n```\n````"),
        ("```\n/sev 1\n    ```", "````\n/sev 1\n    ```\n````"),
        ("```\nunclosed", "```\nunclosed\n```"),
        ("````\n```\n`````\n@grace", f"````\n```\n````\n@{Z}grace"),
        ("``` `x`", "\\`\\`\\` `x`"),
        ("- ```\n- ~~~", "- \\`\\`\\`\n- \\~\\~\\~"),
    ],
)
def test_a_block_keeps_its_lines_and_does_nothing(text: str, expected: str | None) -> None:
    assert escape_block(text, ADA) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a | b", "a \\| b"),
        ("a \\| b", "a \\| b"),
        ("a \\\\| b", "a \\\\\\| b"),
        ("`a | b`", "`a \\| b`"),
        ("one\ntwo", "one two"),
        (inline_code("a | `b`"), "`` a \\| `b` ``"),
    ],
)
def test_a_cell_stays_one_cell(text: str, expected: str) -> None:
    assert escape_cell(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sev", "`sev`"),
        ("@grace <b>\n/sev", "`@grace <b> /sev`"),
        ("a ` b", "``a ` b``"),
        ("`a`` b", "``` `a`` b ```"),
        ("", "` `"),
        ("<!-- hidden -->", "` `"),
    ],
)
def test_code_is_code_whatever_is_in_it(text: str, expected: str) -> None:
    assert inline_code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Größe < 5 & `code` #1", "Größe < 5 & `code` #1"),
        ("one\n\ttwo\x1b[31m", "one two[31m"),
        ("@ada @grace @org/team ops@x.org", f"@ada @{Z}grace @{Z}org/team ops@x.org"),
        ("Fixes #1", f"F{Z}ixes #1"),
        ("::error file=a::b", f":{Z}:error file=a::b"),
        ("\n ::stop-commands::x", f":{Z}:stop-commands::x"),
        ("x ##[group]y", f"x ##{Z}[group]y"),
        ("a &amp; b <!-- hidden -->", "a & b"),
        ("[skip ci] [CI\nSkip] [no\u200b ci]", f"[{Z}skip ci] [{Z}CI Skip] [{Z}no ci]"),
        ("[actions skip] [skip actions](x)", f"[{Z}actions skip] [{Z}skip actions](x)"),
        ("skip-checks: true", f"skip-checks{Z}: true"),
        ("[skip] [skip cider] skip ci, skip-checks", "[skip] [skip cider] skip ci, skip-checks"),
    ],
)
def test_plain_text_is_one_line_that_no_log_or_commit_acts_on(text: str, expected: str) -> None:
    assert plain_line(text, ADA) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/sev 1", ["command"]),
        ("fixes #1", ["closing"]),
        ("**@grace**", ["grace"]),
        ("[x](javascript:y)", ["javascript:y"]),
        ("[x](y.md)", ["relative link"]),
        ("![x](y)", ["image"]),
        ("a <b>", ["html_inline"]),
        ("<div>", ["html_block"]),
        ("a\n---", ["heading_open"]),
        ("|a|\n|-|", ["table_open"]),
        ("> a", ["blockquote_open"]),
        ("- [x] a", ["task"]),
        ("a\n\n---", ["hr"]),
        ("[^1]: a", ["reference ^1"]),
        ("costs $1$", ["math"]),
        ("costs \\$1", []),
        ("at ftp://a.b and xmpp:a@b.c", ["bare link", "bare link"]),
        ("```mermaid\nx\n```", ["mermaid"]),
        ("a\u202eb", ["unseen"]),
        ("<!-- a -->", ["comment"]),
    ],
)
def test_the_properties_below_see_what_is_alive(text: str, found: list[str]) -> None:
    assert live_parts(text) == found


@given(TEXT)
def test_nothing_repeated_is_alive(text: str) -> None:
    for written in (escape_block(text, ADA), escape_line(text, ADA), inline_code(text)):
        assert live_parts(written) == []


@given(TEXT)
def test_nothing_repeated_in_a_table_is_alive_or_leaves_its_cell(text: str) -> None:
    table = f"| a | b |\n|---|---|\n| {escape_cell(text, ADA)} | {escape_cell(inline_code(text))} |\n\nafter"

    shape = [token.type for token in parse_tokens(table) if token.type in {"td_open", "tr_open", "table_open"}]
    assert shape == ["table_open", "tr_open", "tr_open", "td_open", "td_open"]
    assert [each for each in live_parts(table) if each != "table_open"] == []


@given(TEXT)
def test_a_block_swallows_nothing_that_follows(text: str) -> None:
    *_, opening, inline, closing = [
        token for token in parse_tokens(f"{escape_block(text)}\n\nafter `x`") if token.block
    ]

    assert (opening.type, opening.level, inline.content, closing.type) == (
        "paragraph_open",
        0,
        "after `x`",
        "paragraph_close",
    )


@given(TEXT)
def test_code_is_one_span_and_nothing_else(text: str) -> None:
    assert [token.type for token in parse_tokens(f"a {inline_code(text)} b") if not token.block] == [
        "text",
        "code_inline",
        "text",
    ]


@pytest.mark.parametrize("form", [escape_block, escape_line, escape_cell, plain_line])
@given(text=TEXT)
def test_repeating_what_was_repeated_changes_nothing(form: Callable[[str, frozenset[str]], str], text: str) -> None:
    once = form(text, ADA)

    assert form(once, ADA) == once


@pytest.mark.parametrize("form", [escape_block, escape_line, escape_cell, inline_code, plain_line, external_line])
@given(text=TEXT)
def test_no_result_can_hold_a_marker_or_break_an_encoding(form: Callable[[str], str], text: str) -> None:
    written = form(text)

    assert "<!--" not in written
    assert written == written.encode().decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", written)


@pytest.mark.parametrize("form", [escape_line, escape_cell, inline_code, plain_line, external_line])
@given(text=TEXT)
def test_one_line_stays_one_line(form: Callable[[str], str], text: str) -> None:
    assert len(form(text).splitlines()) <= 1


LONGEST = [
    "&" + "amp;" * 16_000 + "lt;!--",
    "&amp;" * 13_000,
    "<!--" * 16_000,
    "<!-" * 9_000 + "<!---->" + "- -->" * 5_000,
    "`" * 65_000,
    " ".join("`" * length for length in range(1, 360)),
    "~~~\n```\n" * 8_000,
    "\\" * 65_000 + "|",
    "fix " * 16_000,
    ("fix" + "." * 20) * 2_800,
    "fix-" * 16_000,
    "fix" + " " * 65_000,
    ("fix" + " " * 500) * 130,
    "@a" * 32_000,
    "](https://" * 6_500,
    "- " * 32_000 + "x",
    " " * 65_000 + "x",
]


@pytest.mark.parametrize("form", [escape_block, escape_line, escape_cell, inline_code, plain_line, external_line])
def test_the_longest_and_worst_texts_come_out_dead(form: Callable[[str], str]) -> None:
    assert [text[:100] for text in LONGEST if "<!--" in form(text)] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("p95 < 300 ms, 1 > 0", "p95 < 300 ms, 1 > 0"),
        ("<!channel> <@U1> <https://evil.test|github.com>", "\u2039!channel> \u2039@\u200bU1> \u2039https://evil.test|github.com>"),
        ("&lt;!here&gt; <b>x</b>", "\u2039!here> \u2039b>x\u2039/b>"),
        ("@here, @everyone, a@b.test", "@\u200bhere, @\u200beveryone, a@b.test"),
        ("[x](javascript:y) ![z][w]", "[x]\u200b(javascript:y) ![z]\u200b[w]"),
        ("two\r\nlines\x00\u202e <", "two lines \u2039"),
    ],
)  # fmt: skip
def test_text_for_other_services_mentions_nobody_and_links_nothing_under_another_name(typed: str, shown: str) -> None:
    assert external_line(typed) == shown


def test_text_for_other_services_is_cut_to_its_length() -> None:
    assert external_line("x" * 301) == f"{'x' * 299}…"
    assert external_line("x" * 300) == "x" * 300
    assert external_line("abc", 2) == "a…"


def test_a_remark_cannot_end_the_comment_that_it_is_in() -> None:
    assert safe_markdown.comment_text("a -- b\n--> c") == "a -\u200b- b -\u200b-\u200b> c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Resolved: [@ada](https://github.com/ada)", "Resolved: [@ada](https://github.com/ada)"),
        (
            "Fixes [@acme/a.b](https://x.org/orgs/acme/teams/a.b)",
            "Fixes [@acme/a.b](https://x.org/orgs/acme/teams/a.b)",
        ),
        ("| Resolved | [#1](https://x.org/1)", "| Resolved | [#1](https://x.org/1)"),
        ("Resolved by the release of [#1](https://x.org/1)", "Resolved by the release of [#1](https://x.org/1)"),
        ("Resolved: [#1](https://x.org/1)", f"R{Z}esolved: [#1](https://x.org/1)"),
        ("fixes [@ada](https://x.org/a/b/issues/1)", f"f{Z}ixes [@ada](https://x.org/a/b/issues/1)"),
        ("fixes **[x](https://x.org/1)", f"f{Z}ixes **[x](https://x.org/1)"),
    ],
)
def test_a_closing_word_is_broken_up_before_an_issue_and_not_before_a_person(text: str, expected: str) -> None:
    assert defuse_closing_words(text) == expected


def test_every_printable_character_stays_beside_one_that_has_to_be_decoded_and_without_it() -> None:
    printable = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1)))).replace("&", "").replace("<", "")

    assert safe_markdown.visible_markdown(f"&amp;{printable}") == f"&{printable}"
    assert safe_markdown.visible_markdown(printable) == printable


@pytest.mark.parametrize("reference", ["#1", "https://x.org/1", "HTTP://x.org/1", "gh-1", "GH-1", "[x](hTTp://x.org)"])
@pytest.mark.parametrize("keyword", ["fixes", "FIX", "f\u0131x", "F\u0130XED", "clo\u017fe", "Re\u017folve"])
def test_a_closing_word_in_any_letters_is_broken_up_before_any_reference(keyword: str, reference: str) -> None:
    assert defuse_closing_words(f"It {keyword} {reference}") == f"It {keyword[0]}{Z}{keyword[1:]} {reference}"


@pytest.mark.parametrize("before", ["a", "Z", "9", "\u017f", "\u212a", "\u0130", "\u0131"])
def test_a_word_that_only_ends_like_a_closing_word_stays(before: str) -> None:
    assert defuse_closing_words(f"{before}fixes #1") == f"{before}fixes #1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a](b", "a\\](b"),
        ("a][b", "a\\][b"),
        ("a![b", "a\\![b"),
        ("a$b", "a\\$b"),
        ("a\\", "a\\\\"),
        ("a`b", "a\\`b"),
        ("a~~~b", "a\\~\\~\\~b"),
        ("a<b", "a&lt;b"),
        ("a>b", "a&gt;b"),
        ("a @b", f"a @{Z}b"),
        ("FTP://a", f"FTP{Z}://a"),
        ("xmpp:a", f"xmpp{Z}:a"),
        ("http://a$b", "http://a%24b"),
    ],
)
def test_a_construct_does_nothing_where_nothing_else_in_the_line_would_act(text: str, shown: str) -> None:
    assert escape_line(text) == shown


def test_a_repeated_line_is_no_command_however_it_was_typed() -> None:
    typed = ["/sev 1", "/ sev 1", "／sev 1", "\u3000／sev 1", "/état", "/¹", "/ﬁx", "/статус", "  /é"]

    assert [text for text in typed if not commands_in(text)] == []
    for escape in (safe_markdown.escape_line, safe_markdown.escape_block, safe_markdown.escape_cell):
        assert [text for text in typed if commands_in(escape(text)) or commands_in(escape(f"so\n{text}"))] == []
