"""Find the known action item of each row without a number: by what it says, and then by where it is.

A row that is taken for a known one opens no item, so a doubtful one counts as new: people see a second issue, and don't
see a missing one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.incident import Action
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.postmortem.items import NOTHING, ItemRow, repeated_rows, text_digest

Row = tuple[str, ...]
"""The digests of a row, field by field; the text alone for an item from a command."""

LEAST_IN_COMMON = 0.6
"""How much of their words two texts share that say the same in other words: twice those in common by those in both."""

_DUE = 2
"""Where a row has its due date, which its type follows."""

_WORD = lazy_pattern(r"\w+")


def match_rows(
    places: Sequence[int], rows: Sequence[ItemRow], actions: Sequence[Action], numbered: Mapping[int, int]
) -> dict[int, int]:
    """Return the known item of each place that has one, by its place among `actions`.

    `numbered` are the places whose rows name their items. A row has the item that says the same, or has the same text,
    or differs in the text alone, or has a similar text, or is where the item's row was and has its date and type.
    """
    lines = {place: _Line(rows[place].text, rows[place].digests) for place in places}
    known = [_Line(each.text, each.row or (text_digest(each.text),)) for each in actions]
    matched = dict(numbered)
    gone = sorted(set(range(len(known))) - set(matched.values()))
    for matches in (_is_same, _has_same_text, _has_other_text, _has_similar_text):
        for place in (each for each in places if each not in matched):
            found = next((each for each in gone if matches(lines[place], known[each])), None)
            if found is not None:
                matched[place] = found
                gone.remove(found)
    return matched | dict(_matches_by_place(lines, known, matched))


def places_of_items(rows: Sequence[ItemRow], items: Mapping[int, ActionItem]) -> dict[int, int]:
    """Return the places of the rows without numbers that are items', by their issues.

    There are none unless there are as many such rows as items: another row may be that of an item which was closed.
    """
    named = {row.issue for row in rows}
    known = [(number, each) for number, each in sorted(items.items()) if each.row and number not in named]
    repeats = repeated_rows(rows)
    places = [place for place, row in enumerate(rows) if not row.issue and place not in repeats]
    if len(places) != len(known):
        return {}
    actions = [Action(number, each.text, "", "", None, "", each.row) for number, each in known]
    return {actions[each].issue: place for place, each in match_rows(places, rows, actions, {}).items()}


@dataclass(frozen=True)
class _Line:
    """The text of a row or of an item, and the digests of its row: of the text alone for an item from a command."""

    text: str
    digests: Row


def _matches_by_place(
    lines: Mapping[int, _Line], known: Sequence[_Line], matched: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the items of rows between the same neighbours, where as many rows are new as are gone."""
    taken = frozenset(matched.values())
    gaps: dict[tuple[int, int], list[int]] = {}
    for place in (each for each in lines if each not in matched):
        gaps.setdefault(_gap(place, matched, len(known)), []).append(place)
    for (before, after), new in gaps.items():
        gone = [each for each in range(before + 1, after) if each not in taken and known[each].digests[1:]]
        pairs = zip(new, gone, strict=True) if len(new) == len(gone) else ()
        yield from (each for each in pairs if _has_date_and_type(lines[each[0]], known[each[1]]))


def _gap(place: int, matched: Mapping[int, int], end: int) -> tuple[int, int]:
    """Return the known items of the nearest rows before and after a place."""
    before = max((each for each in matched if each < place), default=None)
    after = min((each for each in matched if each > place), default=None)
    return -1 if before is None else matched[before], end if after is None else matched[after]


def _is_same(row: _Line, known: _Line) -> bool:
    return row.digests == known.digests


def _has_same_text(row: _Line, known: _Line) -> bool:
    return row.digests[:1] == known.digests[:1]


def _has_other_text(row: _Line, known: _Line) -> bool:
    """Return whether only the text differs, where more than the text is filled in."""
    return row.digests[1:] == known.digests[1:] and any(each != NOTHING for each in row.digests[1:])


def _has_similar_text(row: _Line, known: _Line) -> bool:
    """Return whether most words are the same, and all numbers: `node 1` is another node than `node 2`."""
    (one, numbers), (other, same) = _words(row.text), _words(known.text)
    shared = 2 * len(one & other) / max(len(one) + len(other), 1)
    return len(known.digests) > 1 and numbers == same and shared >= LEAST_IN_COMMON


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a text, and those of them with numbers."""
    words = frozenset(_WORD.findall(text.casefold()))
    return words, frozenset(each for each in words if not each.isalpha())


def _has_date_and_type(row: _Line, known: _Line) -> bool:
    """Return whether the due date and the type are filled in and the same."""
    mine, same = row.digests[_DUE:], known.digests[_DUE:]
    return mine == same and bool(mine) and NOTHING not in mine
