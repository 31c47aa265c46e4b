"""Markdown as GitHub renders it, with mentions and references, as HTML that cannot act."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.gfm import gfm_plugin

from incident_actions.sandbox.pages.sanitizer import cleaner

_SPOKEN_TO = re.compile(
    r"(?<![\w&;/.@#-])(?:@(?P<login>[A-Za-z0-9][A-Za-z0-9-]{0,38})(?![\w/-])|#(?P<number>[1-9]\d{0,8})\b)"
    r"|\b(?P<sha>[0-9a-f]{40})\b"
)
KEPT = 4_000
"""How many rendered texts stay in memory."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text can refer to: its repository, the accounts, and the highest number of an issue.

    `file` is the address of the page of a file, whose links are relative to it. Comments have none, and they keep
    their line breaks.
    """

    repository: str
    logins: frozenset[str] = field(default=frozenset())
    highest: int = 0
    file: str = ""


def render_markdown(text: str, around: Surroundings) -> Markup:
    """Render Markdown. A text is rendered once, unless somebody or something that it names is added later."""
    found = list(_SPOKEN_TO.finditer(text))
    logins = around.logins & {each["login"].casefold() for each in found if each["login"]}
    numbers = (int(each["number"]) for each in found if each["number"])
    highest = max((each for each in numbers if each <= around.highest), default=0)
    return _render(text, replace(around, logins=logins, highest=highest))


@lru_cache(maxsize=KEPT)
def _render(text: str, around: Surroundings) -> Markup:
    html = _parser(bool(around.file)).render(_without_front_matter(text) if around.file else text, {"around": around})
    return Markup(cleaner(around.file).clean(html))  # noqa: S704  nothing of it can act


def render_title(text: str) -> Markup:
    """Render the code spans of a title, which is all that GitHub renders there."""
    parts = re.split(r"`([^`]+)`", text)
    pieces = (
        Markup("<code>{}</code>").format(each) if at % 2 else Markup.escape(each) for at, each in enumerate(parts)
    )
    return Markup("").join(pieces)


@cache
def _parser(is_file: bool) -> MarkdownIt:  # noqa: FBT001  the key of a cache
    """Return the parser of files or of comments. Line breaks of a comment stay, as on GitHub."""
    parser = MarkdownIt("commonmark", {"html": True, "breaks": not is_file, "maxNesting": 60})
    parser.use(gfm_plugin)
    if is_file:
        parser.use(anchors_plugin, max_level=6)
    parser.core.ruler.push("spoken_to", _link_names)
    parser.core.ruler.push("aligned", _align_cells)
    return parser


def _without_front_matter(text: str) -> str:
    """Return a text whose front matter is a block of code; GitHub shows it as a table."""
    return re.sub(r"\A---\n(.*?\n)---\n", r"```yaml\n\1```\n", text, count=1, flags=re.DOTALL)


def _align_cells(state: StateCore) -> None:
    """Align the cells of a table by an attribute, as GitHub does: styles are removed."""
    for block in state.tokens:
        if block.type in ("th_open", "td_open") and (style := block.attrs.pop("style", "")):
            block.attrs["align"] = str(style).removeprefix("text-align:")


def _link_names(state: StateCore) -> None:
    """Link people, issues and commits in running text; in code and inside of links, they stay as they are."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_linked(block.children, state.env["around"]))


def _linked(tokens: list[Token], around: Surroundings) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and not depth:
            yield from _split(token.content, around)
        else:
            yield token


def _split(text: str, around: Surroundings) -> Iterator[Token]:
    at = 0
    for found in _SPOKEN_TO.finditer(text):
        address = _address(found, around)
        if address:
            yield Token("text", "", 0, content=text[at : found.start()])
            name = "mention" if found["login"] else "reference"
            yield Token("link_open", "a", 1, attrs={"href": address, "class": name})
            yield Token("text", "", 0, content=found[0] if not found["sha"] else found[0][:7])
            yield Token("link_close", "a", -1)
            at = found.end()
    yield Token("text", "", 0, content=text[at:])


def _address(found: re.Match[str], around: Surroundings) -> str:
    if found["sha"]:
        return f"/{around.repository}/commit/{found[0]}"
    if found["number"]:
        known = int(found["number"]) <= around.highest
        return f"/{around.repository}/issues/{found['number']}" if known else ""
    return f"/{found['login']}" if found["login"].casefold() in around.logins else ""
