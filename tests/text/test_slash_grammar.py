"""Commands are found where a person typed them, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from incident_actions.text import slash_grammar
from incident_actions.text.slash_grammar import (
    MOST_WORK,
    SlashCommand,
    commands_in,
    is_cut_off,
    may_hold_command,
    nearest_word,
)

FRAGMENTS = (
    "/sev 1", "/ack", "/etc/passwd", "/note", "text", "\n", "\n", "\n\n", "\r\n", " ", "   ", "    ", "\t", "- ",
    "* ", "1. ", "> ", "`", "``", "```", "~~~", "<!--", "-->", "<div>", "</div>", "<a href='", "'>", "<?", "?>",
    "<b>", "|", "|-|", "---", "===", "# ", "[a]: ", "[a](", ")", "\\", "\\`", "\x00", "\x0b", "\u2028", "\xa0", "🔥",
    "<http://a`b>", "<!A", "]]>", "<![CDATA[",
)  # fmt: skip
TYPED = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)


def words(body: str) -> list[str]:
    return [asked.word for asked in commands_in(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("/ack", SlashCommand("ack", "", 0)),
        ("/sev 1 database is down", SlashCommand("sev", "1 database is down", 0)),
        ("/SEV P1", SlashCommand("sev", "P1", 0)),
        ("/false-alarm  two  spaces  ", SlashCommand("false-alarm", "two  spaces", 0)),
        ("   /sev 1", SlashCommand("sev", "1", 0)),
        ("/sev\t1", SlashCommand("sev", "1", 0)),
        ("/sev\u00a01", SlashCommand("sev", "1", 0)),
        ("/usr", SlashCommand("usr", "", 0)),
        ("/note `rm -rf` <b> | x > y", SlashCommand("note", "`rm -rf` <b> | x > y", 0)),
        ("we are on it\n/sev 1", SlashCommand("sev", "1", 0)),
        ("\n\n/sev 1\r\n", SlashCommand("sev", "1", 0)),
        ("/sev 1\n---\nAda", SlashCommand("sev", "1", 0, "---\nAda")),
        ("- api\n- web\n/sev 1", SlashCommand("sev", "1", 0)),
        ("<details>\n\n/sev 1\n\n</details>", SlashCommand("sev", "1", 0)),
        ("a stray ` here\n/sev 1", SlashCommand("sev", "1", 0)),
        ("a stray <!-- here\n/sev 1", SlashCommand("sev", "1", 0)),
        ("a \\`stray\n/sev 1 ` here", SlashCommand("sev", "1 ` here", 0)),
    ],
)
def test_a_line_that_starts_with_a_slash_and_a_word_is_a_command(body: str, expected: SlashCommand) -> None:
    assert commands_in(body) == (expected,)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "text",
        "🔥🔥🔥",
        "/",
        "//sev 1",
        "/1",
        "/etc/passwd is full",
        "/ etc/passwd is full",
        "/index.html is empty",
        "/robots.txt, as expected",
        "/search?q=pool is slow",
        "/report%20final is gone",
        "/c:\\windows",
        "/ack/",
        "\u3000/ack",
        "see /sev 1",
        "\\/sev 1",
        "- /sev 1",
        "# /sev 1",
        "    /sev 1",
        "\t/sev 1",
        "```\n/sev 1\n```",
        "~~~\n/sev 1",
        "````\n```\n/sev 1\n```\n/ack\n````",
        "- x\n  ```\n  /sev 1\n  ```",
        "> /sev 1",
        "> it is down\n/sev 1",
        "- > quoted\n/sev 1",
        "<!-- /sev 1 -->",
        "<!--\n/sev 1\n-->",
        "<!-- unclosed\n\n/sev 1",
        "text <!--\n/sev 1\n--> text",
        "text <!-- `\n/sev 1\n--> `",
        "text `code\n/sev 1\ncode` text",
        "text ``code `\n/sev 1\ncode`` text",
        'text <a title="\n/sev 1\n"> text',
        "text <?\n/sev 1\n?>",
        "text <![CDATA[\n/sev 1\n]]>",
        "<div>\n/sev 1\n</div>",
        "| a |\n|---|\n/sev 1",
        "/sev 1 | severity\n---|---",
        "[a]:\n/sev",
    ],
)
def test_a_line_that_is_not_typed_as_a_command_never_runs(body: str) -> None:
    assert commands_in(body) == ()


def test_several_commands_are_numbered_in_order() -> None:
    body = "/sev 1\ntext\n\n```\n/ack\n```\n/ic @ada\r\n> /resolve\n\n/note `x`\r/affects api, web"

    assert [(asked.index, asked.word, asked.rest) for asked in commands_in(body)] == [
        (0, "sev", "1"),
        (1, "ic", "@ada"),
        (2, "note", "`x`"),
        (3, "affects", "api, web"),
    ]


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("/update we fail over\nto the replica\n  now", "to the replica\n  now"),
        ("/update\n- api is slow\n- web is down\n\nnot part of it", "- api is slow\n- web is down"),
        ("/update one\r\ntwo\r\n\r\nthree", "two"),
        ("/update one\n/ack", ""),
        ("/update one\ntwo\n/ack\nthree", "two"),
        ("/update log:\n```\na\n\nb\n```\nafter\n\nnot part of it", "```\na\n\nb\n```\nafter"),
        ("/update log:\n```\na\n\n/ack", "```\na\n\n/ack"),
        ("/update\n> /ack is what she said\n`and more`", "> /ack is what she said\n`and more`"),
        ("/update one\n\n```\napart\n```", ""),
    ],
)
def test_the_lines_that_follow_belong_to_the_command_up_to_an_empty_line_or_the_next_command(
    body: str, more: str
) -> None:
    assert commands_in(body)[0].more == more


@given(TYPED | st.text())
def test_the_shortcut_finds_the_same_commands_as_the_parser(body: str) -> None:
    lines = slash_grammar._NEWLINE.sub("\n", body).split("\n")
    commands = slash_grammar._matching(lines, range(len(lines)))
    parsed, fenced = slash_grammar._as_markdown(lines)

    sight = list(slash_grammar._collected(lines, commands, frozenset()))

    assert sight == list(slash_grammar._collected(lines, parsed, fenced)) or not slash_grammar._in_plain_sight(
        lines, commands
    )


@given(TYPED)
def test_the_lines_of_a_paragraph_are_those_that_the_parser_breaks_it_into(typed: str) -> None:
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).disable(["link", "image"])
    parser.block.ruler.enableOnly(["paragraph"])

    for token in parser.parse(typed):
        breaks = [each for each in token.children or () if each.type in {"softbreak", "hardbreak"}]
        assert token.type != "inline" or len(list(slash_grammar._visible_lines(token.content))) == 1 + len(breaks)


@given(TYPED | st.text())
def test_a_comment_that_holds_a_command_always_passes_the_first_look(body: str) -> None:
    assert may_hold_command(body) or not commands_in(body)


@given(TYPED | st.text())
def test_commands_come_as_a_lower_case_word_and_one_line(body: str) -> None:
    for number, asked in enumerate(commands_in(body)):
        assert (asked.index, asked.word, asked.rest) == (number, asked.word.lower(), asked.rest.strip())
        assert "\n" not in asked.rest


@pytest.mark.parametrize(
    ("body", "commands"),
    [
        ("x\n" * 30_000 + "/sev 1", 1),
        ("\n/sev 1" * 9_000, 9_000),
        ("/ack\n" * 200 + "`", 200),
        ("> " * 30_000 + "\n\n/sev 1", 1),
        ("x " + "`" * 65_000 + "\n/sev 1", 1),
        (" ".join("`" * length for length in range(1, 360)) + "\n/sev 1", 1),
        ("[(" * 30_000 + "\n/sev 1", 1),
        ("x " + "<!--" * 16_000 + "\n/sev 1", 1),
        ("<!--" * 16_000 + "\n/sev 1", 0),
        ("x " + "<a b='" * 9_000 + "\n/sev 1", 1),
        ("x " + "<?<!A<![CDATA[" * 4_000 + "\n/sev 1", 1),
        ("```\n~~~\n" * 6_000 + "/sev 1", 1),
        ("/" + "a" * 65_000, 1),
    ],
)
def test_a_comment_as_long_as_github_allows_is_read(body: str, commands: int) -> None:
    assert len(commands_in(body)) == commands


@pytest.mark.parametrize(("lines", "commands"), [(MOST_WORK - 2, 1), (MOST_WORK - 1, 0)])
def test_a_command_below_thousands_of_lines_of_markdown_is_not_read(lines: int, commands: int) -> None:
    assert len(commands_in("|\n" * lines + "\n/sev 1\n")) == commands


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("sevv", "sev"),
        ("reslove", "resolve"),
        ("severity", "sev"),
        ("up", "update"),
        ("xyz", None),
        ("a" * 60_000, None),
    ],
)
def test_a_mistyped_word_gets_the_nearest_known_one(word: str, meant: str | None) -> None:
    assert nearest_word(word, ["sev", "resolve", "update", "help"]) == meant


def test_the_word_itself_is_the_nearest() -> None:
    assert words("/help") == [nearest_word("help", iter(["hello", "help"]))]


@pytest.mark.parametrize("blank", ["\u2028", "\x85", "\xa0", "\x0c", "\x1c", "\u3000"])
def test_a_line_of_what_only_looks_blank_shifts_no_other(blank: str) -> None:
    assert [each.word for each in commands_in(f"[a]: b\n{blank}\n/sev 1")] == ["sev"]


def test_a_text_that_only_begins_like_a_declaration_hides_no_command() -> None:
    assert [each.word for each in commands_in("<!\n/sev 1-->")] == ["sev"]
    assert commands_in("a <!x\n/sev 1> b") == ()


@pytest.mark.parametrize(
    ("body", "is_cut"),
    [
        ("/ack", False),
        ("x\n" * MOST_WORK + "/ack", False),
        ("```\n" + "x\n" * MOST_WORK, False),
        ("```\n" + "x\n" * MOST_WORK + "/ack", True),
        ("```\r\n" + "x\r\n" * MOST_WORK + "/ack", True),
    ],
    ids=["short", "plain", "no command", "below", "below in windows"],
)
def test_a_comment_is_cut_off_where_a_command_may_be_below_what_is_read(body: str, is_cut: bool) -> None:
    assert is_cut_off(body) is is_cut
