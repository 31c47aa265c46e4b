"""Remove from HTML whatever is not on GitHub's list: scripts, styles, forms and frames.

https://github.com/gjtorikian/html-pipeline/blob/main/lib/html_pipeline/sanitization_filter.rb
"""

import re
from functools import lru_cache, partial
from urllib.parse import urljoin

import nh3

_TAGS = set(
    re.findall(
        r"\w+",
        """
        a abbr b bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
        hr i img input ins kbd li mark ol p picture pre q rp rt ruby s samp section small source span strike strong sub
        summary sup table tbody td tfoot th thead time tr tt ul var wbr
        """,
    )
)
_ATTRIBUTES = {
    "*": {"align", "dir", "lang", "title", "valign", "id", "aria-label"},
    "a": {"href"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "input": {"checked"},
    "ins": {"cite", "datetime"},
    "ol": {"start", "type"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_CLASSES = {
    "a": {"mention", "reference", "footnote-backref"},
    "code": {"language-diff"},
    "div": {
        "markdown-alert",
        "markdown-alert-note",
        "markdown-alert-tip",
        "markdown-alert-important",
        "markdown-alert-warning",
        "markdown-alert-caution",
    },
    "p": {"markdown-alert-title"},
    "li": {"task-list-item", "footnote-item"},
    "ul": {"contains-task-list"},
    "section": {"footnotes"},
    "sup": {"footnote-ref"},
}
_CHECKBOX = {"input": {"type": "checkbox", "disabled": "", "aria-label": "Task"}}
"""The only input that remains shows a task, and cannot be used."""
_DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object", "embed", "template", "title", "textarea", "noscript"}
_SCHEMES = {"http", "https", "mailto"}


@lru_cache(maxsize=256)
def cleaner(file: str) -> nh3.Cleaner:
    """Return what removes all that could act; relative addresses of a file's text start at the address of its page."""
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        set_tag_attribute_values=_CHECKBOX,
        url_schemes=_SCHEMES,
        url_relative=partial(_resolve, file),
        link_rel="nofollow noopener noreferrer",
        id_prefix="user-content-",
    )


def _resolve(file: str, address: str) -> str:
    """Return the address that a relative one means: a heading has a prefix to its id."""
    if address.startswith("#"):
        return f"#user-content-{address[1:]}"
    return urljoin(file, address) if file else address
