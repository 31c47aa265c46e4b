"""Find what would act in a Markdown text, with a real parser: every text that the tool repeats is checked with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from incident_actions.text.slash_grammar import commands_in

# How GitHub's own pipeline finds mentions in a piece of text.
MENTION = re.compile(r"(?:^|[^a-zA-Z0-9])@([a-z0-9][a-z0-9-]*)", re.IGNORECASE)
# https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
CLOSING = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:[\w.-]+/[\w.-]+)?(?:#[0-9]|gh-[0-9]|https?://)", re.IGNORECASE
)
# https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs
SKIPPING = re.compile(r"\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|skip-checks *:", re.IGNORECASE)
# What is a link as it stands: https://github.github.com/gfm/#autolinks-extension-, and the schemes of cmark-gfm.
BARE = re.compile(r"(?<![A-Za-z0-9])(?:ftp://[^\s<]|xmpp:[\w.+-]+@)", re.IGNORECASE)
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
COMMENT = re.compile("<!--.*?-->", re.DOTALL)
TASK = re.compile(r"\[[ xX]\]\s")
DIAGRAMS = ("mermaid", "math", "geojson", "topojson", "stl")
BLOCKS = {"html_block", "html_inline", "image", "table_open", "heading_open", "blockquote_open", "hr"}
CELLS = frozenset({"tr_open", "td_open", "th_open"})


def parse_tokens(markdown: str, known: dict[str, object] | None = None) -> Iterator[Token]:
    """Yield the tokens of a text, blocks and their content. An escaped character is a token of its own, `text_special`."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
    parser.validateLink = bool  # type: ignore[assignment,method-assign]  # every link counts, whatever its scheme
    parser.core.ruler.disable("text_join")
    for token in parser.parse(markdown, known if known is not None else {}):
        yield token
        yield from token.children or ()


def live_parts(markdown: str, allowed: frozenset[str] = frozenset({"ada"})) -> list[str]:
    """Return everything in a Markdown text that would act. `allowed` are the logins that may be mentioned."""
    return list(_found(markdown, allowed, frozenset()))


@lru_cache(maxsize=1_000)
def count_live_parts(markdown: str, allowed: frozenset[str]) -> Counter[str]:
    """Count what would act, and the cells of tables. Texts that differ only in people's words have equal counts."""
    return Counter(_found(markdown, allowed, CELLS))


def _found(markdown: str, allowed: frozenset[str], counted: frozenset[str]) -> Iterator[str]:
    known: dict[str, Any] = {}
    seen = COMMENT.sub("", markdown)
    yield from ("command" for _ in commands_in(markdown))
    yield from ("closing" for _ in CLOSING.finditer(seen))
    yield from ("unseen" for _ in UNSEEN.finditer(seen))
    said, before = "", ("", "")
    for token in parse_tokens(markdown, known):
        if token.type in ("text", "text_special"):
            said += token.content
            yield from ("math" for _ in (token.content,) if token.type == "text" and "$" in token.content)
            continue
        yield from _spoken(said, allowed)
        said = ""
        yield from _acting(token)
        if token.type == "inline" and before == ("list_item_open", "paragraph_open") and TASK.match(token.content):
            yield "task"
        before = (before[1], token.type)
        yield from (token.type for _ in (token,) if token.type in counted)
    yield from _spoken(said, allowed)
    yield from (f"reference {name}" for name in known.get("references", ()))


def _spoken(said: str, allowed: frozenset[str]) -> Iterator[str]:
    """Yield what acts in a piece of text, escaped characters included, since GitHub checks it after unescaping."""
    yield from (login for login in MENTION.findall(said) if login.lower() not in allowed)
    yield from ("bare link" for _ in BARE.finditer(said))


def _acting(token: Token) -> Iterator[str]:
    link = str(token.attrs.get("href", "http://"))
    if token.type in BLOCKS:
        comment = re.fullmatch(r"\s*<!--(?:(?!-->).)*-->\s*", token.content, re.DOTALL)
        yield "comment" if comment else token.type
    if token.type == "fence" and token.info.strip().startswith(DIAGRAMS):
        yield token.info.strip()
    if not link.startswith(("http://", "https://", "mailto:")):
        yield link if ":" in link else "relative link"
