"""Markdown as GitHub shows it, as inert HTML: no scripts, no images, and only four tags."""

import re
from collections.abc import Collection, MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
HARMLESS = re.compile(r"(</?(?:details|summary|sub|b)>)")
BOX = re.compile(r"\A\[([ xX])\] ")
SPOKEN_TO = re.compile(r"(?<![\w&;/])(?:@(?P<login>[A-Za-z0-9][A-Za-z0-9-]{0,38})|#(?P<number>\d{1,9})\b)")


def render_markdown(text: str, known: Collection[int] = (), *, breaks: bool = False) -> str:
    """Render Markdown; `#7` links to the place `issue-7` of the same page where 7 is `known`.

    `breaks` keeps the line breaks of a comment, as GitHub does; in a file they are only spaces.
    """
    markdown = MarkdownIt("commonmark", {"html": True, "breaks": breaks})
    markdown.enable(["table", "strikethrough"]).disable("image")
    for name, rule in {"html_block": _html, "html_inline": _html, "text": _text}.items():
        markdown.add_render_rule(name, rule)
    open_tags: list[str] = []
    page: str = markdown.render(text, {"known": known, "open": open_tags})
    return page + "".join(f"</{name}>" for name in reversed(open_tags))


def _html(
    self: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Keep the allowed tags if they pair, drop comments, and show everything else as it was typed."""
    parts = HARMLESS.split(COMMENT.sub("", tokens[place].content))
    return "".join(_tag(part, env["open"]) if HARMLESS.fullmatch(part) else escape(part) for part in parts)


def _tag(tag: str, open_tags: list[str]) -> str:
    name = tag.strip("</>")
    if not tag.startswith("</"):
        open_tags.append(name)
    elif open_tags and open_tags[-1] == name:
        open_tags.pop()
    else:
        return escape(tag)
    return tag


def _text(
    self: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Render text with its mentions, references and check boxes, as GitHub shows them."""
    text = escape(tokens[place].content, quote=False)
    if place == 0:
        text = BOX.sub(lambda box: "☐ " if box[1] == " " else "☑ ", text)
    in_link = sum(token.nesting for token in tokens[:place] if token.type in ("link_open", "link_close")) > 0
    return text if in_link else SPOKEN_TO.sub(lambda found: _reference(found, env["known"]), text)


def _reference(found: re.Match[str], known: Collection[int]) -> str:
    if found["login"]:
        return f"<strong>{found[0]}</strong>"
    return f'<a href="#issue-{found["number"]}">{found[0]}</a>' if int(found["number"]) in known else found[0]
