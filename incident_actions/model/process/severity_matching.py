"""Match what people and monitoring systems write for a severity: `1`, `SEV1`, `P1 - Critical`, `critical`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeVar

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.severity import Severity
from incident_actions.model.process.severity_choice import SeverityChoice

LONGEST = 500
"""The most characters that are looked at; no severity is named in more."""

LONGEST_MEANING = 80

NUMBERED = frozenset(
    (
        *("sev", "severity", "s", "p", "prio", "priority", "level", "lvl", "no", "nr"),
        *("schweregrad", "stufe", "priorität", "prioritaet", "gravité", "gravite", "niveau", "priorité"),
        *("重大度", "優先度", "レベル"),
    )
)
"""The words before a severity's number: `sev 1`, `P1`, `priority 1`."""

COUNTED = ("zero", "one", "two", "three", "four", "five")

WORST = frozenset({"critical", "crit", "fatal", "emergency", "disaster"})
"""The words for the worst severity of every process in which no other severity has them."""

_TOKEN = lazy_pattern(r"[^\W\d_]+|[0-9]+")
_OPENING = lazy_pattern(r"(?:[^\w@$€£/\\.<>]|_)*")
_ENDED = lazy_pattern(r"\s|$|[:;,)\]!?…|]|[^\w\s]+(?:\s|$)")
_FOLLOWING = lazy_pattern(r"[*_`\"')\]]*(?:\s*(?:[:;,.!?…=|–—]|-(?=\s|$)))*\s*")
_CHOICE = lazy_pattern(r"\s*(?:/|\bor\b|\boder\b|\bou\b|\bto\b)\s*")
_DECIMAL = lazy_pattern(r"[0-9]\s*[.,][0-9]")

Phrase = tuple[str, ...]
Key = TypeVar("Key")


class _Token(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class SeverityMatcher:
    """The words and numbers that mean each severity of one process."""

    severities: tuple[Severity, ...]

    def find(self, text: str) -> Severity | None:
        """Return the severity that a whole text names; None where it names none, or two."""
        folded = _folded(text[:LONGEST])
        if (label := self._verbatim(folded.strip())) and len(label.label) == len(folded.strip()):
            return label
        if len(text) > LONGEST or _DECIMAL.search(folded):
            return None
        tokens = _tokens(folded)
        if not _opens(tokens, folded):
            return None
        found: set[Severity | None] = set()
        at = 0
        while at < len(tokens):
            severity, length = self._at(tokens, at)
            if length:
                found.add(severity)
            elif tokens[at].text not in self._fillers:
                return None
            at += length or 1
        return found.pop() if len(found) == 1 else None

    def split(self, text: str, *, in_prose: bool = False) -> tuple[Severity, str] | None:
        """Return the severity at the start of a text, and the rest.

        With `in_prose` the text may as well be a title, so a word alone counts only before a sign: `Critical: it burns`
        names a severity, `Critical section hangs` doesn't.
        """
        folded = _folded(text[:LONGEST])
        if whole := self.find(text):
            return whole, ""
        if label := self._verbatim(folded):
            return self._with_rest(label, text, folded, len(label.label))
        tokens = _tokens(folded)
        if not _opens(tokens, folded):
            return None
        skipped = 0
        while skipped < len(tokens) and not self._at(tokens, skipped)[1] and tokens[skipped].text in self._fillers:
            skipped += 1
        severity, length = self._at(tokens, skipped)
        if severity is None:
            return None
        end = tokens[skipped + length - 1].end
        if not _ENDED.match(folded, end) or (in_prose and not self._is_plain(tokens[: skipped + length], folded)):
            return None
        return self._with_rest(severity, text, folded, end)

    def find_on_label(self, label: str) -> Severity | None:
        """Return the severity that a label names; a word such as `error` alone may be any label, so it names none."""
        found = self.find(label)
        phrase = _phrase(label)
        bare = len(phrase) == 1 and not phrase[0].isdecimal() and phrase[0] not in WORST and phrase not in self._labels
        return None if bare else found

    def is_spelling(self, label: str) -> bool:
        """Whether a label begins with the word severity, in full or short: `sev1`, `Severity: high`."""
        return _phrase(label)[:1] in (("sev",), ("severity",))

    @cached_property
    def choices(self) -> tuple[SeverityChoice, ...]:
        """Return what people can choose from, the worst first."""
        return tuple(
            SeverityChoice(
                str(place) if self.find(str(place)) == each else each.label, each.label, _shortened(each.definition)
            )
            for place, each in enumerate(self.severities, 1)
        )

    def _verbatim(self, folded: str) -> Severity | None:
        """Return the severity with whose whole label a text begins; the longest, where one label begins another."""
        begun = (
            each
            for each in self.severities
            if folded.startswith(label := _folded(each.label)) and _ENDED.match(folded, len(label))
        )
        return max(begun, key=lambda each: len(each.label), default=None)

    def _with_rest(self, severity: Severity, text: str, folded: str, end: int) -> tuple[Severity, str] | None:
        """Return what follows the severity, without a repetition of it; None where it goes on with another one."""
        rest = text[end:]
        also = _CHOICE.match(folded, end)
        for other in (self.find(rest), self._begun(folded[also.end() :]) if also else None):
            if other is not None and other != severity:
                return None
        following = _FOLLOWING.match(folded, end)
        rest = text[following.end() :] if following else rest
        inside = re.match(r"[(\[]([^)\]]*)[)\]]", rest)
        if inside and self.find(inside[1]) == severity:
            rest = rest[inside.end() :].lstrip(" :;,.-–—")
        return severity, rest.strip()

    def _begun(self, folded: str) -> Severity | None:
        """Return the severity that a text begins with."""
        return self._at(_tokens(folded), 0)[0]

    def _is_plain(self, tokens: list[_Token], folded: str) -> bool:
        """Whether these tokens at the start of a text are certainly no part of its prose."""
        phrase = tuple(token.text for token in tokens)
        sign = re.match(r"\s*[:;,)\]|–—]|\s*[!.]\s|\s+-\s", folded[tokens[-1].end :])
        return sign is not None or any(text.isdecimal() for text in phrase)

    def _at(self, tokens: list[_Token], at: int) -> tuple[Severity | None, int]:
        """Return the severity of the longest name at a place, and the name's tokens; None where it means two."""
        for length in range(min(self._longest, len(tokens) - at), 0, -1):
            phrase = tuple(token.text for token in tokens[at : at + length])
            owners = self._owners(phrase)
            if owners:
                return next(iter(owners)) if len(owners) == 1 else None, length
        return None, 0

    def _owners(self, phrase: Phrase) -> frozenset[Severity]:
        """Return the severities that a name could mean: by their labels, their own words, or their places."""
        number = _number(phrase, self._prefixes)
        labelled = self._exact.get(phrase) or self._labels.get(phrase) or self._numbers.get(number, frozenset())
        return labelled or self._also.get(phrase) or self._general(phrase, number)

    def _general(self, phrase: Phrase, number: int) -> frozenset[Severity]:
        """Return the severity at a place, unless the labels count by themselves, and the worst for the words of all."""
        if not self._is_counted and 1 <= number <= len(self.severities):
            return frozenset({self.severities[number - 1]})
        from_zero = self._numbers.get(0, frozenset())
        if len(phrase) == 1 and phrase[0] in WORST and self.severities[0] not in from_zero:
            return frozenset({self.severities[0]})
        return frozenset()

    @cached_property
    def _exact(self) -> dict[Phrase, frozenset[Severity]]:
        return _by_phrase((_phrase(each.label), each) for each in self.severities)

    @cached_property
    def _labels(self) -> dict[Phrase, frozenset[Severity]]:
        """Return the severities by the parts of their labels, and by their definitions."""
        found = _by_phrase((phrase, each) for each in self.severities for phrase in _parts(each))
        return {phrase: owners for phrase, owners in found.items() if len(owners) == 1}

    @cached_property
    def _also(self) -> dict[Phrase, frozenset[Severity]]:
        return _by_phrase((_phrase(word), each) for each in self.severities for word in each.also)

    @cached_property
    def _numbers(self) -> dict[int, frozenset[Severity]]:
        """Return the severities by the first number of their labels."""
        numbers = ((re.search("[0-9]+", _folded(each.label)), each) for each in self.severities)
        return _by_phrase((int(found[0][:9]), each) for found, each in numbers if found)

    @cached_property
    def _is_counted(self) -> bool:
        """Whether the labels have numbers that follow each other, such as P0, P1 and P2."""
        numbers = list(self._numbers)
        return len(numbers) == len(self.severities) and all(after - before == 1 for before, after in pairwise(numbers))

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        """Return the words that can precede a number, including those in this process's own labels."""
        labels = (_phrase(each.label) for each in self.severities)
        pairs = (pair for label in labels for pair in pairwise(label))
        return NUMBERED | {word for word, number in pairs if number.isdecimal()}

    @cached_property
    def _fillers(self) -> frozenset[str]:
        """Return the words that name no severity alone, but can accompany its name: `critical severity`."""
        return NUMBERED - {"s", "p", "no", "nr"}

    @cached_property
    def _longest(self) -> int:
        return max(2, *map(len, (*self._exact, *self._labels, *self._also)))


def _parts(severity: Severity) -> Iterator[Phrase]:
    """Return the parts of a label that people name it by, with its definition behind each, and that alone."""
    parts = re.split(r"\s*:\s+|\s+[-–—]\s+|\s*[(|/]\s*", severity.label)
    words = severity.label.split()
    meaning = _phrase(severity.definition)
    for part in (severity.label, *parts, words[0]):
        phrase = _phrase(part)
        if not NUMBERED.issuperset(phrase) and not any(text.isdecimal() for text in phrase):
            yield phrase
    yield from filter(None, (meaning, _phrase(severity.label) + meaning))


def _number(phrase: Phrase, prefixes: frozenset[str]) -> int:
    """Return the number of a name such as `sev 1`, `p1` or `1`; -1 for other names."""
    *before, last = phrase
    if before and (len(before) > 1 or before[0] not in prefixes):
        return -1
    if before and last in COUNTED:
        return COUNTED.index(last)
    return int(last) if last.isdecimal() and len(last) <= 9 else -1


def _by_phrase(pairs: Iterable[tuple[Key, Severity]]) -> dict[Key, frozenset[Severity]]:
    found: dict[Key, frozenset[Severity]] = {}
    for phrase, severity in pairs:
        found[phrase] = found.get(phrase, frozenset()) | {severity}
    return found


def _phrase(text: str) -> Phrase:
    return tuple(token.text for token in _tokens(_folded(text[:LONGEST])))


def _tokens(folded: str) -> list[_Token]:
    return [_Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(folded)]


def _opens(tokens: list[_Token], folded: str) -> bool:
    """Whether a text begins with the first of its tokens, behind signs such as `#` or `(` at most."""
    opening = _OPENING.match(folded)
    return bool(tokens) and opening is not None and opening.end() == tokens[0].start


def _folded(text: str) -> str:
    """Return a text of the same length in lower case, with full-width and circled characters as plain ones."""
    return text.lower() if text.isascii() else "".join(map(_folded_character, text))


def _folded_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_MEANING else f"{line[: LONGEST_MEANING - 1].rstrip()}…"
