"""Which share of the corpus `make test` tries."""

from __future__ import annotations

from tests.people.corpus import CORPUS, FAMILIES
from tests.people.doors import DOORS, is_quick


def test_make_test_tries_every_text_on_some_door() -> None:
    tried = {text for door in DOORS for family, text in CORPUS if is_quick(door, family, text)}

    assert tried == {text for _, text in CORPUS}


def test_make_test_tries_every_family_on_every_door() -> None:
    tried = {door: {family for family, text in CORPUS if is_quick(door, family, text)} for door in DOORS}

    assert tried == {door: set(FAMILIES) for door in DOORS}


def test_make_test_tries_a_ninth_of_the_whole() -> None:
    tried = sum(is_quick(door, family, text) for door in DOORS for family, text in CORPUS)

    assert tried < len(CORPUS) * len(DOORS) / 8
