"""What people read has none of the phrases that make them read a sentence twice; each has a plain replacement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from incident_actions.cli.main import cli
from tests.documentation.generated import lines

ROOT = Path(__file__).parents[1]
SUFFIXES = {".md", ".txt", ".yml", ".html"}

PHRASES = {
    r"look(s|ed)? whether": "check that",
    r"stands? behind": "is assigned to, is configured for",
    r"is no (\w+ )+that": "is not a valid …",
    r"no YAML that": "not valid YAML",
    r"needs more:": "is missing …, with an example",
    r"kept by hand": "offline log",
    r"(go|goes|come|comes|came) round": "runs, ran",
    r"calls you\b": "is paging you",
    r"(no longer|still|users) hurt(ing)?\b": "users are no longer affected, still affected",
    r"nothing was done for it": "nothing was changed",
    r"belongs? into": "belongs in",
    r"(is|are) there since": "has been there since",
    r"hands? out (a|the) role": "assign a role",
    r"(it|what) burns": "while users are affected",
    r"in doubt the higher": "if in doubt, choose the higher",
    r"wants to know why": "needs a reason",
    r"could not be asked": "was not checked",
    r"since a few": "for the last few",
    r"those who wait": "the people who are waiting, stakeholders",
    r"lives wholly": "runs entirely",
    r"as people chose": "set manually",
}
"""What is not written, as a regular expression, and what is written instead."""

NOT_YET: frozenset[str] = frozenset()
"""Files whose texts are not yet written anew. Remove each one as soon as it passes."""


def texts() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of all that people read: pages, templates, and the help of the command line."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*"), *(ROOT / "templates").rglob("*")]
    for path in sorted(path for path in pages if path.suffix in SUFFIXES):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    assert isinstance(cli, click.Group)
    for line in lines(cli, "incident-actions"):
        yield f"{line.name} --help", "\n".join([line.meaning, *(each.meaning for each in line.options)])


TEXTS = dict(texts())


def dead_phrases(text: str) -> list[str]:
    """Return each dead phrase in a text, with its line and with what is written instead."""
    return [
        f"line {number}: {found[0]!r} → {instead}"
        for number, line in enumerate(text.splitlines(), start=1)
        for phrase, instead in PHRASES.items()
        for found in re.finditer(phrase, line, re.IGNORECASE)
    ]


def test_no_text_has_a_dead_phrase() -> None:
    found = {name: dead_phrases(text) for name, text in TEXTS.items() if name not in NOT_YET}

    assert found
    assert {name: phrases for name, phrases in found.items() if phrases} == {}


def test_a_text_that_is_written_anew_leaves_the_list_of_those_that_are_not() -> None:
    assert sorted(name for name in NOT_YET if not dead_phrases(TEXTS.get(name, ""))) == []


def test_a_dead_phrase_is_found_with_its_line_and_its_replacement() -> None:
    assert dead_phrases("Fine.\nLook whether it is no file that you can read.") == [
        "line 2: 'Look whether' → check that",
        "line 2: 'is no file that' → is not a valid …",
    ]
