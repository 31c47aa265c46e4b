"""Turn a published text, which people write in Markdown, into HTML that only shows, and into plain text."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.html_wording import visible_text
from incident_actions.text.safe_markdown import visible_markdown

LONGEST_TITLE = 100
_HARMLESS = lazy_pattern(
    r"(?:https?://|mailto:)[^\s]+",
)
_LEAVES = ("text", "code_inline", "code_block", "fence", "softbreak", "hardbreak")
_FENCE = lazy_pattern(r"\s*(?:`{3,}|~{3,})")


def title_of(text: str) -> str:
    """Return the first line of a text as a title, without Markdown, cut between words; a dash of none."""
    line = next((found for each in _lines(text) if (found := plain_text(each))), "")
    title = line[:-1] if line.endswith(".") and not line.endswith("..") else line
    if len(title) <= LONGEST_TITLE:
        return title or "–"
    return f"{title[:LONGEST_TITLE].rpartition(' ')[0] or title[:LONGEST_TITLE]}…"


def words_below_title(text: str) -> str:
    """Return a text without the line that its title is made of; empty if the title does not have all of that line."""
    lines = _lines(text)
    place = next((at for at, each in enumerate(lines) if plain_text(each)), 0)
    whole = plain_text(lines[place]) if lines else ""
    return "\n".join(lines[place + 1 :]).strip() if len(whole) <= LONGEST_TITLE else ""


def plain_text(text: str) -> str:
    """Return a text on one line without Markdown."""
    found = (each.content for each in _leaves(_markdown().parse(_source(text))))
    return " ".join(" ".join(found).split())


def to_html(text: str) -> Markup:
    """Return a text as HTML: paragraphs, lists, code, emphasis and links to the web, and nothing that loads or runs."""
    return Markup(_markdown().render(_source(text)).strip())  # noqa: S704  the renderer escapes every text


def _source(text: str) -> str:
    return visible_text(visible_markdown(text))


def _lines(text: str) -> list[str]:
    return [each for each in _source(text).strip().split("\n") if not _FENCE.match(each)]


def _leaves(tokens: list[Token]) -> list[Token]:
    found: list[Token] = []
    for each in tokens:
        if each.type in _LEAVES:
            found.append(each)
        found += _leaves(each.children or [])
    return found


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(["image", "html_inline", "html_block"])
    made.enable(["strikethrough"])
    setattr(made, "validateLink", is_harmless)  # noqa: B010  as the library documents it
    made.add_render_rule("heading_open", lambda *_: "<p><strong>")
    made.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    made.add_render_rule("link_open", _open_link)
    return made


def is_harmless(address: str) -> bool:
    """Return whether a link leads to the web or to an address of email."""
    return _HARMLESS.match(address.strip()) is not None


def _open_link(_: object, tokens: list[Token], place: int, *__: object) -> str:
    address = Markup.escape(str(tokens[place].attrs.get("href", "")))
    return f'<a href="{address}" rel="nofollow noopener noreferrer">'
