"""Suggest the command that somebody probably meant: by what the word means, or by how it is spelled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from incident_actions.engine.commands.command import Command, Place
from incident_actions.engine.commands.synonyms import INCIDENT_SYNONYMS, ITEM_SYNONYMS, UNDO_WORDS, WORST_WORDS
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.plain_width import to_plain_signs
from incident_actions.model.process.process import Process
from incident_actions.text.slash_grammar import SlashCommand, nearest_word, word_spelled_like

ALIKE = 0.8
"""How much alike, from 0 to 1, a mistyped synonym must be."""

_OPTIONAL = lazy_pattern(r"\s*\[[^\]]*\]")

LONGEST = 100
"""How many characters of what somebody typed a suggestion repeats."""


def wants_undo(asked: SlashCommand) -> bool:
    """Return whether somebody wants to take a command back."""
    return asked.word in UNDO_WORDS


def suggest_command(asked: SlashCommand, place: Place, registry: Mapping[str, Command], process: Process) -> str:
    """Return the whole line that was probably meant, to be copied, or an empty string.

    What was typed after the unknown word is kept. Where nothing was, the command's usage shows what it needs.
    """
    here = {word: command for word, command in registry.items() if command.works_on(place)}
    synonyms = {word: meant for word, meant in _synonyms(place).items() if meant in here}
    asked = _in_one_word(asked, {*here, *synonyms})
    words = _typed_words(asked)
    if asked.word not in here and not any(word in synonyms for word in words) and place == "incident":
        own = next(filter(None, (_process_form(word, process) for word in words)), "")
        if own and own.split()[0].lstrip("/") in here:
            return _with_rest(own, asked)
    meant = next((synonyms[word] for word in words if word in synonyms), None) or nearest_word(asked.word, here)
    if meant is None and (alike := word_spelled_like(asked.word, synonyms, ALIKE)):
        meant = synonyms[alike]
    if meant is None:
        return ""
    return _with_rest(f"/{meant}", asked) if asked.rest else _OPTIONAL.sub("", here[meant].usage)


def _in_one_word(asked: SlashCommand, known: Collection[str]) -> SlashCommand:
    """Return the command as typed, or with its first two words as one if they are a known one: `/false alarm`."""
    second, _, rest = asked.rest.partition(" ")
    whole = f"{asked.word}-{second.casefold()}"
    if whole not in known and whole.replace("-", "") not in known:
        return asked
    return replace(asked, word=whole if whole in known else whole.replace("-", ""), rest=rest.strip(), typed_as="")


def word_instead(asked: SlashCommand, place: Place) -> str:
    """Return the command of this place that does what a command of another place does there, or an empty string."""
    return _synonyms(place).get(asked.word, "")


def _typed_words(asked: SlashCommand) -> tuple[str, ...]:
    """Return the ways to read the unknown word: as typed, such as `p1`, and without what follows its letters."""
    typed = to_plain_signs(asked.typed_as).casefold().strip(".,:;!?").replace("_", "-")
    return tuple(dict.fromkeys(each for each in (typed, asked.word) if each))


def _process_form(word: str, process: Process) -> str:
    """Return the command for a word of the process's own: a status, a role or a severity."""
    text = word.replace("-", " ")
    status = process.status(word) or process.status(text)
    if status:
        return f"/status {status.word}"
    if role := process.role(word) or process.role(text):
        return f"/role {role.key}"
    if severity := None if word.isdecimal() else process.match_severity(text):
        return f"/sev {process.rank(severity.label)}"
    return "/sev 1" if word in WORST_WORDS else ""


def _with_rest(form: str, asked: SlashCommand) -> str:
    """Return a command with what was typed after the unknown word, without what the word itself held (`p1`)."""
    rest = asked.rest
    if asked.typed_as and form.startswith("/sev "):
        rest = rest.removeprefix(asked.typed_as[len(asked.word) :].lstrip("-_")).strip()
    return f"{form} {rest}".strip()[:LONGEST]


@cache
def _synonyms(place: Place) -> dict[str, str]:
    """Map each synonym to its command."""
    table = ITEM_SYNONYMS if place == "action item" else INCIDENT_SYNONYMS
    return {synonym: word for word, synonyms in table.items() for synonym in synonyms.split()}
