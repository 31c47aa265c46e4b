"""What would act in a Markdown text, found with a real parser: the measure of everything that the tool repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from incident_actions.commands.grammar import asked_in

# How GitHub's own pipeline finds mentions in a piece of text.
MENTION = re.compile(r"(?:^|[^a-zA-Z0-9])@([a-z0-9][a-z0-9-]*)", re.IGNORECASE)
# https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
CLOSING = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:[\w.-]+/[\w.-]+)?(?:#[0-9]|gh-[0-9]|https?://)", re.IGNORECASE
)
# What is a link as it stands: https://github.github.com/gfm/#autolinks-extension-, and the schemes of cmark-gfm.
BARE = re.compile(r"(?<![A-Za-z0-9])(?:ftp://[^\s<]|xmpp:[\w.+-]+@)", re.IGNORECASE)
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
DIAGRAMS = ("mermaid", "math", "geojson", "topojson", "stl")
BLOCKS = {"html_block", "html_inline", "image", "table_open", "heading_open", "blockquote_open", "hr"}
CELLS = {"tr_open", "td_open", "th_open"}


def rendered(markdown: str, *, joined: bool = True, known: dict[str, object] | None = None) -> Iterator[Token]:
    """The tokens of a text, blocks and what is in them; `joined` takes an escaped sign for the sign."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
    parser.validateLink = bool  # type: ignore[assignment,method-assign]  # every link counts, whatever its scheme
    if not joined:
        parser.core.ruler.disable("text_join")
    for token in parser.parse(markdown, known if known is not None else {}):
        yield token
        yield from token.children or ()


def alive(markdown: str, allowed: frozenset[str] = frozenset({"ada"})) -> list[str]:
    """Everything in a Markdown text that would act; `allowed` are the logins that may be mentioned."""
    known: dict[str, object] = {}
    found = ["command" for _ in asked_in(markdown)] + ["closing" for _ in CLOSING.finditer(markdown)]
    found += ["unseen" for _ in UNSEEN.finditer(markdown)]
    for token in rendered(markdown, known=known):
        found += _acting(token, allowed)
    found += [f"reference {name}" for name in known.get("references") or ()]  # type: ignore[attr-defined]
    found += ["math" for token in rendered(markdown, joined=False) if token.type == "text" and "$" in token.content]
    return found


def shape(markdown: str, allowed: frozenset[str]) -> list[str]:
    """What would act, and the cells of every table: two texts that differ in people's words alone have the same."""
    cells = [token.type for token in rendered(markdown) if token.type in CELLS]
    return sorted([*alive(markdown, allowed), *cells])


def _acting(token: Token, allowed: frozenset[str]) -> Iterator[str]:
    link = str(token.attrs.get("href", "http://"))
    if token.type in BLOCKS:
        comment = re.fullmatch(r"\s*<!--(?:(?!-->).)*-->\s*", token.content, re.DOTALL)
        yield "comment" if comment else token.type
    if token.type == "fence" and token.info.strip().startswith(DIAGRAMS):
        yield token.info.strip()
    if not link.startswith(("http://", "https://", "mailto:")):
        yield link
    if token.type == "inline" and token.level > 2 and re.match(r"\[[ xX]\]\s", token.content):
        yield "task"
    if token.type == "text":
        yield from (login for login in MENTION.findall(token.content) if login.lower() not in allowed)
        yield from ("bare link" for _ in BARE.finditer(token.content))
