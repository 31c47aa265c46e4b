"""Make text from people safe for the bot to repeat: it can be read, but nothing in it acts.

GitHub acts on what an account writes: it notifies whoever is mentioned, closes issues after `fixes #1`, loads images,
skips workflows for a commit whose message has `[skip ci]`, and runs `::commands::` in a log. This tool acts on commands
and on markers. A person may do all that under their own name, never through the bot's. So a text is normalized first
(entities decoded, comments and invisible characters removed, until nothing changes), because only then do the rules see
what GitHub will see. Then each construct that acts is written so that it shows as typed and does nothing. Formatting,
code and links to the web stay.

No result ever has `<!--` in it. `escape_block`, `escape_line` and `escape_cell` are for Markdown and leave their own
results unchanged; `allowed` are the logins that may be mentioned.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from functools import partial

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.code_spans import Backticks
from incident_actions.text.slash_line import LOOSE_START

NOBODY: frozenset[str] = frozenset()
BREAK = "\u200b"
"""A zero-width space, which separates what must not be read as one."""

_ROUNDS = 8
_ENTITY = lazy_pattern("&(?:#(?P<decimal>[0-9]{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[A-Za-z][A-Za-z0-9]*));")
_COMMENT = lazy_pattern(r"<!--(?:-?>|.*?--!?>|.*)", re.DOTALL)
_NEWLINE = lazy_pattern("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, zero-width and direction-changing characters, surrogates, language tags; not the joiners that emoji need.
_UNSEEN = lazy_pattern(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_RUN = lazy_pattern("`+")
_ESCAPE_OR_RUN = lazy_pattern(r"\\[!-/:-@\[-`{-~]|`+")
# An email address is not a mention, so an @ after a letter or digit is ignored.
_MENTION = lazy_pattern(r"(?<![A-Za-z0-9])@[A-Za-z0-9][A-Za-z0-9_-]*")
# Both begin with a look at one character, since most of a text is neither.
_ACTIVE = lazy_pattern(
    r"""(?=[]\\!$`~<>@fFhxX])(?:(?P<escaped>\\[!-/:-?\[-`{-~])
    |(?P<web>\]\((?:https?://|mailto:)[^\s()<>\[\]\\`"']*\)|https?://[^\s()<>\[\]\\`"'!|]*)
    |(?P<scheme>(?<![A-Za-z0-9])(?i:ftp(?=://)|xmpp(?=:)))
    |(?P<mark>\](?=[(\[:])|!(?=\[)|\$|\\\Z)
    |(?P<fence>`+|~{3,})
    |(?P<angle>[<>])
    |(?P<at>(?<![A-Za-z0-9])@[A-Za-z0-9](?:(?!(?<=[_-])(?i:ftp://|xmpp:))[A-Za-z0-9_-])*))""",
    re.VERBOSE,
)
_SIGN = lazy_pattern(r"[]\\!$`~<>@:]")
"""What every construct has one of, and most texts have none of."""

_SCHEME = lazy_pattern(r"(?:ftp(?=://)|xmpp(?=:))", re.IGNORECASE)
_ANGLES = {"<": "&lt;", ">": "&gt;"}
_IN_ADDRESS = lazy_pattern(r"(?<![A-Za-z0-9])@|\$|(?<=ftp):(?=//)|(?<=xmpp):", re.IGNORECASE)
# https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
_CLOSING = lazy_pattern(
    r"""([cfrCFR])(?<!(?i:[A-Za-z0-9])[cfrCFR])(?i:(?=(?:lose[sd]?|ix(?:e[sd])?|esolve[sd]?)
    (?:\s*+[^A-Za-z0-9\s|]){0,20}\s*+
    (?:\#|https?:|gh-[0-9]|[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}[^A-Za-z0-9]{0,5}\#
    |\[(?!@[A-Za-z0-9_/.-]{1,150}\]\(https?://[^\s()/]{1,100}/(?:[A-Za-z0-9_-]{1,39}|orgs/[A-Za-z0-9_/.-]{1,150})\))
    [^\]\n|]{0,100}\]\(http)))""",
    re.VERBOSE,
)
# https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs
_SKIPPING = lazy_pattern(
    r"(?<=\[)(?=(?:skip\s+ci|ci\s+skip|no\s+ci|skip\s+actions|actions\s+skip)\])|(?<=skip-checks)(?=\s*:)",
    re.IGNORECASE,
)
_FENCE = lazy_pattern(r" {0,3}(`{3,}(?=[^`]*\Z)|~{3,})")
_HEADING = lazy_pattern(r"#{1,6}(?:\s|\Z)")
_LIST_MARKERS = lazy_pattern(r"\s*(?:(?:[-+*]|[0-9]{1,9}[.)])\s+)*")
_TASK = lazy_pattern(r"\[[ xX]\](?:\s|\Z)")
_COMMAND = lazy_pattern(rf"{LOOSE_START}[^\W\d_]")
_LIST_OR_RULER = lazy_pattern(r"[-+*](?:\s|\Z)|[-=*_][-=*_\s]*\Z")
_NUMBERED = lazy_pattern(r"[0-9]{1,9}(?=[.)](?:\s|\Z))")
_START = lazy_pattern("|".join(each.pattern for each in (_HEADING, _LIST_OR_RULER, _COMMAND, _TASK)))
_BRACKET = lazy_pattern(r"\\[!-/:-@\[-`{-~]|[\[\]]")
_PIPE = lazy_pattern(r"(?<!\\)(\\\\)*(?=\|)")
_OPENING = lazy_pattern("<(?! )")
_LINK = lazy_pattern(r"\](?=[(\[])")
_DASHES = lazy_pattern("-(?=[->])")
_LOG_COMMAND = lazy_pattern(r"(?<=\A:)(?=:)|(?<=##)(?=\[)")


def escape_block(text: str, allowed: frozenset[str] = NOBODY) -> str:
    """Return several lines of Markdown that cannot affect what follows: fences closed, headings and tables literal."""
    lines = _blocks(_normalize(text).strip("\n").split("\n"), _lowered(allowed))
    return defuse_closing_words("\n".join(lines))


def escape_line(text: str, allowed: frozenset[str] = NOBODY) -> str:
    """Return one line of Markdown, with line breaks turned into spaces."""
    written = _inline(_one_line(text), _lowered(allowed))
    if number := _NUMBERED.match(written):
        written = f"{number[0]}\\{written[number.end() :]}"
    elif _START.match(written):
        written = f"\\{written}"
    return defuse_closing_words(written)


def escape_cell(text: str, allowed: frozenset[str] = NOBODY) -> str:
    """Return a line for a table cell, with pipes escaped; `escape_cell(inline_code(text))` is code in a table."""
    written = escape_line(text, allowed)
    return _PIPE.sub(lambda slashes: f"{slashes[0]}\\", written) if "|" in written else written


def escape_link_text(text: str) -> str:
    """Return a line for the text of a link, also in a table cell: nothing in it ends the link or is one itself."""
    written, position = escape_cell(text), 0
    escaped: list[str] = []
    for start, end in code_spans(written):
        escaped += _BRACKET.sub(_escape_bracket, written[position:start]), written[start:end]
        position = end
    return "".join([*escaped, _BRACKET.sub(_escape_bracket, written[position:])])


def _escape_bracket(found: re.Match[str]) -> str:
    return found[0] if found[0][0] == "\\" else f"\\{found[0]}"


def inline_code(text: str) -> str:
    """Return one line as inline code, with a fence longer than any run of backticks in it."""
    shown = _one_line(text) or " "
    fence = "`" * (max((len(run) for run in _RUN.findall(shown)), default=0) + 1)
    pad = " " if "`" in (shown[0], shown[-1]) else ""
    return defuse_closing_words(f"{fence}{pad}{shown}{pad}{fence}")


def code_block(text: str) -> str:
    """Return several lines as a code block to copy, with a fence longer than any run of backticks in it."""
    return defuse_closing_words("\n".join(_fence(_normalize(text).strip("\n").split("\n"))))


def comment_text(text: str) -> str:
    """Return one line for inside `<!-- -->`, which nothing in it can end."""
    return _DASHES.sub(f"-{BREAK}", plain_line(text))


def plain_line(text: str, allowed: frozenset[str] = NOBODY) -> str:
    """Return one line for places without Markdown: titles, commit messages, logs."""
    lowered = _lowered(allowed)
    shown = _MENTION.sub(lambda found: _mention(found, lowered), _one_line(text))
    return defuse_skip_words(defuse_closing_words(_LOG_COMMAND.sub(BREAK, shown)))


def external_line(text: str, longest: int = 300) -> str:
    """Return one line for other services, cut to a length: each has Markdown, HTML or mentions of its own.

    An angle bracket begins a mention, a link or a tag nearly everywhere (`<!channel>`, `<https://…|text>`, `<b>`).
    """
    shown = _LINK.sub(f"]{BREAK}", _OPENING.sub("\u2039", plain_line(text)))
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def visible_markdown(text: str) -> str:
    """Return the text as people see it, for what escapes HTML itself: no comments, entities or invisible characters."""
    return _normalize(text)


def _normalize(text: str) -> str:
    """Return the text without entities, comments and invisible characters, so that none hides in another.

    A text that still changes after several rounds was made to deceive; then the characters that start either are
    removed. Most texts have none of it: whatever is invisible is not printable.
    """
    if text.replace("\n", "").isprintable() and "&" not in text and "<!--" not in text:
        return text
    for _ in range(_ROUNDS):
        after = _UNSEEN.sub("", _NEWLINE.sub("\n", _COMMENT.sub("", _ENTITY.sub(_decode, text))))
        if after == text:
            return text
        text = after
    return text.replace("<", "").replace("&", "")


def _decode(entity: re.Match[str]) -> str:
    if name := entity["name"]:
        return html.entities.html5.get(f"{name};", entity[0])
    number = int(entity["decimal"]) if entity["decimal"] else int(entity["hex"], 16)
    return chr(number) if 0 < number <= 0x10FFFF else "\ufffd"


def _one_line(text: str) -> str:
    return " ".join(_normalize(text).split())


def _lowered(logins: frozenset[str]) -> frozenset[str]:
    return frozenset(login.lower() for login in logins) if logins else NOBODY


def defuse_closing_words(written: str) -> str:
    """Break up the keywords that would close an issue, which a reference must follow."""
    lowered = written.lower()
    if "#" not in lowered and "http" not in lowered and "gh-" not in lowered:
        return written
    return _CLOSING.sub(lambda found: f"{found[1]}{BREAK}", written)


def defuse_skip_words(written: str) -> str:
    """Break up the words that would make GitHub skip workflows for a commit."""
    return _SKIPPING.sub(BREAK, written)


def _blocks(lines: list[str], allowed: frozenset[str]) -> Iterator[str]:
    """Return the lines of a text, with its fences rewritten at the margin, so that the tool decides what is code."""
    fence = ""
    held: list[str] = []
    for each in lines:
        if not fence and (opening := _FENCE.match(each)):
            fence = opening[1]
        elif not fence:
            yield _block_line(each, allowed)
        elif _closes(each, fence):
            yield from _fence(held)
            fence, held = "", []
        else:
            held.append(each)
    if fence:
        yield from _fence(held)


def _closes(each: str, fence: str) -> bool:
    typed = each.strip(" \t")
    return len(typed) >= len(fence) and not typed.strip(fence[0]) and not each.startswith("    ")


def _fence(held: list[str]) -> Iterator[str]:
    longest = max((len(run) for each in held for run in _RUN.findall(each)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (fence, *held, fence)


def _block_line(each: str, allowed: frozenset[str]) -> str:
    """Return one line outside fences; headings, their underlines, table rules, tasks and commands are literal."""
    written = _inline(each, allowed)
    start = 0 if _is_ruler(written) else _LIST_MARKERS.match(written).end()  # type: ignore[union-attr]  # may be empty
    shown = written[start:].lstrip()
    acts = _is_ruler(shown) or _HEADING.match(shown) or _COMMAND.match(written)
    if acts or (start and _TASK.match(shown)):
        return f"{written[: len(written) - len(shown)]}\\{shown}"
    return written


def _is_ruler(shown: str) -> bool:
    """Whether a line only underlines a heading, separates a table's head or draws a rule."""
    if not shown.strip("-=|: \t"):
        return "-" in shown or "=" in shown
    return not (shown.strip("* \t") and shown.strip("_ \t"))


def _inline(text: str, allowed: frozenset[str]) -> str:
    """Return the text of one line with its code spans unchanged."""
    if not _SIGN.search(text):
        return text
    show = partial(_inert, allowed=allowed)
    written: list[str] = []
    position = 0
    for start, end in code_spans(text):
        written += _ACTIVE.sub(show, text[position:start]), text[start:end]
        position = end
    return "".join([*written, _ACTIVE.sub(show, text[position:])])


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Return where the code spans of a text begin and end."""
    if "`" not in text:
        return
    backticks = Backticks(text)
    position = 0
    while found := _ESCAPE_OR_RUN.search(text, position):
        position = found.end()
        if found[0][0] == "`" and (end := backticks.end(found)):
            yield found.start(), end
            position = end


def _inert(found: re.Match[str], allowed: frozenset[str]) -> str:
    """Return a construct that acts, written so that it only shows."""
    typed = found[0]
    match found.lastgroup:
        case "escaped":
            return _ANGLES.get(typed[1], typed)
        case "web":
            return _IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):X}", typed)
        case "scheme":
            return f"{typed}{BREAK}"
        case "mark":
            return f"\\{typed}"
        case "fence":
            return "".join(f"\\{sign}" for sign in typed)
        case "angle":
            return _ANGLES[typed]
        case _:
            return _mention(found, allowed)


def _mention(found: re.Match[str], allowed: frozenset[str]) -> str:
    """Return a mention as typed where it is allowed; a team, or a login that an escape may lengthen, never is."""
    login = found[0][1:]
    ends = not found.string.startswith(("/", "-", "_", "\\-", "\\_"), found.end())
    shown = found[0] if ends and login.lower() in allowed else f"@{BREAK}{login}"
    return f"{shown}{BREAK}" if _SCHEME.match(found.string, found.end() - len(login)) else shown
