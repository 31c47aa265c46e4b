"""Make a short name from a title, safe as a branch, a file name and a link."""

from __future__ import annotations

import unicodedata

from incident_actions.model.lazy_pattern import lazy_pattern

LONGEST = 60
_SLUG = lazy_pattern(r"[a-z0-9][a-z0-9-]*")
_APOSTROPHE = lazy_pattern("['\u2018\u2019\u02bc]")


def make_slug(text: str, fallback: str) -> str:
    """Return `[a-z0-9-]{1,60}`, cut between words; the fallback where the title is not in Latin letters.

    Accents are transliterated (`é`, `ß`, `ø`), other alphabets are not, because machine transliteration gives names
    that nobody recognizes. A title without letters takes the fallback, too.
    """
    composed = unicodedata.normalize("NFKC", text)
    letters = [each for each in composed if each.isalpha()]
    latin = [each for each in letters if _is_latin(each)]
    if not latin or 2 * len(latin) < len(letters):
        return fallback
    readable = "".join(each if each.isascii() or _is_latin(each) else " " for each in _APOSTROPHE.sub("", composed))
    found = _slugify(readable)
    return found if _SLUG.fullmatch(found) else fallback


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN ")


def _slugify(text: str) -> str:
    from slugify import slugify  # noqa: PLC0415  few events need a slug

    return slugify(text, max_length=LONGEST, word_boundary=True, save_order=True)
