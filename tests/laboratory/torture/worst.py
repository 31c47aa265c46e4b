"""Texts made to be slow to read: fragments repeated to the length of a comment, alone, in pairs, and changed by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import product

from incident_actions.text.record import LIMIT

FRAGMENTS = (
    "`", "``", "```\n", "~~~\n", "[", "]", "[a](", "[a]: b\n", "![", "](http://", "|", "|-|\n", "| a |\n", "<!--", "-->", "<!-", "<",
    "<a ", "<a b='", "</", "<?", "<![CDATA[", "<div>\n", "&#", "&#64;", "&amp;", "amp;", "- ", "- a\n", "1. ", "> ", ">", ">\n", "*",
    "**a ", "_", "~", " ", "    ", "\t", "\n", "\r\n", "\r", "1", "0x", "@", "@a ", "/", "/a\n", "\n/a ", "# ", "### a\n", "---\n",
    "===\n", "\\", "\\\n", ":", "(", ")", "(#1", "- [ ] a\n", "é", "🔥", "\x00", "\u200b", "\u2028", "{", "}", "{a: ", "a: ", "? ", "&a ",
    "*a ", "%", "'", '"', '",', "fix #", "closes ", "http://", "::", "##[", ".", "-", "--", "=", "a", "14:05", "1h", "today ", " from ",
    " — ", "\n    a", "\\u003c",
)  # fmt: skip

WORST = ("|-|\n", "|\n- - ", "\\\n", "<!--", "![", "[", "{", "`", " ", "1")
"""The fragments that any parser was found to be slow with, and a few that others are."""

SPECIAL = (
    ("&", "amp;", "lt;!--"),
    ("<!-" * 9_000, "<!---->", "- -->" * 5_000),
    (" ".join("`" * length for length in range(1, 340)), " ", ""),
    ("", "fix" + "." * 20, ""),
    ("", "](https://", ""),
    ("", "\\", "|"),
    ("", "- ", "x"),
    ("```\n", "~~~\n```\n", "/sev 1"),
    ("[", "a" * 998 + "]", "[a]: b"),
)


def long(parts: tuple[str, ...]) -> str:
    """The first part once, the second again and again to the length of a comment, and the third at its end."""
    before, again, after = parts
    room = max(0, LIMIT - len(before) - len(after))
    return before + (again * (room // len(again) + 1))[:room] + after


def texts(chance: random.Random, slowest: Mapping[str, tuple[float, tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    """Every fragment, then without end: pairs of fragments, and the slowest texts so far with something changed."""
    yield from SPECIAL
    yield from (("", fragment, "") for fragment in FRAGMENTS)
    pairs = [f"{one}{two}" for one, two in product(FRAGMENTS, repeat=2)]
    chance.shuffle(pairs)
    for pair in pairs:
        yield ("", pair, "")
        yield _mutated(chance, chance.choice(list(slowest.values()))[1])
    while True:
        yield _mutated(chance, chance.choice(list(slowest.values()))[1])


def _mutated(chance: random.Random, parts: tuple[str, ...]) -> tuple[str, ...]:
    """A text with a fragment more, fewer or another at one of its three places."""
    before, again, after = parts
    fragment = chance.choice(FRAGMENTS)
    match chance.randrange(6):
        case 0:
            return (fragment, again, after)
        case 1:
            return (before, again, fragment)
        case 2:
            return (before, f"{again}{fragment}"[-40:], after)
        case 3:
            return (before, f"{fragment}{again}"[:40], after)
        case 4:
            return (before, again[: len(again) // 2] or fragment, after)
        case _:
            return (before, again * chance.randint(2, 30), f"{after}{fragment}"[-40:])
