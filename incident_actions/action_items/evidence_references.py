"""Find what a text names as evidence: pull requests and issues, commits, and links elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

_PLACE = r"(?P<place>[A-Za-z0-9][\w-]{0,38}/[\w.-]{1,100}?)"
_LINK = lazy_pattern(r"https?://[^\s<>\]\"'`|]+", re.IGNORECASE)
_ON_GITHUB = lazy_pattern(
    rf"/{_PLACE}/(?:(?:pull|issues)/(?P<number>[1-9][0-9]{{0,8}})|commit/(?P<commit>[0-9a-f]{{7,40}}))(?![\w-])",
    re.IGNORECASE,
)
_SHORT = lazy_pattern(
    rf"(?<![\w/#&-])(?:{_PLACE}?#(?P<number>[1-9][0-9]{{0,8}})\b"
    rf"|(?:{_PLACE.replace('place', 'where')}@)?(?P<commit>[0-9a-f]{{7,40}})(?![\w/-]))",
    re.IGNORECASE,
)
_NUMBER = lazy_pattern(r"#?([1-9][0-9]{0,8})")
_WORD = lazy_pattern(r"[^\W_]{2,}")


@dataclass(frozen=True)
class EvidenceReference:
    """A pull request, an issue or a commit that a text names."""

    given: str
    """How people read it, such as `#7`, `acme/api#7` or `abc1234`."""
    repository: str = ""
    """Empty for the incident's own repository."""
    number: int = 0
    commit: str = ""


@dataclass(frozen=True)
class NamedEvidence:
    """Everything that a text names as evidence."""

    references: tuple[EvidenceReference, ...] = ()
    """What can be looked up, in the order of the text: in the incident's repository and in the services' own."""
    elsewhere: tuple[str, ...] = ()
    """Links, and references to repositories that the configuration doesn't name."""
    has_words: bool = False
    """Whether anything else stands beside these."""


def find_evidence(text: str, server: str, own: str, known: Iterable[str]) -> NamedEvidence:
    """Return what a text names; `own` and `known` are the repositories in which it can be looked up."""
    if found := _NUMBER.fullmatch(text.strip().rstrip(".")):
        return NamedEvidence((EvidenceReference(f"#{found[1]}", number=int(found[1])),))
    places = {each.casefold(): "" if each.casefold() == own.casefold() else each for each in (*known, own)}
    references, elsewhere = list[EvidenceReference](), list[str]()
    for given, place, number, commit in _named(text, server):
        repository = places.get(place.casefold()) if place else ""
        if repository is None:
            elsewhere.append(given)
        else:
            shown = f"#{number}" if number else commit[:10]
            shown = f"{repository}{'' if number else '@'}{shown}" if repository else shown
            references.append(EvidenceReference(shown, repository, int(number or 0), commit.lower()))
    left = _SHORT.sub(lambda found: " " if _is_reference(found) else found[0], _LINK.sub(" ", text))
    return NamedEvidence(tuple(dict.fromkeys(references)), tuple(dict.fromkeys(elsewhere)), bool(_WORD.search(left)))


def _named(text: str, server: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield what a text names, in its order: the words there, the repository, the number, and the commit."""
    found = [(each.start(), _in_link(each[0].rstrip(".,;:!?)"), server)) for each in _LINK.finditer(text)]
    blanked = _LINK.sub(lambda each: " " * len(each[0]), text)
    for each in filter(_is_reference, _SHORT.finditer(blanked)):
        place = each["place"] or each["where"] or ""
        found.append((each.start(), (each[0], place, each["number"] or "", each["commit"] or "")))
    yield from (named for _, named in sorted(found))


def _in_link(link: str, server: str) -> tuple[str, str, str, str]:
    """Return what a link names; one that leads elsewhere has a repository that no configuration can name."""
    on_server = link.casefold().startswith(f"{server.casefold()}/")
    found = _ON_GITHUB.match(link, len(server)) if on_server else None
    return (link, found["place"], found["number"] or "", found["commit"] or "") if found else (link, link, "", "")


def _is_reference(found: re.Match[str]) -> bool:
    """Return whether a match is a reference: a hash has a letter and a digit, unless it is whole."""
    commit = found["commit"] or ""
    whole = len(commit) == 40
    return not commit or whole or (any(map(str.isdigit, commit)) and any(map(str.isalpha, commit)))
